"""Inviting people, and joining by an invitation."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from makegood.foundation.actors import Actor, Viewer
from makegood.foundation.errors import NotFound, Problem
from makegood.foundation.history.services import record
from makegood.foundation.mail.services import send_later
from makegood.people.models import Invitation, User
from makegood.people.policies import check_keep_accounts
from makegood.people.queries import digest_of, has_people
from makegood.people.services.accounts import add_person, clean_address, clean_functions, clean_name
from makegood.people.states import Function

VALID_FOR = timedelta(days=7)


class UnableToInvite(Problem):
    """The person has an account, or no function was given."""

    code = "unable-to-invite"


class UnableToJoin(Problem):
    """The invitation was taken up, withdrawn or has expired."""

    code = "unable-to-join"


@transaction.atomic
def invite_person(*, email: str, name: str, functions: Collection[str], by: Viewer, at: datetime) -> str:
    """Send an invitation by mail and return the secret of its link; an earlier one to the same address ends.

    Denied, UnableToInvite, UnableToAddPerson for a field at fault.
    """
    check_keep_accounts(by)
    address, called, able = clean_address(email), clean_name(name), clean_functions(functions)
    if not able:
        raise UnableToInvite(_("Choose at least one function."), field="functions")
    if User.objects.filter(email=address).exists():
        raise UnableToInvite(_("Somebody with this address has an account already."), field="email")
    token, invitation = _invite(address, called, able, by.number, at)
    text = _(
        "Hello %(name)s,\n\n%(inviter)s invites you to Makegood, which keeps the promises made to customers.\n\n"
        "Make your account within seven days:\n%(link)s\n\nIf you did not expect this, ignore it."
    ) % {"name": called, "inviter": by.name, "link": f"{settings.PUBLIC_ADDRESS}/welcome/{token}/"}
    send_later(to=address, subject=_("Your account at Makegood"), text=text, at=at)
    facts = {"email": address, "name": called, "functions": able}
    record(verb="person.invite", subject=("invitation", invitation), actor=by.actor, at=at, facts=facts,
           audience="function:administrator")  # fmt: skip
    return token


@transaction.atomic
def invite_first_administrator(*, at: datetime) -> str | None:
    """Return the secret of a link by which the first administrator makes an account; None where anybody has one.

    Only the newest of these links works.
    """
    if has_people():
        return None
    token, _invitation = _invite("", "", [Function.ADMINISTRATOR.value], None, at)
    return token


@transaction.atomic
def withdraw_invitation(*, number: int, by: Viewer, at: datetime) -> None:
    """Let a link work no more; Denied, NotFound where it was taken up or is gone."""
    check_keep_accounts(by)
    changed = Invitation.objects.filter(pk=number, ended_at__isnull=True).update(ended_at=at)
    if not changed:
        raise NotFound(_("There is no such invitation."))
    record(verb="person.uninvite", subject=("invitation", number), actor=by.actor, at=at,
           audience="function:administrator")  # fmt: skip


@transaction.atomic
def join(*, token: str, email: str, name: str, password: str, at: datetime, language: str = "", zone: str = "") -> int:
    """Make the account that an invitation is for and return its number; ``email`` counts for the first one only.

    UnableToJoin where the link does not work any more; UnableToAddPerson names a field at fault.
    """
    invitation = (
        Invitation.objects.select_for_update()
        .filter(digest=digest_of(token), ended_at__isnull=True, expires_at__gt=at)
        .first()
    )
    if invitation is None or (not invitation.email and has_people()):
        raise UnableToJoin(_("This link has been used, withdrawn or has expired. Ask for another one."))
    Invitation.objects.filter(pk=invitation.pk).update(ended_at=at)
    return add_person(
        email=invitation.email or email,
        name=name,
        functions=invitation.functions,
        password=password,
        by=Actor("person", 0, name),
        at=at,
        language=language,
        zone=zone,
    )


def _invite(email: str, name: str, functions: list[str], by: int | None, at: datetime) -> tuple[str, int]:
    Invitation.objects.filter(email=email, ended_at__isnull=True).update(ended_at=at)
    token = secrets.token_urlsafe(32)
    made = Invitation.objects.create(
        email=email,
        name=name,
        functions=functions,
        digest=digest_of(token),
        invited_by_id=by,
        made_at=at,
        expires_at=at + VALID_FOR,
    )
    return token, made.pk
