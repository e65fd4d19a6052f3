"""What the promises of the company come to, at a glance: figures with a door behind each, and what to do now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from makegood.feasibility.queries import (
    Board,
    Exposed,
    Impact,
    Readiness,
    Wanted,
    Whole,
    impacts,
    readiness,
    whole,
    worst,
)
from makegood.feasibility.states import Standout, Status
from makegood.foundation.actors import Viewer
from makegood.promises.queries import finding_counts
from makegood.promises.states import Finding

IN_DANGER = 6
CUSTOMERS = 6
WEEKS = 12
DAYS = 30
TEAMS = 40
"""How many teams a page names; all of them are in the table that can be taken along."""


@dataclass(frozen=True, slots=True)
class Dashboard:
    """The dashboard; without a forecast, what needs one is empty."""

    whole: Whole | None
    danger: Board
    """What is in danger now, what hurts most first."""
    exposed: list[Exposed]
    ready: list[Readiness]
    impacts: list[Impact]
    until: date
    """The last day of what customers may see soon."""
    findings: Mapping[Finding, int]
    stands_out: Mapping[Standout, int]

    @property
    def ready_first(self) -> list[Readiness]:
        """Return the teams that the page has room for, the least ready."""
        return self.ready[:TEAMS]

    @property
    def ready_more(self) -> int:
        """Return how many teams there are besides."""
        return max(0, len(self.ready) - TEAMS)

    @property
    def teams_ready(self) -> int:
        """Return how many teams are ready in every week."""
        return sum(1 for team in self.ready if team.is_ready)

    @property
    def teams_over(self) -> list[str]:
        """Return the keys of the teams that are not."""
        return [team.team for team in self.ready if not team.is_ready]


def dashboard_of(viewer: Viewer, *, today: date) -> Dashboard:
    """Return what ``viewer`` sees of the whole; in a fixed number of queries."""
    now = whole(viewer, with_pending=False)
    red = 0 if now is None else now.sums.statuses.get(Status.RED, 0)
    danger = worst(viewer, Wanted(status=Status.RED), count=IN_DANGER, today=today, promises=red)
    until = today + timedelta(days=DAYS)
    return Dashboard(
        whole=now,
        danger=danger,
        exposed=[] if now is None else list(now.sums.exposed),
        ready=readiness(now, weeks=WEEKS),
        impacts=impacts(viewer, until=until, most=CUSTOMERS),
        until=until,
        findings=finding_counts(viewer, today=today),
        stands_out={} if now is None else now.sums.stands_out,
    )
