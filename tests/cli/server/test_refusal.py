"""Why something could not be done, in the reader's language also where the system says it in its own."""

from __future__ import annotations

import errno

import pytest

from makegood.cli.server.refusal import CAUSES, Refused, cause_of
from makegood.phrases.language import Language


@pytest.mark.parametrize(
    ("code", "said"),
    [("en", "/no/where can't be written: there is no such folder"),
     ("de", "/no/where kann nicht geschrieben werden: diesen Ordner gibt es nicht")],
)  # fmt: skip
def test_what_the_system_refuses_is_said_in_the_language_of_the_reader(code: str, said: str) -> None:
    error = FileNotFoundError(errno.ENOENT, "No such file or directory")
    refused = Refused("{file} can't be written: {error}", file="/no/where", error=error)
    assert refused.said(Language(code)) == said


def test_what_nobody_translated_is_said_as_the_system_says_it() -> None:
    assert errno.EXDEV not in CAUSES
    assert cause_of(OSError(errno.EXDEV, "Invalid cross-device link"), Language("de")) == "Invalid cross-device link"
    assert cause_of(OSError("odd"), Language("de")) == "odd"
