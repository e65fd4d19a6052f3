"""Pages about people, by who uses them."""

from __future__ import annotations

from makegood.people.views import telling as telling  # registers the sentences
from makegood.people.views.accounts import change, close, invite, people, person, reopen, withdraw
from makegood.people.views.joining import join
from makegood.people.views.own import (
    back,
    own_away,
    own_security,
    own_settings,
    own_tokens,
    session_end,
    token_revoke,
    view_forget,
    view_keep,
)

__all__ = [
    "back",
    "change",
    "close",
    "invite",
    "join",
    "own_away",
    "own_security",
    "own_settings",
    "own_tokens",
    "people",
    "person",
    "reopen",
    "session_end",
    "token_revoke",
    "view_forget",
    "view_keep",
    "withdraw",
]
