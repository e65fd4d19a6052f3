"""Which promises a figure is about: one shape for every question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, Func, IntegerField, Q, QuerySet
from django.db.models.sql.compiler import SQLCompiler

from makegood.foundation.actors import EVERYONE, Viewer
from makegood.learning.models import Result
from makegood.learning.states import OF_OPEN, Figure, Kind

LOW = 0.85
"""P(kept) below which an open promise is at risk: what a customer is quoted is P85 (a convention)."""
FIRST_DAY, LAST_DAY = date(1970, 1, 1), date(2200, 12, 31)
"""Windows end there: whoever asks for the year 1 means all, and not as many empty months."""


def day_within(day: date) -> date:
    """Return ``day``, or the nearest one that a window can begin or end on."""
    return min(max(day, FIRST_DAY), LAST_DAY)


@dataclass(frozen=True, slots=True)
class Slice:
    """Promises that were due from ``since`` to ``until``, both included, for one customer, of one team, of a kind.

    ``team`` is the number of the one that has most of the work. ``by_line`` counts what was split off by itself; else
    an order is kept or broken as a whole, and its parts count with it. ``promise`` narrows it down to a single one.
    """

    since: date
    until: date
    customer: int | None = None
    team: int | None = None
    kind: str = ""
    by_line: bool = False
    promise: int | None = None

    @property
    def is_narrow(self) -> bool:
        """Say whether it leaves out some of what is owed now."""
        return bool(self.customer or self.team or self.kind or self.promise)


class Days(Func):
    """Whole days from the second date to the first."""

    output_field = IntegerField()
    arity = 2
    template = "(%(expressions)s)"
    arg_joiner = " - "

    def as_sqlite(
        self,
        compiler: SQLCompiler,
        connection: BaseDatabaseWrapper,
        **extra_context: Any,  # noqa: ANN401  # as the framework has it
    ) -> tuple[str, tuple[str | int, ...]]:
        """Return it for SQLite, which keeps days as text: both become days of one count, which are whole apart."""
        template = "CAST(julianday(%(expressions)s) AS integer)"
        return self.as_sql(compiler, connection, template=template, arg_joiner=") - julianday(", **extra_context)


def visible(viewer: Viewer, asked: Slice) -> QuerySet[Result]:
    """Return the results that ``viewer`` may know of, as far as ``asked``, whenever they were due."""
    found = Result.objects.all() if EVERYONE in viewer.audiences else Result.objects.none()
    if not asked.by_line and asked.promise is None:
        found = found.filter(parent=None)
    if asked.promise is not None:
        found = found.filter(promise=asked.promise)
    if asked.customer is not None:
        found = found.filter(customer=asked.customer)
    if asked.team is not None:
        found = found.filter(team=asked.team)
    return found.filter(kind=asked.kind) if asked.kind in set(Kind) else found


def due_in(viewer: Viewer, asked: Slice, today: date) -> QuerySet[Result]:
    """Return the cohort: what was due by its first date in the window, and whose day is over on ``today``."""
    until = min(asked.until, today - timedelta(days=1))
    return visible(viewer, asked).filter(first_date__gte=asked.since, first_date__lte=until)


def owed(viewer: Viewer, asked: Slice) -> QuerySet[Result]:
    """Return what is owed now, with the drift of its forecast as it stands."""
    return with_drift(visible(viewer, asked).filter(is_open=True))


def with_drift(found: QuerySet[Result]) -> QuerySet[Result]:
    """Return ``found`` with how far the forecast has moved from what was said first, and from what they were told."""
    return found.annotate(
        forecast_days=Days(F("promise__outlook__p85"), F("said_first")),
        silent_days=Days(F("promise__outlook__p50"), F("told_last")),
    )


def condition_of(figure: Figure, asked: Slice, today: date) -> Q:
    """Return what picks the promises of a figure out of the cohort, or out of what is owed."""
    done, flawless = ("done_on", "is_flawless") if asked.by_line else ("whole_on", "whole_flawless")
    kept_first = Q(**{f"{done}__lte": F("first_date")})
    kept_last = Q(**{f"{done}__lte": F("in_force")})
    counts, over = Q(is_excluded=False), Q(is_excluded=False, in_force__lt=today)
    missed = counts & (Q(**{done: None}) | ~kept_first)
    conditions: Mapping[Figure, Q] = {
        Figure.DUE: counts,
        Figure.KEPT_FIRST: counts & kept_first,
        Figure.BROKEN_FIRST: missed,
        Figure.DUE_LAST: over,
        Figure.KEPT_LAST: over & kept_last,
        Figure.BROKEN_LAST: over & (Q(**{done: None}) | ~kept_last),
        Figure.PERFECT: counts & kept_first & Q(**{flawless: True}),
        Figure.PERFECT_UNKNOWN: counts & kept_first & Q(**{flawless: None}),
        Figure.EARLY: counts & Q(**{f"{done}__lt": F("first_date")}),
        Figure.EXCLUDED: Q(is_excluded=True),
        Figure.WARNED_IN_TIME: missed & Q(warned_in_time=True),
        Figure.SURPRISED: missed & (Q(warned_in_time=False) | Q(warned_on=None)),
        Figure.NEVER_TOLD: missed & Q(warned_on=None),
        Figure.OPEN: Q(),
        Figure.DRIFT_AGREED: Q(agreed_days__gt=0),
        Figure.DRIFT_FORECAST: Q(forecast_days__gt=0),
        Figure.DRIFT_SILENT: Q(silent_days__gt=0),
        Figure.AT_RISK: Q(promise__outlook__p_kept__lt=LOW),
    }
    return conditions[figure]


def behind(figure: Figure, viewer: Viewer, asked: Slice, today: date) -> QuerySet[Result]:
    """Return the promises behind a figure."""
    found = owed(viewer, asked) if figure in OF_OPEN else due_in(viewer, asked, today)
    return found.filter(condition_of(figure, asked, today))
