"""What is written about promises, checked field by field, and the rows that are locked for a change."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial

from django.utils.translation import gettext as _

from makegood.customers.models import Contact, Customer
from makegood.customers.states import Channel
from makegood.foundation.errors import NotFound, Problem
from makegood.foundation.texts import clean_line, kept_text
from makegood.promises.models import Promise
from makegood.promises.states import Severity

MOST_TEXT = 50_000
CENT = Decimal("0.01")
MOST_VALUE = Decimal(10) ** 12 - CENT
EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
FIRST_DAY, LAST_DAY = date(1970, 1, 1), date(2200, 12, 31)
CLOCKS_DIFFER = timedelta(minutes=5)

Refusal = type[Problem]
"""What is raised where a value can't be used: the problem of the verb that was given it."""

prose = partial(kept_text, most=MOST_TEXT)
"""Checks text of several lines, of the length that this room keeps."""


def day(value: date | None, *, field: str, refusal: Refusal) -> date | None:
    """Return a day that a promise can be about."""
    if value is not None and not FIRST_DAY <= value <= LAST_DAY:
        raise refusal(_("Please give a day between 1970 and 2200."), field=field)
    return value


def past(value: datetime, at: datetime, *, field: str, refusal: Refusal) -> datetime:
    """Return a moment that has been."""
    if not EARLIEST <= value <= at + CLOCKS_DIFFER:
        raise refusal(_("Please give a time between 1970 and now."), field=field)
    return value


def channel(value: str, *, field: str, refusal: Refusal) -> str:
    """Return a channel by which one can say something."""
    if value not in set(Channel):
        raise refusal(_("Please choose how it was said."), field=field)
    return Channel(value).value


def severity(value: str, *, refusal: Refusal) -> str:
    """Return a severity."""
    if value not in set(Severity):
        raise refusal(_("Please choose how much it would hurt."), field="severity")
    return Severity(value).value


def value_of(value: Decimal | None, currency: str, *, refusal: Refusal) -> tuple[Decimal | None, str]:
    """Return a value with its currency, or neither."""
    unit = clean_line(currency, field="currency").upper()
    if value is None:
        return None, ""
    if not value.is_finite() or not 0 <= value <= MOST_VALUE:
        raise refusal(_("Please give an amount of zero or more."), field="value")
    if len(unit) != 3 or not unit.isascii() or not unit.isalpha():
        raise refusal(_("Please give the currency by its three letters, such as EUR."), field="currency")
    return value.quantize(CENT), unit


def open_customer(number: int, *, refusal: Refusal) -> Customer:
    """Return a customer to whom something can be promised."""
    found = Customer.objects.filter(pk=number).first()
    if found is None:
        raise refusal(_("Please choose a customer."), field="customer")
    if found.closed_at is not None:
        raise refusal(_("This customer is closed. Reopen it to promise something."), field="customer")
    return found


def contact(number: int | None, customer: int, *, refusal: Refusal) -> int | None:
    """Return a contact of the customer."""
    if number is not None and not Contact.objects.filter(pk=number, customer=customer, erased_at=None).exists():
        raise refusal(_("Please choose a contact of this customer."), field="said_to")
    return number


def known_promise(number: int) -> Promise:
    """Return the row of a promise as it stands; NotFound."""
    found = Promise.objects.filter(pk=number).first()
    if found is None:
        raise NotFound(_("There is no such promise."))
    return found


def locked_promise(number: int) -> Promise:
    """Return the locked row of a promise; NotFound."""
    found = Promise.objects.select_for_update().filter(pk=number).first()
    if found is None:
        raise NotFound(_("There is no such promise."))
    return found
