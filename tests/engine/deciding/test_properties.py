"""What holds of every decision, whatever the frame and the scores."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makegood.engine.deciding import Frame, Measured, Option, Scale, Scorecard, decide, frame_hash
from makegood.engine.deciding.ranking import Table, dominated
from tests.engine.deciding.cases import card_of, cases, frame_of

Case = tuple[Frame, Scorecard]
DRAWS = 64
"""Enough where shares are only compared with themselves."""


@given(cases(), st.integers(0, 2**32 - 1))
def test_the_order_of_options_and_criteria_decides_nothing(case: Case, seed: int) -> None:
    frame, card = case
    chance = Random(seed)
    criteria, options = list(frame.criteria), list(card.options)
    chance.shuffle(criteria)
    chance.shuffle(options)
    shuffled = replace(frame, criteria=tuple(criteria))
    mixed = replace(card, options=tuple(options))
    assert frame_hash(shuffled) == frame_hash(frame)
    assert decide(shuffled, mixed, seed=4, draws=DRAWS) == decide(frame, card, seed=4, draws=DRAWS)


@given(cases())
def test_a_dominated_option_is_never_ranked(case: Case) -> None:
    decision = decide(*case, seed=4, draws=DRAWS)
    lost = dominated(Table.of(*case))
    assert decision.first not in lost
    assert not set(decision.tied) & set(lost)
    assert {each.option for each in decision.standings if each.rank is None} == set(lost)
    by_option = {each.option: each for each in decision.acceptabilities}
    assert all(by_option[key].any_weights[0] == 0 for key in lost)


@given(cases())
def test_contributions_sum_to_the_value_and_ranks_follow_it(case: Case) -> None:
    decision = decide(*case, seed=4, draws=DRAWS)
    for each in decision.standings:
        assert sum(each.contributions.values()) == pytest.approx(each.value)
        assert 0 <= each.value <= 100 + 1e-9
    ranked = [each for each in decision.standings if each.rank is not None]
    assert [each.value for each in ranked] == sorted((each.value for each in ranked), reverse=True)
    assert ranked[0].rank == 1


@given(cases(), st.floats(0.01, 1000), st.floats(-500, 500), st.booleans())
def test_another_unit_or_direction_of_scales_changes_no_value(
    case: Case, factor: float, offset: float, falling: bool
) -> None:
    frame, card = case
    sign = -factor if falling else factor
    scale = Scale.between(offset, offset + 100 * sign)
    other = replace(frame, criteria=tuple(replace(each, scale=scale) for each in frame.criteria))

    def moved(option: Option) -> Option:
        scores = {
            key: Measured(
                min(max(offset + sign * score.value, min(scale.worst, scale.best)), max(scale.worst, scale.best)), "x"
            )
            for key, score in option.scores.items()
        }
        return replace(option, scores=scores)

    there = decide(other, Scorecard(frame_hash(other), tuple(map(moved, card.options))), seed=4, draws=DRAWS)
    here = decide(frame, card, seed=4, draws=DRAWS)
    values = {each.option: each.value for each in here.standings}
    assert {each.option: each.value for each in there.standings} == pytest.approx(values, abs=1e-6)


@given(cases(), st.data())
def test_one_option_more_or_less_reverses_no_others(case: Case, data: st.DataObject) -> None:
    frame, card = case
    extra = card_of(
        frame,
        {"new": data.draw(st.lists(st.integers(0, 100), min_size=len(frame.criteria), max_size=len(frame.criteria)))},
    )
    more = replace(card, options=(*card.options, *extra.options))
    before, after = decide(frame, card, seed=4, draws=DRAWS), decide(frame, more, seed=4, draws=DRAWS)
    assert all(after.of(each.option).value == each.value for each in before.standings)


def test_a_score_that_gets_better_never_lowers_the_rank() -> None:
    frame = frame_of({"a": 0.5, "b": 0.3, "c": 0.2})
    rows = {"p": [40, 60, 50], "q": [50, 45, 60], "r": [45, 50, 55]}
    ranks = []
    for score in range(0, 101, 5):
        decision = decide(frame, card_of(frame, {**rows, "p": [score, 60, 50]}), seed=4, draws=DRAWS)
        ranks.append(decision.of("p").rank)
    assert None not in ranks
    assert ranks == sorted(ranks, key=lambda rank: -(rank or 0))
