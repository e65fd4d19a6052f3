"""What was promised besides dates, against what we have: all of it, and the promises behind one thing."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponseBase
from django.utils.translation import gettext as _

from makegood.capability.queries import find_attribute, find_measure
from makegood.feasibility import bridge, policies, queries
from makegood.feasibility.states import SERVICE_LEVEL, SPECIFICATION
from makegood.web.access import admits
from makegood.web.exports import Table, taken
from makegood.web.listing import EXPORT_SIZE, Column, Filter, Listing, read_asked
from makegood.web.lists import answer
from makegood.web.request import StaffRequest
from makegood.web.responses import show

PROMISES_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Promised:
    """A promise, and what of it is about one attribute or measure."""

    row: queries.OutlookRow
    terms: tuple[bridge.ToldTerm, ...]


@admits(policies.check_see_forecast)
def sold(request: StaffRequest) -> HttpResponseBase:
    """List what open promises name besides dates, what we do not have first."""
    columns = [
        Column(_("What"), sort="name", export=lambda row: row.name),
        Column(_("Kind"), export=lambda row: queries.TERM_KINDS[row.kind]),
        Column(_("Promises"), sort="promises", numeric=True, export=lambda row: row.promises),
        Column(_("More than we have"), sort="short", numeric=True, export=lambda row: row.short),
        Column(_("Nobody can say"), numeric=True, export=lambda row: row.unchecked),
        Column(_("Kept at worst"), sort="kept", numeric=True, export=lambda row: row.least),
        Column(_("Value of those"), numeric=True, export=lambda row: row.value),
        Column(_("Currency"), export=lambda row: row.currency),
    ]
    filters = [
        Filter("kind", _("Kind"), [("", _("Of any kind")), *queries.TERM_KINDS.items()]),
        Filter("short", _("What we have"), [("", _("Have it or not")), ("short", _("More than we have"))]),
    ]
    asked = read_asked(request.GET, columns, filters, default_sort="-short")
    page = queries.sold_page(
        request.viewer,
        text=asked.text,
        kind=asked.chosen["kind"],
        only_short=bool(asked.chosen["short"]),
        sort=asked.sort,
        page=1 if asked.format else asked.page,
        size=asked.size,
    )
    listing = Listing("sold", columns, filters, asked, page.rows, page.total, keeps_views=False)
    return answer(request, "feasibility/sold.html", listing, {"kinds_of_term": queries.TERM_KINDS})


@admits(policies.check_see_forecast)
def of_attribute(request: StaffRequest, number: int) -> HttpResponseBase:
    """Show whom an attribute was promised to, as a part of its page."""
    return _promised(request, SPECIFICATION, find_attribute(number, request.viewer).name)


@admits(policies.check_see_forecast)
def of_measure(request: StaffRequest, number: int) -> HttpResponseBase:
    """Show whom a level of service was promised to, as a part of the measure's page."""
    return _promised(request, SERVICE_LEVEL, find_measure(number, request.viewer).name)


def _promised(request: StaffRequest, kind: str, name: str) -> HttpResponseBase:
    rows, total = queries.promises_with(request.viewer, kind=kind, name=name, most=PROMISES_SHOWN)
    if file := taken(request, Table("promised-to", _promised_columns(), lambda: _all_terms(request, kind, name))):
        return file
    context = {"rows": [_terms_of(row, name) for row in rows], "total": total, **queries.WORDS}
    return show(request, "feasibility/promised.html", context)


def _terms_of(row: queries.OutlookRow, name: str) -> Promised:
    told = bridge.told(bridge.read_details(row.details))
    same = name.casefold()
    return Promised(row, tuple(term for term in told.terms if not term.is_date and term.name.casefold() == same))


def _all_terms(request: StaffRequest, kind: str, name: str) -> list[tuple[queries.OutlookRow, bridge.ToldTerm]]:
    rows, _total = queries.promises_with(request.viewer, kind=kind, name=name, most=EXPORT_SIZE)
    return [(row, term) for row in rows for term in _terms_of(row, name).terms]


def _promised_columns() -> list[Column]:
    return [
        Column(_("Promise"), export=lambda one: one[0].title),
        Column(_("Customer"), export=lambda one: one[0].customer_name),
        Column(_("Due"), export=lambda one: one[0].due),
        Column(_("Promised"), export=lambda one: one[1].promised),
        Column(_("What we can"), export=lambda one: one[1].capable),
        Column(_("Value"), export=lambda one: one[0].value),
        Column(_("Currency"), export=lambda one: one[0].currency),
        Column(_("Kept"), export=lambda one: one[1].p_kept),
        Column(_("State"), export=lambda one: one[1].state),
    ]
