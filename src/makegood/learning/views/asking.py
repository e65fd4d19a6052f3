"""What an address asks of figures: a window, and whom it is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from makegood.capability.queries import team_choices
from makegood.customers.queries import customer_choices
from makegood.foundation.actors import Viewer
from makegood.foundation.clock import present
from makegood.learning.queries import Slice
from makegood.learning.states import Kind
from makegood.web.listing import Asked, Filter

MONTHS = {"12": 12, "3": 3, "6": 6, "18": 18, "36": 36}
KIND_NAMES: dict[Kind, str | Promise] = {
    Kind.DATE: later("a date alone"),
    Kind.SPECIFICATION: later("with properties"),
    Kind.SERVICE_LEVEL: later("with service levels"),
}
Names = Mapping[str, str | Promise]


def today() -> date:
    """Return the day that it is for the company."""
    return timezone.localdate(present())


class Choices:
    """Filters of a page of figures, with the names of customers and teams that a viewer may choose; in two queries."""

    def __init__(self, viewer: Viewer) -> None:
        """Read who and what can be chosen."""
        self.customers: Names = {str(one.number): one.name for one in customer_choices(viewer)}
        self.teams: Names = {str(number): name for number, name in team_choices(viewer)}

    def filters(self, *more: Filter, by_line: bool = True) -> list[Filter]:
        """Return the filters, ``more`` of them first."""
        kinds = [("", _("All kinds")), *((str(kind), name) for kind, name in KIND_NAMES.items())]
        lines = [Filter("level", _("Orders or parts"), [("", _("Whole orders")), ("line", _("Every part by itself"))])]
        return [
            *more,
            Filter("window", _("Window"), _windows()),
            Filter("since", _("From"), takes_a_day=True),
            Filter("until", _("Until"), takes_a_day=True),
            Filter("customer", _("Customer"), [("", _("All customers")), *self.customers.items()]),
            Filter("team", _("Team"), [("", _("All teams")), *self.teams.items()]),
            Filter("kind", _("Kind"), kinds),
            *(lines if by_line else ()),
        ]

    def names(self, by: str) -> Names:
        """Return the names of groups by what they are written as in addresses."""
        if by == "kind":
            return {str(kind): name for kind, name in KIND_NAMES.items()}
        return self.customers if by == "customer" else self.teams


def slice_of(asked: Asked, day: date) -> Slice:
    """Return what figures are asked for; days that somebody chose go before a window that ends today."""
    chosen = asked.chosen
    since, until = _window(chosen["window"], day)
    if chosen["since"]:
        since = date.fromisoformat(chosen["since"])
    if chosen["until"]:
        until = date.fromisoformat(chosen["until"])
    return Slice(
        since=since,
        until=until,
        customer=_number(chosen["customer"]),
        team=_number(chosen.get("team", "")),
        kind=chosen.get("kind", ""),
        by_line=chosen.get("level") == "line",
    )


def carried(asked: Asked, filters: Sequence[Filter], *names: str) -> list[tuple[str, str]]:
    """Return what was chosen, as pairs for the address of another page that has the filters ``names``."""
    defaults = {one.name: one.default for one in filters}
    return [(name, asked.chosen[name]) for name in names if asked.chosen.get(name, "") != defaults.get(name)]


def _windows() -> list[tuple[str, str | Promise]]:
    months: list[tuple[str, str | Promise]] = [
        (code, _("Last %(count)s months") % {"count": count}) for code, count in MONTHS.items()
    ]
    return [*months, ("month", _("This month")), ("quarter", _("This quarter")), ("year", _("This year"))]


def _window(code: str, day: date) -> tuple[date, date]:
    """Return the first and the last day of a window; months are whole ones before this one, with what is over of it."""
    if code == "month":
        return day.replace(day=1), day
    if code == "quarter":
        return date(day.year, day.month - (day.month - 1) % 3, 1), day
    if code == "year":
        return date(day.year, 1, 1), day
    months = day.year * 12 + day.month - 1 - MONTHS.get(code, 12)
    return date(months // 12, months % 12 + 1, 1), day


def _number(text: str) -> int | None:
    return int(text) if text else None
