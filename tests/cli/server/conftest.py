"""Houses to try the verbs of the server in."""

from __future__ import annotations

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


@pytest.fixture
def ready_house(house: House) -> House:
    """A house whose database is up to date."""
    outcome = house.run("migrate")
    assert outcome.returncode == 0, outcome.stderr
    return house
