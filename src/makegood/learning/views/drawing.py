"""Pictures of how promises and forecasts were kept."""

from __future__ import annotations

import altair as alt
from django.utils import formats
from django.utils.translation import gettext as _

from makegood.learning.queries import Bias, Calibration, Period
from makegood.web.charts import Chart, chart, remembered

HEIGHT = 220
TARGET = 0.85
"""What a customer is quoted is P85: so many of the promises should be kept (a convention)."""
SQUARE = 300
PERCENT = 100


@remembered
def over_time(periods: tuple[Period, ...]) -> Chart | None:
    """Draw kept by the first and by the last date, period by period, with the interval of the first and the target."""
    known = [(one.first, one.record.reliability) for one in periods if one.record.reliability.first.n]
    if not known:
        return None
    first, last = _("by the first date"), _("by the date in force")
    rows, bands = [], []
    for begin, found in known:
        month = begin.isoformat()
        low, high = found.first.interval
        bands.append({"month": month, "low": _percent(low), "high": _percent(high)})
        for name, share in ((first, found.first), (last, found.last)):
            if share.rate is not None:
                rows.append({"month": month, "kept": _percent(share.rate), "which": name, "n": share.n})
    axis = alt.X("month:T", title=None, axis=alt.Axis(format="%b %Y", grid=False, tickCount=6))
    scale = alt.Scale(domain=[0, PERCENT])
    band = alt.Chart(alt.InlineData(values=bands)).mark_rule(opacity=0.35, size=7).encode(
        x=axis, y=alt.Y("low:Q", title=_("Kept, %"), scale=scale), y2="high:Q"
    )  # fmt: skip
    line = alt.Chart(alt.InlineData(values=rows)).mark_line(point=True).encode(
        x=axis,
        y=alt.Y("kept:Q", title=_("Kept, %"), scale=scale),
        color=alt.Color("which:N", scale=alt.Scale(domain=[first, last]), legend=alt.Legend(title=None, orient="top")),
        strokeDash=alt.StrokeDash(  # both stay to be seen where they say the same, and without colours
            "which:N", scale=alt.Scale(domain=[first, last], range=[[1, 0], [5, 5]])
        ),
        tooltip=[
            alt.Tooltip("month:T", title=_("From"), format="%Y-%m-%d"),
            alt.Tooltip("which:N", title=_("Which")),
            alt.Tooltip("kept:Q", title=_("Kept, %")),
            alt.Tooltip("n:Q", title=_("Of")),
        ],
    )  # fmt: skip
    target = alt.Chart(alt.InlineData(values=[{"target": _percent(TARGET)}])).mark_rule(strokeDash=[4, 4]).encode(
        y="target:Q"
    )  # fmt: skip
    begin, end = known[-1]
    says = _("Kept by the first date, period by period; %(share)s %% of %(count)s in the last one, of %(month)s.") % {
        "share": _percent(end.first.rate or 0),
        "count": end.first.n,
        "month": formats.date_format(begin, "YEAR_MONTH_FORMAT"),
    }
    return chart("kept-over-time", alt.layer(band, line, target).properties(height=HEIGHT), says=says)


@remembered
def reliability_diagram(found: Calibration) -> Chart:
    """Draw how often forecasts came true beside what they said; on the line they mean what they say."""
    rows = [
        {
            "said": _percent(point.p),
            "low": _percent(point.low),
            "high": _percent(point.high),
            "kept": _percent(point.observed),
            "n": point.n,
        }
        for point in found.corp.points
    ]
    scale = alt.Scale(domain=[0, PERCENT])
    ideal = alt.Chart(alt.InlineData(values=[{"x": 0, "y": 0}, {"x": PERCENT, "y": PERCENT}])).mark_line(
        strokeDash=[4, 4], opacity=0.6
    ).encode(
        x=alt.X("x:Q", scale=scale, title=_("Said, %")), y=alt.Y("y:Q", scale=scale, title=_("Kept, %"))
    )  # fmt: skip
    pools = alt.Chart(alt.InlineData(values=rows)).mark_rule(size=3).encode(
        x=alt.X("low:Q", scale=scale), x2="high:Q", y=alt.Y("kept:Q", scale=scale)
    )  # fmt: skip
    dots = alt.Chart(alt.InlineData(values=rows)).mark_circle(opacity=0.9).encode(
        x=alt.X("said:Q", scale=scale),
        y=alt.Y("kept:Q", scale=scale),
        size=alt.Size("n:Q", legend=None, scale=alt.Scale(range=[40, 500])),
        tooltip=[
            alt.Tooltip("said:Q", title=_("Said, %")),
            alt.Tooltip("kept:Q", title=_("Kept, %")),
            alt.Tooltip("n:Q", title=_("Forecasts")),
        ],
    )  # fmt: skip
    says = _("Of %(count)s forecasts that said %(said)s %% on average, %(kept)s %% were kept.") % {
        "count": found.n,
        "said": _percent(found.mean_said),
        "kept": _percent(found.kept / found.n),
    }
    return chart("reliability", alt.layer(ideal, pools, dots).properties(height=SQUARE), says=says)


@remembered
def funnel(groups: tuple[tuple[str, Bias], ...]) -> Chart | None:
    """Draw said less kept by how many outcomes are known, with what chance explains on either side."""
    shown = [(name, bias) for name, bias in groups if bias.optimism.shown]
    if not shown:
        return None
    rows = []
    for name, bias in shown:
        kept = bias.kept.rate or 0.0
        rows.append(
            {"group": name, "n": bias.kept.n, "off": _percent(bias.said - kept),
             "low": _percent(bias.said - bias.alarms[1]), "high": _percent(bias.said - bias.alarms[0])}
        )  # fmt: skip
    base = alt.Chart(alt.InlineData(values=rows))
    axis = alt.Y("group:N", title=None, sort=None)
    limits = base.mark_rule(size=9, opacity=0.25).encode(x=alt.X("low:Q", title=_("Said less kept, points: optimism")),
                                                         x2="high:Q", y=axis)  # fmt: skip
    dots = base.mark_circle(size=90, opacity=1).encode(
        x=alt.X("off:Q"),
        y=axis,
        tooltip=[
            alt.Tooltip("group:N", title=_("Group")),
            alt.Tooltip("off:Q", title=_("Said less kept, points: optimism")),
            alt.Tooltip("n:Q", title=_("Outcomes")),
        ],
    )
    flagged = [name for name, bias in shown if bias.optimism.flagged]
    says = (
        _("Beyond what chance explains: %(names)s.") % {"names": ", ".join(flagged)}
        if flagged
        else _("No group lies beyond what chance explains.")
    )
    return chart("funnel", alt.layer(limits, dots).properties(height=max(90, 34 * len(rows))), says=says)


def _percent(share: float) -> float:
    return round(PERCENT * share, 1)
