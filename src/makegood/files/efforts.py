"""The effort of an item and the wait before it, from the columns of one row of work."""

from __future__ import annotations

from makegood.engine.portfolio import Estimate, Fixed, Stated
from makegood.files.columns import MAX_SINGLE_HOURS, Column, Work
from makegood.files.errors import mend, problem
from makegood.files.refusals import Refused
from makegood.files.sheets import Sheet

_PERCENTILES = (Work.p10_hours, Work.p50_hours, Work.p90_hours)
_EFFORTS = (Work.hours, *_PERCENTILES)


def read_efforts(work: Sheet) -> list[Estimate]:
    """Return the effort of each row; refuse rows that state none, two, or percentiles that make no sense.

    The median alone reads like bare hours. An item that only waits has no effort. Spoilt rows get an effort of 0.
    """
    waiting = work.texts(Work.wait_days_p50)
    stated = zip(*(work.get(column) for column in _EFFORTS), strict=True)
    efforts: list[Estimate] = []
    for place, (hours, p10, p50, p90) in enumerate(stated):
        estimate: Estimate = Fixed(0.0)
        try:
            estimate = _estimate(hours, p10, p50, p90, only_waits=bool(waiting[place]))
        except _RefusedIn as refused:
            if not (place in work.spoilt and _has_refused_effort(work, place)):
                work.refuse(place, refused.column, refused)
        efforts.append(estimate)
    return efforts


def check_waits(work: Sheet) -> None:
    """Refuse a wait's 90th percentile or start without its median, and percentiles out of order."""
    work.refuse_without(Work.wait_days_p90, Work.wait_days_p50)
    work.refuse_without(Work.wait_started, Work.wait_days_p50)
    pairs = zip(work.get(Work.wait_days_p50), work.get(Work.wait_days_p90), strict=True)
    for place, (p50, p90) in enumerate(pairs):
        if p50 is not None and p90 is not None and p90 < p50:
            refused = Refused(problem("p90 below p50", p50=p50, p90=p90), mend("order the percentiles"))
            work.refuse(place, Work.wait_days_p90, refused)


def _has_refused_effort(work: Sheet, place: int) -> bool:
    """Say whether an effort's cell in this row was refused already, so that the rest can't be judged."""
    return any(work.texts(column)[place] and work.get(column)[place] is None for column in _EFFORTS)


class _RefusedIn(Refused):
    """A refusal that names the column it concerns."""

    def __init__(self, column: Column[float], code: str, how: str, **values: object) -> None:
        super().__init__(problem(code, **values), mend(how))
        self.column = column


def _estimate(
    hours: float | None, p10: float | None, p50: float | None, p90: float | None, *, only_waits: bool
) -> Estimate:
    if hours is not None:
        if p10 is not None or p50 is not None or p90 is not None:
            raise _RefusedIn(Work.hours, "effort given twice", "give one of them")
        return _single(hours)
    if p50 is not None and p10 is None and p90 is None:
        return _single(p50)
    if p10 is not None and p50 is not None and p90 is not None:
        return _range(p10, p50, p90)
    if p10 is not None or p50 is not None or p90 is not None:
        missing = next(column for column, given in zip(_PERCENTILES, (p10, p50, p90), strict=True) if given is None)
        raise _RefusedIn(missing, "percentiles incomplete", "give all three")
    if only_waits:
        return Fixed(0.0)
    raise _RefusedIn(Work.hours, "missing effort", "give hours or percentiles")


def _single(hours: float) -> Estimate:
    if hours > MAX_SINGLE_HOURS:
        raise _RefusedIn(Work.p50_hours, "out of range", "give all three", low=0, high=MAX_SINGLE_HOURS)
    return Stated.from_single_point(hours) if hours else Fixed(0.0)


def _range(p10: float, p50: float, p90: float) -> Estimate:
    if not p10 <= p50 <= p90:
        column = Work.p10_hours if p10 > p50 else Work.p90_hours
        raise _RefusedIn(column, "percentiles out of order", "order the percentiles", p10=p10, p50=p50, p90=p90)
    return Fixed(p50) if p10 == p90 else Stated(p10, p50, p90)
