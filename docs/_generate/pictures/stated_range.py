"""A stated range, as it was said and as it is drawn."""

from __future__ import annotations

import altair as alt
import numpy as np

from _generate.pictures.style import KEPT, PERCENT, QUIET, STATED, WIDTH, chart_of
from makegood.engine.estimates import effort_sampler, sample
from makegood.engine.portfolio import Stated
from makegood.engine.randomness import normal_scores
from makegood.engine.settings import Settings

P10, P50, P90 = 8.0, 12.0, 24.0
LAST_HOUR = 48
BINS_AN_HOUR = 2
AS_STATED, AS_DRAWN = "as stated", "as drawn: 1.5 times as wide"


def chart() -> alt.TopLevelMixin:
    """Return the chart: how often the effort is a given number of hours, for both."""
    rows = [
        {"hours": (number + 0.5) / BINS_AN_HOUR, "share": share, "which": which}
        for which, widening in ((AS_STATED, 1.0), (AS_DRAWN, Settings().widening))
        for number, share in enumerate(_shares(widening))
    ]
    base = chart_of(rows).encode(
        x=alt.X(
            "hours:Q",
            title="hours of work",
            scale=alt.Scale(domain=[0, LAST_HOUR], nice=False),
            axis=alt.Axis(grid=False, values=list(range(0, LAST_HOUR + 1, 6))),
        ),
        y=alt.Y("share:Q", title="how often, by the hour", axis=alt.Axis(labelExpr=PERCENT, tickCount=4)),
    )
    colours = alt.Scale(domain=[AS_STATED, AS_DRAWN], range=[STATED, KEPT])
    drawn = base.transform_filter(f"datum.which == '{AS_DRAWN}'").mark_area(
        interpolate="monotone", fillOpacity=0.25, strokeWidth=2, line=True
    )
    stated = base.transform_filter(f"datum.which == '{AS_STATED}'").mark_line(interpolate="monotone", strokeDash=[5, 4])
    colour = alt.Color("which:N", scale=colours, legend=alt.Legend(orient="top", symbolType="stroke"))
    curves = alt.layer(drawn.encode(color=colour), stated.encode(color=colour))
    layers = alt.layer(curves, *_marks()).resolve_scale(y="independent")
    return alt.layer(layers).properties(width=WIDTH, height=220)


def _shares(widening: float) -> list[float]:
    """Return the share of draws in each bin, per hour."""
    sampler = effort_sampler(Stated(P10, P50, P90), left=1.0, widening=widening)
    bins = sample(sampler, normal_scores(14)) * BINS_AN_HOUR // 60
    shown = LAST_HOUR * BINS_AN_HOUR
    counts = np.bincount(bins, minlength=shown)[:shown]
    return [round(int(count) * BINS_AN_HOUR / len(bins), 5) for count in counts]


def _marks() -> tuple[alt.Chart, alt.Chart]:
    stated = (("P10", P10), ("P50", P50), ("P90", P90))
    said = [
        {"hours": hours, "name": f"{name} {hours:g} h", "row": 8 + 17 * row} for row, (name, hours) in enumerate(stated)
    ]
    marks = chart_of(said).encode(x="hours:Q")
    rule = marks.mark_rule(color=QUIET, strokeDash=[2, 3])
    label = marks.mark_text(align="left", dx=5, color=QUIET).encode(
        text="name:N", y=alt.Y("row:Q", scale=None, axis=None)
    )
    return rule, label
