"""People of a made-up company, for tests that need somebody who does something."""

from __future__ import annotations

from datetime import UTC, datetime

from makegood.foundation.actors import Viewer
from makegood.people.models import User
from makegood.people.queries import viewer_of

AT = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)


def person(*functions: str, name: str = "Anna Berg", language: str = "en") -> Viewer:
    """Return a new member of staff with these functions."""
    email = f"{name.replace(' ', '.').lower()}.{User.objects.count()}@example.com"
    made = User.objects.create(email=email, name=name, functions=list(functions), language=language, made_at=AT)
    return viewer_of(made, at=AT)


GUEST = Viewer(0, "Guest", audiences=frozenset({"customer:1"}))
"""Somebody who is no member of staff."""
