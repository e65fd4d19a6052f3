"""What can be done with customers: one function for each verb."""

from __future__ import annotations

from makegood.customers.services.closing import (
    UnableToCloseCustomer,
    UnableToReopenCustomer,
    close_customer,
    reopen_customer,
)
from makegood.customers.services.contacts import (
    ContactFields,
    UnableToAddContact,
    UnableToChangeContact,
    add_contact,
    change_contact,
    contact_left,
)
from makegood.customers.services.customers import (
    CustomerFields,
    UnableToAddCustomer,
    UnableToChangeCustomer,
    add_customer,
    change_customer,
    change_owner,
)
from makegood.customers.services.erasing import UnableToEraseContact, erase_contact
from makegood.customers.services.finding import rebuild_search
from makegood.customers.services.touchpoints import (
    TouchpointFields,
    UnableToCorrectTouchpoint,
    UnableToLogTouchpoint,
    correct_touchpoint,
    log_touchpoint,
)

__all__ = [
    "ContactFields",
    "CustomerFields",
    "TouchpointFields",
    "UnableToAddContact",
    "UnableToAddCustomer",
    "UnableToChangeContact",
    "UnableToChangeCustomer",
    "UnableToCloseCustomer",
    "UnableToCorrectTouchpoint",
    "UnableToEraseContact",
    "UnableToLogTouchpoint",
    "UnableToReopenCustomer",
    "add_contact",
    "add_customer",
    "change_contact",
    "change_customer",
    "change_owner",
    "close_customer",
    "contact_left",
    "correct_touchpoint",
    "erase_contact",
    "log_touchpoint",
    "rebuild_search",
    "reopen_customer",
]
