"""The tables of the start, to be taken along as files."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from django.utils.translation import gettext as _

from makegood.customers.queries import CareRow
from makegood.feasibility import bridge
from makegood.feasibility.queries import ACT_NAMES, Board, OutlookRow, Wanted, impacts, worst
from makegood.feasibility.states import Act
from makegood.foundation.actors import Viewer
from makegood.home.queries import DAYS, Dashboard
from makegood.promises.queries import FINDING_NAMES, PromiseRow
from makegood.web.exports import Table
from makegood.web.listing import EXPORT_SIZE, Column


def tables_of_dashboard(
    viewer: Viewer, board: Callable[[], Dashboard], teams: Callable[[], Mapping[str, str]], *, today: date
) -> list[Table]:
    """Return everything in danger, the readiness of each team and week, and what every customer may see."""
    danger = [
        Column(_("Promise"), export=lambda line: line[0].title),
        Column(_("Customer"), export=lambda line: line[0].customer_name),
        Column(_("Value"), export=lambda line: line[0].value),
        Column(_("Currency"), export=lambda line: line[0].currency),
        Column(_("Promised"), export=lambda line: line[0].due),
        Column(_("Safe date"), export=lambda line: line[0].p85),
        Column(_("Kept"), export=lambda line: line[0].p_kept),
        Column(_("Why"), export=lambda line: bridge.told(bridge.read_details(line[0].details)).reason),
        Column(_("Next act"), export=lambda line: ACT_NAMES.get(line[1], "")),
        Column(_("Owner"), export=lambda line: line[0].owner_name),
    ]
    ready = [
        Column(_("Team"), export=lambda one: one[0]),
        Column(_("Week of"), export=lambda one: one[1].start),
        Column(_("Booked"), export=lambda one: one[1].load),
        Column(_("Chance to owe more than it can give"), export=lambda one: one[1].p_overload),
        Column(_("Holds up"), export=lambda one: one[2]),
    ]
    seen = [
        Column(_("Customer"), export=lambda one: one.name),
        Column(_("Due"), export=lambda one: one.promises),
        Column(_("Broken, on average"), export=lambda one: one.expected_broken),
        Column(_("Nobody can say"), export=lambda one: one.unknown),
    ]

    def weeks() -> list[tuple[str, object, int]]:
        names = teams()
        return [(names.get(team.team, team.team), week, team.decides) for team in board().ready for week in team.weeks]

    return [
        Table("in-danger", danger, lambda: _lines(worst(viewer, Wanted(status="red"), count=EXPORT_SIZE, today=today))),
        Table("readiness", ready, weeks),
        Table("customers", seen, lambda: impacts(viewer, until=today + timedelta(days=DAYS), most=EXPORT_SIZE)),
    ]


def _lines(found: Board) -> list[tuple[OutlookRow, Act]]:
    return [(line.row, line.act) for line in found.lines if line.row]


def tables_of_start(promises: Sequence[PromiseRow], care: Sequence[CareRow]) -> list[Table]:
    """Return the promises and the customers that need the viewer."""
    mine = [
        Column(_("Promise"), export=lambda row: row.title),
        Column(_("Customer"), export=lambda row: row.customer_name),
        Column(_("Due"), export=lambda row: row.due),
        Column(_("To see to"), export=lambda row: ", ".join(str(FINDING_NAMES[one]) for one in row.findings)),
    ]
    needs = {"owner": _("no owner"), "contact": _("no main contact")}
    theirs = [
        Column(_("Customer"), export=lambda row: row.name),
        Column(_("Why"), export=lambda row: needs.get(row.need, "")),
        Column(_("Last met"), export=lambda row: row.touched_at),
    ]
    return [Table("promises", mine, lambda: promises), Table("customers", theirs, lambda: care)]
