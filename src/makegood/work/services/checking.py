"""What is written about work, checked field by field, and the rows that are locked for a change."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date
from math import isfinite
from typing import Any, TypedDict

from makegood.capability.models import Team
from makegood.foundation.errors import NotFound, Problem
from makegood.foundation.sayings import saying as _
from makegood.foundation.texts import kept_line
from makegood.promises.models import Promise
from makegood.promises.states import OPEN
from makegood.work.models import Effort, WorkItem
from makegood.work.states import MOST_HOURS, MOST_SINGLE_HOURS, MOST_SLOTS, MOST_WAIT_DAYS

FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2100, 12, 31)
NAME = 120

Refusal = type[Problem]
"""What is raised where a value can't be used: the problem of the verb that was given it."""


class EffortFields(TypedDict, total=False):
    """How much work something is; what is left out stays as it is, or has its default."""

    name: str
    team: int
    p10: float | None
    p50: float | None
    p90: float | None
    wait_p50: float | None
    wait_p90: float | None
    slots: int
    pausable: bool


class ItemFields(EffortFields, total=False):
    """What can be said about an item of work; ``after`` are numbers of the items that must be done first."""

    not_before: date | None
    wait_started: date | None
    done_share: float
    after: list[int]
    source: str
    external_id: str
    address: str


def checked(fields: Mapping[str, Any], now: Effort, *, today: date, refusal: Refusal) -> dict[str, Any]:
    """Return ``fields`` as they are kept, each checked by itself and then with what ``now`` holds beside it."""
    known = dict(fields)
    for name, check in _checks(today, refusal).items():
        if name in known:
            known[name] = check(known[name])
    _check_effort({name: known.get(name, getattr(now, name)) for name in ("p10", "p50", "p90")}, refusal)
    _check_wait(
        {name: known.get(name, getattr(now, name, None)) for name in ("wait_p50", "wait_p90", "wait_started")}, refusal
    )
    return known


def open_team(number: int, *, refusal: Refusal) -> Team:
    """Return a team that can be given work."""
    found = Team.objects.filter(pk=number).first()
    if found is None or getattr(found, "closed_at", None) is not None:
        raise refusal(_("Please choose a team."), field="team")
    return found


def locked_promise(number: int, *, refusal: Refusal) -> Promise:
    """Return the locked row of a promise that work can be done for; NotFound, ``refusal`` where it has ended."""
    found = Promise.objects.select_for_update().filter(pk=number).first()
    if found is None:
        raise NotFound(_("There is no such promise."))
    if found.state not in OPEN:
        raise refusal(_("This promise has ended: there is nothing more to do for it."))
    return found


def lock_promises_of(items: Collection[int]) -> None:
    """Lock the promises of items in one order, so that two people can't put two items after each other at once."""
    list(Promise.objects.select_for_update().filter(items__in=items).order_by("pk").values_list("pk", flat=True))


def locked_item(number: int, *, refusal: Refusal) -> tuple[WorkItem, Promise]:
    """Return an item and its promise, the promise locked first as everybody does; NotFound, ``refusal``."""
    promise = WorkItem.objects.filter(pk=number).values_list("promise", flat=True).first()
    if promise is None:
        raise NotFound(_("There is no such work."))
    locked = locked_promise(promise, refusal=refusal)
    return WorkItem.objects.select_for_update().select_related("team").get(pk=number), locked


def _checks(today: date, refusal: Refusal) -> dict[str, Callable[[Any], Any]]:
    def hours(field: str) -> Callable[[Any], Any]:
        return lambda value: _number(value, field=field, most=MOST_HOURS, refusal=refusal)

    def wait(field: str) -> Callable[[Any], Any]:
        return lambda value: _number(value, field=field, most=MOST_WAIT_DAYS, refusal=refusal)

    def line(field: str, most: int) -> Callable[[Any], Any]:
        return lambda value: kept_line(value, field=field, most=most, refusal=refusal, needed=field == "name")

    return {
        "name": line("name", NAME),
        "team": lambda value: open_team(value, refusal=refusal),
        "p10": hours("p10"),
        "p50": hours("p50"),
        "p90": hours("p90"),
        "wait_p50": wait("wait_p50"),
        "wait_p90": wait("wait_p90"),
        "slots": lambda value: _slots(value, refusal=refusal),
        "not_before": lambda value: _day(value, field="not_before", refusal=refusal),
        "wait_started": lambda value: _day(value, field="wait_started", refusal=refusal, latest=today),
        "done_share": lambda value: _share(value, refusal=refusal),
        "source": line("source", 40),
        "external_id": line("external_id", 100),
        "address": lambda value: _link(value, refusal=refusal),
    }


def _number(value: float | None, *, field: str, most: float, refusal: Refusal) -> float | None:
    if value is not None and not (isfinite(value) and 0 <= value <= most):
        raise refusal(_("Please give a number from 0 to %(most)s.") % {"most": f"{most:,.0f}"}, field=field)
    return None if value is None else float(value)


def _slots(value: int, *, refusal: Refusal) -> int:
    if not 1 <= value <= MOST_SLOTS:
        raise refusal(_("Please give a number from 1 to %(most)s.") % {"most": f"{MOST_SLOTS:,}"}, field="slots")
    return value


def _share(value: float, *, refusal: Refusal) -> float:
    if not (isfinite(value) and 0 <= value <= 1):
        raise refusal(_("Please say which share is done, from nothing to all."), field="done_share")
    return float(value)


def _day(value: date | None, *, field: str, refusal: Refusal, latest: date = LAST_DAY) -> date | None:
    if value is not None and not FIRST_DAY <= value <= latest:
        raise refusal(
            _("Please give a day between %(first)s and %(last)s.") % {"first": FIRST_DAY, "last": latest}, field=field
        )
    return value


def _link(value: str, *, refusal: Refusal) -> str:
    address = kept_line(value, field="address", most=500, refusal=refusal)
    if address and not address.lower().startswith(("https://", "http://")):
        raise refusal(_("A link begins with https:// or http://."), field="address")
    return address


def _check_effort(hours: Mapping[str, float | None], refusal: Refusal) -> None:
    p10, p50, p90 = hours["p10"], hours["p50"], hours["p90"]
    if p10 is None and p90 is None:
        if p50 is not None and p50 > MOST_SINGLE_HOURS:
            raise refusal(_("For that much work please give all three figures."), field="p10")
        return
    for name, value in hours.items():
        if value is None:
            raise refusal(_("Please give all three figures, or the middle one alone."), field=name)
    if not (p10 or 0) <= (p50 or 0) <= (p90 or 0):
        raise refusal(_("The three figures must not get smaller from left to right."), field="p50")


def _check_wait(wait: Mapping[str, Any], refusal: Refusal) -> None:
    p50, p90 = wait["wait_p50"], wait["wait_p90"]
    if p50 is None and (p90 is not None or wait["wait_started"] is not None):
        raise refusal(_("Please say how long the wait takes in the middle."), field="wait_p50")
    if p90 is not None and p90 < p50:
        raise refusal(_("A long wait is no shorter than one in the middle."), field="wait_p90")
