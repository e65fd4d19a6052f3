"""A suppressed warning says why, on its own line."""

from __future__ import annotations

import re
import tokenize
from collections.abc import Iterator
from io import StringIO

import pytest

from tests.house.sources import ROOT, place, python_files

DIRECTIVE = re.compile(r"#\s*(?:noqa|type:\s*ignore|mypy:|ruff:|pragma:\s*no\s*cover|nosec|pyright:)", re.IGNORECASE)
WITH_REASON = re.compile(
    r"#\s*(?:noqa:\s*[A-Z0-9, ]+|type:\s*ignore\[[\w, -]+\]|mypy:\s*\S+|ruff:\s*noqa:\s*[A-Z0-9, ]+"
    r"|pragma:\s*no\s*cover)\s*(?:#|-|:|—)\s*\S+.*"
)


def suppressions_without_reason(source: str) -> Iterator[int]:
    """Yield the numbers of the lines that suppress a warning without a code or without a reason."""
    for token in tokenize.generate_tokens(StringIO(source).readline):
        if token.type == tokenize.COMMENT and DIRECTIVE.search(token.string) and not WITH_REASON.search(token.string):
            yield token.start[0]


def test_every_suppression_carries_a_reason() -> None:
    paths = [*python_files("src", "tests", "benchmarks", "docs"), ROOT / "hatch_build.py"]
    found = [f"{place(path)}:{line}" for path in paths for line in suppressions_without_reason(path.read_text("utf-8"))]
    assert found == []


@pytest.mark.parametrize("comment", ["noqa", "noqa: S311", "type: ignore", "type: ignore[misc]", "pragma: no cover"])
def test_a_bare_suppression_would_be_noticed(comment: str) -> None:
    assert list(suppressions_without_reason(f"x = 1  # {comment}\n")) == [1]


@pytest.mark.parametrize("comment", ["noqa: S311  # a seeded simulation", "type: ignore[misc]  # ships no types"])
def test_a_reason_is_enough(comment: str) -> None:
    assert list(suppressions_without_reason(f"x = 1  # {comment}\n")) == []
