"""Builders of small portfolios to test with. The as-of day is a Monday, and teams have 480 whole minutes a day.

A test states what it is about and nothing else; everything left out has a value that plays no part.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from makegood.engine import Fixed, Portfolio, Promise, Settings, Stated, Team, WorkItem, forecast
from makegood.engine.layout import lay_out
from makegood.engine.portfolio import Estimate
from makegood.engine.problem import Problem
from makegood.engine.results import Forecast, PromiseForecast

MONDAY = date(2026, 11, 23)
"""The day of every forecast that doesn't say otherwise."""
MINUTES = 480
"""Minutes that one slot of :func:`a_team` gives on a working day."""


def day(number: int) -> date:
    """Return the day ``number`` days after :data:`MONDAY`."""
    return MONDAY + timedelta(days=number)


def a_team(name: str = "Assembly", **facts: Any) -> Team:
    """Return a team of one slot, eight hours from Monday to Friday, none of them lost to interruptions."""
    return Team(**{"name": name, "slots": 1, "available_share": 1.0, **facts})


def a_promise(key: str = "P", *, due_in: int = 30, **facts: Any) -> Promise:
    """Return a promise due ``due_in`` days after :data:`MONDAY`, to a customer called after it."""
    return Promise(**{"key": key, "customer": f"customer of {key}", "due": day(due_in), **facts})


def an_item(key: str = "P/work", hours: float | Estimate = 8.0, **facts: Any) -> WorkItem:
    """Return an item for the promise before the slash of ``key``, by the team that :func:`a_team` makes."""
    promise, name = key.split("/")
    estimate = Fixed(hours) if isinstance(hours, int | float) else hours
    return WorkItem(**{"key": key, "promise": promise, "name": name, "team": "Assembly", "estimate": estimate, **facts})


def a_range(median: float, *, least: float = 0.6, most: float = 2.0) -> Stated:
    """Return a right-skewed range around ``median`` hours."""
    return Stated(p10=least * median, p50=median, p90=most * median)


def a_portfolio(*items: WorkItem, **facts: Any) -> Portfolio:
    """Return a portfolio of ``items``, with the teams and promises that they name unless ``facts`` has its own."""
    teams = tuple(a_team(name) for name in dict.fromkeys(item.team for item in items))
    promises = tuple(a_promise(key) for key in dict.fromkeys(item.promise for item in items))
    return Portfolio(**{"teams": teams, "promises": promises, "items": items, **facts})


def the_forecast(portfolio: Portfolio, *, as_of: date = MONDAY, samples: int = 64, **facts: Any) -> Forecast:
    """Forecast ``portfolio`` as of :data:`MONDAY` with few samples."""
    return forecast(portfolio, as_of=as_of, settings=Settings(samples=samples, **facts))


def the_promise(portfolio: Portfolio, key: str = "P", **facts: Any) -> PromiseForecast:
    """Forecast ``portfolio`` and return what is said of one promise."""
    return the_forecast(portfolio, **facts).of(key)


def the_problem(portfolio: Portfolio, *, as_of: date = MONDAY, samples: int = 64, **facts: Any) -> Problem:
    """Lay ``portfolio`` out as numbers, as of :data:`MONDAY` with few samples."""
    return lay_out(portfolio, as_of=as_of, settings=Settings(samples=samples, **facts))


def finish_in(portfolio: Portfolio, key: str = "P", **facts: Any) -> int | None:
    """Return how many days after :data:`MONDAY` the promise is done at the median; None for beyond the horizon."""
    p50 = the_promise(portfolio, key, **facts).p50
    return None if p50 is None else (p50 - MONDAY).days
