"""What a forecast says, as typed values without words: ``phrases`` turns codes and values into sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Status = Literal["red", "amber", "green", "unknown", "accepted"]
TermKind = Literal["date", "specification", "service level"]
TermState = Literal["met", "met later", "at risk", "not met", "inconclusive", "unchecked"]
CauseKind = Literal["queue", "effort", "wait", "predecessor", "risk", "start", "specification", "no capacity"]

Leader = Literal["inside", "outside", "both"]

FindingCode = Literal[
    "date earlier than capability",
    "overdue",
    "no work items",
    "unchecked terms",
    "no owner",
    "single-point estimate",
    "silent drift",
    "not told",
    "no capacity",
    "beyond horizon",
    "value missing",
    "in a circle",
    "behind a circle",
]


@dataclass(frozen=True, slots=True)
class Message:
    """A code with the values its sentence needs; ``phrases`` has one sentence a code and language."""

    code: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Curve:
    """When a promise will be done in full: samples finished on each day, as the customer's calendar counts days.

    Kept from the first day with a sample to the last one: a million promises have a million curves.
    """

    first_day: date
    """The day at which :attr:`counts` begins."""
    before: int
    """Days from then on with no sample."""
    seen: NDArray[np.unsignedinteger]
    """Samples on each day from the first that has one to the last, in 16 bits where that is enough."""
    days: int
    """Days that :attr:`counts` covers."""
    beyond: int
    """Samples that do not finish within them."""

    @classmethod
    def of(cls, first_day: date, counts: NDArray[np.integer]) -> Curve:
        """Keep ``counts``, whose last entry counts the samples that do not finish within the horizon."""
        found = np.flatnonzero(counts[:-1])
        before, end = (int(found[0]), int(found[-1]) + 1) if len(found) else (0, 0)
        kind = np.uint16 if counts.sum() <= np.iinfo(np.uint16).max else np.uint32
        return cls(first_day, before, counts[before:end].astype(kind), len(counts) - 1, int(counts[-1]))

    @property
    def counts(self) -> NDArray[np.int64]:
        """Samples that finish on ``first_day`` + k days, for each k; last those not within the horizon."""
        counts = np.zeros(self.days + 1, dtype=np.int64)
        counts[self.before : self.before + len(self.seen)] = self.seen
        counts[-1] = self.beyond
        return counts

    @property
    def samples(self) -> int:
        """Number of samples; the counts always sum to it."""
        return int(self.seen.sum()) + self.beyond


@dataclass(frozen=True, slots=True)
class Cause:
    """What decided the finish in ``share`` of the traced samples, where it cost ``days`` calendar days on average.

    ``name`` is a team for ``queue`` and ``no capacity``, an item's name for ``effort`` and ``wait``, an item's key for
    ``predecessor`` and ``start``, a risk for ``risk``, an attribute for ``specification``.
    """

    kind: CauseKind
    name: str
    share: float
    days: float


@dataclass(frozen=True, slots=True)
class Taker:
    """An earlier promise that took ``share`` of what the binding team gave while this one waited.

    None stands for orders still to come, all of them together.
    """

    promise: str | None
    customer: str | None
    share: float


@dataclass(frozen=True, slots=True)
class TermForecast:
    """One term: what was promised, what we are capable of, the gap between them, and how likely it holds."""

    kind: TermKind
    name: str
    promised: str
    """A date (ISO), ``>= 67 IP`` or ``95 % <= 4 h``."""
    capable: str | None
    """In the same form; None where nobody knows."""
    gap: float | None
    """Calendar days late for dates, the shortfall in the promised unit for specifications, share points for levels."""
    p_kept: float | None
    state: TermState
    detail: Message | None = None


@dataclass(frozen=True, slots=True)
class ViewFigures:
    """What one view says of a promise by itself; dates beyond the horizon, or unknown, are None."""

    p_kept: float | None
    """Joint over all checked terms, as of the whole."""
    p50: date | None
    p85: date | None
    p95: date | None


@dataclass(frozen=True, slots=True)
class Likeness:
    """Past promises like this one, and what became of them: the reason of the outside view."""

    like: tuple[tuple[str, str], ...]
    """Attributes that they share with it, and their values; none: every past promise."""
    completed: int
    """How many of them have an outcome."""
    late: int
    """How many of these were not kept."""
    days_late: float | None
    """Days by which late ones were late, in the middle; None where nobody knows."""


@dataclass(frozen=True, slots=True)
class TwoViews:
    """The inside view (the plan) and the outside view (what became of promises like this one) beside each other."""

    inside: ViewFigures | None
    """None where there is no plan: no work is listed."""
    outside: ViewFigures | None
    """None where there is too little history."""
    weight: float
    """Of the outside view, between 0 and 1; the plan has the rest."""
    likeness: Likeness | None
    led_by: Leader
    """The view that brought the figure to where it is; ``both`` where they agree."""


@dataclass(frozen=True, slots=True)
class PromiseForecast:
    """How likely one promise is to be kept, how far off it is, what binds and why."""

    promise: str
    customer: str
    due: date
    status: Status
    p_kept: float | None
    """Joint over all checked terms; None where nothing can be checked."""
    p_kept_se: float | None
    """Monte Carlo standard error of ``p_kept``."""
    p_kept_first: float | None
    """The same against the first date promised, D0."""
    p50: date | None
    """None with ``curve`` set means: beyond the horizon."""
    p85: date | None
    p95: date | None
    gap_days: int | None
    """P85 − due in calendar days, positive when late."""
    slack_days: int | None
    """Due − P50 in calendar days, negative when late."""
    harm: float
    """value × (1 − P) × tier weight; for unknown P as if it were broken half of the time."""
    binding: Cause | None
    causes: tuple[Cause, ...] = ()
    takers: tuple[Taker, ...] = ()
    terms: tuple[TermForecast, ...] = ()
    terms_checked: int = 0
    binding_term: TermForecast | None = None
    findings: tuple[Message, ...] = ()
    reason: Message | None = None
    curve: Curve | None = None
    place: int = 0
    """Place in the order of capacity, 1 first."""
    views: TwoViews | None = None
    """Plan and past apart, where there is a history; the figures above then combine them."""


@dataclass(frozen=True, slots=True)
class TeamWeek:
    """How full a team's week is, and whether it can give by its end what is due by then."""

    start: date
    """The Monday, or the as-of day in the first week."""
    load: float | None
    """Share of the week's capacity that is booked in the schedule, on average; None in a week without capacity."""
    p_overload: float
    """Share of samples in which the work due by the week's end exceeds the capacity from now until then."""

    @property
    def readiness(self) -> float:
        """Probability that the team can give what it owes by the end of this week."""
        return 1.0 - self.p_overload


@dataclass(frozen=True, slots=True)
class TeamForecast:
    """One team's load, week by week."""

    team: str
    weeks: tuple[TeamWeek, ...]


@dataclass(frozen=True, slots=True)
class CustomerForecast:
    """The probability that all checked open promises of one customer are kept."""

    customer: str
    promises: int
    p_all_kept: float | None


@dataclass(frozen=True, slots=True)
class PortfolioForecast:
    """Figures over all open promises together, from the same samples, so that common causes count."""

    open_promises: int
    checked: int
    """Open promises whose P(kept) is known."""
    red: int
    amber: int
    green: int
    unknown: int
    expected_kept: float
    value_exposed: Mapping[str, float]
    """By currency ("" where none was given): value of the checked open promises."""
    expected_loss: Mapping[str, float]
    """By currency: sum of value × (1 − P(kept))."""
    loss_at_95: Mapping[str, float]
    """By currency: 95th percentile of the value of promises broken together."""
    p_all_kept: float | None
    customers: tuple[CustomerForecast, ...] = ()


@dataclass(frozen=True, slots=True)
class Forecast:
    """The result of :func:`makegood.engine.forecast`; promises are sorted by harm, the greatest first."""

    as_of: date
    seed: int
    samples: int
    traced_samples: int
    horizon: date
    """The last day simulated."""
    promises: tuple[PromiseForecast, ...]
    teams: tuple[TeamForecast, ...]
    portfolio: PortfolioForecast
    inputs_hash: str = ""
    """Digest of everything that the result depends on: same hash, same result, to the bit."""

    def of(self, promise: str) -> PromiseForecast:
        """Return the forecast of one promise by its key; KeyError where there is none."""
        for candidate in self.promises:
            if candidate.promise == promise:
                return candidate
        raise KeyError(promise)
