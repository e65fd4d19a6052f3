"""Tokens by which programs act for somebody."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from makegood.foundation.actors import Viewer
from makegood.foundation.errors import NotFound, Problem
from makegood.foundation.history.services import record
from makegood.foundation.texts import clean_line
from makegood.people.models import ApiToken
from makegood.people.queries import digest_of

PREFIX = "mg_"
LONGEST = timedelta(days=366)
NAME_LENGTH = 80


class UnableToMakeToken(Problem):
    """A name, a scope or a day is missing or makes no sense."""

    code = "unable-to-make-token"


@transaction.atomic
def make_token(*, name: str, scopes: Collection[str], expires_at: datetime, by: Viewer, at: datetime) -> str:
    """Make a token for a program of ``by`` and return its secret, which nobody can read again; UnableToMakeToken."""
    called = clean_line(name, field="name")
    if not called or len(called) > NAME_LENGTH:
        raise UnableToMakeToken(_("A name is needed, of at most 80 characters."), field="name")
    if not scopes or set(scopes) - set(settings.API_SCOPES):
        raise UnableToMakeToken(_("Choose what the program may do."), field="scopes")
    if not at < expires_at <= at + LONGEST:
        raise UnableToMakeToken(_("A token works for a year at most."), field="expires")
    secret = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        user_id=by.number,
        name=called,
        digest=digest_of(secret),
        scopes=sorted(scopes),
        made_at=at,
        expires_at=expires_at,
    )
    facts = {"name": called, "scopes": token.scopes, "expires": expires_at.isoformat()}
    record(verb="token.make", subject=("person", by.number), actor=by.actor, at=at, facts=facts,
           audience=f"person:{by.number}")  # fmt: skip
    return secret


@transaction.atomic
def revoke_token(*, number: int, by: Viewer, at: datetime) -> None:
    """Let one of the viewer's tokens work no more; NotFound where it is not theirs or has ended."""
    changed = ApiToken.objects.filter(pk=number, user=by.number, revoked_at__isnull=True).update(revoked_at=at)
    if not changed:
        raise NotFound(_("There is no such token."))
    record(verb="token.revoke", subject=("person", by.number), actor=by.actor, at=at, facts={"token": number},
           audience=f"person:{by.number}")  # fmt: skip
