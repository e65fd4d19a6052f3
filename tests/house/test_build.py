"""What people install is complete: sentences in every language, types, and nothing that was not meant to travel."""

from __future__ import annotations

import subprocess
import sys
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from babel.messages.pofile import read_po

from tests.house.sources import PACKAGE, ROOT

CATALOGUES = sorted(PACKAGE.rglob("*.po"))


COMPILED = set(PACKAGE.rglob("*.mo"))
"""What ``make`` compiled for this checkout before anything was built."""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    return ZipFile(next(folder.glob("*.whl")))


def inside(path: Path) -> str:
    return path.relative_to(PACKAGE.parent).as_posix()


def test_there_are_catalogues_to_travel_for_the_terminal_and_for_pages() -> None:
    assert {path.name for path in CATALOGUES} == {"makegood.po", "django.po"}


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_the_wheel_speaks_every_language(wheel: ZipFile, catalogue: Path) -> None:
    spoken = GNUTranslations(BytesIO(wheel.read(inside(catalogue.with_suffix(".mo")))))
    with catalogue.open("rb") as text:
        written = {
            message.id: message.string for message in read_po(text) if isinstance(message.id, str) and message.id
        }
    assert written
    assert {sentence for sentence, translated in written.items() if spoken.gettext(sentence) != translated} == set()


def test_building_leaves_the_source_tree_as_it_was(wheel: ZipFile) -> None:
    assert wheel.namelist()
    assert set(PACKAGE.rglob("*.mo")) == COMPILED


def test_the_wheel_holds_the_package_and_nothing_else(wheel: ZipFile) -> None:
    assert {name.split("/")[0].split("-")[0] for name in wheel.namelist()} == {"makegood"}
    assert not [name for name in wheel.namelist() if "__pycache__" in name]


def test_the_wheel_says_that_it_has_types(wheel: ZipFile) -> None:
    assert "makegood/py.typed" in wheel.namelist()


def test_the_wheel_installs_the_command(wheel: ZipFile) -> None:
    entry_points = next(name for name in wheel.namelist() if name.endswith("entry_points.txt"))
    assert "makegood = makegood.cli.main:run" in wheel.read(entry_points).decode()
