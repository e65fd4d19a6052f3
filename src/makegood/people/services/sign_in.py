"""What happens around signing in: ending sessions, joining through another provider, and when a token was used."""

from __future__ import annotations

from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils.translation import gettext as _

from makegood.foundation.actors import Actor, Viewer
from makegood.foundation.errors import NotFound
from makegood.foundation.history.services import record
from makegood.people.models import ApiToken, Invitation, User
from makegood.people.services.accounts import add_person

NOTED_EVERY = timedelta(minutes=10)


@transaction.atomic
def end_session(*, number: int, by: Viewer, at: datetime) -> None:
    """Sign the viewer out on another device; NotFound where the session is not theirs."""
    session = UserSession.objects.filter(pk=number, user=by.number).first()
    if session is None:
        raise NotFound(_("There is no such session."))
    session.end()
    record(verb="session.end", subject=("person", by.number), actor=by.actor, at=at,
           audience=f"person:{by.number}")  # fmt: skip


@transaction.atomic
def join_by_provider(*, email: str, at: datetime) -> User | None:
    """Return the open account with an address that a provider vouches for; made where the address is invited.

    None where the address is unknown or its account is closed: whoever a provider knows is not for that reason staff.
    """
    address = email.strip().lower()
    person = User.objects.filter(email=address).first()
    if person is not None:
        return person if person.is_active else None
    invitation = Invitation.objects.filter(email=address, ended_at__isnull=True, expires_at__gt=at).first()
    if invitation is None or not address:
        return None
    number = add_person(
        email=address,
        name=invitation.name,
        functions=invitation.functions,
        password=None,
        by=Actor("person", 0, invitation.name),
        at=at,
    )
    return User.objects.get(pk=number)


def note_token_use(*, number: int, at: datetime) -> None:
    """Note that a token was used, at most every ten minutes: a read should not have to write."""
    ApiToken.objects.filter(pk=number).exclude(used_at__gt=at - NOTED_EVERY).update(used_at=at)
