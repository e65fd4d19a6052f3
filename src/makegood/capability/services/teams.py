"""Teams: adding them, changing what is known of them, closing and reopening them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any, TypedDict, Unpack

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from makegood.capability.models import Team
from makegood.capability.policies import check_change_capacity
from makegood.capability.services import checking
from makegood.capability.services.checking import Refusal
from makegood.capability.services.finding import index_teams
from makegood.capability.services.news import tell_forecasts
from makegood.capability.states import OFFICE_WEEK
from makegood.foundation.actors import Viewer
from makegood.foundation.errors import Problem
from makegood.foundation.history.services import record
from makegood.foundation.search.words import folded
from makegood.foundation.texts import kept_line
from makegood.foundation.versions import changes_between, check_version

MATTERS = frozenset({"key", "slots", "hours_per_day", "country", "region", "available_share"})
"""Fields that a forecast depends on."""
KEY, NAME = 80, 120


class UnableToAddTeam(Problem):
    """Something given can't be kept, or the key is taken; ``field`` names it."""

    code = "unable-to-add-team"


class UnableToChangeTeam(Problem):
    """Something given can't be kept, the key is taken, or the team is closed."""

    code = "unable-to-change-team"


class UnableToCloseTeam(Problem):
    """It is closed already, no reason was given, or it is not closed."""

    code = "unable-to-close-team"


class TeamFields(TypedDict, total=False):
    """What can be said about a team; what is left out stays as it is, or has its default."""

    key: str
    name: str
    zone: str
    slots: float
    hours_per_day: Sequence[float]
    country: str
    region: str
    available_share: float | None


@transaction.atomic
def add_team(*, by: Viewer, at: datetime, **fields: Unpack[TeamFields]) -> int:
    """Add a team with a name and slots at least; return its number. The key is the name where none is given.

    Denied, UnableToAddTeam.
    """
    check_change_capacity(by)
    team = Team(made_at=at, made_by_id=by.number, hours_per_day=list(OFFICE_WEEK), zone=by.zone)
    known = checked({"name": "", "slots": -1, **fields}, team, UnableToAddTeam)
    known["key"] = known.get("key") or known["name"][:KEY]
    apply(team, known)
    _keep(team, UnableToAddTeam)
    index_teams([team])
    tell_forecasts(teams=[team.pk], at=at)
    record(verb="team.add", subject=("team", team.pk), actor=by.actor, at=at, facts=known)
    return team.pk


@transaction.atomic
def change_team(*, number: int, version: int, by: Viewer, at: datetime, **fields: Unpack[TeamFields]) -> None:
    """Change what is given of a team that was read as ``version``.

    Denied, NotFound, Stale, UnableToChangeTeam. A change that changes nothing leaves no trace.
    """
    check_change_capacity(by)
    team = checking.locked_team(number, refusal=UnableToChangeTeam)
    before = values_of(team)
    known = checked(fields, team, UnableToChangeTeam)
    if not known.get("key", team.key):
        del known["key"]  # it has one, and work refers to it
    check_version(seen=version, current=team.version, wanted=known, now=before)
    changed = changes_between(before, known)
    if not changed:
        return
    apply(team, known)
    team.version += 1
    _keep(team, UnableToChangeTeam)
    index_teams([team])
    tell_forecasts(teams=[number] if MATTERS & changed.keys() else (), at=at)
    record(verb="team.change", subject=("team", number), actor=by.actor, at=at, facts={"changed": changed})


@transaction.atomic
def close_team(*, number: int, reason: str, by: Viewer, at: datetime) -> None:
    """Close a team: it stays with its history, and has no capacity from today on.

    Denied, NotFound, UnableToCloseTeam.
    """
    check_change_capacity(by)
    team = checking.locked_team(number, refusal=UnableToCloseTeam)
    why = kept_line(reason, field="reason", most=500, refusal=UnableToCloseTeam, needed=True)
    _set_closed(team, at)
    tell_forecasts(teams=[number], at=at)
    record(verb="team.close", subject=("team", number), actor=by.actor, at=at, facts={"reason": why})


@transaction.atomic
def reopen_team(*, number: int, by: Viewer, at: datetime) -> None:
    """Open a closed team again, with the capacity that it had; Denied, NotFound, UnableToCloseTeam."""
    check_change_capacity(by)
    team = checking.any_locked_team(number)
    if team.closed_at is None:
        raise UnableToCloseTeam(_("This team is not closed."))
    _set_closed(team, None)
    tell_forecasts(teams=[number], at=at)
    record(verb="team.reopen", subject=("team", number), actor=by.actor, at=at)


def checked(fields: TeamFields, team: Team, refusal: Refusal) -> dict[str, Any]:
    """Return what was given of ``team`` as it is kept, by field; ``refusal``."""
    checks: Mapping[str, Any] = {
        "key": partial(kept_line, field="key", most=KEY, refusal=refusal),
        "name": partial(kept_line, field="name", most=NAME, refusal=refusal, needed=True),
        "zone": partial(checking.zone, refusal=refusal),
        "slots": partial(checking.slots, refusal=refusal),
        "hours_per_day": partial(checking.hours_per_day, refusal=refusal),
        "country": partial(checking.country, refusal=refusal),
        "available_share": partial(checking.share, refusal=refusal),
    }
    known = {name: checks[name](value) for name, value in fields.items() if name in checks}
    if "country" in known or "region" in fields:
        country, region = known.get("country", team.country), fields.get("region", team.region)
        known["region"] = checking.region(region, country, refusal=refusal)
    return known


def apply(team: Team, known: Mapping[str, Any]) -> None:
    """Let ``team`` have these values."""
    for name, value in known.items():
        setattr(team, name, value)
    team.words = folded(f"{team.name} {team.key}")


def values_of(team: Team) -> dict[str, object]:
    """Return what a team has, by field."""
    return {name: getattr(team, name) for name in TeamFields.__annotations__}


def _set_closed(team: Team, at: datetime | None) -> None:
    team.closed_at = at
    team.version += 1
    team.save(update_fields=["closed_at", "version"])


def _keep(team: Team, refusal: Refusal) -> None:
    taken = refusal(_("Another team has this key."), field="key")
    if Team.objects.filter(key__iexact=team.key).exclude(pk=team.pk).exists():
        raise taken
    try:
        with transaction.atomic():
            team.save()
    except IntegrityError as error:  # somebody took the key since it was looked for
        raise taken from error
