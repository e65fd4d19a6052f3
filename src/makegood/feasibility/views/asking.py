"""What pages of forecasts ask for and how they say it: the same for the table, the board and the calendar."""

from __future__ import annotations

from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from makegood.feasibility.queries import STANDOUT_NAMES, STATUS_NAMES, Wanted
from makegood.feasibility.states import Status
from makegood.foundation.actors import Viewer
from makegood.web.listing import Asked, Column, Filter


def wanted_of(asked: Asked, viewer: Viewer) -> Wanted:
    """Return what an address asks for."""
    chosen = asked.chosen
    return Wanted(
        text=asked.text,
        status=chosen["status"],
        owed=chosen["owed"],
        stands_out=chosen["finding"],
        owner=viewer.number if chosen["owner"] == "me" else None,
        due=date.fromisoformat(chosen["due"]) if chosen["due"] else None,
        team=chosen["team"],
    )


def columns() -> list[Column]:
    """Return the columns of a table of forecasts."""
    return [
        Column(_("Promise"), sort="title", export=lambda row: row[0].title),
        Column(_("Customer"), sort="customer", export=lambda row: row[0].customer_name),
        Column(_("Promised"), sort="due", export=lambda row: row[0].due),
        Column(_("Kept"), sort="kept", numeric=True, export=lambda row: row[0].p_kept),
        Column(_("Safe date"), sort="safe", export=lambda row: row[0].p85),
        Column(_("Gap"), sort="gap", numeric=True, export=lambda row: row[0].gap_days),
        Column(_("What decides it"), export=lambda row: row[1]),
        Column(_("Owner"), export=lambda row: row[0].owner_name),
    ]


def filters(teams: tuple[tuple[str, str], ...]) -> list[Filter]:
    """Return what forecasts can be filtered by."""
    statuses: list[tuple[str, str | Promise]] = [("", _("However likely"))]
    statuses += [(status.value, STATUS_NAMES[status]) for status in Status]
    deciding: list[tuple[str, str | Promise]] = [("", _("Whatever decides")), *teams]
    standing: list[tuple[str, str | Promise]] = [("", _("Whatever stands out")), *STANDOUT_NAMES.items()]
    return [
        Filter("status", _("Status"), statuses),
        Filter("owed", _("State"), [("", _("Owed or not yet")), ("owed", _("Owed")), ("offered", _("Not owed yet"))]),
        Filter("team", _("Team that decides"), deciding),
        Filter("finding", _("What stands out"), standing),
        Filter("due", _("Promised for"), takes_a_day=True),
        Filter("owner", _("Owner"), [("", _("Of everybody")), ("me", _("Mine"))]),
    ]
