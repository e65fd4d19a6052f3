"""Views that a stranger may open, each for a reason: everything else asks for a sign-in."""

from __future__ import annotations

OPEN_VIEWS: frozenset[str] = frozenset(
    {
        "account_login",
        "account_logout",
        "health_live",  # a supervisor has no account
        "health_ready",
    }
)
