"""Twenty promises of one team: how many break together, with common factors and without."""

from __future__ import annotations

from datetime import date

import altair as alt
import numpy as np
from numpy.typing import NDArray

from _generate.pictures.style import KEPT, LATE, PERCENT, QUIET, WIDTH, chart_of
from makegood.engine import CommonFactors, Portfolio, Promise, Settings, Stated, Team, WorkItem
from makegood.engine.drawing import Draws
from makegood.engine.layout import lay_out

Shares = NDArray[np.float64]

PROMISES = 20
KEPT_EACH = 0.85
MANY = 6
SAMPLES = 65_536
MOST_SHOWN = 14
DAY = date(2026, 11, 23)


def chart() -> alt.TopLevelMixin:
    """Return the chart: how often how many of the promises break."""
    shares = {"independent": _broken(CommonFactors(0.0, 0.0)), "with common factors": _broken(CommonFactors())}
    named = {
        f"{which}: {MANY} or more break in {100 * chance(counted):.0f} % of the samples": counted
        for which, counted in shares.items()
    }
    rows = [
        {"broken": number, "share": round(float(share), 5), "which": which}
        for which, counted in named.items()
        for number, share in enumerate(counted[: MOST_SHOWN + 1])
    ]
    bars = (
        chart_of(rows)
        .mark_bar()
        .encode(
            x=alt.X("broken:O", title="promises broken, out of 20", axis=alt.Axis(labelAngle=0)),
            xOffset=alt.XOffset("which:N", sort=list(named)),
            y=alt.Y("share:Q", title="how often", axis=alt.Axis(labelExpr=PERCENT, tickCount=5)),
            color=alt.Color(
                "which:N",
                scale=alt.Scale(domain=list(named), range=[KEPT, LATE]),
                legend=alt.Legend(orient="top", direction="vertical", labelLimit=WIDTH),
            ),
        )
    )
    place = chart_of([{"broken": MANY}]).encode(x=alt.X("broken:O", bandPosition=0))
    line = place.mark_rule(color=QUIET, strokeDash=[4, 3])
    return alt.layer(bars, line).properties(width=WIDTH, height=220)


def chance(shares: Shares) -> float:
    """Return how often :data:`MANY` or more break."""
    return float(shares[MANY:].sum())


def _broken(factors: CommonFactors) -> Shares:
    """Return how often 0, 1, 2 … of the promises need more work than the most that is in time."""
    problem = lay_out(_portfolio(), as_of=DAY, settings=Settings(samples=SAMPLES, factors=factors))
    late = np.zeros(SAMPLES, dtype=np.int64)
    draws = Draws(problem, 0, SAMPLES)
    for minutes in map(draws.effort, problem.jobs):
        late += minutes > np.sort(minutes)[round(KEPT_EACH * SAMPLES) - 1]
    shares: Shares = np.bincount(late, minlength=PROMISES + 1) / SAMPLES
    return shares


def _portfolio() -> Portfolio:
    keys = [f"P-{number}" for number in range(1, PROMISES + 1)]
    return Portfolio(
        teams=(Team(name="Assembly", slots=PROMISES),),
        promises=tuple(Promise(key=key, customer=key, due=DAY) for key in keys),
        items=tuple(
            WorkItem(key=f"{key}/build", promise=key, name="build", team="Assembly", estimate=Stated(80, 120, 240))
            for key in keys
        ),
    )
