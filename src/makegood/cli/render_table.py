"""The table of promises: one line each, by harm, right at any width from 60 columns on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.text import Text

from makegood.cli.layout import Column, fit, table
from makegood.cli.table_cells import (
    binding_cell,
    binding_share_cell,
    gap_cell,
    kept_cell,
    past_cell,
    plan_cell,
    quantile_cell,
)
from makegood.cli.view import QUIET, View
from makegood.engine.results import PromiseForecast

LONGEST_KEY = 24
"""Columns that a promise's key may take; longer ones are shortened."""
READABLE = 20
"""Columns in which what binds can still be understood."""
ROWS_ON_A_SCREEN = 40
"""Rows shown to somebody before a terminal, besides every promise that is not on course."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What the table shows, and how narrow its names may get; None where a column is left out."""

    key: int = LONGEST_KEY
    title: int | None = None
    customer: int | None
    cause: int | None
    p50: bool = False
    p85: bool = True
    views: bool = False
    """Plan and past beside each other; only where there is a history."""
    bar: int
    dense: bool = False
    """Figures closer together, gaps without words, and what binds without its share."""


SHAPES = (
    Shape(title=20, customer=14, cause=READABLE, p50=True, views=True, bar=10),
    Shape(customer=LONGEST_KEY, cause=READABLE, p50=True, views=True, bar=10),
    Shape(customer=LONGEST_KEY, cause=READABLE, views=True, bar=6),
    Shape(customer=12, cause=READABLE, views=True, bar=0, dense=True),
    Shape(customer=9, cause=15, p85=False, views=True, bar=0, dense=True),
    Shape(customer=8, cause=12, p85=False, views=True, bar=0, dense=True),
    Shape(customer=None, cause=10, p85=False, views=True, bar=0, dense=True),
    Shape(title=20, customer=14, cause=READABLE, p50=True, bar=10),
    Shape(customer=LONGEST_KEY, cause=READABLE, p50=True, bar=10),
    Shape(customer=LONGEST_KEY, cause=READABLE, bar=10),
    Shape(customer=12, cause=READABLE, bar=5),
    Shape(customer=LONGEST_KEY, cause=READABLE, bar=4, dense=True),
    Shape(customer=8, cause=READABLE, bar=0, dense=True),
    Shape(customer=None, cause=10, bar=0, dense=True),
    Shape(key=8, customer=None, cause=None, bar=0, dense=True),
)
"""From wide to narrow: first the titles go, then P50, then shares and bars, which only repeat or refine, then names get
shorter, then what can be looked up elsewhere goes."""


def render_table(view: View, promises: Sequence[PromiseForecast]) -> Iterator[Text]:
    """Yield the lines of the table in the widest shape that fits the terminal."""
    heard = any(promise.views is not None and promise.views.outside is not None for promise in promises)
    for shape in [shape for shape in SHAPES if heard or not shape.views]:
        columns = _columns(view, promises, shape)
        widths = fit(columns, view.terminal.width)
        if widths is not None or shape == SHAPES[-1]:
            least = [column.minimum for column in columns]
            yield from table(columns, widths or least, view.terminal.glyphs.ellipsis)
            return


def rows_to_show(view: View, *, everything: bool) -> Sequence[PromiseForecast]:
    """Return the promises for the table: all of them, or on a screen those that matter most."""
    if everything or not view.terminal.watched:
        return view.open
    ahead = view.open[:ROWS_ON_A_SCREEN]
    return (*ahead, *(promise for promise in view.open[ROWS_ON_A_SCREEN:] if promise.status != "green"))


def _columns(view: View, promises: Sequence[PromiseForecast], shape: Shape) -> list[Column]:
    say = view.say
    keys = [view.text(promise.promise, "bold" if promise.status == "red" else "") for promise in promises]
    near = 1 if shape.dense else 2
    p50 = [quantile_cell(view, promise, promise.p50) for promise in promises]
    p85 = [quantile_cell(view, promise, promise.p85) for promise in promises]
    return [
        Column("", [view.mark(promise.status) for promise in promises]),
        Column(say("Promise"), keys, least=shape.key),
        *_names(view, promises, shape),
        Column(say("Due"), [view.text(view.day(promise.due)) for promise in promises], right=True),
        *([Column("P50", p50, right=True, gutter=near)] if shape.p50 else []),
        *([Column("P85", p85, right=True, gutter=near)] if shape.p85 else []),
        *(_views(view, promises, near) if shape.views else ()),
        Column(say("Kept"), [kept_cell(view, promise, shape.bar) for promise in promises], right=True, gutter=near),
        Column(say("Gap"), [gap_cell(view, promise, wordy=not shape.dense) for promise in promises], right=True),
        *_binding(view, promises, shape),
    ]


def _names(view: View, promises: Sequence[PromiseForecast], shape: Shape) -> Iterator[Column]:
    if shape.customer is not None:
        customers = [view.text(promise.customer) for promise in promises]
        yield Column(view.say("Customer"), customers, least=shape.customer)
    titles = [view.title(promise.promise) for promise in promises]
    if shape.title is not None and any(titles):
        yield Column(view.say("Title"), [view.text(title, QUIET) for title in titles], least=shape.title)


def _views(view: View, promises: Sequence[PromiseForecast], gutter: int) -> Iterator[Column]:
    yield Column(view.say("Plan"), [plan_cell(view, promise) for promise in promises], right=True, gutter=gutter)
    yield Column(view.say("Past"), [past_cell(view, promise) for promise in promises], right=True, gutter=1)


def _binding(view: View, promises: Sequence[PromiseForecast], shape: Shape) -> Iterator[Column]:
    if shape.cause is not None:
        names = [binding_cell(view, promise, short=shape.dense) for promise in promises]
        yield Column(view.say("Binds"), names, least=shape.cause)
    if shape.cause is not None and not shape.dense:
        yield Column("", [binding_share_cell(view, promise) for promise in promises], right=True, gutter=1)
