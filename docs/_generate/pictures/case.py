"""The small company of the pictures: two teams, three promises, on a Monday."""

from __future__ import annotations

from datetime import date

from makegood.engine import Absence, Portfolio, Promise, Stated, Team, WorkItem

AS_OF = date(2026, 11, 23)

ASSEMBLY = Team(
    name="Assembly",
    slots=2,
    absences=(Absence(date(2026, 12, 2), date(2026, 12, 3), slots=1),),
)
CALIBRATION = Team(name="Calibration", slots=1)


def promise(key: str, customer: str, due: date) -> Promise:
    """Return a promise of the pictures; they all have the same class, so the agreed date ranks them."""
    return Promise(key=key, customer=customer, due=due, owner="Ulrike")


def order(
    key: str, build: tuple[float, float, float], calibrate: tuple[float, float, float], slots: int
) -> tuple[WorkItem, ...]:
    """Return the work of one order: build, then calibrate."""
    first = WorkItem(
        key=f"{key}/build", promise=key, name="build", team="Assembly", estimate=Stated(*build), slots=slots
    )
    second = WorkItem(
        key=f"{key}/calibrate",
        promise=key,
        name="calibrate",
        team="Calibration",
        estimate=Stated(*calibrate),
        after=(first.key,),
    )
    return first, second


CASE = Portfolio(
    teams=(ASSEMBLY, CALIBRATION),
    promises=(
        promise("40 probes", "Kestrel Foods", date(2026, 12, 2)),
        promise("60 loggers", "Tern Logistics", date(2026, 12, 11)),
        promise("25 sensors", "Alder Medical", date(2026, 12, 16)),
    ),
    items=(
        *order("40 probes", (24, 30, 42), (8, 11, 18), slots=1),
        *order("60 loggers", (45, 56, 80), (14, 18, 30), slots=2),
        *order("25 sensors", (20, 26, 44), (10, 14, 26), slots=1),
    ),
)
