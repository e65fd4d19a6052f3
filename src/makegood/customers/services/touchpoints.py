"""Noting every time we met."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.customers.models import Contact, Touchpoint
from makegood.customers.policies import check_change_customers
from makegood.customers.services import checking
from makegood.customers.states import Channel, Direction
from makegood.foundation.actors import Viewer
from makegood.foundation.errors import Problem
from makegood.foundation.history.services import record

CLOCKS_DIFFER = timedelta(minutes=5)
"""How far ahead of ours the clock of whoever notes something may be."""
EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)


class UnableToLogTouchpoint(Problem):
    """Something given can't be kept, it lies in the future, or the contact belongs to another customer."""

    code = "unable-to-log-touchpoint"


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
    when = happened_at or at
    if not EARLIEST <= when <= at + CLOCKS_DIFFER:
        raise UnableToLogTouchpoint(_("Please give a time between 1970 and now."), field="happened_at")
    touchpoint = Touchpoint.objects.create(
        customer=of_customer,
        contact=_contact(contact, customer),
        kind=_kind(kind),
        direction=_direction(direction),
        at=when,
        text=checking.text(text, field="text", refusal=UnableToLogTouchpoint, needed=True),
        by_id=by.number,
        made_at=at,
    )
    facts = {"touchpoint": touchpoint.pk, "kind": kind, "direction": direction, "at": when.isoformat()}
    record(verb="customer.meet", subject=("customer", customer), actor=by.actor, at=at, facts=facts)
    return touchpoint.pk


def _contact(number: int | None, customer: int) -> Contact | None:
    if number is None:
        return None
    contact = Contact.objects.filter(pk=number, customer=customer, erased_at=None).first()
    if contact is None:
        raise UnableToLogTouchpoint(_("Please choose a contact of this customer."), field="contact")
    return contact


def _kind(value: str) -> Channel:
    if value not in set(Channel):
        raise UnableToLogTouchpoint(_("Please choose how you met."), field="kind")
    return Channel(value)


def _direction(value: str) -> Direction:
    if value not in set(Direction):
        raise UnableToLogTouchpoint(_("Please choose who turned to whom."), field="direction")
    return Direction(value)
