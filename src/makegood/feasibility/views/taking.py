"""The tables of a team's and of a promise's forecast, to be taken along as files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from makegood.feasibility import bridge, queries
from makegood.feasibility.views.asking import columns
from makegood.feasibility.views.drawing import shares_by
from makegood.foundation.actors import Viewer
from makegood.web.exports import Table
from makegood.web.listing import EXPORT_SIZE, Column


def tables_of_team(viewer: Viewer, team: int, weeks: Sequence[Mapping[str, Any]]) -> list[Table]:
    """Return how full a team's weeks are, and everything that it owes in the order of capacity."""
    full = [
        Column(_("Week of"), export=lambda week: week["start"]),
        Column(_("Booked"), export=lambda week: week["load"]),
        Column(_("Chance to owe more than it can give"), export=lambda week: week["p_overload"]),
    ]
    owed = [Column(_("Place"), export=lambda row: row[0].place), *columns()]
    wanted = queries.Wanted(works=team)

    def rows() -> list[tuple[queries.OutlookRow, str]]:
        page = queries.outlook_page(viewer, wanted, sort="place", size=EXPORT_SIZE)
        return [(row, bridge.cause_name(row.binding_kind, row.binding_name)) for row in page.rows]

    return [Table("weeks", full, lambda: weeks), Table("owed", owed, rows)]


def tables_of_promise(viewer: Viewer, row: queries.OutlookRow, details: bridge.Details) -> list[Table]:
    """Return the terms of a promise with what we can, plan and past, and what was said of it on each day."""
    terms = [
        Column(_("What"), export=lambda term: _("Date") if term.is_date else term.name),
        Column(_("Promised"), export=lambda term: term.promised),
        Column(_("Capable, and why"), export=lambda term: term.capable),
        Column(_("Why"), export=lambda term: term.detail),
        Column(_("State"), export=lambda term: term.state),
        Column(_("Kept"), export=lambda term: term.p_kept),
    ]
    days = [
        Column(_("Day"), export=lambda one: one.day),
        Column(_("Promised"), export=lambda one: one.due),
        Column(_("As likely as not by"), export=lambda one: one.p50),
        Column(_("Safe date"), export=lambda one: one.p85),
        Column(_("Kept"), export=lambda one: one.p_kept),
    ]
    shares = [Column(_("Day"), export=lambda one: one[0]), Column(_("Done by then"), export=lambda one: one[1])]
    curve = details.curve
    return [
        Table("curve", shares, lambda: [] if curve is None else shares_by(curve, row.due)),
        Table("terms", terms, lambda: bridge.told(details).terms),
        Table("days", days, lambda: queries.past_of(row.promise, viewer)),
    ]
