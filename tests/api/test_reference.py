"""The reference names every operation, with its scope, and every status that a refusal can have."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

from pydantic import BaseModel

from makegood.api.problems import STATUS
from tests.api.callers import description, operations
from tests.house.sources import PACKAGE, ROOT

REFERENCE = (ROOT / "docs" / "reference" / "api.md").read_text("utf-8")


def test_the_reference_names_every_operation_with_its_scope() -> None:
    for operation in operations():
        assert f"| `{operation.verb} {operation.path.removeprefix('/api/v1')}` | `{operation.scope}` |" in REFERENCE


def test_no_two_rooms_call_different_things_by_one_name() -> None:
    made: dict[str, type] = {}
    for schema in _schemas_of_rooms():
        assert made.setdefault(schema.__name__, schema) is schema, f"{schema} and {made[schema.__name__]}"


def _schemas_of_rooms() -> Iterator[type]:
    for path in sorted(PACKAGE.glob("*/schemas.py")):
        module = import_module(f"makegood.{path.parent.name}.schemas")
        yield from (each for each in vars(module).values() if isinstance(each, type) and issubclass(each, BaseModel))


def test_the_reference_says_when_each_refusal_comes() -> None:
    refusals = {
        status
        for verbs in description()["paths"].values()
        for said in verbs.values()
        for status in map(int, said["responses"])
        if status >= 400
    }
    assert refusals == {int(line[2:5]) for line in REFERENCE.splitlines() if line[:3] == "| 4"}
    assert set(map(int, STATUS.values())) <= refusals
