"""From counts to a forecast: what each promise came to, each team, and all of them together.

A portfolio may be simulated in parts that have no work in common; what concerns all of them (the order by harm, whose
promises are all kept, what is lost together) is put together here.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from math import ceil

import numpy as np

from makegood.engine.blocks import CENTS, capacity_by_week
from makegood.engine.calendars import TeamCalendar, week_start
from makegood.engine.digest import inputs_digest
from makegood.engine.harm import stand_in_value
from makegood.engine.layout import resolved
from makegood.engine.ordering import ranked
from makegood.engine.portfolio import Portfolio
from makegood.engine.problem import Problem
from makegood.engine.promise_figures import PromiseReader, accepted_figures
from makegood.engine.results import (
    CustomerForecast,
    Forecast,
    PortfolioForecast,
    PromiseForecast,
    TeamForecast,
    TeamWeek,
)
from makegood.engine.settings import Settings
from makegood.engine.stakes import expected_loss, stakes_of, value_exposed
from makegood.engine.tally import Counts, Tally, Truths

TAIL = 0.95


def assemble(problem: Problem, tally: Tally, portfolio: Portfolio) -> Forecast:
    """Turn the counts of all samples of the whole ``portfolio`` into a forecast, its promises sorted by harm."""
    assembly = Assembly(portfolio, problem.as_of, problem.settings)
    assembly.add(problem, tally)
    return assembly.forecast()


class Assembly:
    """Takes the parts of a portfolio one after the other, keeps only what people read, and puts it together."""

    def __init__(self, portfolio: Portfolio, as_of: date, settings: Settings) -> None:
        """Prepare what all parts have in common."""
        open_promises = ranked(portfolio, settings.policy)
        self._portfolio, self._as_of = portfolio, as_of
        self._settings = resolved(settings, portfolio, as_of)
        self._places = {promise.key: place for place, promise in enumerate(open_promises, start=1)}
        self._stand_in = stand_in_value(open_promises)
        self._promises: list[PromiseForecast] = []
        self._teams: dict[str, TeamForecast] = {}
        self._calendars: dict[str, TeamCalendar] = {}
        self._together = _Together(self._settings.samples)

    def add(self, problem: Problem, tally: Tally) -> None:
        """Read one part."""
        reader = PromiseReader(problem, tally, self._portfolio, self._places, self._stand_in)
        self._promises += [reader.promise(row) for row, deal in enumerate(problem.deals) if not deal.promise.simulated]
        self._teams |= {team.team: team for team in _teams(problem, tally)}
        self._calendars |= dict(zip(problem.teams, problem.calendars, strict=True))
        self._together.add(problem, tally)

    def forecast(self) -> Forecast:
        """Return the forecast of all parts."""
        self._promises.sort(key=lambda promise: (-promise.harm, promise.due, promise.promise))
        accepted = [
            accepted_figures(promise) for promise in self._portfolio.promises if promise.accepted_at is not None
        ]
        settings = self._settings
        return Forecast(
            as_of=self._as_of,
            seed=settings.seed,
            samples=settings.samples,
            traced_samples=min(settings.samples, settings.traced_samples or settings.samples),
            horizon=self._as_of + timedelta(days=(settings.horizon_days or 1) - 1),
            promises=(*self._promises, *sorted(accepted, key=lambda promise: promise.promise)),
            teams=tuple(self._teams[team.name] for team in self._portfolio.teams),
            portfolio=self._together.figures(self._promises, self._portfolio),
            inputs_hash=inputs_digest(self._portfolio, self._as_of, settings, self._calendars),
        )


class _Together:
    """What the parts come to together, in the same samples."""

    def __init__(self, samples: int) -> None:
        self._samples = samples
        self._loss: dict[str, Counts] = {}
        self._any_broken = np.zeros(samples, dtype=np.bool_)
        self._broken: dict[str, Truths] = {}
        self._checkable: dict[str, int] = {}

    def add(self, problem: Problem, tally: Tally) -> None:
        """Add one part's samples; a customer's are kept as bits, because there may be many customers."""
        self._any_broken |= tally.any_broken
        for currency, cents in tally.loss.items():
            self._loss[currency] = self._loss.get(currency, np.zeros(self._samples, dtype=np.int64)) + cents
        for deal in problem.deals:
            customer = deal.promise.customer
            if not deal.promise.simulated:
                self._checkable[customer] = self._checkable.get(customer, 0) + deal.checkable
        names = sorted({deal.promise.customer for deal in problem.deals if not deal.promise.simulated})
        for name, broken in zip(names, np.packbits(tally.customers_broken, axis=1), strict=True):
            self._broken[name] = self._broken[name] | broken if name in self._broken else broken.copy()

    def figures(self, promises: list[PromiseForecast], portfolio: Portfolio) -> PortfolioForecast:
        """Return the figures over all open ``promises``."""
        checked = [promise for promise in promises if promise.p_kept is not None]
        statuses = [promise.status for promise in promises]
        stakes = stakes_of(checked, portfolio.promises)
        return PortfolioForecast(
            open_promises=len(promises),
            checked=len(checked),
            red=statuses.count("red"),
            amber=statuses.count("amber"),
            green=statuses.count("green"),
            unknown=statuses.count("unknown"),
            expected_kept=sum(promise.p_kept or 0.0 for promise in checked),
            value_exposed=value_exposed(stakes),
            expected_loss=expected_loss(stakes),
            loss_at_95={currency: _tail(cents) for currency, cents in sorted(self._loss.items())},
            p_all_kept=int((~self._any_broken).sum()) / self._samples if checked else None,
            customers=tuple(self._customers()),
        )

    def _customers(self) -> Iterable[CustomerForecast]:
        for name in sorted(self._checkable):
            if self._checkable[name]:
                kept = self._samples - int(np.bitwise_count(self._broken[name]).sum())
                yield CustomerForecast(name, self._checkable[name], kept / self._samples)


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


def _tail(cents: Counts) -> float:
    return int(np.sort(cents)[ceil(TAIL * len(cents)) - 1]) / CENTS
