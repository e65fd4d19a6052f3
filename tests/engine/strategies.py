"""Hypothesis strategies for whole portfolios: whatever can stand in one may come together in one example."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TypeVar

from hypothesis import strategies as st

from makegood.engine import (
    Absence,
    CapacityChange,
    Fixed,
    Learnt,
    Measurement,
    Portfolio,
    ProductAttribute,
    Promise,
    Reinforcement,
    RiskDriver,
    ServiceLevelTerm,
    SpecificationTerm,
    Stated,
    Team,
    Wait,
    WorkItem,
)
from makegood.engine.portfolio import Estimate, Operator
from tests.engine.portfolios import day

Value = TypeVar("Value")

ZONES = (None, None, "Europe/Berlin", "America/Los_Angeles", "Asia/Tokyo", "Pacific/Auckland", "Pacific/Honolulu")
LINES = ("Assembly", "Paint", "Test")
ATTRIBUTES = (
    ProductAttribute(name="speed", value="90", unit="mm/s"),
    ProductAttribute(name="weight", value="10..20", unit="kg"),
    ProductAttribute(name="export", value="yes", available_from=day(25), available_p90=day(45)),
)
PROMISED = (
    ("speed", "80", "mm/s"),
    ("speed", "10", "cm/s"),
    ("weight", "17", "kg"),
    ("export", "yes", ""),
    ("colour", "red", ""),
)
HOURS = st.sampled_from((0.0, 0.02, 1.0, 7.5, 8.0, 24.0, 100.0))
WEEKS = st.sampled_from(((8.0,) * 5 + (0.0,) * 2, (9.0, 9.0, 9.0, 9.0, 4.0, 0.0, 0.0), (24.0,) * 7, (0.0,) * 7))
SLOTS = st.sampled_from((0, 0.5, 1, 1, 2, 3, 7.5))
LAST_DAY = 90
MEASURED_DAYS = 20


def perhaps(strategy: st.SearchStrategy[Value]) -> st.SearchStrategy[Value | None]:
    """Return ``strategy`` or, more often, None."""
    return st.one_of(st.none(), st.none(), strategy)


def days(first: int = -10, last: int = LAST_DAY) -> st.SearchStrategy[date]:
    """Return days from ``first`` to ``last`` after the as-of day."""
    return st.integers(first, last).map(day)


@st.composite
def estimates(draw: st.DrawFn) -> Estimate:
    """Effort that is exact, a range skewed to either side or to none, or seen in the past."""
    hours = draw(HOURS)
    low, high = draw(st.sampled_from(((0.5, 1.2), (0.75, 1.6), (0.9, 1.1), (1.0, 3.0), (1.0, 1.0), (0.1, 1.0))))
    kinds: tuple[Estimate, ...] = (
        Fixed(hours),
        Stated(low * hours, hours, high * hours),
        Learnt((hours, 2 * hours, hours / 2)),
    )
    return draw(st.sampled_from(kinds))


@st.composite
def absences(draw: st.DrawFn) -> Absence:
    """Some slots or all of them away for up to three weeks."""
    first = draw(days())
    return Absence(first, first + timedelta(days=draw(st.integers(0, 20))), draw(st.sampled_from((None, 1, 0.5))))


@st.composite
def reinforcements(draw: st.DrawFn) -> Reinforcement:
    """Another slot for up to three weeks."""
    first = draw(days())
    return Reinforcement(first, first + timedelta(days=draw(st.integers(0, 20))), 1)


@st.composite
def teams(draw: st.DrawFn, name: str) -> Team:
    """A team, perhaps with holidays, absences, changes of its size, or nobody at all."""
    changes = st.lists(st.builds(CapacityChange, days(), SLOTS), max_size=2, unique_by=lambda change: change.start)
    return Team(
        name=name,
        slots=draw(SLOTS),
        hours_per_day=draw(WEEKS),
        country=draw(st.sampled_from((None, None, "DE", "US"))),
        available_share=draw(st.sampled_from((0.8, 1.0, 0.333))),
        changes=tuple(draw(changes)),
        absences=tuple(draw(st.lists(absences(), max_size=2))),
        reinforcements=tuple(draw(st.lists(reinforcements(), max_size=1))),
    )


@st.composite
def waits(draw: st.DrawFn) -> Wait:
    """A wait that runs or has not begun, with or without a 90th percentile."""
    p50 = draw(st.sampled_from((0.0, 0.5, 5.0, 20.0)))
    return Wait(p50, draw(perhaps(st.just(2 * p50 + 1))), draw(perhaps(days(-60, 0))))


@st.composite
def items(draw: st.DrawFn, key: str, lines: tuple[str, ...], before: tuple[str, ...]) -> WorkItem:
    """An item by one of the teams ``lines``, perhaps after some of the items ``before``."""
    promise, name = key.split("/")
    return WorkItem(
        key=key,
        promise=promise,
        name=name,
        team=draw(st.sampled_from(lines)),
        estimate=draw(estimates()),
        after=tuple(draw(st.lists(st.sampled_from(before), max_size=2, unique=True))) if before else (),
        not_before=draw(perhaps(days())),
        wait=draw(perhaps(waits())),
        slots=draw(st.sampled_from((1, 1, 2, 5))),
        pausable=draw(st.sampled_from((True, True, False))),
        done_share=draw(st.sampled_from((0.0, 0.0, 0.0, 0.5, 0.999, 1.0))),
    )


@st.composite
def promises(draw: st.DrawFn, key: str) -> Promise:
    """A promise: overdue, due today or later, anywhere in the world, of any rank, rarely accepted."""
    return Promise(
        key=key,
        customer=draw(st.sampled_from(("Acme", "Borealis", "Cygnus"))),
        due=draw(days()),
        first_due=draw(perhaps(days())),
        made_at=draw(perhaps(days(-90, 0))),
        told=draw(perhaps(days())),
        accepted_at=draw(st.sampled_from((None, None, None, None, day(-1)))),
        priority_class=draw(st.integers(1, 3)),
        value=draw(perhaps(st.sampled_from((0.0, 99.99, 25_000.0)))),
        currency=draw(st.sampled_from(("EUR", "USD", None))),
        tier=draw(st.sampled_from((None, "A", "gold"))),
        zone=draw(st.sampled_from(ZONES)),
        owner=draw(st.sampled_from(("", "Kim"))),
        release=draw(perhaps(days())),
    )


@st.composite
def specifications(draw: st.DrawFn, promise: str) -> SpecificationTerm:
    """A property that the product has, hasn't, will have, or that nobody knows."""
    name, value, unit = draw(st.sampled_from(PROMISED))
    operator: Operator = "=" if unit == "" else draw(st.sampled_from((">=", "<=")))
    return SpecificationTerm(promise=promise, attribute=name, operator=operator, value=value, unit=unit)


@st.composite
def service_levels(draw: st.DrawFn, promise: str) -> ServiceLevelTerm:
    """A level over a window before, around or after the as-of day; ``uptime`` was never measured."""
    start = draw(days(-20, 20))
    return ServiceLevelTerm(
        promise=promise,
        measure=draw(st.sampled_from(("response", "response", "uptime"))),
        operator="<=",
        threshold=4.0,
        target=draw(st.sampled_from((0.5, 0.9, 0.99))),
        start=start,
        end=start + timedelta(days=draw(st.integers(0, 40))),
        unit="h",
    )


def measurements() -> tuple[Measurement, ...]:
    """Return one response time a day, nine of ten within four hours."""
    return tuple(
        Measurement("response", datetime.combine(day(-number), time(12)), 9.0 if number % 10 == 0 else 2.0)
        for number in range(MEASURED_DAYS)
    )


@st.composite
def portfolios(draw: st.DrawFn, *, most_promises: int = 5, most_items: int = 3, terms: bool = True) -> Portfolio:
    """A whole portfolio without contradictions; items wait for earlier ones only, so that there is no cycle."""
    lines = LINES[: draw(st.integers(1, len(LINES)))]
    keys = [f"P{number}" for number in range(draw(st.integers(0, most_promises)))]
    work: list[WorkItem] = []
    for key in keys:
        for number in range(draw(st.integers(0, most_items))):
            work.append(draw(items(f"{key}/{number}", lines, tuple(item.key for item in work))))
    levels = tuple(draw(service_levels(key)) for key in _chosen(draw, keys, terms))
    return Portfolio(
        teams=tuple(draw(teams(line)) for line in lines),
        promises=tuple(draw(promises(key)) for key in keys),
        items=tuple(work),
        risks=draw(risks(tuple(item.key for item in work))),
        specifications=tuple(draw(specifications(key)) for key in _chosen(draw, keys, terms)),
        attributes=ATTRIBUTES,
        service_levels=levels,
        measurements=measurements() if levels else (),
        company_zone=draw(st.sampled_from(("UTC", "Europe/Berlin", "Pacific/Auckland"))),
    )


def _chosen(draw: st.DrawFn, keys: list[str], terms: bool) -> list[str]:
    return draw(st.lists(st.sampled_from(keys), max_size=3)) if keys and terms else []


@st.composite
def risks(draw: st.DrawFn, keys: tuple[str, ...]) -> tuple[RiskDriver, ...]:
    """Up to two risks that touch some of the items ``keys``."""
    if not keys:
        return ()
    return tuple(
        RiskDriver(
            name=name,
            probability=draw(st.sampled_from((0.0, 0.3, 1.0))),
            items=tuple(draw(st.lists(st.sampled_from(keys), max_size=3, unique=True))),
            factor=draw(st.sampled_from((0.5, 1.0, 1.3, 3.0))),
            delay_days=draw(st.sampled_from((0, 1, 14))),
        )
        for name in draw(st.sampled_from(((), ("vendor",), ("vendor", "key person"))))
    )
