"""Orders still to come: counted in where that was asked for, else named where we know how often they arrive."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rich.text import Text

from makegood.cli.layout import paragraph
from makegood.cli.view import QUIET, View
from makegood.engine import promises_per_week, with_later_arrivals
from makegood.engine.portfolio import Portfolio

RARE = 0.1
"""Orders a week below which one decimal would read as none."""


@dataclass(frozen=True, slots=True)
class LaterOrders:
    """How many new orders a week the past half year had, and whether they were asked for and are counted in."""

    per_week: float
    asked: bool
    counted: bool


def count_in(portfolio: Portfolio, *, as_of: date, asked: bool, seed: int) -> tuple[Portfolio, LaterOrders]:
    """Return ``portfolio`` with later orders where they are ``asked`` for, and what became of that."""
    per_week = promises_per_week(portfolio, as_of=as_of)
    if not asked:
        return portfolio, LaterOrders(per_week, asked=False, counted=False)
    fuller = with_later_arrivals(portfolio, as_of=as_of, per_week=per_week, seed=seed)
    return fuller, LaterOrders(per_week, asked=True, counted=len(fuller.promises) > len(portfolio.promises))


def render_later_orders(view: View, orders: LaterOrders) -> Iterator[Text]:
    """Yield a quiet sentence on them; nothing where they were not asked for and nobody knows their rate."""
    if orders.asked or orders.per_week > 0:
        yield from paragraph(_said(view, orders), view.terminal.prose_width, style=QUIET)


def _said(view: View, orders: LaterOrders) -> str:
    rate = view.language.number(orders.per_week, decimals=1 if orders.per_week >= RARE else 2)
    if not orders.asked:
        return view.say("New orders, about {rate} a week, are not counted in; --arrivals counts them.", rate=rate)
    if orders.counted:
        return view.say("New orders, about {rate} a week, are counted in.", rate=rate)
    if orders.per_week > 0:
        return view.say(
            "--arrivals added nothing: no open promise with work listed is due after {as_of}.",
            as_of=view.forecast.as_of,
        )
    return view.say(
        "--arrivals added nothing: no promise has a date made_at in the past half year, so nobody knows how often"
        " orders come."
    )
