"""What pages of forecasts ask for and how they say it: the same for the table, the board and the calendar."""

from __future__ import annotations

from datetime import date

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from makegood.feasibility.queries import HAVING_NAMES, STANDOUT_NAMES, STATUS_NAMES, Wanted, read_term
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
        term=read_term(chosen.get("term", "")),
        having=chosen.get("having", ""),
    )


def term_in(params: QueryDict) -> str:
    """Return the one thing that an address asks for, as :func:`read_term` reads it; empty for nothing."""
    key = params.get("term", "").replace("\x00", "")[:200]
    return key if read_term(key) else ""


def columns(term: str = "") -> list[Column]:
    """Return the columns of a table of forecasts, with what is said of ``term`` where one is asked for."""
    of_term = Column(_("This kept"), sort="term", numeric=True, export=lambda row: row[0].term_kept)
    return [
        Column(_("Promise"), sort="title", export=lambda row: row[0].title),
        Column(_("Customer"), sort="customer", export=lambda row: row[0].customer_name),
        Column(_("Promised"), sort="due", export=lambda row: row[0].due),
        Column(_("Kept"), sort="kept", numeric=True, export=lambda row: row[0].p_kept),
        *([of_term] if term else []),
        Column(_("Safe date"), sort="safe", export=lambda row: row[0].p85),
        Column(_("Gap"), sort="gap", numeric=True, export=lambda row: row[0].gap_days),
        Column(_("What decides it"), export=lambda row: row[1]),
        Column(_("Owner"), export=lambda row: row[0].owner_name),
    ]


def filters(teams: tuple[tuple[str, str], ...], term: str = "") -> list[Filter]:
    """Return what forecasts can be filtered by; by ``term``, one thing besides the date, where that is asked for."""
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
        *_of_term(term),
    ]


def _of_term(key: str) -> list[Filter]:
    """Return how to let go of ``key`` again, and whether to have it; nothing where it is not asked for."""
    term = read_term(key)
    if term is None:
        return []
    having: list[tuple[str, str | Promise]] = [("", _("Have it or not"))]
    having += [(code.value, name) for code, name in HAVING_NAMES.items()]
    named = [("", _("Whatever was promised")), (key, term[1])]
    return [Filter("term", _("What was promised"), named), Filter("having", _("What we have"), having)]
