"""The public names of the engine, from their signatures and docstrings."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from dataclasses import is_dataclass
from textwrap import wrap
from types import FunctionType
from typing import Literal, get_args, get_origin

import makegood.engine
from _generate.docstrings import Documented, documented
from _generate.markdown import block, paragraphs, table
from makegood.engine import results

WIDTH = 96


def engine_functions() -> str:
    """Return a section for each function that ``makegood.engine`` exports."""
    functions = [value for value in _exported() if isinstance(value, FunctionType)]
    return "\n\n".join(_section(value, _signature(value)) for value in functions)


def engine_inputs() -> str:
    """Return a section for each class that goes into a forecast."""
    classes = [value for value in _exported() if isinstance(value, type) and not _is_result(value)]
    return "\n\n".join(_section(value, _declaration(value)) for value in classes)


def engine_outputs() -> str:
    """Return a section for each dataclass of a forecast, from the whole to its parts."""
    found = [value for _, value in inspect.getmembers(results, _is_result)]
    found.sort(key=lambda value: -inspect.getsourcelines(value)[1])
    return "\n\n".join(_section(value, _declaration(value)) for value in found)


def engine_words() -> str:
    """Return the words that a forecast uses for kinds and states."""
    words = [(name, get_args(value)) for name, value in vars(results).items() if get_origin(value) is Literal]
    return table(("Type", "Words"), ((f"`{name}`", ", ".join(f"`{word}`" for word in each)) for name, each in words))


def _exported() -> Iterator[object]:
    return (getattr(makegood.engine, name) for name in makegood.engine.__all__)


def _is_result(value: object) -> bool:
    return is_dataclass(value) and getattr(value, "__module__", "") == results.__name__


def _section(value: FunctionType | type, code: str) -> str:
    return f"### {value.__name__}\n\n{paragraphs(inspect.getdoc(value) or '')}\n\n{block('py', code)}"


def _signature(function: FunctionType) -> str:
    """Write a function's signature, one parameter a line where it is long."""
    signature = re.sub(r"makegood\.engine\.\w+\.|datetime\.|'", "", str(inspect.signature(function)))
    line = f"def {function.__name__}{signature}: ..."
    if len(line) <= WIDTH:
        return line
    inside, _, result = signature[1:].rpartition(") -> ")
    parameters = "".join(f"    {parameter},\n" for parameter in re.split(r", (?![^\[]*\])", inside))
    return f"def {function.__name__}(\n{parameters}) -> {result}: ..."


def _declaration(owner: type) -> str:
    base = f"({owner.__bases__[0].__name__})" if issubclass(owner, Exception) else ""
    fields = [f"    {line}" for field in documented(owner) for line in _field(field)]
    return "\n".join([f"class {owner.__name__}{base}:", *fields]) if fields else f"class {owner.__name__}{base}: ..."


def _field(field: Documented) -> Iterator[str]:
    yield from (f"# {line}" for line in wrap(field.docstring, WIDTH))
    default = "{}" if field.value.startswith("field(") else field.value
    declared = f"{field.name}: {field.annotation}" + (f" = {default}" if default else "")
    yield declared.replace("'", '"')
