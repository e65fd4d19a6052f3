"""From counts to a forecast: what each promise came to, each team, and all of them together.

A portfolio may be simulated in parts that have no work in common; what concerns all of them (the order by harm, whose
promises are all kept, what is lost together) is put together here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from math import ceil

import numpy as np

from makegood.engine.blocks import CENTS, capacity_by_week
from makegood.engine.calendars import TeamCalendar, week_start
from makegood.engine.digest import inputs_digest, row_digest
from makegood.engine.fingerprints import reading_fingerprints
from makegood.engine.harm import harm, stand_in_value
from makegood.engine.layout import resolved
from makegood.engine.ordering import ranked
from makegood.engine.portfolio import Portfolio
from makegood.engine.problem import Problem
from makegood.engine.promise_figures import PromiseReader, accepted_figures
from makegood.engine.remembering import Readings
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
    assembly.add(read_part(problem, tally, portfolio))
    return assembly.forecast()


@dataclass(frozen=True, slots=True)
class PartFigures:
    """What one part of a portfolio came to, and what of it counts in the whole.

    A promise's place and harm are the whole's to say; they are settled where the parts are put together.
    """

    promises: tuple[PromiseForecast, ...]
    teams: Mapping[str, TeamForecast]
    calendars: Mapping[str, TeamCalendar]
    any_broken: Truths
    loss: Mapping[str, Counts]
    broken: Mapping[str, Truths]
    """By customer: the samples, as bits, in which one of their checkable promises is broken."""
    checkable: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Known:
    """What promises were read as before, and how a row's fingerprint is known."""

    readings: Readings
    digest_of: Callable[[object], bytes]


def read_part(problem: Problem, tally: Tally, portfolio: Portfolio, known: Known | None = None) -> PartFigures:
    """Read the counts of one part; ``portfolio`` holds its rows at least. What is ``known`` is not read again."""
    ours = [(row, deal) for row, deal in enumerate(problem.deals) if not deal.promise.simulated]
    checkable: dict[str, int] = {}
    for _row, deal in ours:
        checkable[deal.promise.customer] = checkable.get(deal.promise.customer, 0) + deal.checkable
    bits = np.packbits(tally.customers_broken, axis=1)
    rows, reader = [row for row, _deal in ours], PromiseReader(problem, tally, portfolio)
    if known is None:
        reader.prepare(rows)
        tally = reader.slimmed()  # the most of it, while a hundred thousand promises come to be beside it
        promises = tuple(map(reader.promise, rows))
    else:
        promises = tuple(_read_anew(reader, problem, tally, portfolio, rows, known))
    return PartFigures(
        promises=promises,
        teams={team.team: team for team in _teams(problem, tally)},
        calendars=dict(zip(problem.teams, problem.calendars, strict=True)),
        any_broken=tally.any_broken,
        loss=tally.loss,
        broken=dict(zip(sorted(checkable), bits, strict=True)),
        checkable=checkable,
    )


def _read_anew(
    reader: PromiseReader, problem: Problem, tally: Tally, portfolio: Portfolio, rows: Iterable[int], known: Known
) -> Iterator[PromiseForecast]:
    """Yield promises, and read those of which something else is counted than before."""
    prints = reading_fingerprints(problem, tally, portfolio, known.digest_of)
    keys = {row: problem.deals[row].promise.key for row in rows}
    reader.prepare([row for row, key in keys.items() if not known.readings.knows(key, prints[row])])
    for row, key in keys.items():
        yield known.readings.read(key, prints[row], partial(reader.promise, row))


class Assembly:
    """Takes the figures of one part after the other and puts together what concerns all of them."""

    def __init__(self, portfolio: Portfolio, as_of: date, settings: Settings, readings: Readings | None = None) -> None:
        """Prepare what all parts have in common; what was settled before stays the same object in ``readings``."""
        self._readings = readings
        open_promises = ranked(portfolio, settings.policy)
        self._portfolio, self._as_of = portfolio, as_of
        self._settings = resolved(settings, portfolio, as_of)
        self._ranked = {promise.key: (place, promise) for place, promise in enumerate(open_promises, start=1)}
        self._stand_in = stand_in_value(open_promises)
        self._promises: list[PromiseForecast] = []
        self._teams: dict[str, TeamForecast] = {}
        self._calendars: dict[str, TeamCalendar] = {}
        self._together = _Together(self._settings.samples)

    def add(self, part: PartFigures) -> None:
        """Add one part."""
        self._promises += map(self._settled, part.promises)
        self._teams |= part.teams
        self._calendars |= part.calendars
        self._together.add(part)

    def forecast(self, digest_of: Callable[[object], bytes] = row_digest) -> Forecast:
        """Return the forecast of all parts; ``digest_of`` may remember the fingerprints of rows."""
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
            inputs_hash=inputs_digest(self._portfolio, self._as_of, settings, self._calendars, digest_of),
        )

    def _settled(self, read: PromiseForecast) -> PromiseForecast:
        """Give a promise its place in the whole, and its harm, for which one without a value stands in the middle."""
        place, promise = self._ranked[read.promise]
        hurts = harm(promise, read.p_kept, self._stand_in)
        if self._readings is not None:
            return self._readings.settled(read, place, hurts)
        return replace(read, place=place, harm=hurts)


class _Together:
    """What the parts come to together, in the same samples."""

    def __init__(self, samples: int) -> None:
        self._samples = samples
        self._loss: dict[str, Counts] = {}
        self._any_broken = np.zeros(samples, dtype=np.bool_)
        self._broken: dict[str, Truths] = {}
        self._checkable: dict[str, int] = {}

    def add(self, part: PartFigures) -> None:
        """Add one part's samples; a customer's are kept as bits, because there may be many customers."""
        self._any_broken |= part.any_broken
        for currency, cents in part.loss.items():
            self._loss[currency] = self._loss[currency] + cents if currency in self._loss else cents
        for customer, count in part.checkable.items():
            self._checkable[customer] = self._checkable.get(customer, 0) + count
        for customer, broken in part.broken.items():
            self._broken[customer] = self._broken[customer] | broken if customer in self._broken else broken

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
