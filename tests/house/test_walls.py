"""What import-linter cannot say: which parts of a framework a file may see, who reads the clock, what chance needs."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.sources import FREE_ROOMS, PACKAGE, imported_modules, place, python_files, tree_of

BEHIND_THE_DOOR = {"services", "queries", "policies", "models", "bridge", "states"}
"""Files of a room that serve page, program and terminal alike, and so know none of them."""
HTTP = ("django.http", "django.shortcuts", "django.urls", "django.views", "django.forms", "django.template")
PRIVATE = {"views", "forms"}
OUTERMOST = {"cli", "config"}
GENERATORS = {"Random", "SystemRandom", "default_rng", "PCG64", "SeedSequence"}
CLOCKS = {"now", "today", "utcnow", "time_ns", "localtime", "gmtime"}

ASKS_THE_HOUR = {"views", "api", "tasks", "cli", "config", "worker"}
"""Who may ask ``foundation.clock``: whoever begins something. All others are told the time."""
TRANSLATORS = {"views", "forms", "schemas", "imports", "api", "tasks", "handlers", "urls"}

SOURCES = python_files("src")


def part_of_room(path: Path) -> tuple[str, str]:
    """Return the room of a file and the part of its anatomy that it belongs to, both empty outside of a room."""
    room, part, *_ = (*path.relative_to(PACKAGE).with_suffix("").parts, "", "")
    return room, part


def http_behind_the_door(path: Path, tree: ast.Module) -> Iterator[ast.AST]:
    if part_of_room(path)[1] in BEHIND_THE_DOOR:
        yield from (
            node for node, name in imported_modules(tree) if f"{name}.".startswith(tuple(f"{h}." for h in HTTP))
        )


def private_parts_of_others(path: Path, tree: ast.Module) -> Iterator[ast.AST]:
    own_room, _ = part_of_room(path)
    for node, name in imported_modules(tree):
        package, room, part, *_ = (*name.split("."), "", "", "")
        if package == "makegood" and part in PRIVATE and room != own_room:
            yield node


def clocks_read(tree: ast.Module) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CLOCKS:
            if node.func.attr == "localtime" and node.args:
                continue  # a moment that is given, as the clock in a zone says it
            yield node


def hours_asked(path: Path, tree: ast.Module) -> Iterator[ast.AST]:
    if ASKS_THE_HOUR.isdisjoint(path.relative_to(PACKAGE).with_suffix("").parts):
        yield from (node for node, name in imported_modules(tree) if name.startswith("makegood.foundation.clock"))


def calls_past_the_services(path: Path, tree: ast.Module) -> Iterator[ast.AST]:
    """Yield what a room's translators must leave to its services, and what a table of states must not know at all."""
    room, part = part_of_room(path)
    if room in FREE_ROOMS:
        return
    for node, name in imported_modules(tree):
        package, whose, which, *_ = (*name.split("."), "", "", "")
        if package != "makegood":
            continue
        past_services = part in TRANSLATORS and (whose == "engine" or which == "models")
        if past_services or part == "states":
            yield node


def chance_without_seed(tree: ast.Module) -> Iterator[ast.AST]:
    has_module = any(name == "random" for _, name in imported_modules(tree))
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = ast.unparse(node.func)
        of_module = has_module and called.startswith("random.") and not called.endswith("Random")
        unseeded = called.rpartition(".")[2] in GENERATORS and not node.args and not node.keywords
        if of_module or unseeded:
            yield node


def test_what_serves_everyone_knows_nothing_of_pages() -> None:
    assert [place(path, node) for path in SOURCES for node in http_behind_the_door(path, tree_of(path))] == []


def test_views_and_forms_stay_in_their_room() -> None:
    assert [place(path, node) for path in SOURCES for node in private_parts_of_others(path, tree_of(path))] == []


def test_the_clock_is_read_in_the_outermost_layer_only() -> None:
    inner = [path for path in SOURCES if part_of_room(path)[0] not in OUTERMOST and path.stem != "clock"]
    assert [place(path, node) for path in inner for node in clocks_read(tree_of(path))] == []


def test_the_hour_is_asked_by_whoever_begins_something() -> None:
    assert [place(path, node) for path in SOURCES for node in hours_asked(path, tree_of(path))] == []


def test_translators_leave_the_engine_and_the_models_to_the_services() -> None:
    assert [place(path, node) for path in SOURCES for node in calls_past_the_services(path, tree_of(path))] == []


def test_chance_has_a_seed() -> None:
    paths = [*SOURCES, *python_files("tests", "benchmarks")]
    assert [place(path, node) for path in paths for node in chance_without_seed(tree_of(path))] == []


def test_each_trespass_would_be_noticed() -> None:
    service = PACKAGE / "promises" / "services" / "commit.py"
    assert list(http_behind_the_door(service, ast.parse("from django.shortcuts import render")))
    assert list(http_behind_the_door(service, ast.parse("from django import http")))
    assert not list(http_behind_the_door(service, ast.parse("from django.db import transaction")))
    assert list(private_parts_of_others(service, ast.parse("from makegood.work import forms")))
    assert not list(private_parts_of_others(service, ast.parse("from makegood.promises.forms import CommitForm")))
    assert list(clocks_read(ast.parse("datetime.now(tz=UTC)")))
    assert list(hours_asked(service, ast.parse("from makegood.foundation.clock import present")))
    assert not list(hours_asked(PACKAGE / "work" / "views.py", ast.parse("from makegood.foundation import clock")))
    for part, trespass in {"views": "engine", "tasks": "work.models", "states": "foundation"}.items():
        assert list(calls_past_the_services(PACKAGE / "work" / f"{part}.py", ast.parse(f"import makegood.{trespass}")))
    assert not list(calls_past_the_services(PACKAGE / "work" / "models.py", ast.parse("import makegood.people.models")))
    assert list(chance_without_seed(ast.parse("import random\nrandom.random()")))
    assert list(chance_without_seed(ast.parse("np.random.default_rng()")))
    assert not list(chance_without_seed(ast.parse("Random(7); np.random.default_rng(seed)")))
