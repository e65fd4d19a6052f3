"""Pages about customers: those of the customer, of the people there, and of how we met."""

from __future__ import annotations

from makegood.customers.views import telling as telling  # registers the sentences
from makegood.customers.views.contacts import contact_add, contact_change, contact_erase, contact_left
from makegood.customers.views.customers import add, change, close, customer, customers, owner, reopen
from makegood.customers.views.touchpoints import touchpoint_add, touchpoint_correct, touchpoints

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
    "touchpoint_correct",
    "touchpoints",
]
