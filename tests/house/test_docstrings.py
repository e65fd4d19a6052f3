"""Every public module, class and function says what it means."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.house.sources import Function, place, python_files, tree_of


def undocumented(node: ast.Module | ast.ClassDef) -> Iterator[ast.AST]:
    """Yield ``node`` itself and all public names inside that carry no docstring."""
    if not ast.get_docstring(node):
        yield node
    for child in node.body:
        if isinstance(child, ast.ClassDef) and not child.name.startswith("_"):
            yield from undocumented(child)
        elif isinstance(child, Function) and says_nothing(child):
            yield child


def says_nothing(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Say whether it is public without a docstring, and not a mere signature of one that has its own."""
    is_signature = any(isinstance(each, ast.Name) and each.id == "overload" for each in function.decorator_list)
    return not (function.name.startswith("_") or is_signature or ast.get_docstring(function))


def test_every_public_name_has_a_docstring() -> None:
    paths = [path for path in python_files("src", "benchmarks") if not path.name.startswith("0")]  # no migrations
    assert [place(path, node) for path in paths for node in undocumented(tree_of(path))] == []


def test_a_missing_docstring_would_be_noticed() -> None:
    tree = ast.parse(
        '"""M."""\nclass Public:\n    """C."""\n    def bare(self): ...\n    def _private(self): ...\n'
        "    @overload\n    def one(self): ...\n"
    )
    assert [getattr(node, "name", "") for node in undocumented(tree)] == ["bare"]
