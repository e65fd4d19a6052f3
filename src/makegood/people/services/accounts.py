"""Making, changing and closing accounts."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from zoneinfo import available_timezones

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from makegood.foundation.actors import Actor, Viewer
from makegood.foundation.errors import NotFound, Problem
from makegood.foundation.history.services import record
from makegood.foundation.search.services import index
from makegood.foundation.texts import clean, clean_line
from makegood.foundation.versions import changes_between, check_version
from makegood.people.models import Delegation, Invitation, User
from makegood.people.policies import check_keep_accounts
from makegood.people.states import Function

NAME_LENGTH = 120


class UnableToAddPerson(Problem):
    """What was given can't be an account; ``field`` says what is wrong."""

    code = "unable-to-add-person"


class UnableToChangePerson(Problem):
    """The change would leave the house without an administrator, or make no sense."""

    code = "unable-to-change-person"


@transaction.atomic
def add_person(
    *,
    email: str,
    name: str,
    functions: Collection[str],
    password: str | None,
    by: Actor,
    at: datetime,
    language: str = "",
    zone: str = "",
) -> int:
    """Make an account and return its number; without a ``password`` only another provider can sign the person in.

    UnableToAddPerson names the field at fault. Whether ``by`` may do so is for the caller's policy.
    """
    person = User(
        email=clean_address(email),
        name=clean_name(name),
        functions=clean_functions(functions),
        language=clean_language(language or settings.LANGUAGE_CODE),
        zone=clean_zone(zone or settings.DEFAULT_ZONE),
        made_at=at,
    )
    if User.objects.filter(email=person.email).exists():
        raise UnableToAddPerson(_("Somebody with this address has an account already."), field="email")
    _give_password(person, password)
    person.save(force_insert=True)
    Invitation.objects.filter(email=person.email, ended_at__isnull=True).update(ended_at=at)
    _index(person)
    facts = {"name": person.name, "email": person.email, "functions": person.functions}
    record(verb="person.add", subject=("person", person.pk), actor=by, at=at, facts=facts)
    return person.pk


@transaction.atomic
def change_person(
    *, number: int, version: int, name: str, functions: Collection[str], by: Viewer, at: datetime
) -> None:
    """Change a name and functions; Denied, NotFound, Stale, UnableToChangePerson.

    A change that changes nothing leaves no trace.
    """
    check_keep_accounts(by)
    person = locked(number)
    known = {"name": clean_name(name), "functions": clean_functions(functions)}
    _change(person, version, known, verb="person.change", by=by, at=at)


@transaction.atomic
def change_own_settings(*, version: int, name: str, language: str, zone: str, by: Viewer, at: datetime) -> None:
    """Let people change their own name, language and time zone, as read in ``version``.

    Stale; UnableToAddPerson names a field at fault. A change that changes nothing leaves no trace.
    """
    person = locked(by.number)
    known = {"name": clean_name(name), "language": clean_language(language), "zone": clean_zone(zone)}
    _change(person, version, known, verb="person.settings", by=by, at=at)


@transaction.atomic
def close_account(*, number: int, by: Actor, at: datetime, reason: str = "") -> None:
    """Let somebody sign in no more; what they did stays. NotFound; UnableToChangePerson for the last administrator."""
    person = locked(number)
    if not person.is_active:
        return
    person.is_active = False
    if Function.ADMINISTRATOR in person.functions:
        _keep_an_administrator(person)
    person.version += 1
    person.save(update_fields=["is_active", "version"])
    person.tokens.filter(revoked_at__isnull=True).update(revoked_at=at)
    for session in UserSession.objects.filter(user=person):
        session.end()  # else whoever was signed in would be again once it is reopened
    _stand_in_no_more(person, by, at)
    record(verb="person.close", subject=("person", number), actor=by, at=at, facts={"reason": clean_line(reason)})


@transaction.atomic
def reopen_account(*, number: int, by: Viewer, at: datetime) -> None:
    """Let somebody sign in again; Denied, NotFound."""
    check_keep_accounts(by)
    person = locked(number)
    if person.is_active:
        return
    person.is_active = True
    person.version += 1
    person.save(update_fields=["is_active", "version"])
    record(verb="person.reopen", subject=("person", number), actor=by.actor, at=at)


@transaction.atomic
def set_password(*, email: str, password: str, by: Actor, at: datetime) -> None:
    """Give somebody a new password, which ends their sessions; NotFound; UnableToAddPerson where it is too weak."""
    person = User.objects.select_for_update().filter(email=email.strip().lower()).first()
    if person is None:
        raise NotFound(_("There is no such person."))
    _give_password(person, password)
    person.save(update_fields=["password"])
    record(verb="person.password", subject=("person", person.pk), actor=by, at=at)


def open_account(number: int | None, *, refusal: type[Problem], field: str = "owner") -> int | None:
    """Return the number of somebody whose account is open, or None; ``refusal`` where it is not."""
    if number is not None and not User.objects.filter(pk=number, is_active=True).exists():
        raise refusal(_("Please choose somebody whose account is open."), field=field)
    return number


def locked(number: int) -> User:
    """Return the locked row of a person; NotFound."""
    person = User.objects.select_for_update().filter(pk=number).first()
    if person is None:
        raise NotFound(_("There is no such person."))
    return person


def clean_address(email: str) -> str:
    """Return a mail address as it is kept: in small letters, so that one person has one account."""
    address = clean_line(email, field="email").lower()
    try:
        validate_email(address)
    except ValidationError as error:
        raise UnableToAddPerson(_("This is not a mail address."), field="email") from error
    return address


def clean_name(name: str) -> str:
    """Return a name as it is kept; UnableToAddPerson where there is none or it is too long."""
    cleaned = clean_line(name, field="name")
    if not cleaned or len(cleaned) > NAME_LENGTH:
        raise UnableToAddPerson(_("A name is needed, of at most 120 characters."), field="name")
    return cleaned


def clean_functions(functions: Collection[str]) -> list[str]:
    """Return functions in the order of the house; UnableToAddPerson for one that does not exist."""
    unknown = set(functions) - set(Function)
    if unknown:
        raise UnableToAddPerson(_("There is no such function."), field="functions")
    return [function.value for function in Function if function in functions]


def clean_language(language: str) -> str:
    """Return a language that the house speaks; UnableToAddPerson."""
    if language not in dict(settings.LANGUAGES):
        raise UnableToAddPerson(_("Makegood does not speak this language."), field="language")
    return language


def clean_zone(zone: str) -> str:
    """Return a time zone of the IANA database; UnableToAddPerson."""
    if zone not in available_timezones():
        raise UnableToAddPerson(_("This is not a time zone such as Europe/Berlin."), field="zone")
    return zone


def _stand_in_no_more(person: User, by: Actor, at: datetime) -> None:
    """End the absences in which somebody would stand in whose account is closed: those away must name another one."""
    for absence in Delegation.objects.select_for_update().filter(delegate=person, ends_at__gt=at).order_by("pk"):
        if absence.begins_at < at:
            absence.ends_at = at
            absence.save(update_fields=["ends_at"])
        else:
            absence.delete()
        facts = {"delegate": person.name}
        record(verb="person.alone", subject=("person", absence.lender_id), actor=by, at=at, facts=facts)


def _change(person: User, version: int, known: Mapping[str, object], *, verb: str, by: Viewer, at: datetime) -> None:
    """Keep what was said of somebody who was read as ``version``, and that it was; Stale."""
    before = {name: getattr(person, name) for name in known}
    check_version(seen=version, current=person.version, wanted=known, now=before)
    changed = changes_between(before, known)
    if not changed:
        return
    for name, value in known.items():
        setattr(person, name, value)
    if Function.ADMINISTRATOR in before.get("functions", ()):
        _keep_an_administrator(person)
    person.version += 1
    person.save(update_fields=[*known, "version"])
    _index(person)
    record(verb=verb, subject=("person", person.pk), actor=by.actor, at=at, facts={"changed": changed})


def _give_password(person: User, password: str | None) -> None:
    if password is None:
        person.set_unusable_password()
        return
    clean(password, field="password")  # kept as it is typed, and refused where it can't be kept
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise UnableToAddPerson(" ".join(error.messages), field="password") from error
    person.set_password(password)


def _keep_an_administrator(person: User) -> None:
    """Refuse a change after which nobody could keep accounts."""
    if person.is_active and Function.ADMINISTRATOR in person.functions:
        return
    others = User.objects.select_for_update().filter(is_active=True).exclude(pk=person.pk)
    if not any(Function.ADMINISTRATOR in other.functions for other in others):
        raise UnableToChangePerson(_("This is the last administrator: name another one first."), field="functions")


def _index(person: User) -> None:
    index(
        kind="person",
        number=person.pk,
        title=person.name,
        text=person.email,
        address=f"/people/{person.pk}/",
    )
