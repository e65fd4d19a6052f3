"""The curve of one promise: on which days it may be done, and where the agreed date cuts it."""

from __future__ import annotations

from datetime import date, timedelta

import altair as alt

from _generate.pictures.case import AS_OF, CASE
from _generate.pictures.style import INK, KEPT, LATE, PERCENT, QUIET, WIDTH, chart_of
from makegood.engine import PromiseForecast, Settings, forecast
from makegood.engine.results import Curve

PROMISE = "60 loggers"
TOP = 8


def chart() -> alt.TopLevelMixin:
    """Return the chart: a bar a day, kept ones and late ones, with the agreed date, P50 and P85."""
    found = forecast(CASE, as_of=AS_OF, settings=Settings(samples=8_192)).of(PROMISE)
    axis = alt.Axis(format="%-d %b", grid=False, title=None, tickCount={"interval": "week", "step": 1})
    bars = (
        chart_of(_rows(found))
        .mark_bar(stroke=None)
        .encode(
            x=alt.X("morning:T", scale=alt.Scale(type="utc", nice=False), axis=axis),
            x2="evening:T",
            y2=alt.Y2Datum(0),
            y=alt.Y(
                "share:Q",
                title="share of samples",
                scale=alt.Scale(domain=[0, 0.18]),
                axis=alt.Axis(labelExpr=PERCENT, tickCount=4),
            ),
            color=alt.Color("done:N", scale=alt.Scale(domain=_words(found), range=[KEPT, LATE]), legend=_legend()),
        )
    )
    return alt.layer(bars, *_mark(f"agreed {_short(found.due)}", found.due, 0), *_quantiles(found)).properties(
        width=WIDTH, height=230
    )


def _quantiles(found: PromiseForecast) -> list[alt.Chart]:
    marks = []
    for row, (name, day) in enumerate((("P50", found.p50), ("P85", found.p85))):
        if day is not None:
            marks += _mark(f"{name} {_short(day)}", day, row)
    return marks


def _mark(text: str, day: date, row: int) -> list[alt.Chart]:
    """Mark the end of a day, with its label at the top; that of P50 stands on the left."""
    place = chart_of([{"evening": _midnight(day, 1), "text": text}]).encode(x="evening:T")
    agreed, left = text.startswith("agreed"), text.startswith("P50")
    label = place.mark_text(
        align="right" if left else "left",
        dx=-6 if left else 6,
        color=INK if agreed else QUIET,
        fontWeight="bold" if agreed else "normal",
    )
    rule = place.mark_rule(color=INK, strokeWidth=2) if agreed else place.mark_rule(color=QUIET, strokeDash=[4, 3])
    return [rule, label.encode(text="text:N", y=alt.value(TOP + 18 * row))]


def _rows(found: PromiseForecast) -> list[dict[str, object]]:
    curve = found.curve
    if curve is None:
        raise ValueError(f"{found.promise} has no curve")
    kept, late = _words(found)
    days = ((curve.first_day + timedelta(days=number), count) for number, count in enumerate(_until_rare(curve)))
    return [
        {
            "morning": _midnight(day, 0),
            "evening": _midnight(day, 1),
            "share": count / curve.samples,
            "done": kept if day <= found.due else late,
        }
        for day, count in days
        if count
    ]


def _until_rare(curve: Curve) -> list[int]:
    """Return the counts by day, without the last sample in a hundred."""
    counts = [int(count) for count in curve.counts[:-1]]
    left = curve.samples
    for number, count in enumerate(counts):
        left -= count
        if left <= curve.samples // 100:
            return counts[: number + 1]
    return counts


def _words(found: PromiseForecast) -> list[str]:
    kept = found.p_kept or 0.0
    return [f"kept: {100 * kept:.0f} % of the samples", f"late: {100 - 100 * kept:.0f} %"]


def _midnight(day: date, after: int) -> str:
    return f"{(day + timedelta(days=after)).isoformat()}T00:00:00Z"


def _short(day: date) -> str:
    return f"{day.day} {day:%b}"


def _legend() -> alt.Legend:
    return alt.Legend(orient="top", symbolType="square")
