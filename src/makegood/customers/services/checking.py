"""What is written about customers, checked field by field, and the rows that are locked for a change."""

from __future__ import annotations

import re
from functools import partial
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from makegood.customers.models import Contact, Customer, Touchpoint
from makegood.customers.states import MOST_REPLANNING_DAYS, Tier
from makegood.foundation.errors import NotFound, Problem
from makegood.foundation.texts import clean_line, kept_line, kept_text

MOST_TEXT = 20_000
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,23}")
_PHONE = re.compile(r"[0-9+(][0-9 ()/.+x-]*")

Refusal = type[Problem]
"""What is raised where a value can't be used: the problem of the verb that was given it."""

text = partial(kept_text, most=MOST_TEXT)
"""Checks text of several lines, of the length that this room keeps."""


def key(value: str, *, refusal: Refusal) -> str:
    """Return a key: letters, digits, dots, dashes and underscores of ASCII, 24 at most."""
    cleaned = clean_line(value, field="key")
    if not _KEY.fullmatch(cleaned):
        raise refusal(
            _("Please use 1 to 24 letters and digits without accents; dots, dashes and underscores may follow."),
            field="key",
        )
    return cleaned


def tier(value: str, *, refusal: Refusal) -> Tier:
    """Return a tier."""
    if value not in set(Tier):
        raise refusal(_("Please choose a tier."), field="tier")
    return Tier(value)


def zone(value: str, *, refusal: Refusal) -> str:
    """Return a time zone by its IANA name."""
    if value not in available_timezones():
        raise refusal(_("Please choose a time zone such as Europe/Berlin."), field="zone")
    return value


def replanning_days(value: int, *, refusal: Refusal) -> int:
    """Return a number of days, two years at most."""
    if not 0 <= value <= MOST_REPLANNING_DAYS:
        raise refusal(
            _("Please give a number of days from 0 to %(most)s.") % {"most": MOST_REPLANNING_DAYS},
            field="replanning_days",
        )
    return value


def email(value: str, *, refusal: Refusal) -> str:
    """Return an address for mail, or nothing."""
    cleaned = kept_line(value, field="email", most=254, refusal=refusal)
    try:
        if cleaned:
            validate_email(cleaned)
    except ValidationError as error:
        raise refusal(_("This does not look like a mail address."), field="email") from error
    return cleaned


def phone(value: str, *, refusal: Refusal) -> str:
    """Return a telephone number as it is written, or nothing."""
    cleaned = kept_line(value, field="phone", most=60, refusal=refusal)
    if cleaned and not _PHONE.fullmatch(cleaned):
        raise refusal(_("This does not look like a telephone number."), field="phone")
    return cleaned


def locked_customer(number: int) -> Customer:
    """Return a customer, locked until the transaction ends; NotFound."""
    found = Customer.objects.select_for_update().filter(pk=number).first()
    if found is None:
        raise NotFound(_("There is no such customer."))
    return found


def locked_touchpoint(number: int) -> tuple[Touchpoint, Customer]:
    """Return a touchpoint and its customer, both locked, the customer first as everybody does; NotFound."""
    of_customer = Touchpoint.objects.filter(pk=number).values_list("customer", flat=True).first()
    if of_customer is None:
        raise NotFound(_("There is no such touchpoint."))
    customer = locked_customer(of_customer)
    return Touchpoint.objects.select_for_update().get(pk=number), customer


def locked_contact(number: int) -> tuple[Contact, Customer]:
    """Return a contact and its customer, both locked, the customer first as everybody does; NotFound."""
    of_customer = Contact.objects.filter(pk=number).values_list("customer", flat=True).first()
    if of_customer is None:
        raise NotFound(_("There is no such contact."))
    customer = locked_customer(of_customer)
    return Contact.objects.select_for_update().get(pk=number), customer
