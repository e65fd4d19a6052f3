"""What the best set must respect: budget, delay, protection, vetoes; and which options these rule out at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from types import MappingProxyType
from typing import Literal

from makegood.engine.changes import (
    KINDS,
    AddedSlots,
    Change,
    ChangeKind,
    DroppedTerm,
    FirstPlace,
    HigherClass,
    LaterDate,
    LessScope,
    LowerClass,
    RemovedRisk,
    SplitDelivery,
    SwappedTeam,
    Workaround,
    kind_of,
    promise_of,
    teams_of,
)
from makegood.engine.portfolio import Portfolio
from makegood.engine.scenarios import Scenario

Reason = Literal[
    "vetoed kind",
    "vetoed team",
    "vetoed promise",
    "concedes a protected promise",
    "over budget",
    "can't be applied",
    "harms a protected promise",
    "delays too much",
    "saves nothing",
    "costs more than it saves",
    "others are better",
]
CONCESSIONS = (LaterDate, LessScope, SplitDelivery, DroppedTerm)
"""Changes by which the customer gets less, or later, than was agreed."""
MONEY_TOLERANCE = 1e-9
"""Share of the budget by which a cost may exceed it: sums of cents round."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Demands:
    """What a set of options must respect. Nothing is demanded by default but that money counts."""

    budget: float | None = None
    """Most money in all; None: no limit."""
    delay_days: int | None = None
    """Days by which the date that a customer can count on may become later, for every promise; None: no limit."""
    delays: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}), hash=False)
    """The same for single promises, instead of :attr:`delay_days`."""
    protected: frozenset[str] = frozenset()
    """Promises that must not get less likely, and of which nothing may be taken back."""
    reach: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}), hash=False)
    """P(kept) that single promises must reach at least."""
    vetoed_kinds: frozenset[ChangeKind] = frozenset()
    vetoed_teams: frozenset[str] = frozenset()
    """Teams of which nothing may be asked."""
    vetoed_promises: frozenset[str] = frozenset()
    """Promises that must not be touched; unlike protected ones, others' changes may make them less likely."""
    exclusions: tuple[frozenset[str], ...] = ()
    """Of each of these groups of options, by name, at most one may be taken."""
    money_weight: float = 1.0
    """What a unit of money spent weighs against a unit of expected value lost; 0: a budget may be spent freely."""

    def __post_init__(self) -> None:
        """Refuse what can't be meant."""
        if self.budget is not None and not self.budget >= 0:
            raise ValueError(f"a budget can't be {self.budget}")
        days = [self.delay_days or 0, *self.delays.values()]
        if min(days) < 0:
            raise ValueError(f"an acceptable delay can't be {min(days)} days")
        if not all(0 <= wanted <= 1 for wanted in self.reach.values()):
            raise ValueError("P(kept) to reach lies between 0 and 1")
        if not self.money_weight >= 0:
            raise ValueError(f"money can't weigh {self.money_weight}")

    def delay_of(self, promise: str) -> int | None:
        """Return the days by which ``promise`` may become later; None: no limit."""
        return self.delays.get(promise, self.delay_days)


class UnknownInDemands(ValueError):
    """A demand names what is not there: ``kind`` is promise, team, kind of change or option; ``name`` what it names."""

    def __init__(self, kind: str, name: str) -> None:
        """Keep both."""
        self.kind, self.name = kind, name
        super().__init__(f"no {kind} is called {name}")


@dataclass(frozen=True, slots=True)
class RuledOut:
    """An option that isn't in the best set, and why; ``subject`` is whom or what it would touch."""

    option: Scenario
    reason: Reason
    subject: str = ""


def check_demands(demands: Demands, portfolio: Portfolio, options: Sequence[Scenario]) -> None:
    """Raise :class:`UnknownInDemands` for the first name in ``demands`` that is not there."""
    promises = {promise.key for promise in portfolio.promises if promise.accepted_at is None}
    named = (
        ("promise", [*demands.protected, *demands.reach, *demands.delays, *demands.vetoed_promises], promises),
        ("team", demands.vetoed_teams, {team.name for team in portfolio.teams}),
        ("kind of change", demands.vetoed_kinds, set(KINDS.values())),
        ("option", [name for group in demands.exclusions for name in group], {option.name for option in options}),
        ("option", [name for option in options for name in option.excludes], {option.name for option in options}),
    )
    for kind, names, known in named:
        for name in sorted(names):
            if name not in known:
                raise UnknownInDemands(kind, name)


def ruled_out_by(demands: Demands, option: Scenario) -> RuledOut | None:
    """Return why ``demands`` rule ``option`` out whatever its effect; None where they don't."""
    for change in option.changes:
        if found := _vetoed(demands, change):
            return RuledOut(option, *found)
    if demands.budget is not None and option.cost > demands.budget * (1 + MONEY_TOLERANCE):
        return RuledOut(option, "over budget")
    return None


def _vetoed(demands: Demands, change: Change) -> tuple[Reason, str] | None:
    promise, kind = promise_of(change), kind_of(change)
    if kind in demands.vetoed_kinds:
        return "vetoed kind", kind
    if teams := sorted(demands.vetoed_teams.intersection(teams_of(change))):
        return "vetoed team", teams[0]
    if promise in demands.vetoed_promises:
        return "vetoed promise", promise or ""
    if promise in demands.protected and isinstance(change, CONCESSIONS):
        return "concedes a protected promise", promise or ""
    return None


def exclusive_pairs(demands: Demands, options: Sequence[Scenario]) -> Iterator[tuple[int, int]]:
    """Yield the places of options of which only one can be taken: as demanded, or because they alter the same."""
    groups = [_aspects(option.changes) for option in options]
    for (one, first), (other, second) in combinations(enumerate(options), 2):
        named = {first.name, second.name}
        if (
            second.name in first.excludes
            or first.name in second.excludes
            or any(named <= group for group in demands.exclusions)
            or groups[one] & groups[other]
        ):
            yield one, other


def _aspects(changes: Iterable[Change]) -> set[tuple[str, str]]:
    """Return what ``changes`` set: a promise's date, place or scope can be set once, a risk be ruled out once."""
    return {aspect for change in changes for aspect in _aspects_of(change)}


def _aspects_of(change: Change) -> Iterator[tuple[str, str]]:
    promise = promise_of(change) or ""
    match change:
        case AddedSlots():
            return
        case RemovedRisk(risk):
            yield "risk", risk
        case DroppedTerm(_, term):
            yield f"term {term}", promise
        case Workaround(_, _, str(item)):
            yield f"item {item}", promise
        case SwappedTeam(_, team, _, item):
            yield f"team {team}" if item is None else f"item {item}", promise
        case FirstPlace() | HigherClass() | LowerClass():
            yield "place", promise
        case _:
            if isinstance(change, LaterDate | SplitDelivery):
                yield "date", promise
            if not isinstance(change, LaterDate):
                yield "scope", promise
