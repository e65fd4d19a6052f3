"""The forecast curve as bars of equal width that end on the agreed date, so that none lies on both sides of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from makegood.cli.render_curve import plot_of
from makegood.cli.report.timeline import Tick, Timeline
from makegood.cli.view import View
from makegood.engine.curves import quantile_date, share_by
from makegood.engine.results import PromiseForecast

MOST_BARS = 70
QUANTILES = (5, 50, 85, 95)
"""The ends of the board's bar and what lies between."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Histogram:
    """Bars from left to right with heights between 0 and 1; the first ``split`` are in time."""

    heights: tuple[float, ...]
    split: int
    ticks: tuple[Tick, ...]
    agreed: str
    in_time: str
    quantiles: tuple[tuple[str, str], ...]
    """Each with its date in words: the same as the picture, for those who read."""
    marks: tuple[Tick, ...]
    """P50 and P85, where they are within the picture."""
    description: str
    beyond: str
    """What share is not finished within the time looked at, in words; empty where all is."""


def histogram_of(view: View, promise: PromiseForecast) -> Histogram | None:
    """Return the curve of a promise; None where it has none, or where all of it is beyond the horizon."""
    curve = promise.curve
    if curve is None or not curve.counts[:-1].any():
        return None
    plot = plot_of(curve, promise.due, MOST_BARS)
    first = plot.first_end - timedelta(days=plot.days)
    timeline = Timeline(first, first + timedelta(days=plot.days * len(plot.counts)))
    dates = [(f"P{percent}", quantile_date(curve, percent / 100)) for percent in QUANTILES]
    in_time = view.say("{share:percent} by then", share=share_by(curve, promise.due))
    return Histogram(
        heights=tuple(round(int(count) / int(plot.counts.max()), 4) for count in plot.counts),
        split=plot.split,
        ticks=tuple(timeline.ticks(view)),
        agreed=view.say("agreed {due}", due=view.day(promise.due)),
        in_time=in_time,
        quantiles=tuple((name, view.day(day, beyond=True)) for name, day in dates),
        marks=tuple(
            Tick(timeline.at(day), f"{name} {view.day(day)}")
            for name, day in dates[1:3]
            if day is not None and timeline.place(day).beyond == 0
        ),
        description=view.say("When {promise} will be done: {share}", promise=promise.promise, share=in_time),
        beyond=_beyond(view, int(curve.counts[-1]), curve.samples),
    )


def _beyond(view: View, unfinished: int, samples: int) -> str:
    if not unfinished:
        return ""
    return view.say(
        "{share:percent} is not finished by {horizon}, the last day looked at",
        share=unfinished / samples,
        horizon=view.forecast.horizon,
    )
