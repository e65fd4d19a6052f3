"""The test of the documents can fail: each kind of untruth in a document is noticed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.house.console import blocks_of, commands_of
from tests.house.test_docs import run_block


def problems_of(document: str, folder: Path) -> list[str]:
    return [problem for block in blocks_of(document) for problem in run_block(block, folder)]


@pytest.mark.parametrize(
    "block",
    [
        "```console\n$ echo right\nright\n```",
        "```console\n$ printf 'a\\nb\\nc\\n'\na\n...\nc\n```",
        "```console\n$ false  # exit 1\n$ echo any output\n```",
        "```console\n$ make test\n$ git status && make setup\n```",
        "<!-- file: mine/a.csv -->\n\n```csv\nx\n1\n```\n\n```console\n$ cat mine/a.csv\nx\n1\n```",
        "```python\nassert 1 + 1 == 2\n```",
        "````markdown\n```console\n$ false\n```\n````",
    ],
)
def test_what_a_document_says_truly_passes(block: str, tmp_path: Path) -> None:
    assert problems_of(block, tmp_path) == []


@pytest.mark.parametrize(
    ("block", "problem"),
    [
        ("```console\n$ echo wrong\nright\n```", "Expected:\n    right"),
        ("```console\n$ false\n```", "exit 1, not 0"),
        ("```console\n$ true  # exit 2\n```", "exit 0, not 2"),
        ("```console\n$ make tea\n```", "no target tea"),
        ("```console\n$ git pull && make tea\n```", "no target tea"),
        ("```python\nassert 1 + 1 == 3\n```", "AssertionError"),
    ],
)
def test_what_a_document_says_wrongly_is_noticed(block: str, problem: str, tmp_path: Path) -> None:
    assert problem in "\n".join(problems_of(block, tmp_path))


def test_output_belongs_to_the_command_above_it() -> None:
    first, second = commands_of("$ one\n$ two  # exit 2\nout\nput\n")
    assert (first.line, first.status, first.output) == ("one", 0, "")
    assert (second.line, second.status, second.output) == ("two", 2, "out\nput\n")
