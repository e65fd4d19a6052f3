"""The tables of one promise, to be taken along as files."""

from __future__ import annotations

from django.utils.translation import gettext as _

from makegood.promises.queries import LIGHT_NAMES, PromiseDetail
from makegood.web.exports import Table
from makegood.web.listing import Column


def tables_of(found: PromiseDetail) -> list[Table]:
    """Return what is promised besides the date, and the readings of what is watched."""
    terms = [
        Column(_("What"), export=lambda term: term.subject),
        Column(_("Promised"), export=lambda term: term.stated),
        Column(_("Target"), export=lambda term: term.target),
        Column(_("Days"), export=lambda term: term.window_days),
        Column(_("Checked"), export=lambda term: term.checked_at),
        Column(_("Note"), export=lambda term: term.check_note),
    ]
    readings = [
        Column(_("What is measured"), export=lambda one: one[0].name),
        Column(_("Unit"), export=lambda one: one[0].unit),
        Column(_("State"), export=lambda one: LIGHT_NAMES[one[0].light]),
        Column(_("Day"), export=lambda one: one[1].on),
        Column(_("Value"), export=lambda one: one[1].value),
        Column(_("Note"), export=lambda one: one[1].note),
    ]
    return [
        Table("terms", terms, lambda: found.terms),
        Table("readings", readings, lambda: [(one, reading) for one in found.indicators for reading in one.readings]),
    ]
