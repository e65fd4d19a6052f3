"""Who may do what with accounts."""

from __future__ import annotations

from django.utils.translation import gettext as _

from makegood.foundation.actors import Viewer
from makegood.foundation.errors import Denied, is_admitted
from makegood.people.states import Function


def check_keep_accounts(viewer: Viewer) -> None:
    """Let administrators invite people, change what they do, and close accounts."""
    if Function.ADMINISTRATOR not in viewer.functions:
        raise Denied(_("Only an administrator may invite people and change what they do."))


def can_keep_accounts(viewer: Viewer) -> bool:
    """Say whether :func:`check_keep_accounts` would pass."""
    return is_admitted(check_keep_accounts, viewer)


def check_send_away(viewer: Viewer, lender: int) -> None:
    """Let people say for themselves who stands in for them, and administrators for whoever is already away."""
    if viewer.number != lender and Function.ADMINISTRATOR not in viewer.functions:
        raise Denied(_("Only the person who is away, or an administrator, may say who stands in."))
