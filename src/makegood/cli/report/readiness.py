"""Readiness: week by week, the chance that each team can give what it owes by then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from makegood.cli.view import View
from makegood.engine.results import TeamForecast, TeamWeek
from makegood.engine.settings import Thresholds

WEEKS = 12
"""A quarter: what a weekly meeting can still change."""
Strain = Literal["ready", "tight", "short", "away"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One team in one week."""

    strain: Strain
    word: str
    ready: str
    booked: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamRow:
    """One team over the weeks, and its worst week in words."""

    team: str
    strain: Strain
    verdict: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """The head of a column: the number of the week and the day it begins."""

    number: str
    start: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Readiness:
    """All teams, the tightest first."""

    weeks: tuple[Week, ...]
    teams: tuple[TeamRow, ...]

    @property
    def ready(self) -> int:
        """How many teams are ready in every week."""
        return sum(row.strain == "ready" for row in self.teams)

    @property
    def not_ready(self) -> tuple[str, ...]:
        """The other teams, the tightest first."""
        return tuple(row.team for row in self.teams if row.strain != "ready")


def readiness_of(view: View, thresholds: Thresholds) -> Readiness:
    """Return the readiness of all teams over the next :data:`WEEKS` weeks."""
    teams = sorted(view.forecast.teams, key=lambda team: (_worst(team).readiness, team.team) if team.weeks else (2, ""))
    heads = tuple(_head(view, week) for week in _ahead(teams[0])) if teams else ()
    return Readiness(weeks=heads, teams=tuple(_row(view, team, thresholds) for team in teams if team.weeks))


def strain_of(week: TeamWeek, thresholds: Thresholds) -> Strain:
    """Return how tight a week is, by the same thresholds as promises."""
    if week.load is None and week.p_overload == 0:
        return "away"
    if week.readiness >= thresholds.green:
        return "ready"
    return "tight" if week.readiness >= thresholds.amber else "short"


def words_of(view: View) -> dict[Strain, str]:
    """Return what each strain is called."""
    return {
        "ready": view.say("ready"),
        "tight": view.say("tight"),
        "short": view.say("short"),
        "away": view.say("away"),
    }


def _ahead(team: TeamForecast) -> Sequence[TeamWeek]:
    return team.weeks[:WEEKS]


def _worst(team: TeamForecast) -> TeamWeek:
    return min(_ahead(team), key=lambda week: (week.readiness, -(week.load or 0.0), week.start))


def _head(view: View, week: TeamWeek) -> Week:
    number = view.say("W{week:plain}", week=week.start.isocalendar().week)
    return Week(number=number, start=view.day(week.start))


def _row(view: View, team: TeamForecast, thresholds: Thresholds) -> TeamRow:
    worst = _worst(team)
    strain = strain_of(worst, thresholds)
    return TeamRow(
        team=view.terminal.safe(team.team),
        strain="ready" if strain == "away" else strain,
        verdict=_verdict(view, worst, strain),
        cells=tuple(_cell(view, week, thresholds) for week in _ahead(team)),
    )


def _verdict(view: View, worst: TeamWeek, strain: Strain) -> str:
    if strain in ("ready", "away"):
        return ""
    number = worst.start.isocalendar().week
    return view.say("tightest by week {week:plain}: {ready:percent} ready", week=number, ready=worst.readiness)


def _cell(view: View, week: TeamWeek, thresholds: Thresholds) -> Cell:
    strain = strain_of(week, thresholds)
    booked = view.terminal.glyphs.dash if week.load is None else view.share(week.load)
    return Cell(strain=strain, word=words_of(view)[strain], ready=view.share(week.readiness), booked=booked)
