"""What people do in a company, and what may become of an account."""

from __future__ import annotations

from enum import StrEnum


class Function(StrEnum):
    """A function of the company; a person may have several."""

    SALES = "sales"
    PRODUCT = "product"
    OPERATIONS = "operations"
    CUSTOMER_SUCCESS = "customer-success"
    SUPPORT = "support"
    EXECUTIVE = "executive"
    LEGAL = "legal"
    ADMINISTRATOR = "administrator"


NEVER_LENT = frozenset({Function.ADMINISTRATOR})
"""Functions that a colleague who stands in does not get: whoever keeps the keys names another keeper instead."""
