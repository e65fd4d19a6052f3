"""What is measured of services, and what the house itself wants of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any, TypedDict, Unpack

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from makegood.capability.models import ServiceMeasure
from makegood.capability.policies import check_change_measures
from makegood.capability.services import checking
from makegood.capability.services.checking import Refusal
from makegood.capability.services.days import recount
from makegood.capability.services.finding import MEASURE, index_measures
from makegood.capability.services.news import tell_forecasts
from makegood.capability.states import Sense
from makegood.foundation.actors import Viewer
from makegood.foundation.errors import Problem
from makegood.foundation.history.services import record
from makegood.foundation.search.services import remove
from makegood.foundation.search.words import folded
from makegood.foundation.texts import kept_line
from makegood.foundation.versions import changes_between, check_version

NAME, SOURCE = 120, 200
MOST_VALUE = 1e12
SMALLEST_TARGET = 0.00001
MATTERS = frozenset({"name", "unit"})
"""Fields that a forecast depends on: the target of the house is not what a customer was promised."""


COUNTED_BY = frozenset({"sense", "threshold"})
"""Fields that say which measurements are good."""


class UnableToKeepMeasure(Problem):
    """Something given can't be kept, there is a measure of this name, or it has measurements; ``field`` names it."""

    code = "unable-to-keep-measure"


class MeasureFields(TypedDict, total=False):
    """What can be said about a measure; a target is given with a threshold or not at all."""

    name: str
    unit: str
    sense: str
    threshold: float | None
    target: float | None
    source: str


@transaction.atomic
def add_measure(*, by: Viewer, at: datetime, **fields: Unpack[MeasureFields]) -> int:
    """Add something that is measured; return its number. Denied, UnableToKeepMeasure."""
    check_change_measures(by)
    measure = ServiceMeasure(made_at=at, made_by_id=by.number)
    known = checked({"name": "", **fields}, measure)
    apply(measure, known)
    _keep(measure)
    index_measures([measure])
    tell_forecasts(measures=[measure.pk], at=at)
    record(verb="measure.add", subject=(MEASURE, measure.pk), actor=by.actor, at=at, facts=known)
    return measure.pk


@transaction.atomic
def change_measure(*, number: int, version: int, by: Viewer, at: datetime, **fields: Unpack[MeasureFields]) -> None:
    """Change what is given of a measure that was read as ``version``.

    Denied, NotFound, Stale, UnableToKeepMeasure. A change that changes nothing leaves no trace.
    """
    check_change_measures(by)
    measure = checking.locked_measure(number)
    before = values_of(measure)
    known = checked(fields, measure)
    check_version(seen=version, current=measure.version, wanted=known, now=before)
    changed = changes_between(before, known)
    if not changed:
        return
    apply(measure, known)
    measure.version += 1
    _keep(measure)
    if COUNTED_BY & changed.keys():
        recount(measure)
    index_measures([measure])
    tell_forecasts(measures=[number] if MATTERS & changed.keys() else (), at=at)
    record(verb="measure.change", subject=(MEASURE, number), actor=by.actor, at=at, facts={"changed": changed})


@transaction.atomic
def remove_measure(*, number: int, by: Viewer, at: datetime) -> None:
    """Remove a measure that was never measured; Denied, NotFound, UnableToKeepMeasure."""
    check_change_measures(by)
    measure = checking.locked_measure(number)
    if measure.measurements.exists():
        raise UnableToKeepMeasure(_("What was measured is evidence, and stays."))
    name = measure.name
    measure.delete()
    remove(kind=MEASURE, number=number)
    tell_forecasts(measures=[number], at=at)
    record(verb="measure.remove", subject=(MEASURE, number), actor=by.actor, at=at, facts={"name": name})


def checked(fields: MeasureFields, measure: ServiceMeasure) -> dict[str, Any]:
    """Return what was given of ``measure`` as it is kept, by field; UnableToKeepMeasure."""
    refusal: Refusal = UnableToKeepMeasure
    checks: Mapping[str, Any] = {
        "name": partial(kept_line, field="name", most=NAME, refusal=refusal, needed=True),
        "unit": partial(checking.unit, refusal=refusal),
        "source": partial(kept_line, field="source", most=SOURCE, refusal=refusal),
        "sense": _sense,
        "threshold": _threshold,
        "target": _target,
    }
    known = {name: checks[name](value) for name, value in fields.items()}
    whole = {**values_of(measure), **known}
    if (whole["threshold"] is None) != (whole["target"] is None):
        field = "threshold" if whole["threshold"] is None else "target"
        raise refusal(_("Say what one measurement should meet, and how many of them; or neither."), field=field)
    return known


def apply(measure: ServiceMeasure, known: Mapping[str, Any]) -> None:
    """Let ``measure`` have these values."""
    for name, value in known.items():
        setattr(measure, name, value)
    measure.words = folded(measure.name)


def values_of(measure: ServiceMeasure) -> dict[str, Any]:
    """Return what a measure has, by field."""
    return {name: getattr(measure, name) for name in MeasureFields.__annotations__}


def _sense(value: str) -> str:
    if value not in set(Sense):
        raise UnableToKeepMeasure(_("Please choose on which side of the threshold it is good."), field="sense")
    return Sense(value).value


def _threshold(value: float | None) -> float | None:
    if value is None:
        return None
    return checking.number(value, field="threshold", refusal=UnableToKeepMeasure, least=-MOST_VALUE, most=MOST_VALUE)


def _target(value: float | None) -> float | None:
    if value is None:
        return None
    return checking.number(value, field="target", refusal=UnableToKeepMeasure, least=SMALLEST_TARGET, most=1)


def _keep(measure: ServiceMeasure) -> None:
    taken = UnableToKeepMeasure(_("There is a measure of this name already."), field="name")
    if ServiceMeasure.objects.filter(name__iexact=measure.name).exclude(pk=measure.pk).exists():
        raise taken
    try:
        with transaction.atomic():
            measure.save()
    except IntegrityError as error:  # somebody took the name since it was looked for
        raise taken from error
