"""Rooms hold only what the anatomy names; files and functions stay small; nothing is a drawer for odds and ends."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.house.sources import FREE_ROOMS, PACKAGE, ROOT, Function, place, python_files, tree_of

MAX_FILE_LINES = 400
MAX_FUNCTION_LINES = 60
ANATOMY = {
    "states",
    "models",
    "queries",
    "policies",
    "bridge",
    "services",
    "forms",
    "schemas",
    "imports",
    "views",
    "api",
    "tasks",
    "handlers",
    "urls",
}
DRAWERS = {"util", "utils", "common", "helper", "helpers", "misc", "shared"}

ALL_PYTHON = python_files("src", "tests", "benchmarks", "docs")


def business_rooms() -> list[Path]:
    return sorted(room.parent for room in PACKAGE.glob("*/__init__.py") if room.parent.name not in FREE_ROOMS)


def functions_longer_than(limit: int, tree: ast.Module) -> list[Function]:
    functions = (node for node in ast.walk(tree) if isinstance(node, Function))
    return [node for node in functions if (node.end_lineno or 0) - node.lineno + 1 > limit]


@pytest.mark.parametrize("room", business_rooms(), ids=lambda room: room.name)
def test_a_room_holds_only_what_the_anatomy_names(room: Path) -> None:
    allowed = ANATOMY | {"__init__", "templates", "seed.toml", "__pycache__"}
    assert [entry.name for entry in sorted(room.iterdir()) if entry.name.removesuffix(".py") not in allowed] == []


@pytest.mark.parametrize("room", sorted(PACKAGE.glob("*/__init__.py")), ids=lambda file: file.parent.name)
def test_a_room_says_what_it_is_for(room: Path) -> None:
    assert ast.get_docstring(tree_of(room)), f"{place(room)} has no docstring"


def test_no_file_is_longer_than_a_person_reads_in_one_sitting() -> None:
    lengths = {
        place(path): len(path.read_text("utf-8").splitlines())
        for path in ALL_PYTHON
        if path.parent.name != "migrations"
    }
    assert {name: lines for name, lines in lengths.items() if lines > MAX_FILE_LINES} == {}


def test_no_function_is_longer_than_a_screen() -> None:
    long = [
        place(path, node) for path in ALL_PYTHON for node in functions_longer_than(MAX_FUNCTION_LINES, tree_of(path))
    ]
    assert long == []


def test_a_long_function_would_be_noticed() -> None:
    tree = ast.parse("def f():\n" + "    x = 1\n" * 3)
    assert functions_longer_than(3, tree)
    assert not functions_longer_than(4, tree)


def test_nothing_is_named_after_what_it_has_in_common() -> None:
    found = [path for folder in ("src", "tests", "benchmarks") for path in (ROOT / folder).rglob("*")]
    assert [place(path) for path in found if path.stem.strip("_").lower() in DRAWERS] == []
