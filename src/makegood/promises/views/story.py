"""The whole story of a promise, to be taken along: as a table, and on paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpResponse
from django.utils import formats, timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.views.decorators.http import require_safe

from makegood.customers.queries import CHANNEL_NAMES
from makegood.customers.states import Channel
from makegood.foundation.actors import Viewer
from makegood.foundation.clock import present
from makegood.promises import policies, queries
from makegood.promises.queries import OUTCOME_NAMES, STATE_NAMES, PromiseRow, StoryLine
from makegood.promises.states import Chapter
from makegood.web.access import admits
from makegood.web.exports import Table
from makegood.web.listing import Column
from makegood.web.papers import paper
from makegood.web.request import StaffRequest
from makegood.web.stories import Told, told

NOTHING = "–"
CHAPTER_NAMES = {
    Chapter.HISTORY: later("history"),
    Chapter.TOUCHPOINT: later("met"),
    Chapter.NOTICE: later("told"),
    Chapter.EVIDENCE: later("evidence"),
    Chapter.COMMENT: later("comment"),
}
"""What the lines of a story are called."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the story in words."""

    at: datetime
    chapter: str
    said: str
    more: str
    by: str


def story_table(number: int, viewer: Viewer) -> Table:
    """Return the whole story as a table."""
    columns = [
        Column(_("When"), export=lambda line: line.at),
        Column(_("What it is"), export=lambda line: line.chapter),
        Column(_("What happened"), export=lambda line: line.said),
        Column(_("In their words"), export=lambda line: line.more),
        Column(_("By"), export=lambda line: line.by),
    ]
    return Table("story", columns, lambda: lines_of(queries.whole_story(number, viewer)))


@require_safe
@admits(policies.check_see_promises)
def story_pdf(request: StaffRequest, number: int) -> HttpResponse:
    """Return the whole story of a promise as a PDF, as far as the viewer may know of it."""
    viewer, today = request.viewer, timezone.localdate(present())
    row = queries.find_row(number, viewer, today=today)
    lines = lines_of(queries.whole_story(number, viewer))
    said = {
        "title": row.title,
        "provenance": _("Makegood, on %(day)s") % {"day": _day(today)},
        "lead": " · ".join([row.customer_name, row.key, str(STATE_NAMES[row.state])]),
        "figures": _figures(row, len(lines)),
        "story": [
            {
                "when": _moment(one.at),
                "chapter": one.chapter,
                "said": one.said,
                "more": one.more,
                "by": one.by or NOTHING,
            }
            for one in lines
        ],
        "words": {"story": _("The whole story"), "at": _("When"), "what": _("What happened"), "by": _("By")},
    }
    return paper("promises", "story.typ", said, name=f"story-{number}", made_on=today)


def lines_of(story: tuple[StoryLine, ...]) -> list[Line]:
    """Return a story in words, in as many queries as there are kinds of things that it names."""
    sentences = iter(told(one.event for one in story if one.event))
    return [_history(line, next(sentences)) if line.event else _written(line) for line in story]


def _history(line: StoryLine, one: Told) -> Line:
    changes = "; ".join(f"{each.label}: {each.before} → {each.after}" for each in one.changes)
    return Line(line.at, str(CHAPTER_NAMES[line.chapter]), one.said, changes, line.by)


def _written(line: StoryLine) -> Line:
    return Line(line.at, str(CHAPTER_NAMES[line.chapter]), _heading(line), line.text, line.by)


def _heading(line: StoryLine) -> str:
    """Say in a few words what a line is about that is not of the history."""
    if line.chapter in {Chapter.EVIDENCE, Chapter.COMMENT}:
        return line.title or str(CHAPTER_NAMES[line.chapter])
    how = str(CHANNEL_NAMES[Channel(line.how)])
    if line.chapter == Chapter.NOTICE:
        day = parse_date(line.title) if line.title else None
        said = _("The customer was told: %(date)s") % {"date": _day(day)} if day else _("The date is in danger")
        return f"{said} ({how})"
    return ": ".join(filter(None, (how, line.title)))


def _figures(row: PromiseRow, count: int) -> list[dict[str, str]]:
    return [
        {"name": _("Promised"), "value": _day(row.due), "note": ""},
        {"name": _("First date"), "value": _day(row.first_due), "note": str(OUTCOME_NAMES[row.kept_first])},
        {"name": _("Owner"), "value": row.owner_name or NOTHING, "note": ""},
        {"name": _("On record"), "value": str(count), "note": ""},
    ]


def _day(day: date | None) -> str:
    return formats.date_format(day, "DATE_FORMAT") if day else NOTHING


def _moment(at: datetime) -> str:
    return formats.date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT")
