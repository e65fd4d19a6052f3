"""Writing measurements down: pushed by a program, brought in from a file, or typed; sent twice they count once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.capability.models import Measurement, ServiceMeasure
from makegood.capability.policies import check_change_measures
from makegood.capability.services import checking
from makegood.capability.services.days import count_changes
from makegood.capability.services.finding import MEASURE
from makegood.capability.services.measures import MOST_VALUE
from makegood.capability.services.news import tell_forecasts
from makegood.foundation.actors import Viewer
from makegood.foundation.errors import Problem
from makegood.foundation.history.services import record
from makegood.foundation.texts import kept_line

MOST_AT_ONCE = 10_000
REFERENCE = 100


class UnableToMeasure(Problem):
    """Something given is no measurement; ``field`` names it, ``details`` the place in what was sent."""

    code = "unable-to-measure"


@dataclass(frozen=True, slots=True)
class Observation:
    """One measurement as it is sent. ``reference`` is how whoever measured it names it, empty where it has no name.

    Without a name a measurement is known by its moment: the second one of the same moment in what is sent at once is
    the second one of that moment, so that sending the same again changes nothing.
    """

    at: datetime
    value: float
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Measured:
    """What became of measurements that were sent: how many are new, have another value now, or were there already."""

    new: int
    changed: int
    same: int


@transaction.atomic
def measure(*, number: int, observations: Sequence[Observation], by: Viewer, at: datetime) -> Measured:
    """Write down measurements of one measure; the same ones again change nothing, and a corrected value replaces.

    All of them or none. Denied, NotFound, UnableToMeasure.
    """
    check_change_measures(by)
    found = checking.locked_measure(number)
    if not 0 < len(observations) <= MOST_AT_ONCE:
        raise UnableToMeasure(_("Please send from 1 to 10,000 measurements at once."), field="measurements")
    known = named(observations)
    before = {one.reference: one for one in Measurement.objects.filter(measure=found, reference__in=list(known))}
    values = {one.pk: (one.at, one.value) for one in before.values()}
    new, changed = split(found, known, before)
    keep(new, changed)
    come = [(one.at, one.value) for one in (*new, *changed)]
    count_changes(found, gone=[values[one.pk] for one in changed], come=come)
    outcome = Measured(len(new), len(changed), len(known) - len(new) - len(changed))
    if new or changed:
        moments = sorted(one.at for one in (*new, *changed))
        tell_forecasts(measures=[number], at=at)
        facts = {"new": outcome.new, "corrected": outcome.changed, "first": moments[0].isoformat(),
                 "last": moments[-1].isoformat()}  # fmt: skip
        record(verb="measure.measured", subject=(MEASURE, number), actor=by.actor, at=at, facts=facts)
    return outcome


def named(observations: Iterable[Observation]) -> dict[str, Observation]:
    """Return checked observations by their references; one that is sent twice counts once. UnableToMeasure."""
    times: Counter[datetime] = Counter()
    found: dict[str, Observation] = {}
    for place, sent in enumerate(observations):
        try:
            moment, value = _moment(sent.at), _value(sent.value)
            reference = kept_line(sent.reference, field="reference", most=REFERENCE, refusal=UnableToMeasure)
        except Problem as problem:
            raise UnableToMeasure(problem.message, field=problem.field, details={"place": place}) from problem
        if not reference:
            times[moment] += 1
            reference = reference_of(moment, times[moment])
        found[reference] = Observation(moment, value, reference)
    return found


def reference_of(moment: datetime, time: int) -> str:
    """Return how a measurement without a name is known: by its moment, and which one of that moment it is."""
    return f"{moment:%Y-%m-%dT%H:%M:%S.%f}Z#{time}"


def split(
    measure: ServiceMeasure, sent: Mapping[str, Observation], before: Mapping[str, Measurement]
) -> tuple[list[Measurement], list[Measurement]]:
    """Return those of ``sent`` that are new, and those of ``before`` that are otherwise now."""
    new, changed = [], []
    for reference, one in sent.items():
        kept = before.get(reference)
        if kept is None:
            new.append(Measurement(measure=measure, reference=reference, at=one.at, value=one.value))
        elif (kept.at, kept.value) != (one.at, one.value):
            kept.at, kept.value = one.at, one.value
            changed.append(kept)
    return new, changed


def keep(new: Sequence[Measurement], changed: Sequence[Measurement]) -> None:
    """Write them."""
    Measurement.objects.bulk_create(new, batch_size=1_000)
    Measurement.objects.bulk_update(changed, ["at", "value"], batch_size=500)


def _moment(value: datetime) -> datetime:
    moment = value.astimezone(UTC)
    checking.day(moment.date(), field="at", refusal=UnableToMeasure)
    return moment


def _value(value: float) -> float:
    return checking.number(value, field="value", refusal=UnableToMeasure, least=-MOST_VALUE, most=MOST_VALUE)
