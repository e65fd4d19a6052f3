"""Whatever a history holds, it is read without complaint, and what is said is a probability."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from makegood.engine.outside import History, backtest, learn
from tests.engine.outside.histories import START, orders

blank_or_day = st.one_of(st.just(float("nan")), st.integers(-3, 40).map(lambda day: START + day))
row = st.tuples(
    st.sampled_from(["A", "B", "C", "D", "E"]),
    blank_or_day,
    blank_or_day,
    blank_or_day,
    blank_or_day,
    st.sampled_from([float("nan"), 0.0, 1.0]),
    st.integers(0, 2),
    st.sampled_from(["", "x", "7", "2026-01-05", "é"]),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(row, max_size=60), st.floats(0, 3))
def test_any_history_can_be_read(
    rows: list[tuple[str, float, float, float, float, float, int, str]], days: float
) -> None:
    promise, made, promised, delivered, known_at, kept, who, text = zip(*rows, strict=True) if rows else [[]] * 8
    history = History.of(
        list(promise),
        made=list(made),
        promised=list(promised),
        delivered=list(delivered),
        known_at=list(known_at),
        kept=list(kept),
        cancelled_by=list(who),
        attributes={"note": list(text)},
    )
    result = backtest(history, start=START, tolerance_days=days)
    said = result.forecasts[~np.isnan(result.forecasts)]
    assert len(said) == result.n
    assert ((said >= 0) & (said <= 1)).all()
    for forecast in learn(history, as_of=START + 20).forecast(history):
        assert forecast.p_kept is None or 0 <= forecast.p_kept <= 1


def test_two_classes_that_were_never_seen_together_are_no_trouble() -> None:
    history = orders(600)
    learnt = learn(history, as_of=START + 700)
    rows = History.of(
        ["A"], made=[START + 700], promised=[START + 710], attributes={"product": ["P7"], "customer": ["unheard of"]}
    )
    (forecast,) = learnt.forecast(rows)
    assert forecast.p_kept is not None
    assert 0 < forecast.p_kept < 1


@pytest.mark.parametrize("columns", [0, 1, 60])
def test_any_number_of_attributes_is_taken(columns: int) -> None:
    history = orders(150)
    many = {f"column {number}": [f"{(place * (number + 3)) % 7}" for place in range(150)] for number in range(columns)}
    told = History.of(
        history.promise, made=history.made, promised=history.promised, delivered=history.delivered, attributes=many
    )
    assert backtest(told, start=START + 300).n > 50


def test_made_and_promised_the_same_day_can_be_kept() -> None:
    days = START + np.arange(80.0)
    history = History.of(
        [f"S{number}" for number in range(80)], made=days, promised=days, delivered=days + (np.arange(80) % 4 == 0)
    )
    result = backtest(history, start=START + 40)
    assert result.n == 40
    assert result.base_rate == pytest.approx(0.75)
