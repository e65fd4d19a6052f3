"""Watching a promise: what is measured, where it turns amber and red, and what was read."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.foundation.actors import Viewer
from makegood.foundation.errors import NotFound, Problem
from makegood.foundation.history.services import record
from makegood.foundation.texts import kept_line
from makegood.promises.bridge import in_unit, is_unit
from makegood.promises.models import Indicator, IndicatorReading, Promise
from makegood.promises.policies import check_capture
from makegood.promises.services import checking
from makegood.promises.states import ENDED, OPEN, IndicatorDirection

MOST_INDICATORS = 20
STEP = Decimal("0.000001")
MOST_FIGURE = Decimal(10) ** 12 - STEP


class UnableToWatch(Problem):
    """Something given makes no indicator, or the promise has ended; ``field`` names it."""

    code = "unable-to-watch"


class UnableToRead(Problem):
    """Something given makes no reading, or the indicator is not watched any more; ``field`` names it."""

    code = "unable-to-read"


@transaction.atomic
def add_indicator(
    *, promise: int, name: str, unit: str, direction: str, amber: Decimal, red: Decimal, by: Viewer, at: datetime
) -> int:
    """Begin to watch something and return the indicator's number; what is worse than ``red`` is red.

    Denied, NotFound, UnableToWatch with the field at fault.
    """
    check_capture(by)
    of = checking.locked_promise(promise)
    if of.state not in OPEN:
        raise UnableToWatch(_("This promise has ended; what it was stays as it is."))
    if direction not in set(IndicatorDirection):
        raise UnableToWatch(_("Please choose which values are the better ones."), field="direction")
    watched = of.indicators.filter(retired_at=None)
    if watched.count() >= MOST_INDICATORS:
        raise UnableToWatch(_("Twenty indicators are enough: nobody looks at more."))
    indicator = Indicator(promise=of, direction=direction, made_at=at, made_by_id=by.number)
    indicator.name = kept_line(name, field="name", most=120, refusal=UnableToWatch, needed=True)
    if watched.filter(name__iexact=indicator.name).exists():
        raise UnableToWatch(_("This is watched already."), field="name")
    indicator.unit = kept_line(unit, field="unit", most=30, refusal=UnableToWatch)
    if not is_unit(indicator.unit):
        raise UnableToWatch(_("This is no unit that can be compared, such as mm, degC, h or percent."), field="unit")
    indicator.amber = _figure(amber, field="amber", refusal=UnableToWatch)
    indicator.red = _figure(red, field="red", refusal=UnableToWatch)
    if (
        (indicator.amber < indicator.red)
        if direction == IndicatorDirection.HIGHER
        else (indicator.amber > indicator.red)
    ):
        raise UnableToWatch(_("It turns amber before it turns red."), field="amber")
    indicator.save(force_insert=True)
    facts = {"indicator": indicator.pk, "name": indicator.name, "unit": indicator.unit, "direction": direction,
             "amber": str(indicator.amber), "red": str(indicator.red)}  # fmt: skip
    record(verb="promise.indicator", subject=("promise", promise), actor=by.actor, at=at, facts=facts)
    return indicator.pk


@transaction.atomic
def read_indicator(
    *, number: int, on: date, value: Decimal, today: date, by: Viewer, at: datetime, unit: str = "", note: str = ""
) -> int:
    """Record what an indicator showed ``on`` a day and return the reading's number.

    ``unit`` may be another that measures the same; blank is the indicator's. A reading is never changed: of two for a
    day the later one counts. Denied, NotFound, UnableToRead.
    """
    check_capture(by)
    indicator, of = _watched(number)
    if of.state in ENDED:
        raise UnableToRead(_("This promise has ended; what it was stays as it is."))
    if on > today:
        raise UnableToRead(_("A reading can't lie in the future."), field="on")
    checking.day(on, field="on", refusal=UnableToRead)
    given = _figure(value, field="value", refusal=UnableToRead)
    measured = in_unit(given, kept_line(unit, field="unit", most=30, refusal=UnableToRead), indicator.unit)
    if measured is None:
        raise UnableToRead(_("This unit does not measure the same."), field="unit")
    reading = IndicatorReading.objects.create(
        indicator=indicator,
        on=on,
        value=_figure(measured, field="value", refusal=UnableToRead),
        note=kept_line(note, field="note", most=500, refusal=UnableToRead),
        by_id=by.number,
        made_at=at,
    )
    facts = {"reading": reading.pk, "name": indicator.name, "on": on.isoformat(),
             "value": f"{plain_figure(reading.value)} {indicator.unit}".strip()}  # fmt: skip
    record(verb="promise.reading", subject=("promise", of.pk), actor=by.actor, at=at, facts=facts)
    return reading.pk


@transaction.atomic
def retire_indicator(*, number: int, by: Viewer, at: datetime) -> None:
    """Watch something no longer; its readings stay on record. Denied, NotFound."""
    check_capture(by)
    indicator, of = _watched(number)
    indicator.retired_at = at
    indicator.save(update_fields=["retired_at"])
    facts = {"indicator": number, "name": indicator.name}
    record(verb="promise.no-indicator", subject=("promise", of.pk), actor=by.actor, at=at, facts=facts)


def plain_figure(value: Decimal) -> str:
    """Return a figure as people write it, without the noughts that only fill its column."""
    return f"{value.normalize():f}" if value else "0"


def _watched(number: int) -> tuple[Indicator, Promise]:
    """Return an indicator that is watched, with its locked promise; NotFound."""
    found = Indicator.objects.filter(pk=number).values_list("promise", flat=True).first()
    of = checking.locked_promise(found) if found is not None else None
    indicator = Indicator.objects.filter(pk=number, retired_at=None).first()
    if of is None or indicator is None:
        raise NotFound(_("There is no such indicator."))
    return indicator, of


def _figure(value: Decimal, *, field: str, refusal: checking.Refusal) -> Decimal:
    if not value.is_finite() or abs(value) > MOST_FIGURE:
        raise refusal(_("Please give a number."), field=field)
    return value.quantize(STEP)
