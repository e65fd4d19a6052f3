"""What the register, the work and the frozen forecasts say of some promises: in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import F, Min, Sum
from django.db.models.functions import Coalesce

from makegood.feasibility.models import Snapshot, Stamp
from makegood.feasibility.states import Status
from makegood.learning.states import Horizon
from makegood.promises.models import AgreedDate, Notice, Promise, PromiseTerm
from makegood.promises.states import TermKind
from makegood.work.models import WorkItem

ACCEPTED = ("accepted_on", "in_full", "documents_right", "condition_right")
SAID = ("day", "due", "p_kept", "p50", "p85", "p95")


@dataclass(frozen=True, slots=True)
class Frozen:
    """A forecast that was frozen."""

    horizon: Horizon
    day: date
    due: date
    p_kept: float
    p50: date | None
    p85: date | None
    p95: date | None


class Accepted(NamedTuple):
    """How one promise ended, or did not; None where nothing is known."""

    on: date | None
    in_full: bool | None
    documents_right: bool | None
    condition_right: bool | None
    state: str


@dataclass(slots=True)
class Facts:
    """All that is on record of what became of one promise."""

    number: int
    customer: int
    replanning_days: int
    parent: int | None
    state: str
    said_at: datetime
    seller: int | None
    accepted_on: date | None
    in_full: bool | None
    documents_right: bool | None
    condition_right: bool | None
    team: int | None = None
    kinds: set[str] = field(default_factory=set)
    agreed: list[tuple[date, str, datetime]] = field(default_factory=list)
    whole_agreed: list[tuple[date, str, datetime]] = field(default_factory=list)
    """The dates of the order that it was split off from."""
    told: list[tuple[date | None, datetime | None]] = field(default_factory=list)
    parts: list[Accepted] = field(default_factory=list)
    red_on: date | None = None
    frozen: list[Frozen] = field(default_factory=list)
    made: Frozen | None = None
    """What was stamped at the commitment, else the first forecast of all."""

    @property
    def accepted(self) -> Accepted:
        """How it ended itself, without its parts."""
        return Accepted(self.accepted_on, self.in_full, self.documents_right, self.condition_right, self.state)


def facts_of(numbers: Collection[int]) -> dict[int, Facts]:
    """Return what is on record of those of ``numbers`` that a customer relied on; in ten queries."""
    rows = Promise.objects.filter(pk__in=numbers, committed_at__isnull=False).values_list(
        "pk", "customer", "customer__replanning_days", "parent", "state", "said_at", "said_by", *ACCEPTED
    )
    found = {row[0]: Facts(*row) for row in rows}
    _agreed_and_told(found)
    _parts(found)
    _kinds_and_teams(found)
    _forecasts(found)
    return found


def _agreed_and_told(found: dict[int, Facts]) -> None:
    parts: dict[int, list[Facts]] = defaultdict(list)
    for facts in found.values():
        if facts.parent is not None:
            parts[facts.parent].append(facts)
    agreed = AgreedDate.objects.filter(promise__in=found.keys() | parts.keys()).order_by("at", "pk")
    for number, due, origin, at in agreed.values_list("promise", "due", "origin", "at"):
        for part in parts[number]:
            part.whole_agreed.append((due, origin, at))
        if number in found:
            found[number].agreed.append((due, origin, at))
    told = Notice.objects.filter(promise__in=found).order_by("told_at", "pk")
    for number, day, received in told.values_list("promise", "date_told", "received_at"):
        found[number].told.append((day, received))


def _parts(found: dict[int, Facts]) -> None:
    parts = Promise.objects.filter(parent__in=found, committed_at__isnull=False).order_by("pk")
    for number, *accepted in parts.values_list("parent", *ACCEPTED, "state"):
        if number is not None:
            found[number].parts.append(Accepted(*accepted))


def _kinds_and_teams(found: dict[int, Facts]) -> None:
    for number, kind in PromiseTerm.objects.filter(promise__in=found).values_list("promise", "kind").distinct():
        found[number].kinds.add(TermKind(kind))
    items = WorkItem.objects.filter(promise__in=found).order_by()
    hours = items.values("promise", "team").annotate(hours=Sum(Coalesce(F("p50"), 0.0)))
    most: dict[int, tuple[float, int]] = defaultdict(lambda: (-1.0, 0))
    for number, team, planned in hours.values_list("promise", "team", "hours"):
        most[number] = max(most[number], (planned, -team))
    for number, (_hours, team) in most.items():
        found[number].team = -team


def _forecasts(found: dict[int, Facts]) -> None:
    reds = Snapshot.objects.filter(promise__in=found, status=Status.RED).order_by().values("promise")
    for number, day in reds.annotate(first=Min("day")).values_list("promise", "first"):
        found[number].red_on = day
    known = Snapshot.objects.filter(promise__in=found, p_kept__isnull=False).order_by("day", "pk")
    for number, milestone, *said in known.exclude(milestone="").values_list("promise", "milestone", *SAID):
        found[number].frozen.append(_frozen(Horizon(milestone), said))
    stamps = Stamp.objects.filter(promise__in=found, p_kept__isnull=False).order_by("pk")
    for number, *said in stamps.values_list("promise", "as_of", *SAID[1:]):
        found[number].made = _frozen(Horizon.MADE, said)
    for number, *said in known.filter(is_first=True).values_list("promise", *SAID):
        found[number].made = found[number].made or _frozen(Horizon.MADE, said)


def _frozen(horizon: Horizon, said: list[Any]) -> Frozen:
    return Frozen(horizon, *said)
