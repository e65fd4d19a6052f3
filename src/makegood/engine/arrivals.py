"""Orders yet to come: later promises of equal or higher rank, at the rate seen in history, take capacity too.

Without them a plan is optimistic by construction: nothing urgent is ever sold again. They are made from the open
promises (class, lead time and full work of one drawn for each arrival) and take their place by the same policy. What
is open at a moment has more long ones in it than what arrives, so models are drawn in inverse proportion to their lead
time (length-biased sampling: Cox 1969).

The k-th arrival of a Poisson process comes after a Gamma(k) time; its median and 90th percentile (Wilson and Hilferty
1931) go into a running wait. Three standard deviations more arrivals are made than are expected by the last due date,
so that none that matters is missing. The times are drawn independently of each other: the expected number of arrivals
by any day is about right, their variation a little smaller than Poisson's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from math import ceil, sqrt
from random import Random

from makegood.engine.estimates import Z90
from makegood.engine.portfolio import Fixed, Portfolio, Promise, Wait, WorkItem

RATE_WINDOW_DAYS = 182
DEFAULT_LEAD_DAYS = 60
"""Lead time of an arrival whose model doesn't say when it was made (a convention)."""


def promises_per_week(portfolio: Portfolio, *, as_of: date) -> float:
    """Return how many promises a week were made in the half year before ``as_of``, open and past ones together."""
    first = as_of - timedelta(days=RATE_WINDOW_DAYS)
    made = {promise.key: promise.made_at for promise in portfolio.promises if promise.made_at is not None}
    made |= {row.promise: _day(row.made) for row in portfolio.history if row.made is not None}
    return 7 * sum(first <= day < as_of for day in made.values()) / RATE_WINDOW_DAYS


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def with_later_arrivals(portfolio: Portfolio, *, as_of: date, per_week: float, seed: int) -> Portfolio:
    """Return ``portfolio`` with promises that arrive at ``per_week`` until the last due date; they are not reported."""
    models = [p for p in portfolio.promises if p.accepted_at is None and p.key in portfolio.items_by_promise]
    days = max(((promise.due - as_of).days for promise in models), default=0)
    if per_week <= 0 or days <= 0:
        return portfolio
    chance = Random(seed)
    weights = [1 / _lead_days(model) for model in models]
    promises, items = list(portfolio.promises), list(portfolio.items)
    expected = per_week * days / 7
    for number in range(1, ceil(expected + 3 * sqrt(expected)) + 1):
        (model,) = chance.choices(models, weights)
        wait = Wait(_gamma_days(number, per_week, 0.0), _gamma_days(number, per_week, Z90), started=as_of)
        arrival = _arrival(model, number, as_of + timedelta(days=round(wait.p50_days)))
        promises.append(arrival)
        items.extend(_work(arrival.key, portfolio.items_by_promise[model.key], wait))
    return replace(portfolio, promises=tuple(promises), items=tuple(items))


def _gamma_days(number: int, per_week: float, z: float) -> float:
    ninth = 1 / (9 * number)
    return max(0.0, 7 / per_week * number * (1 - ninth + z * sqrt(ninth)) ** 3)


def _lead_days(model: Promise) -> int:
    return DEFAULT_LEAD_DAYS if model.made_at is None else max(1, (model.due - model.made_at).days)


def _arrival(model: Promise, number: int, day: date) -> Promise:
    return Promise(
        key=f"arrival {number} like {model.key}",
        customer="",
        due=day + timedelta(days=_lead_days(model)),
        made_at=day,
        priority_class=model.priority_class,
        simulated=True,
    )


def _work(promise: str, model: tuple[WorkItem, ...], wait: Wait) -> Iterator[WorkItem]:
    """Copy a model's work as if nothing of it were done, all of it after the order has arrived."""
    order = f"{promise}/arrives"
    yield WorkItem(key=order, promise=promise, name="arrives", team=model[0].team, estimate=Fixed(0.0), wait=wait)
    keys = {item.key: f"{promise}/{item.name}" for item in model}
    for item in model:
        inside = tuple(keys[key] for key in item.after if key in keys)
        yield replace(
            item, key=keys[item.key], promise=promise, after=(order, *inside), not_before=None, done_share=0.0
        )
