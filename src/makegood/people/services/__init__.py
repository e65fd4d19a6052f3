"""What can be done with accounts, by verb."""

from __future__ import annotations

from makegood.people.services.accounts import (
    UnableToAddPerson,
    UnableToChangePerson,
    add_person,
    change_own_settings,
    change_person,
    close_account,
    open_account,
    reopen_account,
    set_password,
)
from makegood.people.services.away import UnableToSendAway, come_back, send_away
from makegood.people.services.invitations import (
    UnableToInvite,
    UnableToJoin,
    invite_first_administrator,
    invite_person,
    join,
    withdraw_invitation,
)
from makegood.people.services.sessions import forget_sessions
from makegood.people.services.sign_in import end_session, join_by_provider, note_token_use
from makegood.people.services.tokens import UnableToMakeToken, make_token, revoke_token
from makegood.people.services.views import UnableToKeepView, forget_view, keep_view

__all__ = [
    "UnableToAddPerson",
    "UnableToChangePerson",
    "UnableToInvite",
    "UnableToJoin",
    "UnableToKeepView",
    "UnableToMakeToken",
    "UnableToSendAway",
    "add_person",
    "change_own_settings",
    "change_person",
    "close_account",
    "come_back",
    "end_session",
    "forget_sessions",
    "forget_view",
    "invite_first_administrator",
    "invite_person",
    "join",
    "join_by_provider",
    "keep_view",
    "make_token",
    "note_token_use",
    "open_account",
    "reopen_account",
    "revoke_token",
    "send_away",
    "set_password",
    "withdraw_invitation",
]
