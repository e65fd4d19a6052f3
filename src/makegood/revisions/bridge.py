"""What the record and the forecast already say of a promise that is to be revised, as the form begins with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from math import ceil, sqrt
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import override

from makegood.engine.wording.checking import RULES
from makegood.feasibility import bridge
from makegood.feasibility.bridge import Samples
from makegood.feasibility.queries import OutlookRow
from makegood.feasibility.states import REVISED_LEVEL
from makegood.promises.queries import IndicatorRow
from makegood.promises.states import Light


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a promise before anybody writes a word."""

    due: date | None
    """The first date that the gate should call safe enough, told from fewer samples; None where nobody can say."""
    rationale: str
    risks: str
    data: Mapping[str, Any]


def known_of(outlook: OutlookRow | None, indicators: tuple[IndicatorRow, ...]) -> Known:
    """Return what the forecast and the indicators say, in the language of the reader."""
    risks = "\n".join(_indicator(one) for one in indicators if one.light in {Light.AMBER, Light.RED})
    if outlook is None:
        return Known(None, "", risks, {"p_kept": None, "indicators": _lights(indicators)})
    details = bridge.read_details(outlook.details)
    curve = details.curve
    p90 = None if curve is None else date_reached(curve, REVISED_LEVEL)
    safe = None if curve is None else date_reached(curve, REVISED_LEVEL + 2 * _standard_error(curve.samples))
    data = {
        "p_kept": outlook.p_kept,
        "p50": _day(outlook.p50),
        "p85": _day(outlook.p85),
        "p90": _day(p90),
        "due": outlook.due.isoformat(),
        "computed_at": outlook.computed_at.isoformat(),
        "indicators": _lights(indicators),
    }
    return Known(safe, _rationale(outlook, bridge.told(details).reason), risks, data)


def date_reached(curve: Samples, level: float) -> date | None:
    """Return the first day by which ``level`` of all samples are done; None where that is beyond the horizon."""
    needed = ceil(round(level * curve.samples, 6))
    days = (day for day, done in enumerate(accumulate(curve.seen)) if done >= needed)
    found = next(days, None)
    return None if found is None else curve.first + timedelta(days=found)


def _standard_error(samples: int) -> float:
    """Return by how much the share of samples that reach the level is off, in the middle, because there are few."""
    return sqrt(REVISED_LEVEL * (1 - REVISED_LEVEL) / samples)


def drafted_message(title: str, before: date, due: date, stays: str) -> str:
    """Return the beginning of a message that says first what changes, and leaves to a person what only they know."""
    lines = (
        _("%(title)s will not arrive on %(before)s. The new date is %(due)s.")
        % {"title": title, "before": _said(before), "due": _said(due)},
        _("We regret what this means for your plans."),
        _("What stays as agreed: %(stays)s") % {"stays": stays},
        _("I will write to you again on the state of the work within a week."),
    )
    return "\n\n".join(lines)


def names_day(text: str, day: date) -> bool:
    """Say whether a text names a day, in one of the forms that people write days in."""
    forms = {day.isoformat(), f"{day:%d.%m.%Y}", f"{day.day}.{day.month}.{day.year}", f"{day:%d/%m/%Y}", _said(day)}
    for language in RULES:
        with override(language):
            name = formats.date_format(day, "F")
            forms |= {f"{day.day} {name} {day.year}", f"{day.day}. {name} {day.year}", f"{name} {day.day}, {day.year}"}
    read = " ".join(text.split())
    return any(form in read for form in forms)


def _rationale(outlook: OutlookRow, reason: str) -> str:
    if outlook.p_kept is None:
        return ""
    said = _("The agreed date %(due)s would be kept with %(share)s %% as it stands.") % {
        "due": _said(outlook.due),
        "share": round(100 * outlook.p_kept),
    }
    return "\n".join(filter(None, (said, reason)))


def _indicator(one: IndicatorRow) -> str:
    value = f"{one.readings[0].value.normalize():f}" if one.readings else "–"
    return " ".join(filter(None, (f"{one.name}: {value}", one.unit)))


def _lights(indicators: tuple[IndicatorRow, ...]) -> list[dict[str, str]]:
    return [{"name": one.name, "light": one.light.value, "said": _indicator(one)} for one in indicators]


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _said(day: date) -> str:
    return formats.date_format(day, "DATE_FORMAT")
