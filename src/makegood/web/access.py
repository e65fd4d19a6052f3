"""Deny by default: a view without a word about who may open it is closed to everybody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from makegood.foundation.actors import Viewer

Check = Callable[[Viewer], None]
"""Raises ``Denied`` where the viewer may not come in."""
View = TypeVar("View", bound=Callable[..., Any])

ATTRIBUTE = "makegood_access"


def admits(check: Check) -> Callable[[View], View]:
    """Say who may open a view: ``check`` is a policy of its room. Signing in comes first."""

    def mark(view: View) -> View:
        setattr(view, ATTRIBUTE, check)
        return view

    return mark


def all_staff(viewer: Viewer) -> None:
    """Admit every member of staff who is signed in."""


def check_of(view: Callable[..., Any]) -> Check | None:
    """Return what a view said about who may open it; None where it said nothing."""
    check: Check | None = getattr(view, ATTRIBUTE, None)
    return check
