"""Who is who."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from makegood.foundation.actors import EVERYONE, Viewer
from makegood.foundation.errors import NotFound
from makegood.people.models import ApiToken, Delegation, Invitation, KeptView, User
from makegood.people.states import NEVER_LENT, Function

FUNCTION_NAMES = {
    Function.SALES: later("Sales"),
    Function.PRODUCT: later("Product"),
    Function.OPERATIONS: later("Operations"),
    Function.CUSTOMER_SUCCESS: later("Customer success"),
    Function.SUPPORT: later("Support"),
    Function.EXECUTIVE: later("Executive"),
    Function.LEGAL: later("Legal"),
    Function.ADMINISTRATOR: later("Administrator"),
}


ROOM_NAMES = {
    "customers": later("customers, contacts and touchpoints"),
    "glossary": later("the glossary"),
    "promises": later("promises"),
    "capability": later("what we are able to do"),
    "items": later("work"),
    "forecast": later("what can be promised"),
    "plans": later("ways back and decisions"),
    "revisions": later("revised promises"),
    "trackers": later("where work comes from"),
}
"""What the scopes of a token are about."""


def scope_name(scope: str) -> str:
    """Say in words what a scope lets a program do."""
    room, _colon, right = scope.partition(":")
    if room not in ROOM_NAMES:
        return scope
    said = _("Read: %(what)s") if right == "read" else _("Add and change: %(what)s")
    return said % {"what": ROOM_NAMES[room]}


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A member of staff; ``away_until`` is set while somebody stands in for them."""

    number: int
    name: str
    email: str
    functions: tuple[str, ...]
    language: str
    zone: str
    is_active: bool
    made_at: datetime
    version: int
    away_until: datetime | None = None
    delegate: str = ""


@dataclass(frozen=True, slots=True)
class InvitationRow:
    """An invitation that nobody has taken up yet."""

    number: int
    email: str
    name: str
    functions: tuple[str, ...]
    invited_by: str
    made_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class AbsenceRow:
    """Somebody is or will be away, and who stands in."""

    number: int
    lender: int
    lender_name: str
    delegate: int
    delegate_name: str
    begins_at: datetime
    ends_at: datetime

    @property
    def last_at(self) -> datetime:
        """Return a moment of the last day: the end itself may be the midnight after it."""
        return self.ends_at - timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class TokenRow:
    """A program's token, without the secret: nobody can read that again."""

    number: int
    name: str
    scopes: tuple[str, ...]
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None

    @property
    def scope_names(self) -> list[str]:
        """Return in words what it may do."""
        return [scope_name(scope) for scope in self.scopes]


@dataclass(frozen=True, slots=True)
class TokenViewer:
    """Whoever a token stands for, and what it may do of what they may."""

    token: int
    viewer: Viewer
    scopes: frozenset[str]


@dataclass(frozen=True, slots=True)
class SessionRow:
    """Where somebody is signed in."""

    number: int
    address: str
    browser: str
    made_at: datetime
    key: str


def viewer_of(user: User, *, at: datetime) -> Viewer:
    """Return ``user`` as one who looks ``at`` a moment, with their functions and those lent by colleagues away."""
    functions = frozenset(user.functions) | _lent_to(user, at)
    return Viewer(
        number=user.pk,
        name=user.name,
        functions=functions,
        audiences=frozenset({EVERYONE, f"person:{user.pk}", *(f"function:{name}" for name in functions)}),
        language=user.language,
        zone=user.zone,
    )


def find_viewer(number: int, *, at: datetime) -> Viewer:
    """Return an open account as one who looks; NotFound."""
    user = User.objects.filter(pk=number, is_active=True).first()
    if user is None:
        raise NotFound(_("There is no such person."))
    return viewer_of(user, at=at)


def _lent_to(user: User, at: datetime) -> frozenset[str]:
    lent = Delegation.objects.filter(
        delegate=user, begins_at__lte=at, ends_at__gt=at, lender__is_active=True
    ).values_list("lender__functions", flat=True)
    return frozenset(name for functions in lent for name in functions) - NEVER_LENT


def speaks_as(person: int, functions: Collection[str], *, at: datetime) -> list[int]:
    """Return in whose name somebody may act for one of some functions: their own, else of colleagues who are away.

    Empty where they may not at all.
    """
    own = User.objects.filter(pk=person, is_active=True).values_list("functions", flat=True).first()
    if own is not None and not set(functions).isdisjoint(own):
        return [person]
    lenders = Delegation.objects.filter(
        delegate=person, begins_at__lte=at, ends_at__gt=at, lender__is_active=True
    ).values_list("lender", "lender__functions")
    lent = set(functions) - NEVER_LENT
    return sorted({lender for lender, has in lenders.order_by("lender") if not lent.isdisjoint(has)})


def holders_of(function: str) -> list[tuple[int, str]]:
    """Return who has a function and an open account: number and name, by name."""
    people = User.objects.filter(is_active=True).order_by("name", "pk").values_list("pk", "name", "functions")
    return [(number, name) for number, name, functions in people if function in functions]


def digest_of(secret: str) -> str:
    """Return what is kept of a secret that is long and random: its SHA-256 in hexadecimal."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def viewer_by_token(secret: str, *, at: datetime) -> TokenViewer | None:
    """Return whom a program's token stands for; None where it is unknown, expired, revoked or of a closed account."""
    found = (
        ApiToken.objects.select_related("user")
        .filter(digest=digest_of(secret), revoked_at__isnull=True, expires_at__gt=at, user__is_active=True)
        .first()
    )
    return TokenViewer(found.pk, viewer_of(found.user, at=at), frozenset(found.scopes)) if found else None


def has_people() -> bool:
    """Say whether anybody has an account: where not, the first administrator is still to come."""
    return User.objects.exists()


def people_list(viewer: Viewer, *, at: datetime, text: str = "", function: str = "", state: str = "open",
                sort: str = "name") -> list[PersonRow]:  # fmt: skip
    """Return staff whom the viewer may see: everybody on staff sees everybody. ``state``: open, closed or all."""
    del viewer  # all staff see one another
    found = User.objects.all()
    if state != "all":
        found = found.filter(is_active=state == "open")
    if text:
        found = found.filter(Q(name__icontains=text) | Q(email__icontains=text))
    order = {"name": "name", "-name": "-name", "made": "made_at", "-made": "-made_at"}.get(sort, "name")
    away = {one.lender: one for one in absences(at=at) if one.begins_at <= at}
    rows = [_person(user, away.get(user.pk)) for user in found.order_by(order, "pk")]
    return [row for row in rows if not function or function in row.functions]


def find_person(number: int, viewer: Viewer, *, at: datetime) -> PersonRow:
    """Return one member of staff; NotFound where there is none."""
    del viewer  # all staff see one another
    user = User.objects.filter(pk=number).first()
    if user is None:
        raise NotFound(_("There is no such person."))
    away = next((one for one in absences(at=at, of=number) if one.begins_at <= at), None)
    return _person(user, away)


def people_choices(viewer: Viewer) -> list[tuple[int, str]]:
    """Return open accounts as number and name, by name: for a choice of an owner or a delegate."""
    del viewer  # all staff see one another
    return list(User.objects.filter(is_active=True).order_by("name", "pk").values_list("pk", "name"))


def everybody(viewer: Viewer) -> list[tuple[int, str]]:
    """Return all accounts as number and name, by name, closed ones as well: for a choice of who did something."""
    del viewer  # all staff see one another
    return list(User.objects.order_by("name", "pk").values_list("pk", "name"))


def person_names(numbers: Collection[int]) -> dict[int, str]:
    """Return what people are called, by number, whether their account is open or closed."""
    return dict(User.objects.filter(pk__in=numbers).values_list("pk", "name"))


def open_invitations(viewer: Viewer, *, at: datetime) -> list[InvitationRow]:
    """Return invitations that can still be taken up; none for whoever may not invite."""
    if Function.ADMINISTRATOR not in viewer.functions:
        return []
    found = Invitation.objects.select_related("invited_by").filter(ended_at__isnull=True, expires_at__gt=at)
    return [
        InvitationRow(
            number=one.pk,
            email=one.email,
            name=one.name,
            functions=tuple(one.functions),
            invited_by=one.invited_by.name if one.invited_by else "",
            made_at=one.made_at,
            expires_at=one.expires_at,
        )
        for one in found.exclude(email="").order_by("-made_at")
    ]


def find_invitation(token: str, *, at: datetime) -> InvitationRow | None:
    """Return the invitation that a link stands for, if it can still be taken up."""
    one = Invitation.objects.filter(digest=digest_of(token), ended_at__isnull=True, expires_at__gt=at).first()
    if one is None or (not one.email and has_people()):
        return None
    return InvitationRow(one.pk, one.email, one.name, tuple(one.functions), "", one.made_at, one.expires_at)


def absences(*, at: datetime, of: int | None = None) -> list[AbsenceRow]:
    """Return absences that have not ended ``at`` a moment, the next first; of one person or of all."""
    found = Delegation.objects.select_related("lender", "delegate").filter(ends_at__gt=at)
    if of is not None:
        found = found.filter(lender=of)
    return [
        AbsenceRow(
            number=one.pk,
            lender=one.lender_id,
            lender_name=one.lender.name,
            delegate=one.delegate_id,
            delegate_name=one.delegate.name,
            begins_at=one.begins_at,
            ends_at=one.ends_at,
        )
        for one in found.order_by("begins_at", "pk")
    ]


def own_tokens(viewer: Viewer, *, at: datetime) -> list[TokenRow]:
    """Return the viewer's tokens that still work."""
    found = ApiToken.objects.filter(user=viewer.number, revoked_at__isnull=True, expires_at__gt=at)
    return [
        TokenRow(one.pk, one.name, tuple(one.scopes), one.made_at, one.expires_at, one.used_at)
        for one in found.order_by("-made_at")
    ]


def own_sessions(viewer: Viewer) -> list[SessionRow]:
    """Return where the viewer is signed in, the latest first."""
    found = UserSession.objects.purge_and_list(User(pk=viewer.number))
    rows = [SessionRow(one.pk, one.ip, one.user_agent, one.created_at, one.session_key) for one in found]
    return sorted(rows, key=lambda row: row.made_at, reverse=True)


def kept_views(viewer: Viewer, page: str) -> Iterable[tuple[int, str, str]]:
    """Return the viewer's own views of a page as number, name and query, by name."""
    return KeptView.objects.filter(user=viewer.number, page=page).order_by("name").values_list("pk", "name", "query")


def _person(user: User, away: AbsenceRow | None) -> PersonRow:
    return PersonRow(
        number=user.pk,
        name=user.name,
        email=user.email,
        functions=tuple(user.functions),
        language=user.language,
        zone=user.zone,
        is_active=user.is_active,
        made_at=user.made_at,
        version=user.version,
        away_until=away.ends_at if away else None,
        delegate=away.delegate_name if away else "",
    )
