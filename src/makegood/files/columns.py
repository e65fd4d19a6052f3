"""The columns of every file, declared once: what is read, what is needed, and the source of the reference and template.

:data:`SHEETS` has them by the name of the file without its ending, which is also the name of a workbook's sheet.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from makegood.engine.portfolio import MAX_HOURS, MAX_SLOTS, MAX_WAIT_DAYS, Operator
from makegood.engine.settings import RankingRule
from makegood.engine.validation import LEAST_FACTOR, MAX_FACTOR
from makegood.files.forms import Day, DayOrMoment, Form, Moment, Number, PastDay, Percentage, Share, Text, Whole
from makegood.files.money import Money
from makegood.files.words import Canceller, Comparison, Country, Currency, HoursPerDay, Ranking, TimeZone, YesNo

Value_co = TypeVar("Value_co", covariant=True)

MAX_SINGLE_HOURS = MAX_HOURS / 1.6
"""Most hours as a single figure, so that the 90th percentile put around it stays within the engine's bounds."""
_AMOUNT = 1e15
_TEXT = Text()
_DAY = Day()
_PAST_DAY = PastDay()
_DAY_OR_MOMENT = DayOrMoment()
_SHARE = Share()
_HOURS = Number(0, MAX_HOURS)
_SLOTS = Number(0, MAX_SLOTS)
_DAYS = Number(0, MAX_WAIT_DAYS)
_PROMISE_ALSO = (
    "promise_id",
    "promise_no",
    "id",
    "order",
    "order_id",
    "order_no",
    "zusage",
    "auftrag",
    "auftragsnummer",
)
_TEAM_ALSO = ("team_name", "mannschaft", "abteilung")
_START_ALSO, _END_ALSO = ("start", "start_date", "von", "ab"), ("end", "end_date", "bis")
_ANY_NUMBER = Number(-_AMOUNT, _AMOUNT)


@dataclass(frozen=True)
class Column(Generic[Value_co]):
    """One column: its name, the form of its values, and what it means in English words."""

    name: str
    form: Form[Value_co]
    meaning: str
    needed: bool = False
    blank: str = ""
    """What a blank cell, or no such column, stands for; empty where that goes without saying."""
    also: tuple[str, ...] = ()
    """Other headings, folded, that are read as this column where it isn't there under its own name."""


@dataclass(frozen=True, slots=True)
class SheetSpec:
    """One file: what a row of it is, and its columns in the order of the template."""

    name: str
    meaning: str
    columns: tuple[Column[Any], ...]
    keeps_attributes: bool = False
    """True where unknown columns are kept with the row; elsewhere they are ignored, and said to be."""


class Teams:
    """Each row is a team."""

    team: Column[str] = Column("team", _TEXT, "name of the team", needed=True, also=(*_TEAM_ALSO, "name"))
    slots: Column[float] = Column(
        "slots",
        _SLOTS,
        "people or lines that work in parallel",
        needed=True,
        also=("people", "lines", "personen", "plätze"),
    )
    hours_per_day = Column("hours_per_day", HoursPerDay(), "working hours of one slot", blank="8 8 8 8 8 0 0")
    country = Column(
        "country", Country(), "country whose public holidays the team keeps", blank="no holidays", also=("land",)
    )
    region: Column[str] = Column("region", _TEXT, "region of the country, for its holidays", blank="the country's only")
    available_share = Column(
        "available_share", _SHARE, "share of the hours left for promised work after support and meetings", blank="0.8"
    )


class Capacity:
    """Each row is a planned change of a team's slots."""

    team: Column[str] = Column("team", _TEXT, "team, as in teams", needed=True, also=_TEAM_ALSO)
    start = Column("from", _DAY, "first day on which it holds", needed=True, also=_START_ALSO)
    slots: Column[float] = Column("slots", _SLOTS, "slots from that day on", needed=True)


class Absences:
    """Each row is a time during which a team has fewer slots."""

    team: Column[str] = Column("team", _TEXT, "team, as in teams", needed=True, also=_TEAM_ALSO)
    start = Column("from", _DAY, "first day away", needed=True, also=_START_ALSO)
    end = Column("to", _DAY, "last day away", needed=True, also=_END_ALSO)
    slots: Column[float] = Column("slots", _SLOTS, "slots that are away", blank="all")


class Promises:
    """Each row is a promise to a customer."""

    promise: Column[str] = Column(
        "promise", _TEXT, "number or name of the promise, unique", needed=True, also=_PROMISE_ALSO
    )
    customer: Column[str] = Column(
        "customer", _TEXT, "to whom it was made", needed=True, also=("client", "account", "customer_name", "kunde")
    )
    due = Column(
        "due",
        _DAY,
        "agreed date in force",
        needed=True,
        also=(
            "due_date",
            "due_on",
            "deadline",
            "delivery_date",
            "date",
            "liefertermin",
            "termin",
            "fällig",
            "fällig_am",
            "fälligkeit",
            "datum",
        ),
    )
    first_due = Column("first_due", _DAY, "date first promised", blank="the agreed date")
    made_at = Column("made_at", _PAST_DAY, "day on which the promise was made")
    told = Column("told", _DAY, "date that the customer was last told")
    accepted_at = Column("accepted_at", _PAST_DAY, "day on which the customer accepted it in full", blank="still open")
    priority_class = Column("class", Whole(0, 5), "priority: 1 first, 5 last; 0 goes before everything", blank="3")
    value: Column[float] = Column(
        "value",
        Money(0, _AMOUNT),
        "what the promise is worth, in its currency",
        also=("amount", "wert", "betrag", "auftragswert"),
    )
    currency = Column("currency", Currency(), "currency of the value", also=("währung",))
    tier: Column[str] = Column("tier", _TEXT, "tier of the customer")
    timezone = Column("timezone", TimeZone(), "zone in which the customer counts days", blank="the company's")
    wording: Column[str] = Column("wording", _TEXT, "the promise word for word", also=("wortlaut",))
    made_by: Column[str] = Column("made_by", _TEXT, "who made it")
    channel: Column[str] = Column("channel", _TEXT, "how it was made: call, mail, contract, …")
    owner: Column[str] = Column(
        "owner", _TEXT, "who is accountable for it", also=("verantwortlich", "verantwortlicher", "verantwortliche")
    )


class Work:
    """Each row is a piece of work for a promise, with its effort as a single figure or as three percentiles."""

    promise: Column[str] = Column("promise", _TEXT, "promise, as in promises", needed=True, also=_PROMISE_ALSO)
    item: Column[str] = Column(
        "item",
        _TEXT,
        "name of the item, unique in its promise",
        needed=True,
        also=("task", "work_item", "aufgabe", "arbeit", "arbeitsschritt"),
    )
    team: Column[str] = Column("team", _TEXT, "team that does it, as in teams", needed=True, also=_TEAM_ALSO)
    hours: Column[float] = Column(
        "hours",
        Number(0, MAX_SINGLE_HOURS),
        "effort in all, as a single figure; give this or the three percentiles",
        also=("effort_hours", "stunden"),
    )
    p10_hours: Column[float] = Column("p10_hours", _HOURS, "effort that is enough in 1 of 10 cases")
    p50_hours: Column[float] = Column("p50_hours", _HOURS, "effort that is enough in 5 of 10 cases")
    p90_hours: Column[float] = Column("p90_hours", _HOURS, "effort that is enough in 9 of 10 cases")
    after: Column[str] = Column(
        "after", _TEXT, "items that must be done first, `;` between them; `promise/item` for another promise's"
    )
    not_before = Column("not_before", _DAY, "day before which it can't start")
    wait_days_p50: Column[float] = Column(
        "wait_days_p50", _DAYS, "calendar days of waiting before the work (supplier, approval), in 5 of 10 cases enough"
    )
    wait_days_p90: Column[float] = Column(
        "wait_days_p90", _DAYS, "the same, in 9 of 10 cases enough", blank="1.5 times wait_days_p50"
    )
    wait_started = Column("wait_started", _PAST_DAY, "day on which the wait began", blank="not yet begun")
    slots = Column("slots", Whole(1, MAX_SLOTS), "most slots that can work on it at once", blank="1")
    pausable = Column("pausable", YesNo(), "whether it may be put aside for more urgent work", blank="yes")
    done_percent = Column(
        "done_percent",
        Percentage(),
        "how much of it is done",
        blank="0",
        also=("percent_done", "done_%", "%_done", "%_fertig", "fertig_%"),
    )


class Risks:
    """Each row is something that may happen and would then hit every item it names."""

    risk: Column[str] = Column("risk", _TEXT, "name of the risk, unique", needed=True, also=("risiko",))
    probability = Column("probability", _SHARE, "how likely it is", needed=True, also=("wahrscheinlichkeit",))
    factor: Column[float] = Column(
        "factor", Number(LEAST_FACTOR, MAX_FACTOR), "multiplies the effort left of its items", blank="1"
    )
    delay_days = Column("delay_days", Whole(0, MAX_WAIT_DAYS), "calendar days by which they start later", blank="0")
    items: Column[str] = Column(
        "items", _TEXT, "what it hits: `promise/item`, or a promise for all its items; `;` between them", needed=True
    )


class Specifications:
    """Each row is a promised property of what is delivered."""

    promise: Column[str] = Column("promise", _TEXT, "promise, as in promises", needed=True, also=_PROMISE_ALSO)
    attribute: Column[str] = Column("attribute", _TEXT, "the property, as in attributes", needed=True)
    operator: Column[Operator] = Column("operator", Comparison(), "how the value is meant", needed=True)
    value: Column[str] = Column("value", _TEXT, "promised value", needed=True)
    unit: Column[str] = Column("unit", _TEXT, "unit of the value")


class Attributes:
    """Each row is a property of the product, as it is or will be."""

    attribute: Column[str] = Column("attribute", _TEXT, "the property, unique", needed=True)
    value: Column[str] = Column("value", _TEXT, "value, or range as `95..105`", needed=True)
    unit: Column[str] = Column("unit", _TEXT, "unit of the value")
    available_from = Column("available_from", _DAY, "day from which it is so, in 5 of 10 cases", blank="now")
    available_p90 = Column("available_p90", _DAY, "the same, in 9 of 10 cases")
    source: Column[str] = Column("source", _TEXT, "where this is known from: test report, roadmap, …")


class ServiceLevels:
    """Each row is a promised level of service."""

    promise: Column[str] = Column("promise", _TEXT, "promise, as in promises", needed=True, also=_PROMISE_ALSO)
    measure: Column[str] = Column("measure", _TEXT, "what is measured, as in measurements", needed=True)
    operator: Column[Operator] = Column("operator", Comparison(), "how the threshold is meant", needed=True)
    threshold: Column[float] = Column("threshold", _ANY_NUMBER, "what one measurement must meet", needed=True)
    unit: Column[str] = Column("unit", _TEXT, "unit of the threshold")
    target = Column("target", _SHARE, "share of measurements that must meet it", needed=True)
    start = Column("from", _DAY, "first day of the window", needed=True, also=_START_ALSO)
    end = Column("to", _DAY, "last day of the window", needed=True, also=_END_ALSO)


class Measurements:
    """Each row is a measurement of a service."""

    measure: Column[str] = Column("measure", _TEXT, "what is measured", needed=True)
    at = Column("at", Moment(), "when, on the company's clock", needed=True)
    value: Column[float] = Column("value", _ANY_NUMBER, "the measured value", needed=True)


class History:
    """Each row is what became of a past promise; a promise may have several, one for each day of forecast."""

    promise: Column[str] = Column("promise", _TEXT, "number or name of the promise", needed=True, also=_PROMISE_ALSO)
    promised = Column(
        "promised",
        _DAY_OR_MOMENT,
        "agreed date in force at as_of; may be blank where kept is given",
        also=("zugesagt",),
    )
    delivered = Column(
        "delivered", _DAY_OR_MOMENT, "when it was delivered in full", blank="still open", also=("geliefert",)
    )
    made = Column("made", _DAY_OR_MOMENT, "when the promise was made", also=("made_at",))
    as_of = Column("as_of", _DAY_OR_MOMENT, "when the forecast is made", blank="made")
    kept = Column("kept", YesNo(), "whether it was kept", blank="delivered by the promised date")
    known_at = Column("known_at", _DAY_OR_MOMENT, "when the outcome was known", blank="delivered")
    cancelled_by = Column("cancelled_by", Canceller(), "who cancelled it, where it was cancelled", blank="nobody")


class Policy:
    """Each row is a rule by which promises rank for capacity, the first deciding before the second."""

    rule: Column[RankingRule] = Column("rule", Ranking(), "what is compared", needed=True, also=("regel",))


def _spec(name: str, columns: type, *, keeps_attributes: bool = False) -> SheetSpec:
    declared = tuple(each for each in vars(columns).values() if isinstance(each, Column))
    return SheetSpec(name, columns.__doc__ or "", declared, keeps_attributes)


SHEETS: Mapping[str, SheetSpec] = MappingProxyType(
    {
        spec.name: spec
        for spec in (
            _spec("promises", Promises, keeps_attributes=True),
            _spec("teams", Teams),
            _spec("capacity", Capacity),
            _spec("absences", Absences),
            _spec("work", Work),
            _spec("risks", Risks),
            _spec("specifications", Specifications),
            _spec("attributes", Attributes),
            _spec("service_levels", ServiceLevels),
            _spec("measurements", Measurements),
            _spec("history", History, keeps_attributes=True),
            _spec("policy", Policy),
        )
    }
)
"""Every file by its name without ending."""
