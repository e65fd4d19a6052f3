"""What was promised, and what operations can do: the immutable input of every forecast.

A :class:`Portfolio` is plain data; :mod:`makegood.engine.validation` says what is wrong with one.

Units: effort in hours of work, waits and delays in calendar days, shares between 0 and 1, money in the promise's own
currency.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from types import MappingProxyType
from typing import Literal

MINUTES_PER_HOUR = 60
MAX_HOURS = 1_000_000.0
"""The most effort one item may state: 500 person-years; above it a typing error is likelier than a plan."""
MAX_SLOTS = 1_000
MAX_WAIT_DAYS = 3_653
DEFAULT_AVAILABLE_SHARE = 0.8
DEFAULT_HOURS_PER_DAY = (8.0, 8.0, 8.0, 8.0, 8.0, 0.0, 0.0)
FIRST_CLASS = 0
"""The class of what goes before everything; files know classes from 1 on."""
DEFAULT_CLASS = 3
LAST_CLASS = 5
"""The class of what gets the capacity that all others leave."""

Operator = Literal["=", "!=", ">=", "<=", ">", "<"]
OPERATORS: tuple[Operator, ...] = ("=", "!=", ">=", "<=", ">", "<")


# ---------------------------------------------------------------------------------------------------------- effort


@dataclass(frozen=True, slots=True)
class Fixed:
    """Effort known exactly, in hours."""

    hours: float


@dataclass(frozen=True, slots=True)
class Stated:
    """Effort as somebody stated it: hours at the 10th, 50th and 90th percentile.

    Stated ranges are too narrow (Jørgensen 2004, 2014); the draw widens them (engine decision 10).
    """

    p10: float
    p50: float
    p90: float
    single_point: bool = False
    """True where only one figure was given and the range is our default around it (engine decision 9)."""

    @classmethod
    def from_single_point(cls, hours: float) -> Stated:
        """Read bare ``hours`` as the median, with 0.75 and 1.6 of it as the 10th and 90th percentile."""
        return cls(p10=0.75 * hours, p50=hours, p90=1.6 * hours, single_point=True)


@dataclass(frozen=True, slots=True)
class Learnt:
    """Effort as it was in the past: equally likely observed values in hours, in any order; never widened."""

    hours: tuple[float, ...]


Estimate = Fixed | Stated | Learnt


# -------------------------------------------------------------------------------------------------------- capacity


@dataclass(frozen=True, slots=True)
class CapacityChange:
    """From the day ``start`` on, the team has ``slots`` slots."""

    start: date
    slots: float


@dataclass(frozen=True, slots=True)
class Absence:
    """From ``start`` to ``end``, both days included, ``slots`` slots are away; all of them where ``slots`` is None."""

    start: date
    end: date
    slots: float | None = None


@dataclass(frozen=True, slots=True)
class Reinforcement:
    """From ``start`` to ``end``, both days included, ``slots`` more slots are there; away where all of the team is."""

    start: date
    end: date
    slots: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """People or lines that work in parallel on different items, and the time they have for promised work."""

    name: str
    slots: float
    hours_per_day: tuple[float, ...] = DEFAULT_HOURS_PER_DAY
    """Working hours of one slot on each weekday, Monday first."""
    country: str | None = None
    """ISO 3166 code whose public holidays the team keeps."""
    region: str | None = None
    available_share: float = DEFAULT_AVAILABLE_SHARE
    """Share of the hours left for promised work after interruptions, support and meetings."""
    changes: tuple[CapacityChange, ...] = ()
    absences: tuple[Absence, ...] = ()
    reinforcements: tuple[Reinforcement, ...] = ()


# ------------------------------------------------------------------------------------------------------------ work


@dataclass(frozen=True, slots=True)
class Wait:
    """A stage that takes time and no capacity (supplier, approval), in calendar days before the effort begins."""

    p50_days: float
    p90_days: float | None = None
    """None: 1.5 times the median (engine decision 11)."""
    started: date | None = None
    """The day the wait began; None while it has not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkItem:
    """One piece of work by one team for one promise. ``key`` is unique in the portfolio and stable over time."""

    key: str
    promise: str
    name: str
    team: str
    estimate: Estimate
    after: tuple[str, ...] = ()
    """Keys of the items that must be finished first, of this promise or of others."""
    not_before: date | None = None
    wait: Wait | None = None
    slots: int = 1
    """Most slots that can work on it at once."""
    pausable: bool = True
    done_share: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskDriver:
    """Something that may happen once and then hits every item it touches (a shared vendor, a key person)."""

    name: str
    probability: float
    items: tuple[str, ...]
    factor: float = 1.0
    """Multiplies the effort left."""
    delay_days: int = 0
    """Calendar days added before the start."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """One promise to one customer, with its date terms and whom it concerns."""

    key: str
    customer: str
    due: date
    """The agreed date in force."""
    first_due: date | None = None
    """D0, the first date promised; None where it is the date in force."""
    made_at: date | None = None
    told: date | None = None
    """The date that the customer was last told."""
    accepted_at: date | None = None
    priority_class: int = DEFAULT_CLASS
    value: float | None = None
    currency: str | None = None
    tier: str | None = None
    zone: str | None = None
    """The customer's time zone (IANA name); None: the company's."""
    wording: str = ""
    made_by: str = ""
    channel: str = ""
    owner: str = ""
    release: date | None = None
    """No item may start before this day."""
    simulated: bool = False
    """True for a promise that nobody made yet, put in to stand for later arrivals; it takes capacity, unreported."""
    attributes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), hash=False)


# ----------------------------------------------------------------------------------------------- terms beside dates


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecificationTerm:
    """A promised property of what is delivered: attribute, operator, value, unit."""

    promise: str
    attribute: str
    operator: Operator
    value: str
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductAttribute:
    """What the product can do: a value or a range (``95..105``), now or from a date on the roadmap."""

    name: str
    value: str
    unit: str = ""
    available_from: date | None = None
    """None: available now. Else the median of the day from which it is."""
    available_p90: date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceLevelTerm:
    """A promised share of observations within a threshold over a window of days, both included."""

    promise: str
    measure: str
    operator: Operator
    threshold: float
    target: float
    start: date
    end: date
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Measurement:
    """One observation of a service measure."""

    measure: str
    at: datetime
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryRow:
    """What became of one past promise, as the outside view reads it (engine.md, "Outside view").

    A ``date`` is a day and ends with its midnight; a ``datetime`` is a moment on the company's clock, without a zone.
    """

    promise: str
    promised: date | datetime | None = None
    delivered: date | datetime | None = None
    made: date | datetime | None = None
    as_of: date | datetime | None = None
    kept: bool | None = None
    known_at: date | datetime | None = None
    cancelled_by: str = ""
    """``customer``, ``us``, or empty where nobody did."""
    attributes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), hash=False)


# -------------------------------------------------------------------------------------------------------- portfolio


@dataclass(frozen=True, kw_only=True)
class Portfolio:
    """Everything that a forecast needs to know. Immutable; a change is a new portfolio."""

    teams: tuple[Team, ...] = ()
    promises: tuple[Promise, ...] = ()
    items: tuple[WorkItem, ...] = ()
    risks: tuple[RiskDriver, ...] = ()
    specifications: tuple[SpecificationTerm, ...] = ()
    attributes: tuple[ProductAttribute, ...] = ()
    service_levels: tuple[ServiceLevelTerm, ...] = ()
    measurements: tuple[Measurement, ...] = ()
    history: tuple[HistoryRow, ...] = ()
    company_zone: str = "UTC"

    @cached_property
    def items_by_promise(self) -> Mapping[str, tuple[WorkItem, ...]]:
        """Each promise's items, in the order of ``items``; promises without work are absent."""
        grouped: dict[str, list[WorkItem]] = {}
        for item in self.items:
            grouped.setdefault(item.promise, []).append(item)
        return {promise: tuple(items) for promise, items in grouped.items()}
