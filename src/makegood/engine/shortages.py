"""Which absence or cut of capacity explains that a promise is late: what people know of a week, and ask about first.

What decides a finish is told by the simulation: a team's queue, or the work itself. Where the team is away, or has
fewer people, for as many working days as the promise is late, that is the plainer reason, because without it the date
would about hold (a convention: nothing is simulated anew for it).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from makegood.engine.portfolio import Absence, CapacityChange, Team, WorkItem
from makegood.engine.results import Cause

CUT_WITHIN = timedelta(days=30)
"""A cut that is older is how the team is, and no news (a convention)."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Shortage:
    """A time in which a team gives less; ``end`` is None where it gives less from ``start`` on.

    ``slots`` are those that are away, None for all of them; of a cut those that are left of ``before``.
    """

    team: str
    start: date
    end: date | None
    slots: float | None
    before: float
    lost_days: float
    """Whole working days of the team."""


def shortage_behind(
    binding: Cause | None,
    items: Iterable[WorkItem],
    teams: Mapping[str, Team],
    *,
    as_of: date,
    due: date,
    p85: date | None,
) -> Shortage | None:
    """Return the shortage that explains why ``p85`` lies behind ``due``; None where none does.

    Only where the work itself or a team's queue decides. The largest counts, the earlier of two alike. Where no date
    can be quoted at all it must take half of the days that are left (a convention).
    """
    team = None if binding is None else teams.get(_team_of(binding, items))
    if team is None or (p85 is not None and p85 <= due) or not (team.absences or team.changes):
        return None
    last = max(due, as_of) if p85 is None else p85
    found = [*_absences(team, as_of, last), *_cuts(team, as_of, last)]
    largest = max(found, key=lambda one: (one.lost_days, -one.start.toordinal()), default=None)
    late = _working_days(team, as_of, last) / 2 if p85 is None else _working_days(team, max(due, as_of) + _DAY, p85)
    return largest if largest is not None and largest.lost_days >= max(late, 1) else None


def _team_of(binding: Cause, items: Iterable[WorkItem]) -> str:
    if binding.kind == "queue":
        return binding.name
    named = (item.team for item in items if item.name == binding.name)
    return next(named, "") if binding.kind == "effort" else ""


def _absences(team: Team, first: date, last: date) -> Iterable[Shortage]:
    for one in team.absences:
        days = _working_days(team, max(one.start, first), min(one.end, last))
        there = _slots_on(team, one.start)
        away = there if one.slots is None else min(one.slots, there)
        if days and away > 0:
            yield Shortage(team.name, one.start, one.end, _away(one, there), there, days * away / there)


def _away(one: Absence, there: float) -> float | None:
    return None if one.slots is None or one.slots >= there else one.slots


def _cuts(team: Team, first: date, last: date) -> Iterable[Shortage]:
    changes = sorted(team.changes, key=lambda change: change.start)
    ends = [*(following.start - _DAY for _one, following in pairwise(changes)), last][: len(changes)]
    before = team.slots
    for change, end in zip(changes, ends, strict=True):
        if first - CUT_WITHIN <= change.start and change.slots < before:
            days = _working_days(team, max(change.start, first), min(end, last))
            lost = days * (1 - change.slots / before)
            yield Shortage(team.name, change.start, None, change.slots, before, lost)
        before = change.slots


def _slots_on(team: Team, day: date) -> float:
    begun: list[CapacityChange] = [change for change in team.changes if change.start <= day]
    return max(begun, key=lambda change: change.start).slots if begun else team.slots


def _working_days(team: Team, first: date, last: date) -> int:
    """Return on how many days from ``first`` to ``last`` the team works, whatever the holidays."""
    weeks, rest = divmod(max(0, (last - first).days + 1), len(team.hours_per_day))
    worked = [hours > 0 for hours in team.hours_per_day]
    begin = first.weekday()
    return weeks * sum(worked) + sum(worked[(begin + day) % len(worked)] for day in range(rest))
