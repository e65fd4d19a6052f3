"""The reference names every operation, with its scope, and every status that a refusal can have."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from importlib import import_module
from typing import get_args

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
        for part in (schema, *_enumerations_of(schema)):
            assert made.setdefault(part.__name__, part) is part, f"{part} and {made[part.__name__]}"


def _schemas_of_rooms() -> Iterator[type[BaseModel]]:
    for path in sorted([*PACKAGE.glob("*/schemas.py"), *PACKAGE.glob("*/schemas/*.py")]):
        module = import_module(".".join(["makegood", *path.relative_to(PACKAGE).with_suffix("").parts]))
        yield from (each for each in vars(module).values() if isinstance(each, type) and issubclass(each, BaseModel))


def _enumerations_of(schema: type[BaseModel]) -> Iterator[type[Enum]]:
    """Yield what a description names beside the schemas themselves."""
    kinds = [field.annotation for field in schema.model_fields.values()]
    while kinds:
        kind = kinds.pop()
        if isinstance(kind, type) and issubclass(kind, Enum):
            yield kind
        kinds.extend(get_args(kind))


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
