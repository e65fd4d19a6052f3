"""What the demo company can do: the teams, attributes and measurements of the terminal's demo folder."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from django.conf import settings

from makegood.capability import services
from makegood.capability.services import Observation
from makegood.capability.states import Sense
from makegood.config.demo.promises import Row, Tables
from makegood.foundation.actors import Viewer

PLANNED, FELL_ILL = timedelta(days=12), timedelta(days=5)
"""How long ago operations planned the weeks that come, and entered who is away just now."""


class Plant:
    """Writes down what each function of the demo company knows."""

    def __init__(self, tables: Tables, *, operations: Viewer, product: Viewer, support: Viewer) -> None:
        """Know the tables, and who fills in which."""
        self._tables = tables
        self._operations, self._product, self._support = operations, product, support
        self.teams: dict[str, int] = {}
        """The numbers of the teams by their keys."""

    def fill(self, *, since: datetime, at: datetime) -> None:
        """Fill in everything as it stands ``at`` a moment; teams are there ``since`` another."""
        self._add_teams(since)
        self._plan(at - PLANNED)
        self._state_attributes(since)
        self._measure(since, at)

    def _add_teams(self, since: datetime) -> None:
        for row in self._tables["teams.csv"]:
            self.teams[row["team"]] = services.add_team(
                name=row["team"],
                slots=float(row["slots"]),
                hours_per_day=[float(hours) for hours in row["hours_per_day"].split()],
                country=row["country"],
                region=row["region"],
                available_share=float(row["available_share"]) if row["available_share"] else None,
                by=self._operations,
                at=since,
            )

    def _plan(self, at: datetime) -> None:
        for row in self._tables["capacity.csv"]:
            team, start = self.teams[row["team"]], _day(row["from"])
            services.plan_capacity(team=team, start=start, slots=float(row["slots"]), by=self._operations, at=at)
        for row in self._tables["absences.csv"]:
            services.add_absence(
                team=self.teams[row["team"]],
                start=_day(row["from"]),
                end=_day(row["to"]),
                slots=float(row["slots"]) if row["slots"] else None,
                by=self._operations,
                at=at + PLANNED - FELL_ILL if is_running(row, (at + PLANNED).date()) else at,
            )

    def _state_attributes(self, since: datetime) -> None:
        for row in self._tables["attributes.csv"]:
            services.add_attribute(
                name=row["attribute"],
                value=row["value"],
                unit=row["unit"],
                available_from=_day(row["available_from"]) if row["available_from"] else None,
                available_p90=_day(row["available_p90"]) if row["available_p90"] else None,
                source=row["source"],
                by=self._product,
                at=since,
            )

    def _measure(self, since: datetime, at: datetime) -> None:
        levels = {row["measure"]: row for row in reversed(self._tables["service_levels.csv"])}
        rows = sorted(self._tables["measurements.csv"], key=lambda row: row["measure"])
        for name, measured in groupby(rows, key=lambda row: row["measure"]):
            level = levels[name]
            number = services.add_measure(
                name=name,
                unit=level["unit"],
                sense=Sense(level["operator"]),
                threshold=float(level["threshold"]),
                target=float(level["target"].rstrip(" %")) / 100,
                by=self._support,
                at=since,
            )
            observations = list(_observations(measured))
            services.measure(number=number, observations=observations, by=self._support, at=at)


def _observations(rows: Iterator[Row]) -> Iterator[Observation]:
    zone = ZoneInfo(settings.DEFAULT_ZONE)
    for row in rows:
        yield Observation(datetime.fromisoformat(row["at"]).replace(tzinfo=zone), float(row["value"]))


def is_running(absence: Row, today: date) -> bool:
    """Say whether an absence has begun and is not over: nobody had planned it."""
    return absence["from"] <= today.isoformat() <= absence["to"]


def _day(text: str) -> date:
    return date.fromisoformat(text)
