"""No forecast uses what was not known when it would have been made."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from makegood.engine.outside import History, backtest, learn
from makegood.engine.outside.outcomes import outcomes_of
from makegood.engine.outside.table import lay_out
from makegood.engine.outside.walk import walk_through
from tests.engine.outside.histories import START, orders, projects, requests

PAST = {
    "orders": orders(400, seed=3),
    "requests": requests(400, seed=3)[0],
    "projects": projects(24, seed=3),
}
MOMENT = START + 330.0


def forecasts(history: History, until: float) -> NDArray[np.float64]:
    """Return the forecast of each row made before ``until``, in the order of the history."""
    table = lay_out(history, tolerance_days=0.0)
    found = np.full(len(history), np.nan)
    found[table.order] = walk_through(table, until=until, every="month", seed=1).forecasts
    return found


def rewritten(history: History, moment: float, generator: np.random.Generator) -> History:
    """Let all that was not known at ``moment`` go otherwise: done later, never, or cancelled later by either side."""
    unknown = outcomes_of(history).known >= moment
    unseen = unknown | ~(history.delivered < moment)
    other = np.floor(moment) + 1 + np.floor(generator.exponential(60, len(history)))
    never = generator.random(len(history)) < 0.3
    called_off = unseen & never & (generator.random(len(history)) < 0.5)
    return replace(
        history,
        delivered=np.where(unseen, np.where(never, np.nan, other), history.delivered),
        cancelled_by=np.where(called_off, generator.integers(1, 3, len(history)), 0).astype(np.int8),
        known_at=np.where(called_off, other, np.nan),
    )


@pytest.mark.parametrize("kind", sorted(PAST))
@settings(max_examples=2, deadline=None)
@given(seed=st.integers(0, 10_000), moment=st.sampled_from([MOMENT - 100, MOMENT]))
def test_what_was_not_known_changes_no_forecast(kind: str, seed: int, moment: float) -> None:
    history = PAST[kind]
    changed = rewritten(history, moment, np.random.default_rng(seed))
    before, after = (forecasts(each, moment) for each in (history, changed))
    made = history.as_of < moment
    assert not np.array_equal(history.delivered, changed.delivered, equal_nan=True)
    assert np.isfinite(before[made]).sum() > 50
    assert np.array_equal(before[made], after[made], equal_nan=True)


def test_what_was_known_does_change_forecasts() -> None:
    history = PAST["orders"]
    late = np.where(history.delivered < MOMENT - 60, history.promised + 1, history.delivered)
    changed = replace(history, delivered=late)
    assert not np.array_equal(forecasts(history, MOMENT), forecasts(changed, MOMENT), equal_nan=True)


@settings(max_examples=2, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_stated_outcomes_that_were_not_known_change_no_forecast(seed: int) -> None:
    generator = np.random.default_rng(seed)
    dated = PAST["requests"]
    kept = (dated.delivered <= dated.promised).astype(np.float64)
    history = replace(dated, promised=np.full(len(dated), np.nan), kept=kept, known_at=dated.delivered + 5)
    unknown = history.known_at >= MOMENT
    fate = np.where(unknown, generator.choice([0.0, 1.0, np.nan], len(kept)), kept)
    still_open = np.isnan(fate)
    changed = replace(
        history,
        kept=fate,
        delivered=np.where(still_open, np.nan, history.delivered),
        known_at=np.where(still_open, np.nan, history.known_at),
    )
    made = history.as_of < MOMENT
    assert np.array_equal(forecasts(history, MOMENT)[made], forecasts(changed, MOMENT)[made], equal_nan=True)


@pytest.mark.parametrize("kind", sorted(PAST))
@settings(max_examples=1, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_the_order_of_rows_changes_no_forecast(kind: str, seed: int) -> None:
    history = PAST[kind]
    order = np.random.default_rng(seed).permutation(len(history))
    assert np.array_equal(forecasts(history, MOMENT)[order], forecasts(history.rows(order), MOMENT), equal_nan=True)


def filled_by_outcome(history: History, how: str) -> dict[str, list[str]]:
    """Return columns that nobody could have filled before the end."""
    late = history.delivered > history.promised
    done = np.isfinite(history.delivered)
    days = history.delivered - history.as_of
    return (
        {
            "closed_code": [("breached" if a else "met") if b else "" for a, b in zip(late, done, strict=True)],
            "resolution_days": [f"{a:g}" if b else "" for a, b in zip(days, done, strict=True)],
            "closed_by": [f"clerk {number % 5}" if b else "" for number, b in enumerate(done)],
            "reason_for_delay": ["supplier" if a and b else "" for a, b in zip(late, done, strict=True)],
        }
        if how == "some open"
        else {
            "closed_code": ["breached" if a else "met" for a in late],
            "resolution_days": [f"{a:g}" for a in days],
            "reason_for_delay": ["supplier" if a else "" for a in late],
        }
    )


@pytest.mark.parametrize("how", ["some open", "none open"])
def test_columns_that_only_the_outcome_could_have_filled_change_no_forecast(how: str) -> None:
    history = orders(600, seed=5, open_from=760 if how == "some open" else 5_000)
    columns = filled_by_outcome(history, how)
    told = replace(
        history, attributes={**history.attributes, **{name: tuple(values) for name, values in columns.items()}}
    )
    before, after = (backtest(each, start=START + 200) for each in (history, told))
    assert np.array_equal(before.forecasts, after.forecasts, equal_nan=True)
    left_out = {str(message.values["attribute"]) for message in after.left_out}
    assert left_out == set(columns)
    assert before.left_out == ()


@pytest.mark.parametrize("how", ["some open", "none open"])
def test_a_reason_for_the_delay_changes_no_forecast_even_where_it_is_often_missing(how: str) -> None:
    history = orders(2_000, seed=6, open_from=740 if how == "some open" else 5_000)
    late = history.delivered > history.promised
    named = np.random.default_rng(7).random(len(history)) < 0.7
    reasons = tuple("weather" if a and b else "" for a, b in zip(late, named, strict=True))
    told = replace(history, attributes={**history.attributes, "reason": reasons})
    before, after = (backtest(each, start=START + 300) for each in (history, told))
    assert np.array_equal(before.forecasts, after.forecasts, equal_nan=True)
    assert [str(message.values["attribute"]) for message in after.left_out] == ["reason"]


def test_an_attribute_that_is_nearly_sure_and_known_beforehand_is_used() -> None:
    generator = np.random.default_rng(1)
    made = START + np.sort(np.floor(generator.uniform(0, 500, 2_000)))
    far = generator.random(2_000) < 0.4
    late = generator.random(2_000) < np.where(far, 0.97, 0.03)
    history = History.of(
        [f"O{number}" for number in range(2_000)],
        made=made,
        promised=made + 10,
        delivered=made + np.where(late, 14, 9),
        attributes={"origin": ["import" if each else "local" for each in far]},
    )
    result = backtest(history, start=START + 100)
    assert result.left_out == ()
    assert result.skill is not None
    assert result.skill > 0.8


def test_each_column_is_left_out_once() -> None:
    history = orders(600, seed=5, open_from=5_000)
    days = tuple(f"{each:g}" for each in history.delivered - history.promised)
    told = replace(history, attributes={"delay": days, "taken": tuple(f"{each:g}" for each in history.delivered)})
    names = [str(message.values["attribute"]) for message in backtest(told, start=START + 200).left_out]
    assert len(names) == len(set(names))


def test_a_view_is_the_same_whatever_happens_later() -> None:
    history = PAST["orders"]
    changed = rewritten(history, MOMENT, np.random.default_rng(1))
    open_rows = history.rows((history.as_of < MOMENT) & ~(history.delivered < MOMENT) & (history.promised > MOMENT))
    before, after = (learn(each, as_of=MOMENT).forecast(open_rows) for each in (history, changed))
    assert [each.p_kept for each in before] == [each.p_kept for each in after]
    assert [each.reference for each in before] == [each.reference for each in after]
    assert len(before) > 5
