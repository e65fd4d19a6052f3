"""What operations can do and what may hit it: changes of capacity, absences, risks and product attributes.

Days count from the as-of day, like those of the stories.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from makegood.files.demo.company import ASSEMBLY, COMPLIANCE, FIELD_SERVICE, FIRMWARE, INTEGRATION, PLATFORM
from makegood.files.demo.workdays import relative


class Change(NamedTuple):
    """From ``day`` on the team has ``slots``."""

    team: str
    day: int
    slots: str


class Away(NamedTuple):
    """From ``first`` to ``last`` day ``slots`` of the team are away; all of them where blank."""

    team: str
    first: int
    last: int
    slots: str


class Risk(NamedTuple):
    """Something that may happen once; ``items`` of the stories, or whole promises, that it would hit."""

    name: str
    probability: str
    factor: str
    delay_days: str
    items: str


class Attribute(NamedTuple):
    """What the product has: now, or from a day on the roadmap (median and 90th percentile)."""

    name: str
    value: str
    unit: str
    available: tuple[int, int] | None
    source: str


CHANGES = (
    Change(ASSEMBLY, 49, "9"),
    Change(FIRMWARE, 42, "3.5"),
    Change(PLATFORM, 70, "6"),
)

ABSENCES = (
    Away(ASSEMBLY, -4, 25, "3.5"),
    Away(ASSEMBLY, 30, 41, "4"),
    Away(COMPLIANCE, 7, 9, "1"),
    Away(FIELD_SERVICE, 30, 42, "2"),
    Away(FIRMWARE, 21, 25, "1"),
    Away(FIRMWARE, 32, 40, ""),
    Away(INTEGRATION, 14, 18, "0.5"),
    Away(PLATFORM, 32, 40, "3"),
)

RISKS = (
    Risk(
        "Kühn housings delivers late", "0.25", "", "12", "NWR-180/assemble 480;FJO-167/assemble 120;SKE-149/assemble 80"
    ),
    Risk("only one person knows the Modbus stack", "0.2", "1.6", "", "HEL-175/redundant Modbus stack"),
    Risk("notified body asks for another test", "0.2", "", "14", "SAB-158/ATEX examination"),
    Risk("auditors want a second round", "0.15", "1.4", "", "ALD-152"),
)

ATTRIBUTES = (
    Attribute("IP rating", "67", "", None, "certificate of March 2026"),
    Attribute("lowest operating temperature", "-40", "degC", None, "climate chamber report 26-031"),
    Attribute("measurement accuracy", "0.2..0.4", "%", None, "calibration records, last 2,000 units"),
    Attribute("battery life", "6", "year", None, "discharge test 25-114"),
    Attribute("sampling rate", "25600", "Hz", None, "data sheet"),
    Attribute("wireless range", "280..340", "m", None, "field test, three halls"),
    Attribute("OPC UA", "yes", "", None, "release 8.2"),
    Attribute("Modbus redundancy", "yes", "", (27, 44), "firmware roadmap, release 9.0"),
    Attribute("ATEX zone 2", "yes", "", (69, 102), "compliance plan"),
    Attribute("data retention", "36", "month", None, "platform contract"),
    Attribute("Polish user interface", "yes", "", (38, 55), "platform roadmap"),
)


def change_rows(as_of: date) -> Iterator[dict[str, str]]:
    """Yield the rows of capacity.csv."""
    for change in CHANGES:
        yield {"team": change.team, "from": relative(as_of, change.day).isoformat(), "slots": change.slots}


def absence_rows(as_of: date) -> Iterator[dict[str, str]]:
    """Yield the rows of absences.csv."""
    for away in ABSENCES:
        first, last = (as_of + timedelta(days=day) for day in (away.first, away.last))
        yield {"team": away.team, "from": first.isoformat(), "to": last.isoformat(), "slots": away.slots}


def risk_rows() -> Iterator[dict[str, str]]:
    """Yield the rows of risks.csv."""
    for risk in RISKS:
        yield {
            "risk": risk.name,
            "probability": risk.probability,
            "factor": risk.factor,
            "delay_days": risk.delay_days,
            "items": risk.items,
        }


def attribute_rows(as_of: date) -> Iterator[dict[str, str]]:
    """Yield the rows of attributes.csv."""
    for attribute in ATTRIBUTES:
        median, late = attribute.available or (None, None)
        yield {
            "attribute": attribute.name,
            "value": attribute.value,
            "unit": attribute.unit,
            "available_from": "" if median is None else relative(as_of, median).isoformat(),
            "available_p90": "" if late is None else relative(as_of, late).isoformat(),
            "source": attribute.source,
        }
