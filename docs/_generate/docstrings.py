"""Values with the docstring that follows them, read from the source: Python itself forgets those."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from types import ModuleType


@dataclass(frozen=True, slots=True)
class Documented:
    """One name given a value in a module or class, with the text of that value and its docstring (or "")."""

    name: str
    annotation: str
    value: str
    docstring: str


def documented(owner: type | ModuleType) -> Iterator[Documented]:
    """Yield the names that ``owner`` (a module or a class) assigns, in the order of the source."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(owner)))
    body = tree.body if isinstance(owner, ModuleType) else _class_body(tree)
    for statement, following in zip(body, [*body[1:], None], strict=True):
        docstring = _text_of(following)
        if isinstance(statement, ast.AnnAssign):
            value = "" if statement.value is None else ast.unparse(statement.value)
            yield Documented(ast.unparse(statement.target), ast.unparse(statement.annotation), value, docstring)
        elif isinstance(statement, ast.Assign):
            yield Documented(", ".join(map(_listed, statement.targets)), "", _listed(statement.value), docstring)


def _class_body(tree: ast.Module) -> list[ast.stmt]:
    only = tree.body[0]
    if not isinstance(only, ast.ClassDef):
        raise TypeError(f"a class was expected, not {type(only).__name__}")
    return only.body


def _listed(node: ast.expr) -> str:
    """Write a tuple as people list things, without brackets around it."""
    return ", ".join(map(ast.unparse, node.elts)) if isinstance(node, ast.Tuple) else ast.unparse(node)


def _text_of(statement: ast.stmt | None) -> str:
    match statement:
        case ast.Expr(value=ast.Constant(value=str(text))):
            return inspect.cleandoc(text)
    return ""
