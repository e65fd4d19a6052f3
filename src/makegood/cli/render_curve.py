"""The forecast curve drawn in characters: when a promise will be done, cut by the line of the date that was agreed.

Bars are whole days or whole weeks that end on the agreed date, so that what stands left of the line is exactly the
share that is in time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from math import floor

import numpy as np
from numpy.typing import NDArray
from rich.text import Text

from makegood.cli.view import QUIET, STYLES, View
from makegood.engine.curves import quantile_date, share_by
from makegood.engine.results import Curve, PromiseForecast

ROWS = 7
INDENT = 2
DAYS_A_BAR = (1, 7, 14, 28, 56, 112, 224)
MOST_DAYS_SHOWN_SINGLY = 21
WIDEST_BAR = 6
TAIL = 0.01
"""Share of samples at the late end that is not drawn."""
FAR = 2
"""A due date further from the curve than so many times its width is pointed at rather than drawn."""


@dataclass(frozen=True, slots=True)
class Plot:
    """Bars of ``days`` days, the first ending on ``first_end``; ``split`` of them lie on or before the agreed date."""

    first_end: date
    days: int
    counts: NDArray[np.int64]
    split: int
    bar_width: int

    @property
    def width(self) -> int:
        """Columns of bars and line together."""
        return len(self.counts) * self.bar_width + 1

    @property
    def line_at(self) -> int:
        """The column of the agreed date's line."""
        return self.split * self.bar_width

    def column_of(self, day: date) -> int:
        """Return the column under which ``day`` falls."""
        place = -(-(day - self.first_end).days // self.days)
        place = max(0, min(place, len(self.counts) - 1))
        return place * self.bar_width + self.bar_width // 2 + (place >= self.split)


def render_curve(view: View, promise: PromiseForecast) -> Iterator[Text]:
    """Yield the drawing; nothing where there is no curve, or where all of it is beyond the horizon."""
    curve = promise.curve
    if curve is None or not curve.counts[:-1].any():
        return
    plot = plot_of(curve, promise.due, view.terminal.prose_width - 2 * INDENT)
    lines = [_heading(view, promise, curve, plot), *_bars(view, plot), _axis(view, promise, plot)]
    yield from (Text(" " * INDENT) + line for line in (*lines, *_labels(view, promise, plot)))
    if curve.counts[-1]:
        beyond = view.say(
            "{share:percent} is not finished by {horizon}, the last day looked at",
            share=int(curve.counts[-1]) / curve.samples,
            horizon=view.forecast.horizon,
        )
        yield view.text(" " * INDENT + beyond, QUIET)


def plot_of(curve: Curve, due: date, width: int) -> Plot:
    """Choose how many days a bar stands for so that the curve and ``due`` fit into ``width``, and count."""
    first, last = _drawn(curve, due)
    anchor = min(max(due, first - timedelta(days=1)), last)
    span = (last - first).days + 1
    days = next((size for size in DAYS_A_BAR if _affordable(size, span, width)), DAYS_A_BAR[-1])
    before = max(0, -(-((anchor - first).days + 1) // days))
    after = max(0, -(-(last - anchor).days // days))
    first_end = anchor - timedelta(days=(before - 1) * days)
    counts = np.array([_counted(curve, first_end + timedelta(days=bar * days), days) for bar in range(before + after)])
    bar_width = max(1, min(WIDEST_BAR, (width - 1) // len(counts)))
    return Plot(first_end, days, counts, before, bar_width)


def _affordable(days: int, span: int, width: int) -> bool:
    return span // days + 3 <= width and (days > 1 or span <= MOST_DAYS_SHOWN_SINGLY)


def _drawn(curve: Curve, due: date) -> tuple[date, date]:
    """Return the first and last day to draw: the curve without its tail, and the due date where that is near."""
    finished = np.flatnonzero(curve.counts[:-1])
    first, end = (curve.first_day + timedelta(days=int(day)) for day in (finished[0], finished[-1]))
    last = quantile_date(curve, 1 - TAIL) or end
    last = max(last, min(due, end))  # a tail that is in time belongs to what is drawn left of the line
    near = timedelta(days=FAR * (last - first).days + 7)
    if first - near <= due <= last + near:
        return min(first, due), max(last, due)
    return first, last


def _counted(curve: Curve, end: date, days: int) -> int:
    last = (end - curve.first_day).days + 1
    inside = slice(max(0, last - days), max(0, min(last, len(curve.counts) - 1)))
    return int(curve.counts[inside].sum())


def _heading(view: View, promise: PromiseForecast, curve: Curve, plot: Plot) -> Text:
    """Say what share lies on which side of the line; everything right of it where the left has no room."""
    due, in_time = view.day(promise.due), share_by(curve, promise.due)
    early = view.text(view.say("{share:percent} by {due}", share=in_time, due=due), STYLES["green"])
    rest = 1 - in_time if in_time < 0.01 else 1 - floor(100 * in_time) / 100
    late = view.text(view.say("{share:percent} later", share=rest), STYLES["red"])
    diamond = Text(view.terminal.glyphs.diamond, style="bold")
    if early.cell_len + 1 <= plot.line_at:
        return Text.assemble(" " * (plot.line_at - early.cell_len - 1), early, " ", diamond, " ", late)
    both = Text.assemble(early, view.terminal.glyphs.separator, late)
    return Text.assemble(" " * plot.line_at, diamond, " ", both)


def _bars(view: View, plot: Plot) -> Iterator[Text]:
    glyphs = view.terminal.glyphs
    for row in range(ROWS - 1, -1, -1):
        early = "".join(_cell(count, plot, row, glyphs.heights) for count in plot.counts[: plot.split])
        late = "".join(_cell(count, plot, row, glyphs.late_heights) for count in plot.counts[plot.split :])
        yield Text.assemble((early, STYLES["green"]), (glyphs.line, "bold"), (late, STYLES["red"]))


def _cell(count: int, plot: Plot, row: int, heights: str) -> str:
    """Return what a bar shows in ``row``, counted from the bottom: full, a part, or nothing."""
    steps = len(heights)
    height = -(-int(count) * ROWS * steps // int(plot.counts.max()))
    part = min(steps, max(0, height - row * steps))
    return (heights[part - 1] if part else " ") * plot.bar_width


def _axis(view: View, promise: PromiseForecast, plot: Plot) -> Text:
    glyphs = view.terminal.glyphs
    axis = [glyphs.axis] * plot.width
    for day in (promise.p50, promise.p85):
        if day is not None:
            axis[plot.column_of(day)] = glyphs.tick
    axis[plot.line_at] = glyphs.tick
    return Text("".join(axis), style=QUIET)


def _labels(view: View, promise: PromiseForecast, plot: Plot) -> Iterator[Text]:
    """Yield the dates below the axis: the agreed one ends at its line, the others stand at their ticks or after."""
    agreed = view.text(view.say("agreed {due}", due=view.day(promise.due)), "bold")
    quantiles = [(day, name) for day, name in ((promise.p50, "P50"), (promise.p85, "P85")) if day is not None]
    before = [label for label in quantiles if label[0] <= promise.due]
    after = [label for label in quantiles if label[0] > promise.due]
    line = Text()
    for day, name in before:
        _put(line, view.text(f"{name} {view.day(day)}"), plot.column_of(day))
    _put(line, agreed, max(0, plot.line_at - agreed.cell_len + 1))
    for day, name in after:
        _put(line, view.text(f"{name} {view.day(day)}"), plot.column_of(day))
    yield line


def _put(line: Text, label: Text, column: int) -> None:
    """Append ``label`` at ``column``, or two columns after what stands there."""
    start = max(column, line.cell_len + 2) if line.cell_len else column
    line.append(" " * (start - line.cell_len))
    line.append_text(label)
