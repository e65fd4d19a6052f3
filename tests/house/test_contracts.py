"""The walls stand, and they bite: each forbidden import of a copy of the house is refused by the contract named."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.house.sources import PACKAGE, ROOT

TRESPASSES: Mapping[str, Mapping[str, str]] = {
    "1-direction": {"promises/queries.py": "import makegood.feasibility"},
    "1-foundations": {"web/charts.py": "import makegood.engine"},
    "2-anatomy": {"work/odds_and_ends.py": ""},
    "3-pure": {"promises/states.py": "import django"},
    "3-no-input": {"engine/peek.py": "import pathlib"},
    "4-no-http": {"promises/services.py": "import requests"},
    "5-private": {"glossary/services.py": "import makegood.glossary.views", "glossary/views.py": ""},
    "5-forms": {"glossary/services.py": "import makegood.glossary.forms", "glossary/forms.py": ""},
    "5-independent": {"work/views.py": "import makegood.people.views", "people/views.py": ""},
    "6-no-models": {"customers/views.py": "import makegood.customers.models", "customers/models.py": ""},
    "7-no-cycles": {"engine/hen.py": "import makegood.engine.egg", "engine/egg.py": "import makegood.engine.hen"},
    "8-terminal": {"cli/shortcut.py": "import makegood.foundation"},
}
"""For each contract, files that break it and nothing else that is easily named."""


def lint(house: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-logo", "--no-cache", *options]
    environment = {**os.environ, "PYTHONPATH": str(house / "src"), "COLUMNS": "200"}
    return subprocess.run(command, cwd=house, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of the rooms with their first lines only: walls without furniture, so that the check is quick."""
    shutil.copy(ROOT / ".importlinter", tmp_path)
    for door in PACKAGE.glob("**/__init__.py"):
        copy = tmp_path / "src" / door.relative_to(PACKAGE.parent)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text('"""A room."""\n', "utf-8")
    return tmp_path


def test_all_walls_stand() -> None:
    outcome = lint(ROOT)
    assert outcome.returncode == 0, outcome.stdout
    assert "0 broken" in outcome.stdout


def test_an_empty_house_keeps_every_contract(house: Path) -> None:
    assert lint(house).returncode == 0


@pytest.mark.parametrize("contract", TRESPASSES)
def test_a_wall_bites(house: Path, contract: str) -> None:
    for name, content in TRESPASSES[contract].items():
        (house / "src" / "makegood" / name).write_text(f"{content}\n", "utf-8")
    outcome = lint(house, "--contract", contract)
    assert outcome.returncode == 1, outcome.stdout + outcome.stderr
    assert "0 kept, 1 broken" in outcome.stdout


def test_every_contract_is_shown_to_bite() -> None:
    written = re.findall(r"^\[importlinter:contract:(.+)\]$", (ROOT / ".importlinter").read_text("utf-8"), re.MULTILINE)
    assert sorted(written) == sorted(TRESPASSES)


def test_a_stray_module_beside_the_rooms_is_refused(house: Path) -> None:
    (house / "src" / "makegood" / "stray.py").touch()
    assert lint(house, "--contract", "1-direction").returncode == 1
