"""Who may see customers, and who may change what about them."""

from __future__ import annotations

from django.utils.translation import gettext as _

from makegood.foundation.actors import EVERYONE, Viewer
from makegood.foundation.errors import Denied, is_admitted
from makegood.people.states import Function

CHANGES = frozenset(
    {Function.SALES, Function.CUSTOMER_SUCCESS, Function.SUPPORT, Function.OPERATIONS, Function.ADMINISTRATOR}
)
CLOSES = frozenset({Function.CUSTOMER_SUCCESS, Function.ADMINISTRATOR})
ERASES = frozenset({Function.LEGAL, Function.ADMINISTRATOR})


def check_see_customers(viewer: Viewer) -> None:
    """Admit all staff; Denied."""
    if EVERYONE not in viewer.audiences:
        raise Denied(_("Only staff may see customers."))


def check_change_customers(viewer: Viewer) -> None:
    """Admit who works with customers: add and change them, their contacts and touchpoints; Denied."""
    check_see_customers(viewer)
    if CHANGES.isdisjoint(viewer.functions):
        raise Denied(
            _("Only sales, customer success, support, operations and administrators may add or change customers.")
        )


def check_close_customers(viewer: Viewer) -> None:
    """Admit who may close a customer and reopen it; Denied."""
    check_see_customers(viewer)
    if CLOSES.isdisjoint(viewer.functions):
        raise Denied(_("Only customer success and administrators may close or reopen customers."))


def check_erase_contacts(viewer: Viewer) -> None:
    """Admit who answers a request to be forgotten; Denied."""
    check_see_customers(viewer)
    if ERASES.isdisjoint(viewer.functions):
        raise Denied(_("Only legal and administrators may erase the data of a contact."))


def can_see_customers(viewer: Viewer) -> bool:
    """Return whether the viewer may see customers."""
    return is_admitted(check_see_customers, viewer)


def can_change_customers(viewer: Viewer) -> bool:
    """Return whether the viewer may add and change customers, contacts and touchpoints."""
    return is_admitted(check_change_customers, viewer)


def can_close_customers(viewer: Viewer) -> bool:
    """Return whether the viewer may close a customer and reopen it."""
    return is_admitted(check_close_customers, viewer)


def can_erase_contacts(viewer: Viewer) -> bool:
    """Return whether the viewer may erase a contact."""
    return is_admitted(check_erase_contacts, viewer)
