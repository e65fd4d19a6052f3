"""From counts to what people read of one promise: probability, dates, gap, status, causes, reason and findings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from math import sqrt

from makegood.engine.causes import KINDS
from makegood.engine.curves import curves_read, quantile_dates
from makegood.engine.findings import find
from makegood.engine.portfolio import Portfolio, Promise
from makegood.engine.problem import Problem
from makegood.engine.reasons import reason
from makegood.engine.results import Cause, CauseKind, Curve, Message, PromiseForecast, Status
from makegood.engine.settings import Thresholds
from makegood.engine.shortages import Shortage, shortage_behind
from makegood.engine.takers import CapacityTakers
from makegood.engine.tally import Tally
from makegood.engine.terms import term_forecasts

BLOCK = 256
"""Promises whose counts are looked through at once."""


class PromiseReader:
    """Reads one promise after the other out of the counts."""

    def __init__(self, problem: Problem, tally: Tally, portfolio: Portfolio) -> None:
        """Read of ``problem``, whose rows are in ``portfolio``."""
        self._problem = problem
        self._tally = tally
        self._portfolio = portfolio
        self._takers = CapacityTakers(problem, tally)
        self._causes = _CauseReader(problem, tally)
        self._levels = (0.50, 0.85, 0.95, problem.settings.thresholds.quote)
        self._teams = {team.name: team for team in portfolio.teams}
        self._curves: dict[int, Curve] = {}

    def prepare(self, rows: Iterable[int]) -> None:
        """Look through the counts of the promises with these ranks, soon to be read, many at a time."""
        ours = [row for row in rows if self._problem.deals[row].has_work]
        shown = {row: self._problem.shown_days(self._problem.deals[row].promise) for row in ours}
        same: dict[int, list[int]] = {}
        for row, days in shown.items():
            same.setdefault(id(days), []).append(row)
        for alike in same.values():
            for some in (alike[begin : begin + BLOCK] for begin in range(0, len(alike), BLOCK)):
                found = curves_read(self._tally.done_in_full[some], shown[some[0]], self._problem.as_of)
                self._curves.update(zip(some, found, strict=True))

    def slimmed(self) -> Tally:
        """Let go of the largest counts, once all promises were prepared; return the counts without them.

        Those by day are in the curves then, and whose customers' promises are broken is nothing a promise is read from.
        """
        days, broken = self._tally.done_in_full[:0].copy(), self._tally.customers_broken[:0].copy()
        self._tally = replace(self._tally, done_in_full=days, customers_broken=broken)
        return self._tally

    def promise(self, row: int) -> PromiseForecast:
        """Read the forecast of the promise with rank ``row``; its harm and its place are not said yet."""
        problem, tally, deal = self._problem, self._tally, self._problem.deals[row]
        promise, samples = deal.promise, tally.samples
        p_kept = int(tally.kept[row]) / samples if deal.checkable else None
        curve = self._curve(row) if deal.has_work else None
        p50, p85, p95, quoted = (None,) * 4 if curve is None else quantile_dates(curve, *self._levels)
        status = status_of(p_kept, problem.settings.thresholds)
        causes = self._causes.of(row) if deal.has_work else ()
        binding = causes[0] if causes else None
        terms = term_forecasts(deal, row, problem, tally, None if curve is None else (curve, quoted))
        binding_term = min((t for t in terms if t.p_kept is not None), key=lambda t: t.p_kept or 0.0, default=None)
        queued = binding is not None and binding.kind == "queue" and status in ("red", "amber")
        takers = self._takers.of(row, binding.name) if binding is not None and queued else ()
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
            harm=0.0,
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
                shortage=self._shortage(promise, binding, p85),
            ),
            curve=curve,
        )

    def _curve(self, row: int) -> Curve:
        if row not in self._curves:
            self.prepare([row])
        return self._curves.pop(row)

    def _shortage(self, promise: Promise, binding: Cause | None, p85: date | None) -> Shortage | None:
        items = self._portfolio.items_by_promise.get(promise.key, ())
        return shortage_behind(binding, items, self._teams, as_of=self._problem.as_of, due=promise.due, p85=p85)


def status_of(p_kept: float | None, thresholds: Thresholds) -> Status:
    """Return the colour of a probability (domain reference, "Decisions")."""
    if p_kept is None:
        return "unknown"
    if p_kept >= thresholds.green:
        return "green"
    return "amber" if p_kept >= thresholds.amber else "red"


def accepted_figures(promise: Promise) -> PromiseForecast:
    """Say of an accepted promise when that was; it is not forecast."""
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


class _CauseReader:
    """Names what decided each promise; its counts become plain numbers as it is read: all at once they take memory."""

    def __init__(self, problem: Problem, tally: Tally) -> None:
        self._problem, self._traced = problem, tally.traced
        self._teams = sorted(problem.teams)
        self._first = problem.causes.first.tolist()
        self._counts = (problem.causes.kind, problem.causes.number, tally.wins, tally.cost_days)

    def of(self, row: int) -> tuple[Cause, ...]:
        """Sort one promise's causes by the share of traced samples they decided, then by days, then by name."""
        mine = slice(self._first[row], self._first[row + 1])
        causes = [
            Cause(KINDS[kind], self._name(KINDS[kind], number), wins / self._traced, days / self._traced)
            for kind, number, wins, days in zip(*(values[mine].tolist() for values in self._counts), strict=True)
            if wins
        ]
        return tuple(sorted(causes, key=lambda cause: (-cause.share, -cause.days, cause.kind, cause.name)))

    def _name(self, kind: CauseKind, number: int) -> str:
        problem = self._problem
        match kind:
            case "effort" | "wait":
                return problem.jobs[number].item.name
            case "start" | "predecessor":
                return problem.jobs[number].item.key
            case "queue" | "no capacity":
                return self._teams[number]
            case "risk":
                return problem.risks[number].name
            case "specification":
                return problem.roadmap[number].attribute
