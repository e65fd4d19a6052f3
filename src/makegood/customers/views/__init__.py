"""Pages about customers: those of the customer, and those of the people there."""

from __future__ import annotations

from makegood.customers.views import telling as telling  # registers the sentences
from makegood.customers.views.contacts import contact_add, contact_change, contact_erase, contact_left, touchpoint_add
from makegood.customers.views.customers import add, change, close, customer, customers, owner, reopen

__all__ = [
    "add",
    "change",
    "close",
    "contact_add",
    "contact_change",
    "contact_erase",
    "contact_left",
    "customer",
    "customers",
    "owner",
    "reopen",
    "touchpoint_add",
]
