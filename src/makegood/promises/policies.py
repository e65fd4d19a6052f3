"""Who may see promises, and who may do what with them."""

from __future__ import annotations

from django.utils.translation import gettext as _

from makegood.foundation.actors import EVERYONE, Viewer
from makegood.foundation.errors import Denied, is_admitted
from makegood.people.states import Function

CAPTURES = frozenset(
    {Function.SALES, Function.OPERATIONS, Function.PRODUCT, Function.CUSTOMER_SUCCESS, Function.SUPPORT,
     Function.ADMINISTRATOR}
)  # fmt: skip
COMMITS = frozenset({Function.SALES, Function.EXECUTIVE, Function.ADMINISTRATOR})
DELIVERS = frozenset({Function.OPERATIONS, Function.CUSTOMER_SUCCESS, Function.SUPPORT, Function.ADMINISTRATOR})
CANCELS = frozenset({Function.SALES, Function.CUSTOMER_SUCCESS, Function.EXECUTIVE, Function.ADMINISTRATOR})
CHECKS = frozenset({Function.PRODUCT, Function.OPERATIONS, Function.SUPPORT, Function.ADMINISTRATOR})


def check_see_promises(viewer: Viewer) -> None:
    """Admit all staff: everybody sees the same promises; Denied."""
    if EVERYONE not in viewer.audiences:
        raise Denied(_("Only staff may see promises."))


def check_capture(viewer: Viewer) -> None:
    """Admit who may write down and complete a promise; Denied."""
    _check(viewer, CAPTURES, _("Executives and legal read promises; the other functions write them down."))


def check_commit(viewer: Viewer) -> None:
    """Admit who may bind the company to a promise; Denied."""
    _check(viewer, COMMITS, _("Only sales, executives and administrators may commit to a promise."))


def check_deliver(viewer: Viewer) -> None:
    """Admit who may record that a promise was delivered, and how it was taken; Denied."""
    _check(viewer, DELIVERS, _("Only operations, customer success, support and administrators may record a delivery."))


def check_cancel(viewer: Viewer) -> None:
    """Admit who may record that a promise is cancelled; Denied."""
    _check(viewer, CANCELS, _("Only sales, customer success, executives and administrators may record a cancellation."))


def check_check_terms(viewer: Viewer) -> None:
    """Admit who may say that a term can be met; Denied."""
    _check(viewer, CHECKS, _("Only product, operations, support and administrators may check terms."))


def can_capture(viewer: Viewer) -> bool:
    """Return whether the viewer may write down and complete promises."""
    return is_admitted(check_capture, viewer)


def can_commit(viewer: Viewer) -> bool:
    """Return whether the viewer may commit to a promise."""
    return is_admitted(check_commit, viewer)


def can_deliver(viewer: Viewer) -> bool:
    """Return whether the viewer may record deliveries."""
    return is_admitted(check_deliver, viewer)


def can_cancel(viewer: Viewer) -> bool:
    """Return whether the viewer may record cancellations."""
    return is_admitted(check_cancel, viewer)


def can_check_terms(viewer: Viewer) -> bool:
    """Return whether the viewer may check terms."""
    return is_admitted(check_check_terms, viewer)


def _check(viewer: Viewer, admitted: frozenset[Function], reason: str) -> None:
    check_see_promises(viewer)
    if admitted.isdisjoint(viewer.functions):
        raise Denied(reason)
