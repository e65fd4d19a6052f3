"""Every room's models, gathered where Django looks for them."""

from __future__ import annotations

from makegood.foundation.history.models import Body, Entry
from makegood.people.models import User

__all__ = ["Body", "Entry", "User"]
