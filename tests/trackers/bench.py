"""What every test of trackers needs: a company with promises and teams, and a connection."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from makegood.capability.models import Team
from makegood.foundation.actors import Viewer
from makegood.trackers.models import Tracker
from makegood.trackers.services import (
    connect_tracker,
    look_around,
    map_project,
    pull_next,
    pull_now,
    read_so,
    start_tracker,
)
from makegood.work.models import WorkItem
from tests.promises.desk import admin, customer, draft
from tests.staff import AT
from tests.trackers.outside import KEY, LittleRedmine, served
from tests.work.bench import team

READING: dict[str, Any] = {
    "named_by": "field",
    "promise_field": "1",
    "middle": "hours",
    "low": "",
    "high": "",
    "done_by": "ratio",
    "takes_start": False,
    "takes_order": True,
    "every_minutes": 15,
}


@dataclass
class Company:
    """A company whose work stands in a tracker at ``address``, whose projects are mapped each to a team of its own."""

    address: str
    by: Viewer = field(default_factory=admin)
    at: datetime = AT
    reading: dict[str, Any] = field(default_factory=dict)
    key: str = KEY
    projects: dict[int, str] = field(default_factory=lambda: {1: "Plant", 2: "Office"})

    def __post_init__(self) -> None:
        """Make promises P-1 and P-2, a team for each project, and start to pull."""
        of = customer(self.by)
        self.promises = {key: draft(self.by, of, key=key, title=key) for key in ("P-1", "P-2")}
        self.teams = {number: team(self.by, name) for number, name in self.projects.items()}
        self.number = connect_tracker(
            kind="redmine", name="Our Redmine", address=self.address, key=self.key, by=self.by, at=AT
        )
        read_so(number=self.number, version=0, by=self.by, at=AT, **{**READING, **self.reading})
        for project, of_team in self.teams.items():
            map_project(tracker=self.number, project=str(project), team=of_team, by=self.by, at=AT)
        start_tracker(number=self.number, by=self.by, at=AT)

    @property
    def tracker(self) -> Tracker:
        """Return the row of the connection."""
        return Tracker.objects.get(pk=self.number)

    def pull(self, *, whole: bool = False, later: timedelta = timedelta(minutes=15)) -> Tracker:
        """Let time pass until the next pull is due, and pull."""
        if whole:
            pull_now(number=self.number, by=self.by, at=self.at)
        self.at = max(self.at + later, self.tracker.next_at or self.at)
        assert pull_next(clock=lambda: self.at)
        return self.tracker


def kept() -> dict[str, tuple[Any, ...]]:
    """Return all work as it is kept, but for numbers of rows, by how the tracker names it."""
    return {
        item.external_id or item.name: (
            item.promise.key,
            item.name,
            item.team.name,
            item.p10,
            item.p50,
            item.p90,
            item.done_share,
            item.not_before,
            tuple(sorted(one.before.external_id or one.before.name for one in item.predecessors.all())),
        )
        for item in WorkItem.objects.select_related("promise", "team").prefetch_related("predecessors__before")
    }


def shown(by: Viewer, *, promise: str, at: datetime) -> int:
    """Let a connection be there that brought something, left something out, and fails now; return its number."""
    redmine = LittleRedmine()
    redmine.put(1, promise=promise, subject="Weld the frame", hours=16.0)
    redmine.put(2, subject="Tidy the yard")
    with served(redmine) as answering:
        number = connect_tracker(kind="redmine", name="Plant Redmine", address=answering, key=KEY, by=by, at=at)
        look_around(number=number, by=by, at=at)
        read_so(number=number, version=0, by=by, at=at, **READING)
        of_team = Team.objects.earliest("pk").pk
        map_project(tracker=number, project="1", team=of_team, by=by, at=at)
        start_tracker(number=number, by=by, at=at)
        assert pull_next(clock=lambda: at)
    later = at + timedelta(minutes=15)
    assert pull_next(clock=lambda: later)
    return number
