"""A small company on disk, and the command as a person runs it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from makegood.cli.main import execute
from makegood.phrases import speak

PROMISES = """promise,customer,due,made_at,value,currency,owner,told
NW-17,Northwind Rail,2027-01-15,2026-10-09,186000,EUR,Uli,2027-01-15
HE-4,Helios Energy,2027-01-08,2026-09-28,142000,EUR,,
OR-9,Orchard Labs,2027-06-30,2026-11-02,20000,EUR,Uli,2027-06-30
TE-1,Tern Logistics,2027-02-01,2026-11-02,,,Uli,
"""
TEAMS = "team,slots\nAssembly,1\nSoftware,2\n"
WORK = """promise,item,team,p10_hours,p50_hours,p90_hours
NW-17,assemble,Assembly,80,100,130
HE-4,assemble,Assembly,150,170,195
OR-9,batch export,Software,20,30,50
"""

DAY = ("--as-of", "2026-11-23")
COMMAND = ("-c", "from makegood.cli.main import run; run()")
MODULE = ("-m", "makegood")
Run = Callable[..., subprocess.CompletedProcess[str]]


def here(*arguments: str | Path, language: str = "en") -> int:
    """Run the command in this process, which is quicker; its output is captured."""
    return execute([str(argument) for argument in arguments], speak(language))


@pytest.fixture
def company(tmp_path: Path) -> Path:
    """Return a folder with four promises: one in danger, one that nobody can judge."""
    folder = tmp_path / "company"
    folder.mkdir()
    for name, content in (("promises", PROMISES), ("teams", TEAMS), ("work", WORK)):
        (folder / f"{name}.csv").write_text(content, encoding="utf-8")
    return folder


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Return a function that runs ``makegood`` with its arguments in its own process, in an empty environment."""

    def makegood(
        *arguments: str, program: Sequence[str] = COMMAND, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        inherited = {
            name: value for name, value in os.environ.items() if name.startswith(("COVERAGE", "PYTHON", "PATH"))
        }
        return subprocess.run(
            [sys.executable, *program, *arguments],
            cwd=tmp_path,
            env={**inherited, "PYTHONPATH": os.pathsep.join(sys.path), **environment},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    return makegood
