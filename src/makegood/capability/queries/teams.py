"""Reading teams: typed rows, scoped to the viewer, each in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, F, FloatField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from makegood.capability.models import Absence, CapacityChange, Team
from makegood.capability.states import USUAL_SHARE
from makegood.foundation.actors import EVERYONE, Viewer
from makegood.foundation.errors import NotFound
from makegood.foundation.history.queries import Event, stories
from makegood.foundation.pages import Page, matching, ordered, part_of

SOON = timedelta(days=30)
"""Absences that begin within this long are counted in the list of teams."""
STATES = {"open": Q(closed_at=None), "closed": Q(closed_at__isnull=False), "all": Q()}
ORDERS = {
    "name": (F("words"), F("pk")),
    "slots": (F("slots_now"), F("words"), F("pk")),
    "share": (F("available_share"), F("words"), F("pk")),
}


@dataclass(frozen=True, slots=True)
class TeamRow:
    """One team; ``slots_now`` counts changes that hold today, ``absences`` those of today and of the next 30 days."""

    number: int
    key: str
    name: str
    zone: str
    slots: float
    slots_now: float
    hours_per_day: tuple[float, ...]
    country: str
    region: str
    available_share: float | None
    absences: int
    closed_at: datetime | None
    made_at: datetime
    version: int

    @property
    def share(self) -> float:
        """Return the share of the hours that is left for promised work."""
        return USUAL_SHARE if self.available_share is None else self.available_share

    @property
    def week_hours(self) -> float:
        """Return the working hours of one slot in a week."""
        return sum(self.hours_per_day)

    @property
    def promisable_hours(self) -> float:
        """Return the hours of a week without holidays and absences that can be promised today."""
        return self.slots_now * self.week_hours * self.share


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """From ``start`` on the team has ``slots`` slots."""

    number: int
    team: int
    start: date
    slots: float
    note: str


@dataclass(frozen=True, slots=True)
class AbsenceRow:
    """From ``start`` to ``end``, both included, ``slots`` slots are away; all of them where None."""

    number: int
    team: int
    team_name: str
    start: date
    end: date
    slots: float | None
    note: str
    version: int


@dataclass(frozen=True, slots=True)
class TeamDetail:
    """A team with its planned changes and all its absences, each in the order of their days."""

    row: TeamRow
    changes: tuple[ChangeRow, ...]
    absences: tuple[AbsenceRow, ...]


def team_page(
    viewer: Viewer,
    *,
    today: date,
    text: str = "",
    state: str = "open",
    sort: str = "name",
    page: int = 1,
    size: int = 50,
) -> Page[TeamRow]:
    """Return one page of teams that match every filter, in two queries; what can't be understood is the default."""
    found = _with_figures(visible_teams(viewer), today).filter(matching(text), STATES.get(state, STATES["open"]))
    rows, total = part_of(found.order_by(*ordered(ORDERS, sort, default="name")), number=page, size=size)
    return Page(tuple(_row(team) for team in rows), total, max(page, 1), size)


def find_team(number: int, viewer: Viewer, *, today: date) -> TeamDetail:
    """Return one team whole, in three queries; NotFound."""
    team = _with_figures(visible_teams(viewer), today).filter(pk=number).first()
    if team is None:
        raise NotFound(_("There is no such team."))
    changes = CapacityChange.objects.filter(team=number).order_by("start")
    absences = Absence.objects.filter(team=number).select_related("team").order_by("start", "end", "pk")
    return TeamDetail(_row(team), tuple(map(change_row, changes)), tuple(map(absence_row, absences)))


def team_choices(viewer: Viewer) -> tuple[tuple[int, str], ...]:
    """Return number and name of every open team, by name."""
    return tuple(visible_teams(viewer).filter(closed_at=None).order_by("words", "pk").values_list("pk", "name"))


def team_names(numbers: Collection[int]) -> dict[int, str]:
    """Return what teams are called, by number."""
    return dict(Team.objects.filter(pk__in=numbers).values_list("pk", "name"))


def find_change(number: int, viewer: Viewer) -> ChangeRow:
    """Return one planned change; NotFound."""
    found = CapacityChange.objects.filter(pk=number, team__in=visible_teams(viewer)).first()
    if found is None:
        raise NotFound(_("There is no such change of capacity."))
    return change_row(found)


def find_absence(number: int, viewer: Viewer) -> AbsenceRow:
    """Return one absence; NotFound."""
    found = Absence.objects.select_related("team").filter(pk=number, team__in=visible_teams(viewer)).first()
    if found is None:
        raise NotFound(_("There is no such absence."))
    return absence_row(found)


def absence_page(
    viewer: Viewer, *, since: date, text: str = "", team: int | None = None, page: int = 1, size: int = 50
) -> Page[AbsenceRow]:
    """Return one page of the absences that are not over ``since`` that day, the next first; closed teams have none.

    ``text`` matches the names of teams.
    """
    teams = visible_teams(viewer).filter(matching(text), closed_at=None)
    found = Absence.objects.filter(team__in=teams, end__gte=since)
    if team is not None:
        found = found.filter(team=team)
    rows, total = part_of(found.select_related("team").order_by("start", "end", "pk"), number=page, size=size)
    return Page(tuple(map(absence_row, rows)), total, max(page, 1), size)


def team_story(number: int, viewer: Viewer, limit: int = 100) -> list[Event]:
    """Return what happened to a team, newest first, as far as the viewer may know."""
    return stories(subjects={"team": [number]}, viewer=viewer, limit=limit)


def team_keys(viewer: Viewer) -> tuple[tuple[str, str], ...]:
    """Return key and name of every open team, by name: forecasts name teams by their keys."""
    return tuple(visible_teams(viewer).filter(closed_at=None).order_by("words", "pk").values_list("key", "name"))


def visible_teams(viewer: Viewer) -> QuerySet[Team]:
    """Return the teams that a viewer may know of."""
    return Team.objects.all() if EVERYONE in viewer.audiences else Team.objects.none()


def change_row(change: CapacityChange) -> ChangeRow:
    """Return a planned change as a row."""
    return ChangeRow(change.pk, change.team_id, change.start, change.slots, change.note)


def absence_row(absence: Absence) -> AbsenceRow:
    """Return an absence that was read with its team as a row."""
    return AbsenceRow(
        number=absence.pk,
        team=absence.team_id,
        team_name=absence.team.name,
        start=absence.start,
        end=absence.end,
        slots=absence.slots,
        note=absence.note,
        version=absence.version,
    )


def _with_figures(teams: QuerySet[Team], today: date) -> QuerySet[Team]:
    held = CapacityChange.objects.filter(team=OuterRef("pk"), start__lte=today).order_by("-start").values("slots")[:1]
    soon = Q(absences__end__gte=today, absences__start__lte=today + SOON)
    return teams.annotate(
        slots_now=Coalesce(Subquery(held), F("slots"), output_field=FloatField()),
        away=Count("absences", filter=soon),
    )


def _row(team: Team) -> TeamRow:
    return TeamRow(
        number=team.pk,
        key=team.key,
        name=team.name,
        zone=team.zone,
        slots=team.slots,
        slots_now=float(getattr(team, "slots_now", team.slots)),
        hours_per_day=tuple(map(float, team.hours_per_day)),
        country=team.country,
        region=team.region,
        available_share=team.available_share,
        absences=getattr(team, "away", 0),
        closed_at=team.closed_at,
        made_at=team.made_at,
        version=team.version,
    )
