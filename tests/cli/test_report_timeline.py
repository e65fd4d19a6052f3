"""The line of time below the board: dates fall where they belong, and those beyond it are pointed at."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from makegood.cli.report.timeline import Place, Timeline, timeline_of
from makegood.cli.terminal import on_paper
from makegood.cli.view import View
from makegood.engine.portfolio import Portfolio
from makegood.phrases import speak
from tests.cli.sample import AS_OF, curve, forecast, promise, unknown

VIEW = View(on_paper(speak("en")), forecast(), Portfolio(), "demo", "makegood check demo")
QUARTER = Timeline(date(2026, 12, 1), date(2027, 3, 11))


def texts(timeline: Timeline) -> list[str]:
    return [tick.text for tick in timeline.ticks(VIEW)]


def test_a_date_falls_where_its_day_is() -> None:
    assert QUARTER.place(date(2027, 1, 20)) == Place(50.0)


def test_dates_beyond_the_line_are_pointed_at() -> None:
    assert QUARTER.place(date(2026, 11, 30)) == Place(0.0, -1)
    assert QUARTER.place(date(2027, 3, 12)) == Place(100.0, 1)


def test_a_bar_reaches_from_p5_to_p95_and_is_darker_from_p50_to_p85() -> None:
    bar = QUARTER.bar(promise())
    assert bar is not None
    days = [date(2027, 1, 18), date(2027, 3, 3), date(2027, 1, 29), date(2027, 2, 11)]
    assert [bar.start, bar.end, bar.dark_start, bar.dark_end] == [QUARTER.at(day) for day in days]


def test_a_bar_ends_with_the_line_where_the_rest_is_beyond_the_horizon() -> None:
    bar = QUARTER.bar(promise(p95=None, p85=None))
    assert bar is not None
    assert (bar.end, bar.dark_end) == (100.0, 100.0)


def test_what_has_no_curve_or_lies_beyond_the_line_has_no_bar() -> None:
    assert QUARTER.bar(unknown("X")) is None
    assert QUARTER.bar(promise(curve=curve(date(2028, 1, 3)))) is None


def test_a_few_far_dates_do_not_squeeze_the_others() -> None:
    near = [promise(f"N-{number}") for number in range(40)]
    far = promise("F-1", due=date(2036, 1, 1))
    assert timeline_of(AS_OF, [*near, far]).last < date(2027, 5, 1)
    assert timeline_of(AS_OF, [far]).last > date(2036, 1, 1)


def test_today_has_room_before_it() -> None:
    timeline = timeline_of(AS_OF, [promise()])
    assert timeline.first < AS_OF < timeline.last
    assert timeline_of(AS_OF, []).last > AS_OF


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (28, ["23 Nov", "30 Nov", "7 Dec", "14 Dec"]),
        (100, ["Dec", "Jan 2027", "Feb", "Mar"]),
        (300, ["Jan 2027", "Mar", "May", "Jul", "Sep"]),
    ],
)
def test_a_line_is_written_on_as_densely_as_can_be_read(days: int, expected: list[str]) -> None:
    assert texts(Timeline(AS_OF, AS_OF + timedelta(days=days))) == expected


@pytest.mark.parametrize("days", [28, 50, 51, 90, 200, 400, 800, 1500, 3653])
def test_dates_never_crowd_the_line(days: int) -> None:
    assert 1 <= len(texts(Timeline(AS_OF, AS_OF + timedelta(days=days)))) <= 9
