"""The curve is drawn so that what stands left of the line is what is in time."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from makegood.cli.render_curve import ROWS, plot_of, render_curve
from makegood.engine.curves import share_by
from makegood.engine.results import Curve, PromiseForecast
from tests.cli.sample import DUE, curve, forecast, promise, view, written

START = date(2027, 1, 4)


def drawing(shown: PromiseForecast, **options: object) -> list[str]:
    on = view(forecast(shown), **options)  # type: ignore[arg-type]  # width, language, encoding
    return written(on, render_curve(on, shown))


@given(
    counts=st.lists(st.integers(0, 50), min_size=1, max_size=400).filter(any),
    due=st.integers(-600, 1_200),
    width=st.integers(40, 110),
)
@example(counts=[49, 50, 1], due=11, width=40)
def test_bars_left_of_the_line_are_exactly_those_in_time(counts: list[int], due: int, width: int) -> None:
    drawn = Curve.of(START, np.array([*counts, 0], dtype=np.int64))
    agreed = START + timedelta(days=due)
    plot = plot_of(drawn, agreed, width)
    assert plot.width <= width
    assert int(plot.counts[: plot.split].sum()) == round(share_by(drawn, agreed) * drawn.samples)
    assert plot.counts.sum() >= 0.98 * drawn.samples


def test_the_line_is_labelled_with_what_lies_on_either_side() -> None:
    heading = drawing(promise(curve=curve(date(2026, 12, 21))))[0]
    assert "51 % by 15 Jan ◆ 49 % later" in heading


def test_the_two_sides_add_up_to_the_whole() -> None:
    tail = (1, *([0] * 7), 2, 0)
    assert "33 % by 15 Jan ◆ 67 % later" in drawing(promise(curve=curve(date(2026, 12, 1), tail)))[0]


def test_the_line_stands_in_every_row() -> None:
    bars = drawing(promise())[1 : ROWS + 1]
    places = {line.index("│") for line in bars}
    assert len(bars) == ROWS
    assert len(places) == 1


def test_the_dates_below_stand_in_order() -> None:
    labels = drawing(promise())[-1]
    assert labels.index("agreed 15 Jan") < labels.index("P50 29 Jan") < labels.index("P85 11 Feb")


def test_dates_before_the_agreed_one_come_before_it() -> None:
    labels = drawing(promise(p50=date(2027, 1, 8), p85=date(2027, 1, 12), due=DUE))[-1]
    assert labels.index("P50 8 Jan") < labels.index("P85 12 Jan") < labels.index("agreed 15 Jan")


def test_what_is_beyond_the_horizon_is_said() -> None:
    never = curve(counts=(10, 20, 30, 40))
    assert "40 % is not finished by 21 Nov 2028, the last day looked at" in drawing(promise(curve=never))[-1]


def test_a_curve_wholly_beyond_the_horizon_is_not_drawn() -> None:
    assert drawing(promise(curve=Curve.of(START, np.array([0, 0, 9], dtype=np.int64)))) == []


def test_without_colours_late_still_looks_different_in_ascii() -> None:
    text = "\n".join(drawing(promise(), encoding="ascii"))
    assert text.isascii()
    assert "#" in text
    assert "x" in text


def test_a_date_far_away_is_pointed_at_without_squeezing_the_curve() -> None:
    far = drawing(promise(due=date(2029, 1, 15)))
    assert "15 Jan 29" in far[0]
    assert max(map(len, far)) <= 80


@pytest.mark.parametrize("due", [date(2026, 11, 30), date(2027, 1, 4), date(2027, 6, 1)])
def test_the_agreed_date_may_lie_anywhere(due: date) -> None:
    lines = drawing(promise(due=due))
    assert sum("◆" in line for line in lines) == 1
    assert max(map(len, lines)) <= 80
