"""Refused files: every error of every file, where it is, why, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from rich.text import Text

from makegood.cli.layout import paragraph
from makegood.cli.terminal import Terminal
from makegood.files.errors import FileError
from makegood.phrases import sentence

INDENT = "  "
LONGEST_VALUE = 60


def render_errors(terminal: Terminal, errors: Sequence[FileError]) -> Iterator[Text]:
    """Yield the errors by file, and last how many there are."""
    for _, group in groupby(errors, key=lambda error: error.file):
        for error in group:
            yield from _error(terminal, error)
        yield Text()
    files = len({error.file for error in errors})
    say_plural, say = terminal.language.say_plural, terminal.language.say
    counted = say_plural("{count} error", "{count} errors", len(errors))
    places = say_plural("{count} file", "{count} files", files)
    summary = say("{errors} in {files}. Nothing was calculated or written.", errors=counted, files=places)
    yield Text(terminal.safe(summary), style="bold red")


def _error(terminal: Terminal, error: FileError) -> Iterator[Text]:
    code, glyphs, width = terminal.language.code, terminal.glyphs, terminal.prose_width
    place = _place(terminal, error)
    why = terminal.safe(sentence("problem", error.problem, code))
    for line in paragraph(f"{place} {glyphs.long_dash} {why}", width, hanging=INDENT):
        line.highlight_words([place], style="cyan")
        yield line
    mend = terminal.safe(sentence("mend", error.mend, code))
    yield from paragraph(mend, width, indent=f"{INDENT}{glyphs.arrow} ", hanging=INDENT * 2, style="dim")


def _place(terminal: Terminal, error: FileError) -> str:
    """Return ``promises.csv:7 due "31.02.2027"``, as far as it is known; editors jump to the first part."""
    place = error.file if error.row is None else f"{error.file}:{error.row}"
    if error.column is not None:
        place += f" {error.column}"
    if error.value is not None:
        whole = len(error.value) <= LONGEST_VALUE
        place += f' "{error.value if whole else error.value[:LONGEST_VALUE] + terminal.glyphs.ellipsis}"'
    return terminal.safe(place)
