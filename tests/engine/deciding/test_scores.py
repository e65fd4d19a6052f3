"""Scores belong to one frame, are complete and explained; nothing that is missing counts as zero."""

from __future__ import annotations

from dataclasses import replace
from math import nan

import pytest

from makegood.engine.deciding import (
    Criterion,
    Frame,
    InvalidScores,
    Judged,
    Judgement,
    Measured,
    Option,
    Scale,
    Scorecard,
    Swings,
    decide,
    frame_hash,
    what_reopens,
)

FRAME = Frame(
    (
        Criterion("kept", "P(kept)", Scale.between(0, 1), "data"),
        Criterion("trust", "what the customer thinks of us", Scale.between(0, 10), "judged"),
    ),
    Swings({"kept": 100, "trust": 50}),
    acceptable_risk=0.2,
    acceptable_delay_days=30,
)
JUDGES = frozenset({"ada", "marco", "priya"})


def judged(*values: float) -> Judged:
    return Judged(
        tuple(Judgement(judge, value, "seen twice") for judge, value in zip(sorted(JUDGES), values, strict=False))
    )


LATER = Option(
    "later date",
    {"kept": Measured(0.95, "forecast"), "trust": judged(3, 4, 9)},
    Measured(0.05, "forecast"),
    Measured(14, "plan"),
)
PEOPLE = Option(
    "more people",
    {"kept": Measured(0.9, "forecast"), "trust": judged(8, 8, 7)},
    Measured(0.1, "forecast"),
    Measured(0, "plan"),
)
CARD = Scorecard(frame_hash(FRAME), (LATER, PEOPLE), JUDGES)


def faults(card: Scorecard) -> set[tuple[str, str]]:
    with pytest.raises(InvalidScores) as caught:
        decide(FRAME, card, seed=1)
    return {(fault.field, fault.code) for fault in caught.value.faults}


def with_later(**changes: object) -> Scorecard:
    return replace(CARD, options=(replace(LATER, **changes), PEOPLE))  # type: ignore[arg-type]  # the test's own affair


def with_scores(**changes: object) -> Scorecard:
    return with_later(scores={**LATER.scores, **changes})


def test_judgements_count_by_their_median_and_spread() -> None:
    score = judged(3, 4, 9)
    assert (score.value, score.span) == (4, (3, 9))
    assert decide(FRAME, CARD, seed=1).of("later date").contributions == pytest.approx(
        {"kept": 95 / 1.5, "trust": 40 / 3}
    )


def test_scores_of_another_frame_are_refused_before_anything_else() -> None:
    other = frame_hash(replace(FRAME, tie_within=1))
    assert faults(replace(CARD, frame=other, options=())) == {("frame", "another frame")}


@pytest.mark.parametrize(
    ("card", "expected"),
    [
        (replace(CARD, options=(LATER,)), ("options", "too few options")),
        (replace(CARD, options=(LATER, LATER)), ("options.later date", "duplicate")),
        (with_later(key=" "), ("options.key", "blank")),
        (with_later(scores={"trust": judged(1, 2, 3)}), ("options.later date.scores.kept", "score missing")),
        (with_scores(luck=Measured(1, "x")), ("options.later date.scores.luck", "unknown criterion")),
        (with_scores(kept=Measured(1.2, "x")), ("options.later date.scores.kept", "off its scale")),
        (with_scores(kept=Measured(0.9, "x", high=1.1)), ("options.later date.scores.kept", "off its scale")),
        (with_scores(kept=Measured(0.9, "x", low=0.95)), ("options.later date.scores.kept", "range reversed")),
        (with_scores(kept=Measured(nan, "x")), ("options.later date.scores.kept", "not a number")),
        (with_scores(kept=Measured(0.9, " ")), ("options.later date.scores.kept", "source missing")),
        (with_scores(kept=judged(0, 0, 1)), ("options.later date.scores.kept", "data needed")),
        (with_scores(trust=Measured(3, "x")), ("options.later date.scores.trust", "judgements needed")),
        (with_scores(trust=judged(3, 4)), ("options.later date.scores.trust", "judgement missing")),
        (with_scores(trust=judged(3, 4, 11)), ("options.later date.scores.trust.priya", "off its scale")),
        (
            with_scores(trust=Judged((*judged(3, 4, 5).judgements, Judgement("ada", 1, "again")))),
            ("options.later date.scores.trust", "judged twice"),
        ),
        (
            with_scores(trust=Judged((*judged(3, 4, 5).judgements, Judgement("eve", 1, "uninvited")))),
            ("options.later date.scores.trust", "not a judge"),
        ),
        (
            with_scores(trust=Judged((*judged(3, 4).judgements, Judgement("priya", 1, "")))),
            ("options.later date.scores.trust.priya", "reason missing"),
        ),
        (with_later(risk=Measured(1.2, "x")), ("options.later date.risk", "out of range")),
        (with_later(delay_days=Measured(-1, "x")), ("options.later date.delay_days", "out of range")),
        (with_later(delay_days=Measured(nan, "x")), ("options.later date.delay_days", "not a number")),
        (with_later(risk=Measured(0.1, "")), ("options.later date.risk", "source missing")),
    ],
)
def test_a_fault_is_named_with_its_field(card: Scorecard, expected: tuple[str, str]) -> None:
    assert faults(card) == {expected}


def test_a_judged_score_needs_somebody_who_judges() -> None:
    nobody = {name: Judged(()) if name == "trust" else score for name, score in LATER.scores.items()}
    card = Scorecard(CARD.frame, (replace(LATER, scores=nobody), replace(PEOPLE, scores=nobody)))
    assert {code for _, code in faults(card)} == {"judgement missing"}


def test_all_faults_are_said_at_once() -> None:
    card = replace(CARD, options=(replace(LATER, scores={}), replace(PEOPLE, risk=Measured(2, ""))))
    assert len(faults(card)) == 4


def test_what_reopens_is_asked_of_valid_scores_and_known_options() -> None:
    with pytest.raises(KeyError):
        what_reopens(FRAME, CARD, "nothing of the kind")
    with pytest.raises(InvalidScores):
        what_reopens(FRAME, replace(CARD, frame=""), "later date")
