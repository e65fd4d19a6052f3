"""What stands out of a forecast: named findings, as codes that can be counted and filtered by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from makegood.engine.curves import quantile_date
from makegood.engine.portfolio import WorkItem
from makegood.engine.results import PromiseForecast, TeamForecast
from makegood.feasibility.states import OVERLOADED, Standout

EARLIEST = 0.05
_OF_THE_FORECAST = frozenset(Standout) - {Standout.OVERLOAD, Standout.STALE}


def earliest(read: PromiseForecast) -> date | None:
    """Return the day by which one in twenty samples is done; None where nobody knows, or beyond the horizon."""
    return None if read.curve is None else quantile_date(read.curve, EARLIEST)


def overloaded(teams: Iterable[TeamForecast]) -> dict[str, date]:
    """Return, by team, the first week in which it may owe more than it can give; teams without one are left out."""
    return {
        team.team: first
        for team in teams
        if (first := next((week.start for week in team.weeks if week.p_overload > OVERLOADED), None)) is not None
    }


def stands_out(
    read: PromiseForecast, items: Iterable[WorkItem], overload: Mapping[str, date], *, is_stale: bool
) -> list[str]:
    """Return what is wrong with an open promise, sorted.

    ``overload`` as from :func:`overloaded`: what counts is a week that begins by the date, of a team with work left.
    """
    found = {message.code for message in read.findings} & set(_OF_THE_FORECAST)
    teams = {item.team for item in items if item.done_share < 1}
    if any(overload[team] <= read.due for team in teams & overload.keys()):
        found.add(Standout.OVERLOAD)
    if is_stale:
        found.add(Standout.STALE)
    return sorted(found)
