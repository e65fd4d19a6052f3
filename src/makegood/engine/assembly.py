"""From counts to what people read: probabilities, dates, gaps, status, causes, reasons and findings."""

from __future__ import annotations

from datetime import date, timedelta
from math import ceil, sqrt

import numpy as np

from makegood.engine.blocks import CENTS, capacity_by_week
from makegood.engine.calendars import week_start
from makegood.engine.causes import KINDS
from makegood.engine.curves import curve_of, quantile_date
from makegood.engine.digest import inputs_digest
from makegood.engine.findings import find
from makegood.engine.harm import harm, stand_in_value
from makegood.engine.portfolio import Portfolio, Promise
from makegood.engine.problem import Problem
from makegood.engine.reasons import reason
from makegood.engine.results import (
    Cause,
    CauseKind,
    CustomerForecast,
    Forecast,
    Message,
    PortfolioForecast,
    PromiseForecast,
    Status,
    TeamForecast,
    TeamWeek,
)
from makegood.engine.settings import Thresholds
from makegood.engine.takers import capacity_takers
from makegood.engine.tally import Tally
from makegood.engine.terms import term_forecasts

TAIL = 0.95


def assemble(problem: Problem, tally: Tally, portfolio: Portfolio) -> Forecast:
    """Turn the counts of all samples into a forecast, its promises sorted by harm."""
    reader = _Reader(problem, tally, portfolio)
    reported = [row for row, deal in enumerate(problem.deals) if not deal.promise.simulated]
    promises = [reader.promise(row) for row in reported]
    promises.sort(key=lambda promise: (-promise.harm, promise.due, promise.promise))
    accepted = [_accepted(promise) for promise in portfolio.promises if promise.accepted_at is not None]
    return Forecast(
        as_of=problem.as_of,
        seed=problem.settings.seed,
        samples=tally.samples,
        traced_samples=tally.traced,
        horizon=problem.as_of + timedelta(days=problem.days - 1),
        promises=(*promises, *sorted(accepted, key=lambda promise: promise.promise)),
        teams=_teams(problem, tally),
        portfolio=_portfolio(problem, tally, promises),
        inputs_hash=inputs_digest(portfolio, problem),
    )


class _Reader:
    """Reads one promise after the other out of the counts."""

    def __init__(self, problem: Problem, tally: Tally, portfolio: Portfolio) -> None:
        self._problem = problem
        self._tally = tally
        self._portfolio = portfolio
        self._stand_in = stand_in_value(deal.promise for deal in problem.deals)

    def promise(self, row: int) -> PromiseForecast:
        """Read the forecast of the promise with rank ``row``."""
        problem, tally, deal = self._problem, self._tally, self._problem.deals[row]
        promise, samples = deal.promise, tally.samples
        p_kept = int(tally.kept[row]) / samples if deal.checkable else None
        in_full = tally.done_in_full[row]
        curve = curve_of(in_full, problem.shown_days(promise), problem.as_of) if deal.has_work else None
        p50, p85, p95 = (None if curve is None else quantile_date(curve, q) for q in (0.50, 0.85, 0.95))
        status = status_of(p_kept, problem.settings.thresholds)
        causes = _causes(problem, tally, row) if deal.has_work else ()
        binding = causes[0] if causes else None
        terms = term_forecasts(deal, row, problem, tally, curve)
        binding_term = min((t for t in terms if t.p_kept is not None), key=lambda t: t.p_kept or 0.0, default=None)
        queued = binding is not None and binding.kind == "queue" and status in ("red", "amber")
        takers = capacity_takers(problem, tally, deal, binding.name) if binding is not None and queued else ()
        unchecked = sum(term.p_kept is None for term in terms)
        overdue_days = (problem.as_of - promise.due).days if deal.overdue else None
        starved = next((cause.name for cause in causes if cause.kind == "no capacity"), None)
        return PromiseForecast(
            promise=promise.key,
            customer=promise.customer,
            due=promise.due,
            status=status,
            p_kept=p_kept,
            p_kept_se=None if p_kept is None else sqrt(p_kept * (1 - p_kept) / samples),
            p_kept_first=int(tally.kept_first[row]) / samples if deal.checkable else None,
            p50=p50,
            p85=p85,
            p95=p95,
            gap_days=None if p85 is None else (p85 - promise.due).days,
            slack_days=None if p50 is None else (promise.due - p50).days,
            harm=harm(promise, p_kept, self._stand_in),
            binding=binding,
            causes=causes,
            takers=takers,
            terms=terms,
            terms_checked=len(terms) - unchecked,
            binding_term=binding_term,
            findings=find(
                promise,
                self._portfolio.items_by_promise.get(promise.key, ()),
                overdue_days=overdue_days,
                status=status,
                dates=None if curve is None else (p50, p85),
                unchecked_terms=unchecked,
                starved_team=starved,
                needs_work=not deal.measured,
            ),
            reason=reason(
                promise,
                overdue_days=overdue_days,
                p85=p85,
                binding=binding,
                binding_term=binding_term,
                takers=takers,
                has_dates=curve is not None,
            ),
            curve=curve,
            place=row + 1,
        )


def status_of(p_kept: float | None, thresholds: Thresholds) -> Status:
    """Return the colour of a probability (domain reference, "Decisions")."""
    if p_kept is None:
        return "unknown"
    if p_kept >= thresholds.green:
        return "green"
    return "amber" if p_kept >= thresholds.amber else "red"


def _accepted(promise: Promise) -> PromiseForecast:
    at = promise.accepted_at or date.max
    return PromiseForecast(
        promise=promise.key,
        customer=promise.customer,
        due=promise.due,
        status="accepted",
        p_kept=None,
        p_kept_se=None,
        p_kept_first=None,
        p50=None,
        p85=None,
        p95=None,
        gap_days=None,
        slack_days=None,
        harm=0.0,
        binding=None,
        reason=Message("accepted", {"accepted_at": at, "days_late": max(0, (at - promise.due).days)}),
    )


def _causes(problem: Problem, tally: Tally, row: int) -> tuple[Cause, ...]:
    """Sort one promise's causes by the share of traced samples they decided, then by days, then by name."""
    causes = [
        Cause(
            KINDS[problem.causes.kind[place]],
            _cause_name(problem, KINDS[problem.causes.kind[place]], int(problem.causes.number[place])),
            int(tally.wins[place]) / tally.traced,
            int(tally.cost_days[place]) / tally.traced,
        )
        for place in problem.causes.places(row)
        if tally.wins[place]
    ]
    return tuple(sorted(causes, key=lambda cause: (-cause.share, -cause.days, cause.kind, cause.name)))


def _cause_name(problem: Problem, kind: CauseKind, number: int) -> str:
    match kind:
        case "effort" | "wait":
            return problem.jobs[number].item.name
        case "start" | "predecessor":
            return problem.jobs[number].item.key
        case "queue" | "no capacity":
            return sorted(problem.teams)[number]
        case "risk":
            return problem.risks[number].name
        case "specification":
            return problem.roadmap[number].attribute


def _teams(problem: Problem, tally: Tally) -> tuple[TeamForecast, ...]:
    given = capacity_by_week(problem)
    return tuple(
        TeamForecast(
            name,
            tuple(
                TeamWeek(
                    start=week_start(problem.as_of, week),
                    load=None if given[team, week] == 0 else _share(tally.booked[team, week], tally, given[team, week]),
                    p_overload=int(tally.overloads[team, week]) / tally.samples,
                )
                for week in range(problem.settings.weeks)
            ),
        )
        for team, name in enumerate(problem.teams)
    )


def _share(booked: np.int64, tally: Tally, given: np.int64) -> float:
    return int(booked) / tally.samples / int(given)


def _portfolio(problem: Problem, tally: Tally, promises: list[PromiseForecast]) -> PortfolioForecast:
    checked = [promise for promise in promises if promise.p_kept is not None]
    statuses = [promise.status for promise in promises]
    exposed, expected = _values(problem, {promise.promise: promise.p_kept or 0.0 for promise in checked})
    return PortfolioForecast(
        open_promises=len(promises),
        checked=len(checked),
        red=statuses.count("red"),
        amber=statuses.count("amber"),
        green=statuses.count("green"),
        unknown=statuses.count("unknown"),
        expected_kept=sum(promise.p_kept or 0.0 for promise in checked),
        value_exposed=exposed,
        expected_loss=expected,
        loss_at_95={currency: _tail(cents) for currency, cents in sorted(tally.loss.items())},
        p_all_kept=tally.all_kept / tally.samples if checked else None,
        customers=_customers(problem, tally),
    )


def _values(problem: Problem, p_kept: dict[str, float]) -> tuple[dict[str, float], dict[str, float]]:
    exposed: dict[str, float] = {}
    expected: dict[str, float] = {}
    for deal in problem.deals:
        promise = deal.promise
        if promise.key in p_kept and promise.value:
            currency = promise.currency or ""
            exposed[currency] = exposed.get(currency, 0.0) + promise.value
            expected[currency] = expected.get(currency, 0.0) + promise.value * (1 - p_kept[promise.key])
    return exposed, expected


def _tail(cents: np.typing.NDArray[np.int64]) -> float:
    return int(np.sort(cents)[ceil(TAIL * len(cents)) - 1]) / CENTS


def _customers(problem: Problem, tally: Tally) -> tuple[CustomerForecast, ...]:
    checkable: dict[str, int] = {}
    for deal in problem.deals:
        customer = deal.promise.customer
        if not deal.promise.simulated:
            checkable[customer] = checkable.get(customer, 0) + deal.checkable
    return tuple(
        CustomerForecast(name, checkable[name], int(tally.customer_kept[place]) / tally.samples)
        for place, name in enumerate(sorted(checkable))
        if checkable[name]
    )
