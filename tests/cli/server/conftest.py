"""Houses to try the verbs of the server in."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.server.houses import House, database_of_its_own


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """A house that nobody has set up, on the database that is tested."""
    folder = tmp_path / "house"
    folder.mkdir()
    with database_of_its_own() as database:
        yield House(folder, database)


@pytest.fixture(scope="session")
def migrated_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house whose database was brought up to date by the command: that takes seconds, and copies are as good."""
    with database_of_its_own() as database:
        house = House(tmp_path_factory.mktemp("migrated"), database)
        outcome = house.run("migrate")
        assert outcome.returncode == 0, outcome.stderr
        yield house


@pytest.fixture
def ready_house(tmp_path: Path, migrated_house: House) -> Iterator[House]:
    """A house whose database is up to date."""
    folder = shutil.copytree(migrated_house.folder, tmp_path / "house")
    with database_of_its_own(like=migrated_house.database) as database:
        yield House(folder, database)
