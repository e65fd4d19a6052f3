"""Every default that is a convention of ours, found by what its docstring says: "(a convention"."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import is_dataclass
from types import ModuleType

import makegood.engine
from _generate.docstrings import Documented, documented
from _generate.markdown import prose, sentence, table
from makegood.engine.settings import CommonFactors, PriorityPolicy, Settings, Thresholds

MARK = "(a convention"
PAST = ("outside", "combined", "past", "proposals", "replay")
"""What the commands use of the engine where there is a history."""
Convention = tuple[str, object, str]
"""Name, value, docstring."""


def settings() -> str:
    """Return the settings of a forecast with their defaults; those that go without saying are left out."""
    parts = {"factors.": CommonFactors(), "thresholds.": Thresholds(), "policy.": PriorityPolicy()}
    rows = [
        (f"`{prefix}{field.name}`", f"`{_written(getattr(owner, field.name))}`", meaning)
        for prefix, owner in {"": Settings(), **parts}.items()
        for field in documented(type(owner))
        if (meaning := _said(field, owner, prefix))
    ]
    return table(("Setting", "Default", "Meaning"), rows)


def conventions_in_use() -> str:
    """Return the conventions that a forecast rests on."""
    reached = _reached_by_the_engine()
    return _table(module for module in _modules() if module.__name__ in reached)


def conventions_of_the_outside_view() -> str:
    """Return the conventions that learning from history rests on, beyond those of a forecast."""
    reached = _reached_by_the_past() - _reached_by_the_engine()
    return _table(module for module in _modules() if module.__name__ in reached)


def conventions_to_come() -> str:
    """Return the conventions of methods that are built and tested, and that no command uses."""
    reached = _reached_by_the_engine() | _reached_by_the_past()
    return _table(module for module in _modules() if module.__name__ not in reached)


def _said(field: Documented, owner: object, prefix: str) -> str:
    """Return what a setting means; those of a group share the group's meaning where they have none of their own."""
    whole = (inspect.getdoc(owner) or "").split("\n\n")[0] if prefix else ""
    return prose(field.docstring or whole)


def _table(modules: Iterable[ModuleType]) -> str:
    rows = [
        (_meaning(docstring), f"`{_written(value)}`", f"`{module.__name__.removeprefix('makegood.')}`<br>`{name}`")
        for module in modules
        for name, value, docstring in _marked(module)
    ]
    return table(("Meaning", "Value", "Where it is set"), rows)


def _marked(module: ModuleType) -> Iterator[Convention]:
    """Yield what carries the mark: values of the module, fields of its classes, all fields of a class that has it."""
    for found in documented(module):
        if MARK in found.docstring:
            names = found.name.split(", ")
            yield found.name, ", ".join(_written(getattr(module, name)) for name in names), found.docstring
    for name, owner in inspect.getmembers(module, is_dataclass):
        if isinstance(owner, type) and owner.__module__ == module.__name__:
            yield from ((f"{name}.{field}", value, docstring) for field, value, docstring in _marked_fields(owner))


def _marked_fields(owner: type) -> Iterator[Convention]:
    whole = inspect.getdoc(owner) or ""
    for field in documented(owner):
        if MARK in field.docstring:
            yield field.name, getattr(owner(), field.name), field.docstring
        elif MARK in whole and field.value:
            yield field.name, getattr(owner(), field.name), f"{field.name}: {whole.split(chr(10) * 2)[0]}"


def _written(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {each:g}" for key, each in value.items())
    if isinstance(value, str):
        return value
    return f"{value:,}" if type(value) is int else repr(value)


def _meaning(docstring: str) -> str:
    return sentence(prose(docstring.replace(" (a convention)", "").replace("(a convention after ", "(after ")))


def _modules() -> list[ModuleType]:
    names = sorted(found.name for found in pkgutil.walk_packages(makegood.engine.__path__, "makegood.engine."))
    return [importlib.import_module(name) for name in names]


def _reached_by_the_engine() -> set[str]:
    return _reached_from("makegood.engine")


def _reached_by_the_past() -> set[str]:
    return set().union(*(_reached_from(f"makegood.engine.{name}") for name in PAST))


def _reached_from(start: str) -> set[str]:
    """Return the modules that ``start`` needs, read from the sources' import statements."""
    reached: set[str] = set()
    open_ends = [start]
    while open_ends:
        name = open_ends.pop()
        if name not in reached:
            reached.add(name)
            open_ends.extend(_imports(importlib.import_module(name)))
    return reached


def _imports(module: ModuleType) -> list[str]:
    nodes = ast.walk(ast.parse(inspect.getsource(module)))
    names = [node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module]
    return [name for name in names if name.startswith("makegood.engine")]
