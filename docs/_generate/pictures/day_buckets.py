"""One sample of the schedule: how each team's days are filled, in order of priority."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import altair as alt

from _generate.pictures.case import AS_OF, CASE
from _generate.pictures.style import KEPT, LATE, LINE, THIRD, WIDTH, chart_of
from makegood.engine.drawing import Draws
from makegood.engine.layout import lay_out
from makegood.engine.problem import Problem
from makegood.engine.schedule import TeamDays, fill_pausable, place
from makegood.engine.settings import Settings

DAYS = 19
MONDAYS = [0, 7, 14]
ORDER = [promise.key for promise in CASE.promises]


def chart() -> alt.TopLevelMixin:
    """Return the chart: hours given a day, a panel for each team, stacked from the first promise on."""
    problem = lay_out(CASE, as_of=AS_OF, settings=Settings(samples=1))
    given = list(_given(problem))
    panels = [_panel(problem, team, [row for row in given if row["team"] == team]) for team in problem.teams]
    return alt.vconcat(*panels, spacing=14)


def _panel(problem: Problem, team: str, rows: list[dict[str, object]]) -> alt.LayerChart | alt.FacetChart:
    last = team == problem.teams[-1]
    axis = alt.Axis(
        values=[f"{_day(number)}T00:00:00Z" for number in MONDAYS],
        format="Monday %-d %b",
        labelAlign="left",
        labelOffset=2,
        grid=False,
        title=None,
        labels=last,
    )
    x = alt.X("day:T", timeUnit="utcyearmonthdate", axis=axis)
    bars = (
        chart_of(rows)
        .mark_bar()
        .encode(
            x=x,
            y=alt.Y("hours:Q", title="hours", axis=alt.Axis(tickCount=4)),
            color=alt.Color(
                "promise:N",
                sort=ORDER,
                scale=alt.Scale(domain=ORDER, range=[KEPT, THIRD, LATE]),
                legend=alt.Legend(orient="top") if team == problem.teams[0] else None,
            ),
            order=alt.Order("place:Q"),
        )
    )
    limits = chart_of(_limits(problem, team)).mark_bar(color=LINE).encode(x=x, y="hours:Q")
    return alt.layer(limits, bars).properties(width=WIDTH, height=130, title=team)


def _given(problem: Problem) -> Iterator[dict[str, object]]:
    """Place the items once more, one after the other, and yield what each takes of its team's days."""
    placed = place(problem, Draws(problem, 0, 1), lambda: None)
    teams = [TeamDays(calendar, lanes=1) for calendar in problem.calendars]
    for number, job in enumerate(problem.jobs):
        free = teams[job.team].free.copy()
        fill_pausable(teams[job.team], placed.begin[number], placed.need[number], job.item.slots)
        taken = (free - teams[job.team].free)[:DAYS, 0]
        for day in taken.nonzero()[0]:
            yield {
                "day": _day(int(day)),
                "team": problem.teams[job.team],
                "promise": job.item.promise,
                "place": number,
                "hours": round(int(taken[day]) / 60, 2),
            }


def _limits(problem: Problem, team: str) -> Iterator[dict[str, object]]:
    capacity = problem.calendars[problem.teams.index(team)].capacity[:DAYS]
    yield from ({"day": _day(day), "hours": round(int(minutes) / 60, 2)} for day, minutes in enumerate(capacity))


def _day(number: int) -> str:
    return (AS_OF + timedelta(days=number)).isoformat()
