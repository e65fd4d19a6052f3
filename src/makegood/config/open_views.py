"""Views that a stranger may open, each for a reason: everything else asks for a sign-in."""

from __future__ import annotations

OPEN_VIEWS: frozenset[str] = frozenset(
    {
        "account_login",
        "account_logout",
    }
)

OPEN_NAMESPACES: frozenset[str] = frozenset({"api-1"})
"""The interface for programs knows no sign-ins: each of its operations asks for a token and its scope. What describes
the interface (its page and the list of its operations) says nothing about the house."""
