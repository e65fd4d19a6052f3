"""The one migration makes every table in one go: a new house is ready at once, and so are the databases of tests."""

from __future__ import annotations

from tests.house.migration import PATH, migration


def test_the_migration_is_what_make_migration_writes() -> None:
    assert PATH.read_text("utf-8") == migration(), "the models changed: `make migration`"
