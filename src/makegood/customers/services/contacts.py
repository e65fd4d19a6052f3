"""The people at a customer: who comes, who changes, who leaves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from makegood.customers.models import Contact, Customer
from makegood.customers.policies import check_change_customers
from makegood.customers.services import checking
from makegood.customers.services.checking import Refusal
from makegood.customers.services.finding import index_customer
from makegood.foundation.actors import Viewer
from makegood.foundation.errors import Problem
from makegood.foundation.history.services import record
from makegood.foundation.texts import kept_line, language_code
from makegood.foundation.versions import changes_between, check_version


class UnableToAddContact(Problem):
    """Something given can't be kept, or the customer is closed."""

    code = "unable-to-add-contact"


class UnableToChangeContact(Problem):
    """Something given can't be kept, or the person has left or was erased."""

    code = "unable-to-change-contact"


class ContactFields(TypedDict, total=False):
    """What can be said about a contact; what is left out stays as it is, or has its default."""

    name: str
    email: str
    phone: str
    role: str
    language: str
    is_main: bool


@transaction.atomic
def add_contact(*, customer: int, by: Viewer, at: datetime, **fields: Unpack[ContactFields]) -> int:
    """Add a person at a customer, with a name at least; return their number.

    A new main contact takes the place of the one before. Denied, NotFound, UnableToAddContact.
    """
    check_change_customers(by)
    of_customer = checking.locked_customer(customer)
    if of_customer.closed_at is not None:
        raise UnableToAddContact(_("This customer is closed. Reopen it to add a contact."))
    known = _checked({"name": "", **fields}, UnableToAddContact)
    contact = Contact(customer=of_customer)
    _keep(contact, known)
    index_customer(of_customer)
    facts = {"customer": customer, **known}
    record(verb="contact.add", subject=("contact", contact.pk), actor=by.actor, at=at, facts=facts)
    return contact.pk


@transaction.atomic
def change_contact(*, number: int, version: int, by: Viewer, at: datetime, **fields: Unpack[ContactFields]) -> None:
    """Change what is given of a contact that was read as ``version``.

    Denied, NotFound, Stale, UnableToChangeContact.
    """
    check_change_customers(by)
    contact, customer = checking.locked_contact(number)
    known = _checked(fields, UnableToChangeContact)
    before = _values(contact)
    check_version(seen=version, current=contact.version, wanted=known, now=before)
    _check_is_there(contact, customer)
    changed = changes_between(before, known)
    if not changed:
        return
    contact.version += 1
    _keep(contact, known)
    index_customer(customer)
    record(
        verb="contact.change",
        subject=("contact", number),
        actor=by.actor,
        at=at,
        facts={"contact": number, "changed": changed},
    )


@transaction.atomic
def contact_left(*, number: int, by: Viewer, at: datetime) -> None:
    """Note that a person has left the customer; Denied, NotFound, UnableToChangeContact."""
    check_change_customers(by)
    contact, customer = checking.locked_contact(number)
    _check_is_there(contact, customer)
    contact.left_at, contact.is_main = at, False
    contact.version += 1
    contact.save(update_fields=["left_at", "is_main", "version"])
    index_customer(customer)
    record(verb="contact.leave", subject=("contact", number), actor=by.actor, at=at, facts={"contact": number})


def _check_is_there(contact: Contact, customer: Customer) -> None:
    if contact.erased_at is not None:
        raise UnableToChangeContact(_("The data of this contact has been erased."))
    if contact.left_at is not None:
        raise UnableToChangeContact(_("This contact has left the customer."))
    if customer.closed_at is not None:
        raise UnableToChangeContact(_("This customer is closed. Reopen it to change its contacts."))


def _checked(fields: ContactFields, refusal: Refusal) -> dict[str, object]:
    checks: Mapping[str, Any] = {
        "name": _name,
        "email": checking.email,
        "phone": checking.phone,
        "role": _role,
        "language": language_code,
        "is_main": _is_main,
    }
    return {name: checks[name](value, refusal=refusal) for name, value in fields.items()}


def _name(value: str, *, refusal: Refusal) -> str:
    return kept_line(value, field="name", most=200, refusal=refusal, needed=True)


def _role(value: str, *, refusal: Refusal) -> str:
    return kept_line(value, field="role", most=120, refusal=refusal)


def _is_main(value: bool, *, refusal: Refusal) -> bool:  # noqa: ARG001  # called like every other check
    return value


def _values(contact: Contact) -> dict[str, object]:
    return {name: getattr(contact, name) for name in ContactFields.__annotations__}


def _keep(contact: Contact, known: Mapping[str, object]) -> None:
    for name, value in known.items():
        setattr(contact, name, value)
    if contact.is_main:  # one at a time: the constraint would refuse a second
        others = Contact.objects.filter(customer=contact.customer_id, is_main=True).exclude(pk=contact.pk)
        others.update(is_main=False, version=F("version") + 1)
    contact.save()
