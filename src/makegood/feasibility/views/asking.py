"""What pages of forecasts ask for and how they say it: the same for the table, the board and the calendar."""

from __future__ import annotations

from datetime import date

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from makegood.feasibility.queries import Wanted
from makegood.feasibility.states import Act, Standout, Status
from makegood.foundation.actors import Viewer
from makegood.web.listing import Asked, Column, Filter

STATUS_NAMES: dict[Status, str | Promise] = {
    Status.RED: later("in danger"),
    Status.AMBER: later("to watch"),
    Status.GREEN: later("on course"),
    Status.UNKNOWN: later("unknown"),
}
KINDS: dict[Status, str] = {Status.RED: "bad", Status.AMBER: "warn", Status.GREEN: "good", Status.UNKNOWN: ""}
"""How the tag of a status looks."""
WORDS = {"names": STATUS_NAMES, "kinds": KINDS}
STANDOUT_NAMES: dict[Standout, str | Promise] = {
    Standout.EARLY: later("promised earlier than we can"),
    Standout.DRIFT: later("drifting, and nobody told the customer"),
    Standout.NOT_TOLD: later("in danger, and the customer was never told"),
    Standout.NO_CAPACITY: later("work that nobody has capacity for"),
    Standout.OVERLOAD: later("waits for an overloaded team"),
    Standout.NO_WORK: later("no work listed"),
    Standout.BEYOND: later("not done within what is simulated"),
    Standout.SINGLE: later("estimates of a single number"),
    Standout.STALE: later("estimates that nobody looked at for a month"),
}
ACT_NAMES: dict[Act, str | Promise] = {
    Act.CLOSE: later("Say what came of it"),
    Act.OWN: later("Name an owner"),
    Act.TELL: later("Tell the customer"),
    Act.STAFF: later("Find capacity"),
    Act.LIST: later("List the work"),
    Act.REMEDY: later("See what decides it"),
    Act.CHECK: later("Check the terms"),
    Act.LOOK: later("Look at the estimates"),
    Act.RANGE: later("Give a range"),
    Act.WATCH: later("Keep an eye on it"),
}
ACT_ROUTES: dict[Act, str] = {
    Act.OWN: "promise-change",
    Act.TELL: "promise-notice",
    Act.LIST: "work-add",
}
"""Where an act is done, if not on the page of the promise."""


def spoken() -> str:
    """Return the language of the reader, as ``phrases`` knows it."""
    return (get_language() or "en")[:2]


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
