"""The dashboard on paper: what the start says of the whole, as the viewer may see it."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from makegood.feasibility.queries import ACT_NAMES, Readiness, ReadyWeek
from makegood.feasibility.states import Status
from makegood.foundation.clock import present
from makegood.home.queries import Dashboard
from makegood.home.views.start import Figure, dashboard_said, record_said
from makegood.web.access import admits, all_staff
from makegood.web.papers import paper
from makegood.web.request import StaffRequest
from makegood.web.tags import whole_percent


@require_safe
@admits(all_staff)
def dashboard_pdf(request: StaffRequest) -> HttpResponse:
    """Return the dashboard as a PDF: its figures, what is in danger, which teams are ready, what customers may see."""
    today = timezone.localdate(present())
    said = dashboard_said(request.viewer, today)
    board = said.board
    shown = len(board.danger.lines)
    on_paper = {
        "title": _("Where we stand, %(day)s") % {"day": _day(today)},
        "provenance": _("Makegood, as of the morning of %(day)s")
        % {"day": _day(board.whole.as_of if board.whole else today)},
        "figures": [_row(figures) for figures in (said.figures, record_said(request.viewer, today)) if figures],
        "danger": [
            {
                "title": line.row.title,
                "customer": line.row.customer_name,
                "due": _day(line.row.due),
                "share": whole_percent(line.row.p_kept or 0.0),
                "why": said.reasons[line.row.promise],
                "act": str(ACT_NAMES.get(line.act, "")),
                "owner": line.row.owner_name,
            }
            for line in board.danger.lines
            if line.row
        ],
        "danger_left": _left(board.danger.promises - shown),
        "weeks": [formats.date_format(week.start, "j.n.") for week in board.ready[0].weeks] if board.ready else [],
        "teams": [_team(team, said.teams) for team in board.ready],
        **_impacts(board),
        "counts": [{"count": str(count), "name": str(name)} for _address, name, count in said.counts],
        "words": _words(),
    }
    return paper("home", "dashboard.typ", on_paper, name="dashboard", made_on=today)


def _row(figures: list[Figure]) -> list[dict[str, str]]:
    return [{"name": one.label, "value": one.value, "note": one.note} for one in figures]


def _team(team: Readiness, names: dict[str, str]) -> dict[str, object]:
    return {"name": names.get(team.team, team.team), "weeks": [_week(week) for week in team.weeks]}


def _week(week: ReadyWeek) -> dict[str, str]:
    words = {Status.RED: _("may be overloaded"), Status.AMBER: _("tight")}
    load = "" if week.load is None else str(round(100 * week.load))
    return {"status": week.status.value, "load": load, "word": words.get(week.status, _("ready"))}


def _impacts(board: Dashboard) -> dict[str, object]:
    unknown = "and %(count)s nobody can say"
    return {
        "impacts_title": _("What customers may see by %(day)s") % {"day": _day(board.until)},
        "impacts": [
            {
                "name": one.name,
                "promises": str(one.promises),
                "broken": formats.number_format(round(one.expected_broken, 1), 1),
                "unknown": ngettext(unknown, unknown, one.unknown) % {"count": one.unknown} if one.unknown else "",
            }
            for one in board.impacts
        ],
    }


def _left(count: int) -> str:
    said = ngettext("and %(count)s more on the board", "and %(count)s more on the board", count)
    return said % {"count": count} if count > 0 else ""


def _day(day: date) -> str:
    return formats.date_format(day, "DATE_FORMAT")


def _words() -> dict[str, str]:
    return {
        "danger": _("In danger now, what hurts most first"),
        "nothing": _("Nothing is in danger."),
        "promise": _("Promise"),
        "promised": _("Promised"),
        "kept": _("Kept"),
        "why": _("Why"),
        "act": _("Next act"),
        "readiness": _("Can the teams give what is owed?"),
        "team": _("Team"),
        "cells": _(
            "How much of each week is booked, in percent; amber where it is tight, red where the team may owe more "
            "than it can give."
        ),
        "customer": _("Customer"),
        "due": _("Due"),
        "broken": _("Broken, on average"),
        "stands_out": _("What stands out"),
    }
