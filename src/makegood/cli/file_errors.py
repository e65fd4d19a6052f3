"""Refused files: every error of every file, where it is, why, and how to mend it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby

from rich.text import Text

from makegood.cli.layout import paragraph
from makegood.cli.terminal import Terminal
from makegood.files.errors import FileError
from makegood.phrases import sentence

INDENT = "  "
LONGEST_VALUE = 60
SHOWN_ALIKE = 3
"""Errors of the same column and kind that are shown one by one; the rest of them is counted."""


def render_errors(terminal: Terminal, errors: Sequence[FileError]) -> Iterator[Text]:
    """Yield the errors by file, and last how many there are."""
    for _, group in groupby(errors, key=lambda error: error.file):
        yield from _of_one_file(terminal, list(group))
        yield Text()
    files = len({error.file for error in errors})
    say_plural, say = terminal.language.say_plural, terminal.language.say
    counted = say_plural("{count} error", "{count} errors", len(errors))
    places = say_plural("{count} file", "{count} files", files)
    summary = say("{errors} in {files}. Nothing was calculated or written.", errors=counted, files=places)
    yield Text(terminal.safe(summary), style="bold red")


def _of_one_file(terminal: Terminal, errors: Sequence[FileError]) -> Iterator[Text]:
    """Yield the errors in their order; below the third of the same column and kind a line counts the others."""
    alike: dict[tuple[str | None, str], list[FileError]] = defaultdict(list)
    for error in errors:
        alike[error.column, error.problem.code].append(error)
    seen: Counter[tuple[str | None, str]] = Counter()
    for error in errors:
        kind = (error.column, error.problem.code)
        seen[kind] += 1
        if seen[kind] <= SHOWN_ALIKE:
            yield from _error(terminal, error)
        if seen[kind] == SHOWN_ALIKE < len(alike[kind]):
            yield _counted(terminal, alike[kind][SHOWN_ALIKE:])


def _counted(terminal: Terminal, errors: Sequence[FileError]) -> Text:
    """Say how many ``errors`` there are, and where the first and the last of them stand."""
    language, rows = terminal.language, [error.row for error in errors if error.row is not None]
    more = language.say_plural("and {count} more like this", "and {count} more like these", len(errors))
    if rows and min(rows) == max(rows):
        more += language.say(", row {row:plain}", row=rows[0])
    elif rows:
        more += language.say(", rows {first:plain}–{last:plain}", first=min(rows), last=max(rows))
    return Text(terminal.safe(f"{INDENT}{terminal.glyphs.ellipsis} {more}"), style="dim")


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
