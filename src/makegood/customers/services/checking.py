"""What is written about customers, checked field by field, and the rows that are locked for a change."""

from __future__ import annotations

import re
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from makegood.customers.models import Contact, Customer
from makegood.customers.states import MOST_REPLANNING_DAYS, Tier
from makegood.foundation.errors import NotFound, Problem
from makegood.foundation.texts import clean, clean_line
from makegood.people.models import User

MOST_TEXT = 20_000
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,23}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?")
_PHONE = re.compile(r"[0-9+(][0-9 ()/.+x-]*")

Refusal = type[Problem]
"""What is raised where a value can't be used: the problem of the verb that was given it."""


def line(value: str, *, field: str, most: int, refusal: Refusal, needed: bool = False) -> str:
    """Return a text of one line of at most ``most`` characters, of one at least where it is ``needed``."""
    cleaned = clean_line(value, field=field)
    if needed and not cleaned:
        raise refusal(_("Please fill this in."), field=field)
    if len(cleaned) > most:
        raise refusal(_("Please use at most %(most)s characters.") % {"most": most}, field=field)
    return cleaned


def text(value: str, *, field: str, refusal: Refusal, needed: bool = False) -> str:
    """Return a text of several lines."""
    cleaned = clean(value, field=field)
    if needed and not cleaned:
        raise refusal(_("Please fill this in."), field=field)
    if len(cleaned) > MOST_TEXT:
        raise refusal(_("Please use at most %(most)s characters.") % {"most": MOST_TEXT}, field=field)
    return cleaned


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


def owner(value: int | None, *, refusal: Refusal) -> int | None:
    """Return the number of somebody whose account is open, or None."""
    if value is not None and not User.objects.filter(pk=value, is_active=True).exists():
        raise refusal(_("Please choose somebody whose account is open."), field="owner")
    return value


def email(value: str, *, refusal: Refusal) -> str:
    """Return an address for mail, or nothing."""
    cleaned = line(value, field="email", most=254, refusal=refusal)
    try:
        if cleaned:
            validate_email(cleaned)
    except ValidationError as error:
        raise refusal(_("This does not look like a mail address."), field="email") from error
    return cleaned


def phone(value: str, *, refusal: Refusal) -> str:
    """Return a telephone number as it is written, or nothing."""
    cleaned = line(value, field="phone", most=60, refusal=refusal)
    if cleaned and not _PHONE.fullmatch(cleaned):
        raise refusal(_("This does not look like a telephone number."), field="phone")
    return cleaned


def language(value: str, *, refusal: Refusal) -> str:
    """Return a language by its code: ``de``, or ``pt-BR``."""
    if not _LANGUAGE.fullmatch(value):
        raise refusal(_("Please give a language by its code, such as en or pt-BR."), field="language")
    return value


def locked_customer(number: int) -> Customer:
    """Return a customer, locked until the transaction ends; NotFound."""
    found = Customer.objects.select_for_update().filter(pk=number).first()
    if found is None:
        raise NotFound(_("There is no such customer."))
    return found


def locked_contact(number: int) -> tuple[Contact, Customer]:
    """Return a contact and its customer, both locked, the customer first as everybody does; NotFound."""
    of_customer = Contact.objects.filter(pk=number).values_list("customer", flat=True).first()
    if of_customer is None:
        raise NotFound(_("There is no such contact."))
    customer = locked_customer(of_customer)
    return Contact.objects.select_for_update().get(pk=number), customer
