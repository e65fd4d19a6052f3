"""Noting every time we met, and putting right what was noted wrongly."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.customers.models import Contact, Touchpoint
from makegood.customers.policies import check_change_customers
from makegood.customers.services import checking
from makegood.customers.services.checking import Refusal
from makegood.customers.states import Channel, Direction
from makegood.foundation.actors import Viewer
from makegood.foundation.errors import Problem
from makegood.foundation.history.services import record
from makegood.foundation.versions import changes_between, check_version

CLOCKS_DIFFER = timedelta(minutes=5)
"""How far ahead of ours the clock of whoever notes something may be."""
EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)


class UnableToLogTouchpoint(Problem):
    """Something given can't be kept, it lies in the future, or the contact belongs to another customer."""

    code = "unable-to-log-touchpoint"


class UnableToCorrectTouchpoint(Problem):
    """Something given can't be kept, or what was said has been erased."""

    code = "unable-to-correct-touchpoint"


class TouchpointFields(TypedDict, total=False):
    """What can be put right about a touchpoint; what is left out stays as it is."""

    kind: str
    direction: str
    contact: int | None
    happened_at: datetime
    text: str


@transaction.atomic
def log_touchpoint(
    *,
    customer: int,
    kind: str,
    direction: str,
    text: str,
    by: Viewer,
    at: datetime,
    happened_at: datetime | None = None,
    contact: int | None = None,
) -> int:
    """Note that we met a customer, now or at ``happened_at``; return the touchpoint's number.

    What was said stays out of the history, because it can be erased with the person who said it. A closed customer may
    still write to us. Denied, NotFound, UnableToLogTouchpoint.
    """
    check_change_customers(by)
    of_customer = checking.locked_customer(customer)
    given: TouchpointFields = {"kind": kind, "direction": direction, "contact": contact,
                               "happened_at": happened_at or at, "text": text}  # fmt: skip
    known = _checked(given, customer, at, UnableToLogTouchpoint)
    touchpoint = Touchpoint(customer=of_customer, by_id=by.number, made_at=at)
    _keep(touchpoint, known)
    facts = {"touchpoint": touchpoint.pk, "kind": kind, "direction": direction, "at": touchpoint.at.isoformat()}
    record(verb="customer.meet", subject=("customer", customer), actor=by.actor, at=at, facts=facts)
    return touchpoint.pk


@transaction.atomic
def correct_touchpoint(
    *, number: int, version: int, by: Viewer, at: datetime, **fields: Unpack[TouchpointFields]
) -> None:
    """Put right what is given of a touchpoint that was read as ``version``.

    What it said before stays in the touchpoint's own history, where it can be erased with the person who said it; the
    customer's history says that it was corrected. Denied, NotFound, Stale, UnableToCorrectTouchpoint. A correction that
    changes nothing leaves no trace.
    """
    check_change_customers(by)
    touchpoint, customer = checking.locked_touchpoint(number)
    before = _values(touchpoint)
    given: TouchpointFields = {name: value for name, value in fields.items() if not _is_same(before[name], value)}  # type: ignore[assignment]  # a part of it
    known = {name: before[name] for name in fields if name not in given}
    known |= _checked(given, customer.pk, at, UnableToCorrectTouchpoint)
    check_version(seen=version, current=touchpoint.version, wanted=known, now=before)
    changed = changes_between(before, known)
    if not changed:
        return
    if not touchpoint.text:
        raise UnableToCorrectTouchpoint(_("What was said has been erased with the person who said it."))
    touchpoint.version += 1
    _keep(touchpoint, known)
    told = {name: [_told(one) for one in pair] for name, pair in changed.items()}
    record(verb="touchpoint.correct", subject=("touchpoint", number), actor=by.actor, at=at, facts={"changed": told})
    facts = {"touchpoint": number, "kind": touchpoint.kind, "at": touchpoint.at.isoformat()}
    record(verb="customer.correct", subject=("customer", customer.pk), actor=by.actor, at=at, facts=facts)


def _checked(fields: TouchpointFields, customer: int, at: datetime, refusal: Refusal) -> dict[str, object]:
    checks: Mapping[str, Any] = {
        "kind": lambda value: _kind(value, refusal),
        "direction": lambda value: _direction(value, refusal),
        "contact": lambda value: _contact(value, customer, refusal),
        "happened_at": lambda value: _past(value, at, refusal),
        "text": lambda value: checking.text(value, field="text", refusal=refusal, needed=True),
    }
    return {name: checks[name](value) for name, value in fields.items()}


def _values(touchpoint: Touchpoint) -> dict[str, object]:
    return {
        "kind": touchpoint.kind,
        "direction": touchpoint.direction,
        "contact": touchpoint.contact_id,
        "happened_at": touchpoint.at,
        "text": touchpoint.text,
    }


def _keep(touchpoint: Touchpoint, known: Mapping[str, object]) -> None:
    columns = {"contact": "contact_id", "happened_at": "at"}
    for name, value in known.items():
        setattr(touchpoint, columns.get(name, name), value)
    touchpoint.save()


def _is_same(before: object, value: object) -> bool:
    """Say whether a value stays as it was: pages know the minute of a moment and not its seconds."""
    if isinstance(before, datetime) and isinstance(value, datetime):
        return before == value or before.replace(second=0, microsecond=0) == value
    return before == value


def _told(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value


def _past(value: datetime, at: datetime, refusal: Refusal) -> datetime:
    if not EARLIEST <= value <= at + CLOCKS_DIFFER:
        raise refusal(_("Please give a time between 1970 and now."), field="happened_at")
    return value


def _contact(number: int | None, customer: int, refusal: Refusal) -> int | None:
    if number is not None and not Contact.objects.filter(pk=number, customer=customer, erased_at=None).exists():
        raise refusal(_("Please choose a contact of this customer."), field="contact")
    return number


def _kind(value: str, refusal: Refusal) -> Channel:
    if value not in set(Channel):
        raise refusal(_("Please choose how you met."), field="kind")
    return Channel(value)


def _direction(value: str, refusal: Refusal) -> Direction:
    if value not in set(Direction):
        raise refusal(_("Please choose who turned to whom."), field="direction")
    return Direction(value)
