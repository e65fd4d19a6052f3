"""Pictures of a forecast: when it will be done, and how that moved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import altair as alt
from django.utils import formats
from django.utils.translation import gettext as _

from makegood.feasibility.bridge import Samples
from makegood.feasibility.queries import PastOutlook
from makegood.feasibility.states import OVERLOADED
from makegood.web.charts import Chart, chart

WINDOW = 7
"""Days that are averaged: nobody finishes on a Sunday, and the eye should not see that."""
SHOWN = 0.995
"""Share of the samples that is shown; a long tail would leave the rest without room."""
HEIGHT = 180
ROWS = 24
"""Of the table beside a curve, about."""


def when_done(curve: Samples, due: date, p_kept: float | None) -> Chart:
    """Draw how likely it will be done on each day: in time on one side of the date, late on the other."""
    days = smoothed(curve, due)
    in_time, late = _("in time"), _("late")
    rows = [
        {"day": day.isoformat(), "share": share, "side": side}
        for day, share in days
        for side in ([in_time] if day < due else [late] if day > due else [in_time, late])
    ]
    colours = alt.Scale(domain=["", in_time, "-", late])  # by place: the page gives each place its colour
    area = (
        alt.Chart(alt.InlineData(values=rows))
        .mark_area(opacity=0.35, interpolate="monotone")
        .encode(
            x=alt.X("day:T", title=None, axis=alt.Axis(format="%-d %b", tickCount=6, grid=False)),
            y=alt.Y("share:Q", title=None, axis=None),
            color=alt.Color("side:N", scale=colours, legend=None),
        )
    )
    line = alt.Chart(alt.InlineData(values=[{"day": due.isoformat()}])).mark_rule(size=2).encode(x="day:T")
    words = _("promised %(day)s") % {"day": formats.date_format(due, "j N")}
    label = (
        alt.Chart(alt.InlineData(values=[{"day": due.isoformat(), "words": words}]))
        .mark_text(align="right", dx=-6, y=8, fontWeight="bold")
        .encode(x="day:T", text="words:N")
    )
    says = _("Promised for %(due)s; done by then in %(share)s of cases.") % {
        "due": formats.date_format(due, "DATE_FORMAT"),
        "share": f"{round(100 * curve.by(due))} %" if p_kept is not None else "?",
    }
    return chart("when-done", alt.layer(area, line, label).properties(height=HEIGHT), says=says)


def shares_by(curve: Samples, due: date) -> list[tuple[date, float]]:
    """Return in what share of cases it is done by each of some days: the curve for who reads tables; ``due`` is one."""
    days, step = len(curve.seen), max(1, len(curve.seen) // ROWS)
    wanted = {curve.first + timedelta(days=place) for place in range(0, days, step)} | {due}
    shares = [(day, curve.by(day)) for day in sorted(wanted)]
    last = next((place for place, (_day, share) in enumerate(shares) if share >= SHOWN), len(shares) - 1)
    return [pair for place, pair in enumerate(shares) if place <= last or pair[0] == due]


def how_it_moved(past: Sequence[PastOutlook]) -> Chart:
    """Draw how likely the promise was to be kept on each day."""
    rows = [{"day": one.day.isoformat(), "kept": round(100 * one.p_kept, 1)} for one in past if one.p_kept is not None]
    drawing = (
        alt.Chart(alt.InlineData(values=rows))
        .mark_line(point=True, interpolate="step-after")
        .encode(
            x=alt.X("day:T", title=None, axis=alt.Axis(format="%-d %b", tickCount=6, grid=False)),
            y=alt.Y("kept:Q", title=_("Kept, %"), scale=alt.Scale(domain=[0, 100])),
        )
        .properties(height=HEIGHT)
    )
    first, last = rows[0], rows[-1]
    says = _("%(first)s %% on %(day)s, %(last)s %% by now.") % {
        "first": first["kept"],
        "day": first["day"],
        "last": last["kept"],
    }
    return chart("how-it-moved", drawing, says=says)


def how_full(weeks: Sequence[Mapping[str, Any]]) -> Chart:
    """Draw how much of each week is booked, the weeks in which the team may owe more than it can give set apart."""
    ready, over = _("ready"), _("may be overloaded")
    rows = [
        {
            "week": str(week["start"]),
            "booked": round(100 * week["load"]),
            "side": over if week["p_overload"] > OVERLOADED else ready,
            "overload": f"{round(100 * week['p_overload'])} %",
        }
        for week in weeks
        if week["load"] is not None
    ]
    drawing = (
        alt.Chart(alt.InlineData(values=rows))
        .mark_bar()
        .encode(
            x=alt.X("week:T", title=None, axis=alt.Axis(format="%-d %b", grid=False)),
            y=alt.Y("booked:Q", title=_("Booked, %")),
            color=alt.Color(
                "side:N",
                scale=alt.Scale(domain=["", ready, "-", over]),
                legend=alt.Legend(values=[ready, over], title=None, orient="top"),
            ),
            tooltip=[
                alt.Tooltip("week:T", title=_("Week of"), format="%Y-%m-%d"),
                alt.Tooltip("booked:Q", title=_("Booked, %")),
                alt.Tooltip("overload:N", title=over),
            ],
        )
        .properties(height=HEIGHT)
    )
    tight = [row for row in rows if row["side"] == over]
    says = _("Booked week by week; in %(count)s of %(all)s weeks the team may owe more than it can give.") % {
        "count": len(tight),
        "all": len(rows),
    }
    return chart("how-full", drawing, says=says)


def smoothed(curve: Samples, due: date) -> list[tuple[date, float]]:
    """Return the share of the samples that are done on each day, averaged over a week, with the promised day in it."""
    total, gone, last = curve.samples, 0, len(curve.seen)
    for place, count in enumerate(curve.seen):
        gone += count
        if gone >= SHOWN * total:
            last = place + 1
            break
    padded = [0] * WINDOW + list(curve.seen[:last]) + [0] * WINDOW
    begin = curve.first - timedelta(days=WINDOW)
    half = WINDOW // 2
    days = [
        (begin + timedelta(days=place), sum(padded[max(0, place - half) : place + half + 1]) / WINDOW / total)
        for place in range(len(padded))
    ]
    if due < days[0][0]:
        days = [(due, 0.0), *days]
    elif due > days[-1][0]:
        days = [*days, (due, 0.0)]
    elif due not in {day for day, _share in days}:
        days = sorted([*days, (due, 0.0)])
    return days
