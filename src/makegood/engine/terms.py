"""Promised against capable, term by term: dates, specifications, service levels."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from makegood.engine.curves import curve_of, quantile_date
from makegood.engine.portfolio import ServiceLevelTerm, SpecificationTerm
from makegood.engine.problem import Deal, Problem, ServiceLevelOutlook, SpecificationOutlook
from makegood.engine.results import Curve, TermForecast, TermState
from makegood.engine.tally import Tally

DATE_TERM = "date"


def term_forecasts(
    deal: Deal, row: int, problem: Problem, tally: Tally, quoted: tuple[Curve, date | None] | None
) -> tuple[TermForecast, ...]:
    """Return the forecast of each of ``deal``'s terms, its date first; ``quoted`` is its curve with the date to quote.

    A promise of a service level alone, due when its window ends, has no date to deliver by.
    """
    dated = [] if _is_level_alone(deal) else [_date_term(deal, row, problem, tally, quoted)]
    return (*dated, *_specification_terms(deal, row, tally), *(_level_term(level) for level in deal.service_levels))


def _is_level_alone(deal: Deal) -> bool:
    return not deal.has_work and any(level.term.end == deal.promise.due for level in deal.service_levels)


def _date_term(
    deal: Deal, row: int, problem: Problem, tally: Tally, quoted: tuple[Curve, date | None] | None
) -> TermForecast:
    due = deal.promise.due
    if quoted is None:
        late = deal.overdue
        state: TermState = "not met" if late else "unchecked"
        return TermForecast("date", DATE_TERM, due.isoformat(), None, None, 0.0 if late else None, state)
    p85 = quoted[1]
    if row in tally.work_done:
        curve = curve_of(tally.work_done[row], problem.shown_days(deal.promise), problem.as_of)
        p85 = quantile_date(curve, problem.settings.thresholds.quote)
    p_kept = int(tally.date_kept[row]) / tally.samples
    return TermForecast(
        kind="date",
        name=DATE_TERM,
        promised=due.isoformat(),
        capable=None if p85 is None else p85.isoformat(),
        gap=None if p85 is None else float((p85 - due).days),
        p_kept=p_kept,
        state=_date_state(p_kept, problem),
    )


def _date_state(p_kept: float, problem: Problem) -> TermState:
    thresholds = problem.settings.thresholds
    if p_kept >= thresholds.green:
        return "met"
    return "at risk" if p_kept >= thresholds.amber else "not met"


def _specification_terms(deal: Deal, row: int, tally: Tally) -> Iterator[TermForecast]:
    for place, outlook in enumerate(deal.specifications):
        kept = tally.term_kept.get((row, place))
        yield _specification_term(outlook, None if kept is None else kept / tally.samples)


def _specification_term(outlook: SpecificationOutlook, p_kept: float | None) -> TermForecast:
    verdict = outlook.verdict
    return TermForecast(
        kind="specification",
        name=outlook.term.attribute,
        promised=stated_specification(outlook.term),
        capable=verdict.capable,
        gap=verdict.gap,
        p_kept=p_kept,
        state=verdict.state,
        detail=verdict.detail,
    )


def _level_term(outlook: ServiceLevelOutlook) -> TermForecast:
    term, verdict = outlook.term, outlook.verdict
    measured = verdict.attainment is not None
    return TermForecast(
        kind="service level",
        name=term.measure,
        promised=stated_level(term),
        capable=f"{100 * verdict.attainment:.4g} %" if verdict.attainment is not None else None,
        gap=term.target - verdict.attainment if verdict.attainment is not None else None,
        p_kept=verdict.p_kept,
        state=verdict.state if measured else "unchecked",
        detail=verdict.detail,
    )


def stated_specification(term: SpecificationTerm) -> str:
    """Return the promised property as text, such as ``>= 67 mm``."""
    return " ".join(part for part in (term.operator, term.value, term.unit) if part)


def stated_level(term: ServiceLevelTerm) -> str:
    """Return the promised level as text, such as ``95 % <= 4 h``."""
    within = " ".join(part for part in (term.operator, f"{term.threshold:g}", term.unit) if part)
    return f"{100 * term.target:g} % {within}"
