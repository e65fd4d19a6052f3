"""Readiness by team and week: the same thresholds as promises, the tightest team first, nobody there told apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from makegood.cli.report.headline import headline_of
from makegood.cli.report.readiness import Strain, readiness_of, strain_of
from makegood.cli.terminal import on_paper
from makegood.cli.view import View
from makegood.engine.portfolio import Portfolio
from makegood.engine.results import Forecast, TeamForecast, TeamWeek
from makegood.engine.settings import Thresholds
from makegood.phrases import speak
from tests.cli.sample import AS_OF, forecast, promise, said, unknown


def team(name: str, *overloads: float, load: float | None = 0.9) -> TeamForecast:
    weeks = (TeamWeek(AS_OF + timedelta(weeks=number), load, overload) for number, overload in enumerate(overloads))
    return TeamForecast(name, tuple(weeks))


def view(result: Forecast) -> View:
    promises = tuple(said(each) for each in result.promises)
    return View(on_paper(speak("en")), result, Portfolio(promises=promises), "demo", "makegood check demo")


def of(*teams: TeamForecast) -> View:
    return view(replace(forecast(), teams=teams))


@pytest.mark.parametrize(
    ("load", "overload", "expected"),
    [
        (0.9, 0.15, "ready"),
        (0.9, 0.16, "tight"),
        (0.9, 0.40, "tight"),
        (0.9, 0.41, "short"),
        (None, 0.0, "away"),
        (None, 1.0, "short"),
    ],
)
def test_a_week_is_as_tight_as_its_chance(load: float | None, overload: float, expected: Strain) -> None:
    assert strain_of(TeamWeek(AS_OF, load, overload), Thresholds()) == expected


def test_the_tightest_team_comes_first_and_says_when() -> None:
    found = readiness_of(of(team("Calm", 0.0, 0.0), team("Short", 0.1, 0.7), team("Tight", 0.3, 0.0)), Thresholds())
    assert [row.team for row in found.teams] == ["Short", "Tight", "Calm"]
    assert [row.strain for row in found.teams] == ["short", "tight", "ready"]
    assert found.teams[0].verdict == "tightest by week 49: 30\u00a0% ready"
    assert found.teams[2].verdict == ""


def test_a_quarter_is_looked_at() -> None:
    found = readiness_of(of(team("Later", *[0.0] * 12, 0.9)), Thresholds())
    assert (len(found.weeks), found.teams[0].strain) == (12, "ready")


def test_the_headline_counts_teams_that_are_ready_and_names_the_others() -> None:
    shown = of(team("A", 0.9), team("B", 0.8), team("C", 0.3), team("D", 0.0))
    figure = headline_of(shown, readiness_of(shown, Thresholds()))[-1]
    assert (figure.value, figure.note) == ("1 of 4", "A, B, … short")


def test_customers_who_know_less_than_we_do_are_counted_once_a_promise() -> None:
    drifting = forecast().promises[0].findings[0]
    told = [replace(drifting, code=code) for code in ("not told", "silent drift")]
    shown = view(forecast(promise("A-1", findings=tuple(told)), promise("A-2", findings=())))
    assert headline_of(shown, readiness_of(shown, Thresholds()))[3].value == "1"


def test_what_nobody_can_judge_is_no_figure() -> None:
    shown = view(forecast(unknown("X")))
    figure = headline_of(shown, readiness_of(shown, Thresholds()))[1]
    assert (figure.value, figure.note) == ("–", "1 more nobody can judge")
