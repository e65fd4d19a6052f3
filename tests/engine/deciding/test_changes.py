"""What would flip a decision really does, anything smaller doesn't, and what reopens it is known beforehand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from makegood.engine.deciding import Criterion, Frame, Scale, Scorecard, Shares, decide, what_reopens
from makegood.engine.deciding.ranking import Table
from makegood.engine.deciding.weight_changes import smallest_flip, weight_ranges
from tests.depth import examples
from tests.engine.deciding.cases import card_of, cases, criterion, frame_of, measured, option, with_score

FRAME = frame_of({"a": 0.6, "b": 0.4})
CARD = card_of(FRAME, {"p": (80, 20), "q": (30, 80), "r": (20, 70)})
Case = tuple[Frame, Scorecard]


def table_of(case: Case) -> Table:
    return Table.of(*case)


def least_by_linear_program(table: Table) -> float | None:
    """Return half of the least L1 change that lets any rival draw level, by a general solver; None where none can."""
    first, count = table.first(), len(table.criteria)
    found = []
    for rival in set(table.values) - {first}:
        ahead = [mine - theirs for mine, theirs in zip(table.values[first], table.values[rival], strict=True)]
        solved = linprog(
            c=[0.5] * (2 * count),  # increases, then decreases of each weight
            A_ub=[[*ahead, *(-each for each in ahead)]],
            b_ub=[table.total(rival) - table.total(first)],
            A_eq=[[1.0] * count + [-1.0] * count],
            b_eq=[0.0],
            bounds=[(0, None)] * count + [(0, weight) for weight in table.weights],
        )
        if solved.status == 0:
            found.append(float(solved.fun))
    return min(found, default=None)


def test_the_smallest_change_of_weights_by_hand() -> None:
    """p leads by 56 − 50 and loses 110 points a unit of weight moved from a to b: 6/110."""
    flip = decide(FRAME, CARD, seed=1).weight_flip
    assert flip is not None
    assert (flip.to, flip.onto) == ("q", "b")
    assert flip.moved == pytest.approx(6 / 110)
    assert flip.taken == pytest.approx({"a": 6 / 110})
    assert flip.weights == pytest.approx({"a": 0.6 - 6 / 110, "b": 0.4 + 6 / 110})


def test_weights_alone_by_hand() -> None:
    """50·a = 60·(1 − a) at a = 6/11."""
    decision = decide(FRAME, CARD, seed=1)
    by_a, by_b = decision.weight_ranges
    assert (by_a.low, by_a.high, by_b.low, by_b.high) == pytest.approx((6 / 11, 1, 0, 5 / 11))
    assert (by_a.below, by_a.above, by_b.below, by_b.above) == ("q", None, None, "q")
    assert [(sway.criterion, round(sway.weight, 2), sway.first) for sway in decision.sways] == [
        ("a", 0.48, "q"),
        ("a", 0.72, "p"),
        ("b", 0.32, "p"),
        ("b", 0.48, "q"),
    ]


@settings(max_examples=examples(40))
@given(cases(criteria=(2, 6)))
def test_no_smaller_change_is_found_by_a_solver(case: Case) -> None:
    table = table_of(case)
    flip, least = smallest_flip(table), least_by_linear_program(table)
    if flip is None or least is None:
        assert flip is None
        assert least is None
    else:
        assert flip.moved == pytest.approx(least, abs=1e-7)


@given(cases())
def test_a_flip_draws_level_and_the_slightest_more_passes(case: Case) -> None:
    table = table_of(case)
    flip, first = smallest_flip(table), table.first()
    assume(flip is not None)
    assert flip is not None
    weights = [flip.weights[name] for name in table.criteria]
    assert sum(weights) == pytest.approx(1)
    assert min(weights) >= -1e-12
    assert table.total(flip.to, weights) == pytest.approx(table.total(first, weights), abs=1e-6)
    assert max(table.total(each, weights) for each in table.values) == pytest.approx(
        table.total(first, weights), abs=1e-6
    )
    onto = table.criteria.index(flip.onto)
    if table.values[flip.to][onto] > table.values[first][onto]:
        more = [0.999 * weight + (0.001 if place == onto else 0) for place, weight in enumerate(weights)]
        assert table.total(flip.to, more) > table.total(first, more) - 1e-9


@given(cases(), st.integers(0, 2**32 - 1))
def test_anything_smaller_does_not_flip(case: Case, seed: int) -> None:
    table = table_of(case)
    flip, first, chance = smallest_flip(table), table.first(), np.random.default_rng(seed)
    reach = 1.0 if flip is None else flip.moved
    for towards in chance.dirichlet([0.5] * len(table.criteria), size=20):
        way = towards - np.array(table.weights)
        moved = np.abs(way).sum() / 2
        weights = np.array(table.weights) + way * min(1.0, 0.999 * reach / moved if moved else 1.0)
        assert table.total(first, weights) >= max(table.total(each, weights) for each in table.values) - 1e-6


@given(cases())
def test_a_weight_inside_its_range_keeps_the_first_and_one_outside_does_not(case: Case) -> None:
    table = table_of(case)
    first = table.first()
    for place, found in enumerate(weight_ranges(table)):
        assert found.low <= found.weight <= found.high
        rest = 1 - table.weights[place]
        assume(rest > 1e-6)
        for weight, rival in ((found.low, found.below), (found.high, found.above)):
            moved = [weight if here == place else each * (1 - weight) / rest for here, each in enumerate(table.weights)]
            best = max(table.total(each, moved) for each in table.values)
            assert table.total(first, moved) == pytest.approx(best, abs=1e-6)
            if rival is not None:
                assert table.total(rival, moved) == pytest.approx(best, abs=1e-6)


@given(cases(criteria=(1, 4)))
def test_a_score_flips_at_its_line_and_not_before(case: Case) -> None:
    frame, card = case
    decision = decide(frame, card, seed=1, draws=16)
    for flip in decision.score_flips:
        assume(abs(flip.at - flip.now) > 1e-6)
        before = with_score(card, flip.option, flip.criterion, flip.now + 0.99 * (flip.at - flip.now))
        assert Table.of(frame, before).first() == decision.first
        level = Table.of(frame, with_score(card, flip.option, flip.criterion, flip.at))
        assert level.total(flip.to) == pytest.approx(max(map(level.total, level.values)), abs=1e-6)


@given(cases(criteria=(1, 4)), st.integers(0, 100))
def test_a_decision_reopens_exactly_when_the_same_figure_makes_another_one_first(case: Case, later: int) -> None:
    frame, card = case
    decision = decide(frame, card, seed=1, draws=16)
    assert decision.first is not None
    lines = {line.subject: line for line in what_reopens(frame, card, decision.first)}
    for each in frame.criteria:
        now = card.options[[one.key for one in card.options].index(decision.first)].scores[each.key].value
        if later > now:
            continue
        table = Table.of(frame, with_score(card, decision.first, each.key, later))
        behind = max(table.total(one) for one in table.values if one != decision.first) - table.total(decision.first)
        line = lines.get(each.key)
        if behind > 1e-6:
            assert line is not None
            assert line.is_crossed(later)
        elif behind < -1e-6:
            assert line is None or not line.is_crossed(later)


def test_what_reopens_is_told_with_its_reason() -> None:
    kept = Criterion("kept", "P(kept)", Scale.between(0, 1), "data", veto=0.75)
    cost = Criterion("cost", "what we pay", Scale.between(100, 0, "EUR"), "data")
    frame = Frame((kept, cost), Shares({"kept": 0.5, "cost": 0.5}), 0.25, 20)
    card = card_of(frame, {"p": (0.9, 20), "q": (0.8, 30)})
    lines = {line.subject: line for line in what_reopens(frame, card, "p")}
    assert set(lines) == {"kept", "cost", "risk", "delay"}
    assert (lines["kept"].kind, lines["kept"].direction, lines["kept"].at) == ("veto", "below", 0.75)
    assert lines["kept"].to is None
    assert (lines["cost"].kind, lines["cost"].direction, lines["cost"].to) == ("rival", "above", "q")
    assert lines["cost"].at == pytest.approx(40)  # p is worth (90 + 80)/2, q (80 + 70)/2: 10 points lead, by weight ½
    assert (lines["risk"].at, lines["delay"].at) == (0.25, 20)


def test_a_rival_is_level_at_the_line_and_a_limit_holds_at_it() -> None:
    lines = {line.subject: line for line in what_reopens(FRAME, CARD, "p")}
    assert lines["a"].at == pytest.approx(70)
    assert lines["a"].is_crossed(lines["a"].at)
    assert not lines["a"].is_crossed(lines["a"].at + 0.01)
    assert not lines["risk"].is_crossed(0.2)
    assert lines["risk"].is_crossed(0.2001)


def test_a_decision_for_another_one_than_the_first_rests_on_limits_only() -> None:
    assert [line.kind for line in what_reopens(FRAME, CARD, "q")] == ["limit", "limit"]


def test_a_dominated_rival_counts_again_when_the_first_gets_worse() -> None:
    frame = frame_of({"a": 0.5, "b": 0.5})
    card = card_of(frame, {"p": (80, 80), "q": (70, 60), "r": (60, 10)})
    decision = decide(frame, card, seed=1)
    assert [each.rank for each in decision.standings] == [1, None, None]
    assert decision.verdict == "only one left"
    assert {line.subject: line.at for line in what_reopens(frame, card, "p")}["a"] == pytest.approx(50)
    assert decision.weight_flip is None


def test_limits_exclude_and_nobody_may_be_left() -> None:
    frame = frame_of({"a": 1.0})
    risky, late = option("p", {"a": 90}, risk=0.21), option("q", {"a": 80}, delay=31)
    card = Scorecard(card_of(frame, {}).frame, (risky, late))
    decision = decide(frame, card, seed=1)
    assert (decision.verdict, decision.first, decision.lead, decision.tied) == ("nobody left", None, None, ())
    assert not decision.robust
    assert [each.excluded[0].code for each in decision.standings] == ["too risky", "too late"]
    assert [*decision.score_flips, *decision.sways, *decision.weight_ranges] == []
    assert decision.weight_flip is None
    exactly = Scorecard(card.frame, (replace(risky, risk=measured(0.2)), replace(late, delay_days=measured(30))))
    assert decide(frame, exactly, seed=1).first == "p"


def test_a_tie_is_decided_by_people() -> None:
    frame = frame_of({"a": 0.5, "b": 0.5})
    near = decide(frame, card_of(frame, {"p": (60, 40), "q": (40, 59.9), "r": (0, 61)}), seed=1)
    assert (near.verdict, near.tied) == ("tie", ("p", "q"))
    assert near.lead == pytest.approx(0.05)
    exactly = decide(frame, card_of(frame, {"p": (60, 40), "q": (40, 50)}), seed=1)
    assert (exactly.verdict, exactly.lead, exactly.tied) == ("clear", 5, ())


def test_weights_can_move_off_a_criterion_that_had_all_of_it() -> None:
    frame = frame_of({"a": 1.0, "b": 0.0, "c": 0.0})
    decision = decide(frame, card_of(frame, {"p": (60, 0, 0), "q": (50, 90, 10)}), seed=1)
    assert [sway.weight for sway in decision.sways[:2]] == [0.8, 1.0]
    assert decision.weight_flip is not None
    assert decision.weight_flip.moved == pytest.approx(0.1)
    assert criterion("a").veto is None
