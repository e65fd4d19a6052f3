"""Runs the command as people run it: in its own process, in the repository, in English."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

ROOT = Path(__file__).resolve().parents[2]
NOTHING: Mapping[str, str] = MappingProxyType({})
START = "from makegood.cli.main import run; run()"


def output_of(*arguments: str, folder: Path = ROOT, variables: Mapping[str, str] = NOTHING) -> str:
    """Return what ``makegood`` prints for ``arguments`` in ``folder``, with these environment ``variables`` ("": none).

    Raise CalledProcessError where it doesn't end well.
    """
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("MAKEGOOD_")}
    environment = {**inherited, "LC_ALL": "C.UTF-8", "PYTHONPATH": str(ROOT / "src"), **variables}
    environment = {name: value for name, value in environment.items() if value}
    command = [sys.executable, "-c", START, *arguments]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=True)  # noqa: S603  # our own command
    return done.stdout
