"""Promised against capable, term by term, each with what the verdict rests on below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from rich.text import Text

from makegood.cli.layout import Column, fit, paragraph, table
from makegood.cli.table_cells import days_off
from makegood.cli.view import QUIET, STYLES, View
from makegood.engine.results import PromiseForecast, Status, TermForecast, TermState
from makegood.phrases.levels import capable_level, known_value, promised_level, promised_specification

INDENT = 2
FEWEST_COLUMNS = 4
"""Where room is short, the state in words goes first, then the gap."""
LOOKS: dict[TermState, Status] = {
    "met": "green",
    "met later": "amber",
    "at risk": "amber",
    "not met": "red",
    "inconclusive": "amber",
    "unchecked": "unknown",
}


def render_terms(view: View, promise: PromiseForecast) -> Iterator[Text]:
    """Yield a header, and for each term a line and, where there is more to say, a quiet one below."""
    terms = promise.terms
    if not terms:
        return
    columns = _columns(view, terms)
    room = view.terminal.prose_width - INDENT
    while (widths := fit(columns, room)) is None and len(columns) > FEWEST_COLUMNS:
        columns.pop()
    widths = widths or [column.minimum for column in columns]
    lines = table(columns, widths, view.terminal.glyphs.ellipsis, indent=INDENT)
    yield next(lines)
    for term, line in zip(terms, lines, strict=True):
        yield line
        if term.detail is not None:
            why = view.sentence("detail", term.detail)
            yield from paragraph(why, view.terminal.prose_width, indent=" " * INDENT * 2, style=QUIET)


def _columns(view: View, terms: Sequence[TermForecast]) -> list[Column]:
    say = view.say
    return [
        Column(say("Term"), [view.text(name_of(view, term)) for term in terms], least=10),
        Column(say("Promised"), [view.text(promised_in(view, term)) for term in terms], least=9),
        Column(say("Capable"), [view.text(capable_of(view, term)) for term in terms], least=9),
        Column(say("Kept"), [view.text(view.share(term.p_kept), _look(term)) for term in terms], right=True),
        Column(say("Gap"), [view.text(gap_of(view, term)) for term in terms]),
        Column("", [_state(view, term) for term in terms]),
    ]


def name_of(view: View, term: TermForecast) -> str:
    """Say what a term is about."""
    return view.label("term kind", "date") if term.kind == "date" else term.name


def promised_in(view: View, term: TermForecast) -> str:
    """Write what was promised."""
    if term.kind == "service level":
        return promised_level(term, view.language)
    if term.kind == "specification":
        return promised_specification(term.promised, view.language)
    return view.day(date.fromisoformat(term.promised))


def capable_of(view: View, term: TermForecast) -> str:
    """Write what we are capable of; a dash where nobody knows."""
    value = capable_level(term, view.language) if term.kind == "service level" else term.capable
    if value is None:
        return view.terminal.glyphs.dash
    if term.kind == "specification":
        return known_value(value, view.language)
    return view.day(date.fromisoformat(value)) if term.kind == "date" else value


def gap_of(view: View, term: TermForecast) -> str:
    """Say by how much we fall short; a dash where we don't."""
    say, gap = view.say, term.gap
    if gap is None:
        return view.terminal.glyphs.dash
    if term.kind == "date":
        return days_off(view, round(gap))
    if gap <= 0:
        return view.terminal.glyphs.dash
    if term.kind == "service level":
        return say("{points} points short", points=view.language.number(100 * gap, decimals=2))
    return say("{amount} short", amount=view.language.number(gap, decimals=3))


def _look(term: TermForecast) -> str:
    return STYLES[LOOKS[term.state]]


def _state(view: View, term: TermForecast) -> Text:
    look = LOOKS[term.state]
    return view.text(f"{view.terminal.glyphs.marks[look]} {view.label('term state', term.state)}", STYLES[look])
