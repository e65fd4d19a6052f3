"""Adding customers and changing what is known of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, TypedDict, Unpack

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from makegood.customers.models import Customer
from makegood.customers.policies import check_change_customers
from makegood.customers.services import checking
from makegood.customers.services.checking import Refusal
from makegood.customers.services.finding import index_customer
from makegood.foundation.actors import Viewer
from makegood.foundation.errors import Problem
from makegood.foundation.history.services import record
from makegood.foundation.outbox.services import announce
from makegood.foundation.search.words import folded
from makegood.foundation.texts import kept_line
from makegood.foundation.versions import changes_between, check_version
from makegood.people.services import open_account

CHANGED = "customer.changed"
"""Its payload has the numbers of the ``customers``."""


class UnableToAddCustomer(Problem):
    """Something given can't be kept, or the key is taken; ``field`` names it."""

    code = "unable-to-add-customer"


class UnableToChangeCustomer(Problem):
    """Something given can't be kept, the key is taken, or the customer is closed."""

    code = "unable-to-change-customer"


class CustomerFields(TypedDict, total=False):
    """What can be said about a customer; what is left out stays as it is, or has its default."""

    key: str
    name: str
    tier: str
    zone: str
    replanning_days: int
    owner: int | None
    note: str


@transaction.atomic
def add_customer(*, by: Viewer, at: datetime, **fields: Unpack[CustomerFields]) -> int:
    """Add a customer, with a key and a name at least; return its number. Denied, UnableToAddCustomer."""
    check_change_customers(by)
    known = _checked({"key": "", "name": "", **fields}, UnableToAddCustomer)
    customer = Customer(made_at=at, made_by_id=by.number)
    _keep(customer, known, UnableToAddCustomer)
    index_customer(customer)
    record(verb="customer.add", subject=("customer", customer.pk), actor=by.actor, at=at, facts=known)
    return customer.pk


@transaction.atomic
def change_customer(*, number: int, version: int, by: Viewer, at: datetime, **fields: Unpack[CustomerFields]) -> None:
    """Change what is given of a customer that was read as ``version``.

    Denied, NotFound, Stale, UnableToChangeCustomer. A change that changes nothing leaves no trace.
    """
    check_change_customers(by)
    customer = checking.locked_customer(number)
    before = _values(customer)
    same: CustomerFields = {name: value for name, value in fields.items() if before[name] == value}  # type: ignore[assignment]  # a part of it
    known = {**_checked(fields, UnableToChangeCustomer, but=same), **same}  # an owner whose account is closed may stay
    check_version(seen=version, current=customer.version, wanted=known, now=before)
    changed = changes_between(before, known)
    if customer.closed_at is not None:
        raise UnableToChangeCustomer(_("This customer is closed. Reopen it to change it."))
    if not changed:
        return
    customer.version += 1
    _keep(customer, known, UnableToChangeCustomer)
    index_customer(customer)
    announce(event=CHANGED, subject=("customer", number), payload={"customers": [number]}, at=at)
    record(verb="customer.change", subject=("customer", number), actor=by.actor, at=at, facts={"changed": changed})


@transaction.atomic
def change_owner(*, numbers: Collection[int], owner: int | None, by: Viewer, at: datetime) -> int:
    """Give several customers another owner; return how many had a different one before.

    Denied, UnableToChangeCustomer. Numbers of no customer and of closed ones are left alone.
    """
    check_change_customers(by)
    open_account(owner, refusal=UnableToChangeCustomer)
    found = Customer.objects.select_for_update().filter(pk__in=numbers, closed_at=None).order_by("pk")
    changed = [(customer, customer.owner_id) for customer in found if customer.owner_id != owner]
    for customer, _before in changed:
        customer.owner_id = owner
        customer.version += 1
        customer.save(update_fields=["owner", "version"])
    for customer, before in changed:
        facts = {"changed": {"owner": [before, owner]}}
        record(verb="customer.change", subject=("customer", customer.pk), actor=by.actor, at=at, facts=facts)
    return len(changed)


def _checked(fields: CustomerFields, refusal: Refusal, *, but: Collection[str] = ()) -> dict[str, object]:
    checks: Mapping[str, Any] = {
        "key": checking.key,
        "name": _name,
        "tier": checking.tier,
        "zone": checking.zone,
        "replanning_days": checking.replanning_days,
        "owner": open_account,
        "note": _note,
    }
    return {name: checks[name](value, refusal=refusal) for name, value in fields.items() if name not in but}


def _name(value: str, *, refusal: Refusal) -> str:
    return kept_line(value, field="name", most=200, refusal=refusal, needed=True)


def _note(value: str, *, refusal: Refusal) -> str:
    return checking.text(value, field="note", refusal=refusal)


def _values(customer: Customer) -> dict[str, object]:
    return {
        "key": customer.key,
        "name": customer.name,
        "tier": customer.tier,
        "zone": customer.zone,
        "replanning_days": customer.replanning_days,
        "owner": customer.owner_id,
        "note": customer.note,
    }


def _keep(customer: Customer, known: Mapping[str, object], refusal: Refusal) -> None:
    for name, value in known.items():
        setattr(customer, "owner_id" if name == "owner" else name, value)
    customer.words = folded(f"{customer.name} {customer.key}")
    if Customer.objects.filter(key__iexact=customer.key).exclude(pk=customer.pk).exists():
        raise _key_is_taken(refusal)
    try:
        with transaction.atomic():
            customer.save()
    except IntegrityError as error:  # somebody took the key since it was looked for
        raise _key_is_taken(refusal) from error


def _key_is_taken(refusal: Refusal) -> Problem:
    return refusal(_("Another customer has this key."), field="key")
