"""What is wrong besides the dates, grouped and counted, what was read differently, and what to do next."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.text import Text

from makegood.cli.layout import Column, fit, paragraph, table
from makegood.cli.view import QUIET, View
from makegood.engine.results import PromiseForecast
from makegood.files.errors import Note
from makegood.phrases import FAMILIES

NOTES_SHOWN = 6
KEPT = "column kept as attribute"
INDENT = 2


def render_findings(view: View) -> Iterator[Text]:
    """Yield the findings, each with how many promises it concerns and which."""
    groups = promises_by_finding(view)
    if not groups:
        return
    yield view.heading(view.say("Findings"))
    counts = [view.text(view.label("finding group", code, count=len(names))) for code, names in groups]
    room = view.terminal.prose_width - INDENT - max(count.cell_len for count in counts) - 2
    names = [view.text(_listed(view, names, room), QUIET) for _, names in groups]
    columns = [Column("", counts), Column("", names, least=12)]
    widths = fit(columns, view.terminal.prose_width - INDENT) or [column.minimum for column in columns]
    yield from table(columns, widths, view.terminal.glyphs.ellipsis, indent=INDENT)


def promises_by_finding(view: View) -> list[tuple[str, list[str]]]:
    """Group promises by finding, in the order in which findings are listed; promises by harm."""
    found: dict[str, list[str]] = {code: [] for code in FAMILIES["finding group"]}
    for promise in view.open:
        for finding in promise.findings:
            found.setdefault(finding.code, []).append(promise.promise)
    return [(code, names) for code, names in found.items() if names]


def _listed(view: View, names: Sequence[str], room: int) -> str:
    """Join as many ``names`` as there is room for, each with a comma and a space, and say how many more there are."""
    for shown in range(min(len(names), room // 2 + 1), 0, -1):
        rest = len(names) - shown
        line = ", ".join(names[:shown])
        if rest:
            line = view.say_plural("{names} and {count} more", "{names} and {count} more", rest, names=line)
        if cell_len(line) <= room:
            return line
    return view.terminal.safe(names[0])


def render_notes(view: View, notes: Sequence[Note]) -> Iterator[Text]:
    """Yield what was read differently from what the user may expect; a column kept that looks meant is none of it."""
    notes = [note for note in notes if note.message.code != KEPT or note.message.values.get("suggestion")]
    if not notes:
        return
    yield view.heading(view.say("About the files"))
    width, indent = view.terminal.prose_width, " " * INDENT
    for note in notes[:NOTES_SHOWN]:
        line = f"{view.terminal.safe(note.file)}: {view.sentence('note', note.message)}"
        yield from paragraph(line, width, indent=indent, hanging=indent * 2, style=QUIET)
    rest = len(notes) - NOTES_SHOWN
    if rest > 0:
        more = view.say_plural("{count} more; --json lists all", "{count} more; --json lists all", rest)
        yield view.text(f"{indent}{more}", QUIET)


def render_next(view: View) -> Iterator[Text]:
    """Yield the commands that help most now."""
    promise = _worth_a_look(view)
    if promise is None:
        return
    yield view.heading(view.say("Next"))
    command = f"{view.command} --promise {shlex.quote(promise.promise)}"
    yield from _suggestion(
        view, command, view.say("why {promise} is in question, and what would help", promise=promise.promise)
    )


def _worth_a_look(view: View) -> PromiseForecast | None:
    for status in ("red", "amber", "unknown"):
        for promise in view.open:
            if promise.status == status:
                return promise
    return view.open[0] if view.open else None


def _suggestion(view: View, command: str, purpose: str) -> Iterator[Text]:
    line = view.text(" " * INDENT + command, "cyan")
    if line.cell_len + 3 + cell_len(purpose) <= view.terminal.prose_width:
        yield Text.assemble(line, "   ", view.text(purpose, QUIET))
        return
    yield line
    yield from paragraph(view.terminal.safe(purpose), view.terminal.prose_width, indent=" " * INDENT * 2, style=QUIET)
