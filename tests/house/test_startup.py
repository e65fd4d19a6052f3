"""The command answers at once: nothing heavy is imported before it is needed."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

HEAVY = {
    "babel",
    "django",
    "holidays",
    "numpy",
    "pint",
    "python_calamine",
    "rich.table",
    "scipy",
    "typst",
    "xlsxwriter",
}
OWN_HEAVY = {"makegood.engine", "makegood.files"}


def modules_imported_by(program: str) -> set[str]:
    """Run ``program`` in a fresh interpreter; return the names of all modules that it loaded."""
    command = [sys.executable, "-X", "importtime", "-c", program]
    outcome = subprocess.run(command, capture_output=True, text=True, check=True)
    return set(re.findall(r"^import time:.*\|\s*(\S+)$", outcome.stderr, re.MULTILINE))


@pytest.mark.parametrize(
    "program",
    [
        "import makegood.cli.main",
        "import sys; sys.argv = ['makegood', '--help']; from makegood.cli.main import run; run()",
        "import sys; sys.argv = ['makegood', '--version']; from makegood.cli.main import run; run()",
    ],
    ids=["import", "help", "version"],
)
def test_the_command_starts_without_heavy_imports(program: str) -> None:
    loaded = modules_imported_by(program)
    assert "makegood.cli.main" in loaded
    assert loaded & (HEAVY | OWN_HEAVY) == set()


def test_a_heavy_import_would_be_noticed() -> None:
    assert "numpy" in modules_imported_by("import numpy")
