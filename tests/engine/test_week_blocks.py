from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from makegood.engine.week_blocks import Blocks, cut_blocks


def cut(days: list[int], *, first: int = 0, days_to_come: int = 10) -> Blocks:
    hits = np.array([day % 2 == 0 for day in days])
    return cut_blocks(np.array(days), hits, first_open=0, first=first, days_to_come=days_to_come)


def test_the_past_is_cut_into_whole_weeks_counted_backwards() -> None:
    blocks = cut(list(range(-30, 0)))
    assert blocks.sizes.tolist() == [7, 7, 7, 7]
    assert blocks.kept.tolist() == [3, 4, 3, 4]
    assert (blocks.whole, blocks.broken) == (1, True)
    assert blocks.head_sizes.tolist() == [3, 3, 3, 3]


def test_a_block_begins_on_the_weekday_of_the_first_day_to_come() -> None:
    weekly = [-28, -21, -14, -7]
    assert cut(weekly, first=0, days_to_come=1).head_sizes.tolist() == [1, 1, 1, 1]
    assert not cut(weekly, first=3, days_to_come=3).head_sizes.any()
    assert cut(weekly, first=3, days_to_come=5).head_sizes.tolist() == [1, 1, 1]


def test_a_short_past_is_cut_into_days() -> None:
    blocks = cut([-9, -9, -7, -1])
    assert blocks.sizes.tolist() == [1, 0, 0, 0, 0, 0, 1, 0, 2]
    assert (blocks.whole, blocks.broken) == (10, False)


def test_days_without_observations_at_the_end_of_the_record_are_no_blocks() -> None:
    assert cut([*range(-60, -30)]).sizes.tolist() == [5, 7, 7, 7]


@given(st.lists(st.integers(-364, -1), min_size=1, max_size=80), st.integers(0, 20), st.integers(1, 100))
def test_blocks_hold_what_was_observed_and_no_more(days: list[int], first: int, days_to_come: int) -> None:
    blocks = cut(days, first=first, days_to_come=days_to_come)
    assert 0 < blocks.observations <= len(days)
    assert (blocks.head_sizes <= blocks.sizes).all()
    assert (blocks.kept <= blocks.sizes).all()
    sizes, kept = blocks.draw(np.random.default_rng(1), 20)
    assert ((kept >= 0) & (kept <= sizes)).all()


def test_draws_have_the_rates_of_the_past() -> None:
    blocks = cut(list(range(-70, 0)), days_to_come=38)
    sizes, kept = blocks.draw(np.random.default_rng(1), 4_000)
    assert set(sizes.tolist()) == {38}
    assert abs(kept.mean() / 38 - 0.5) < 0.01
