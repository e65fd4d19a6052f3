"""The repository as the tests of the house see it: its files, and the syntax trees of its Python."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "makegood"
GENERATED = {"__pycache__", ".git", ".venv", ".cache", ".hypothesis", "build", "dist", "node_modules", "site", "static"}
FREE_ROOMS = {
    "api",
    "cli",
    "config",
    "engine",
    "files",
    "foundation",
    "integrations",
    "migrations",
    "paper",
    "phrases",
    "web",
}
"""Rooms that serve the others and have a shape of their own."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


def repository_files() -> Iterator[Path]:
    """Yield every file that people wrote or committed; nothing from caches, environments and builds."""
    for folder, below, names in os.walk(ROOT):
        below[:] = sorted(
            name for name in below if name not in GENERATED and not name.endswith(("_cache", ".egg-info"))
        )
        yield from (Path(folder, name) for name in sorted(names) if not name.startswith(".coverage"))


def python_files(*folders: str) -> list[Path]:
    """Return the Python files under ``folders`` of the repository."""
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py") if path.is_file())


@cache
def tree_of(path: Path) -> ast.Module:
    """Return the syntax tree of the file ``path``."""
    return ast.parse(path.read_text("utf-8"), filename=str(path))


def place(path: Path, node: ast.AST | None = None) -> str:
    """Name a file, and a line in it where ``node`` is given, as an editor can jump to it."""
    line = getattr(node, "lineno", None)
    return f"{path.relative_to(ROOT)}:{line}" if line else str(path.relative_to(ROOT))


def imported_modules(tree: ast.Module) -> Iterator[tuple[ast.stmt, str]]:
    """Yield every import of ``tree`` with the full names that it may bind (``from a import b`` gives ``a.b``)."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node, f"{node.module}.{alias.name}") for alias in node.names)
