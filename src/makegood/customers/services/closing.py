"""Closing a customer, and thinking better of it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.customers.policies import check_close_customers
from makegood.customers.services import checking
from makegood.foundation.actors import Viewer
from makegood.foundation.errors import Problem
from makegood.foundation.history.services import record
from makegood.foundation.texts import kept_line


class UnableToCloseCustomer(Problem):
    """It is closed already, or no reason was given."""

    code = "unable-to-close-customer"


class UnableToReopenCustomer(Problem):
    """It is not closed."""

    code = "unable-to-reopen-customer"


@transaction.atomic
def close_customer(*, number: int, reason: str, by: Viewer, at: datetime) -> None:
    """Close a customer: it stays, with its history, and takes no new contacts.

    Denied, NotFound, UnableToCloseCustomer.
    """
    check_close_customers(by)
    customer = checking.locked_customer(number)
    why = kept_line(reason, field="reason", most=500, refusal=UnableToCloseCustomer, needed=True)
    if customer.closed_at is not None:
        raise UnableToCloseCustomer(_("This customer is closed already."))
    customer.closed_at = at
    customer.version += 1
    customer.save(update_fields=["closed_at", "version"])
    record(verb="customer.close", subject=("customer", number), actor=by.actor, at=at, facts={"reason": why})


@transaction.atomic
def reopen_customer(*, number: int, by: Viewer, at: datetime) -> None:
    """Open a closed customer again; Denied, NotFound, UnableToReopenCustomer."""
    check_close_customers(by)
    customer = checking.locked_customer(number)
    if customer.closed_at is None:
        raise UnableToReopenCustomer(_("This customer is not closed."))
    customer.closed_at = None
    customer.version += 1
    customer.save(update_fields=["closed_at", "version"])
    record(verb="customer.reopen", subject=("customer", number), actor=by.actor, at=at)
