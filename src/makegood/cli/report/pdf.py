"""The brief for the weekly meeting: two pages, set by Typst from the same content as the page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date
from importlib import resources
from typing import Any

from makegood.cli.report.content import Content
from makegood.paper.setting import Sheet
from makegood.phrases import Language

TEMPLATE = "brief.typ"
PAGES = 2
LABELS = ("second", "last")
"""Where the template says on which page the second part begins, and which page is the last."""
FEWEST_DECISIONS = 2
EXPLAINED = 5
"""Of the words explained on the page, those that a brief uses; how the forecast is made stands there."""
ROWS = 24
TEAMS = 16
DECISIONS = 6
"""How much a brief shows at most; what doesn't fit on its page is counted, and stands in the other form."""


class UnableToFit(Exception):
    """Not even the shortest brief fits on two pages."""


@dataclass(frozen=True, slots=True)
class _Length:
    """How much a brief shows."""

    rows: int = ROWS
    teams: int = TEAMS
    decisions: int = DECISIONS

    def fitted(self, first_ends: int, last: int) -> _Length:
        """Return a shorter brief, where one of the two pages has run over."""
        if first_ends > 1:
            return replace(self, rows=self.rows - 1)
        if last > PAGES and self.decisions > FEWEST_DECISIONS:
            return replace(self, decisions=self.decisions - 1)
        return replace(self, teams=self.teams - 1)


def pdf_brief(content: Content, language: Language, as_of: date) -> bytes:
    """Return the brief; the same content gives the same bytes on the same machine."""
    template = resources.files(__package__).joinpath(TEMPLATE).read_bytes()
    length = _Length()
    while min(length.rows, length.teams, length.decisions) >= 0:
        sheet = Sheet(template, _said(content, language, length))
        second, last = map(sheet.number, LABELS)
        if last == PAGES:
            return sheet.pdf(made_on=as_of)
        length = length.fitted(second - 1, last)
    raise UnableToFit


def _said(content: Content, language: Language, length: _Length) -> dict[str, object]:
    board = content.in_question
    rows = [asdict(row) for group in board.groups for row in group.rows]
    teams = [asdict(team) for team in content.readiness.teams]
    decisions = [asdict(detail) for detail in content.details if detail.acts or detail.helps]
    return {
        "language": content.language,
        "title": language.say("Promises of {source}, {as_of}", source=content.source, as_of=content.as_of),
        "provenance": " · ".join(("Makegood", *content.provenance)),
        "lead": content.lead,
        "figures": [asdict(figure) for figure in content.figures],
        "today": board.today,
        "ticks": [asdict(tick) for tick in board.ticks],
        "rows": rows[: length.rows],
        "rows_left": _left(len(rows) - length.rows, language),
        "weeks": [asdict(week) for week in content.readiness.weeks],
        "teams": teams[: length.teams],
        "teams_left": _left(len(teams) - length.teams, language),
        "decisions": decisions[: length.decisions],
        "decisions_left": _left(len(decisions) - length.decisions, language),
        "explanation": [asdict(entry) for entry in content.explanation[:EXPLAINED]],
        "words": dict(_words(language)),
    }


def _left(count: int, language: Language) -> str:
    if count <= 0:
        return ""
    return language.say_plural("{count} more, not listed here", "{count} more, not listed here", count)


def _words(language: Language) -> Iterator[tuple[str, Any]]:
    say = language.say
    yield "board", say("In danger, and what needs an eye")
    yield "nothing", say("No promise in danger, and none that needs an eye.")
    yield "promise", say("Customer and promise")
    yield "agreed", say("Agreed")
    yield "today", say("today")
    yield "kept", say("Kept?")
    yield "binds", say("What binds, next act")
    yield "readiness", say("Readiness by team and week")
    yield "team", say("Team")
    yield "cells", say("Each week: how likely the team is ready, and below it how far it is booked.")
    yield "decide", say("To decide")
    yield "helps", say("What would help")
    yield "reading", say("How to read this page")
    yield "page", say("Page")
