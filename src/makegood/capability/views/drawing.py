"""Charts of capacity and of measurements, each with what it shows in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

import altair as alt
from django.utils import formats, timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from makegood.capability.bridge import CapacityWeek
from makegood.capability.queries import MeasurementRow, MeasureRow
from makegood.web.charts import Chart, chart

HEIGHT = 220
GREY = "#8a8f98"
"""Stands out from the page by day and by night."""


def capacity_chart(weeks: Sequence[CapacityWeek]) -> Chart:
    """Draw what a team can give in each week, and what it could without days off."""
    return _capacity_chart(tuple(weeks), get_language() or "")


def measurement_chart(measure: MeasureRow, measurements: Sequence[MeasurementRow]) -> Chart:
    """Draw measurements over time, and the threshold that they are held against."""
    values = [{"at": timezone.localtime(one.at).replace(tzinfo=None).isoformat(), "value": one.value}
              for one in measurements]  # fmt: skip
    title = f"{measure.name} ({measure.unit})" if measure.unit else measure.name
    drawing = (
        alt.Chart(alt.InlineData(values=values))
        .mark_circle(size=28, opacity=0.7)
        .encode(
            x=alt.X("at:T", title=None, axis=alt.Axis(format="%-d %b %Y", tickCount=4)),
            y=alt.Y("value:Q", title=title, scale=alt.Scale(zero=False)),
            tooltip=[
                alt.Tooltip("at:T", title=_("When"), format="%Y-%m-%d %H:%M"),
                alt.Tooltip("value:Q", title=title),
            ],
        )
    )
    layers: list[alt.Chart] = [drawing]
    if measure.threshold is not None:
        line = alt.Chart(alt.InlineData(values=[{"threshold": measure.threshold}]))
        layers.append(line.mark_rule(strokeDash=[6, 4], size=2, color=GREY).encode(y="threshold:Q"))
    says = _(
        "%(count)s measurements of %(name)s over time, with the threshold as a broken line. The latest stand below."
    )
    return chart(
        "measurements",
        alt.layer(*layers).properties(height=HEIGHT),
        says=says % {"count": len(measurements), "name": measure.name},
    )


@lru_cache(maxsize=64)  # drawing one costs some 40 ms, and a team's page is looked at more often than it changes
def _capacity_chart(weeks: tuple[CapacityWeek, ...], _language: str) -> Chart:
    given, most = _("can be promised"), _("without days off")
    values = [
        {"week": _short(week.start), "hours": round(hours, 1), "kind": kind}
        for week in weeks
        for kind, hours in ((given, week.hours), (most, week.most))
    ]
    base = alt.Chart(alt.InlineData(values=values)).encode(
        x=alt.X("week:O", sort=None, title=None, axis=alt.Axis(labelOverlap=True, labelAngle=0)),
        y=alt.Y("hours:Q", title=_("Hours a week")),
        tooltip=["week:O", alt.Tooltip("hours:Q", title=_("Hours")), alt.Tooltip("kind:N", title=" ")],
    )
    bars = base.transform_filter(alt.datum.kind == given).mark_bar()
    steps = base.transform_filter(alt.datum.kind == most).mark_tick(thickness=2, bandSize=18)
    low = min(weeks, key=lambda week: week.hours)
    says = _(
        "Hours a week that can be promised, for %(count)s weeks: least in the week of %(day)s with %(hours)s hours. "
        "The same figures stand in the table below."
    )
    return chart(
        "capacity",
        alt.layer(bars, steps).properties(height=HEIGHT),
        says=says % {"count": len(weeks), "day": _short(low.start), "hours": f"{low.hours:.0f}"},
    )


def _short(day: date) -> str:
    return formats.date_format(day, "SHORT_DATE_FORMAT")
