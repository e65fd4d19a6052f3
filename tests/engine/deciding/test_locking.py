"""One hash for one meaning: it stays through what changes nothing, and changes with everything that may matter."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

import pytest
from hypothesis import given

from makegood.engine.deciding import (
    Criterion,
    Frame,
    InvalidFrame,
    Ranks,
    Scale,
    Scorecard,
    Shares,
    Swings,
    frame_hash,
    frame_text,
    read_frame,
)
from tests.engine.deciding.cases import cases

COST = Criterion("cost", "what we pay", Scale.between(200_000, 0, "EUR"), "data", veto=150_000)
TRUST = Criterion("trust", "Qualität für Zoë", Scale(((0, 0), (6, 80), (10, 100))), "judged")
FRAME = Frame((COST, TRUST), Swings({"cost": 60, "trust": 100}), 0.15, 21)

CHANGED = {
    "key": replace(FRAME, criteria=(replace(COST, key="price"), TRUST), weighting=Swings({"price": 60, "trust": 100})),
    "meaning": replace(FRAME, criteria=(replace(COST, meaning="what they pay"), TRUST)),
    "anchor": replace(FRAME, criteria=(replace(COST, scale=Scale.between(200_001, 0, "EUR")), TRUST)),
    "value": replace(FRAME, criteria=(COST, replace(TRUST, scale=Scale(((0, 0), (6, 81), (10, 100)))))),
    "unit": replace(FRAME, criteria=(replace(COST, scale=Scale.between(200_000, 0, "USD")), TRUST)),
    "source": replace(FRAME, criteria=(COST, replace(TRUST, source="data"))),
    "veto": replace(FRAME, criteria=(replace(COST, veto=150_001), TRUST)),
    "no veto": replace(FRAME, criteria=(replace(COST, veto=None), TRUST)),
    "swing": replace(FRAME, weighting=Swings({"cost": 61, "trust": 100})),
    "same weights said otherwise": replace(FRAME, weighting=Shares({"cost": 0.375, "trust": 0.625})),
    "order": replace(FRAME, weighting=Ranks(("trust", "cost"))),
    "other order": replace(FRAME, weighting=Ranks(("cost", "trust"))),
    "risk": replace(FRAME, acceptable_risk=0.16),
    "delay": replace(FRAME, acceptable_delay_days=22),
    "tie": replace(FRAME, tie_within=4),
    "robust": replace(FRAME, robust_from=0.8),
}


def test_the_hash_is_the_one_that_was_published() -> None:
    """A hash that changes with a release would unlock every decision: raise ``FORM`` and keep reading the old one."""
    assert frame_hash(FRAME) == "f0dd56db9a57c6c03bcad097e1e71abab859978afe37913028365b085da625cd"
    assert frame_hash(FRAME) == sha256(frame_text(FRAME).encode("utf-8")).hexdigest()


def test_everything_that_may_matter_changes_it() -> None:
    hashes = {name: frame_hash(frame) for name, frame in {"as it was": FRAME, **CHANGED}.items()}
    assert len(set(hashes.values())) == len(hashes)


def test_what_changes_nothing_leaves_it_alone() -> None:
    assert frame_hash(replace(FRAME, criteria=(TRUST, COST))) == frame_hash(FRAME)
    assert frame_hash(replace(FRAME, weighting=Swings({"trust": 100.0, "cost": 60.0}))) == frame_hash(FRAME)
    decomposed = replace(TRUST, meaning="Qualita\u0308t fu\u0308r Zoe\u0308")
    assert decomposed.meaning != TRUST.meaning
    assert frame_hash(replace(FRAME, criteria=(COST, decomposed))) == frame_hash(FRAME)
    below = replace(COST, scale=Scale.between(200_000.0, -0.0, "EUR"))
    assert frame_hash(replace(FRAME, criteria=(below, TRUST))) == frame_hash(FRAME)


@pytest.mark.parametrize("frame", CHANGED.values(), ids=CHANGED)
def test_a_frame_is_read_back_from_its_text(frame: Frame) -> None:
    again = read_frame(frame_text(frame))
    assert frame_text(again) == frame_text(frame)
    assert again.weights == frame.weights


@given(cases())
def test_any_frame_is_read_back_from_its_text(case: tuple[Frame, Scorecard]) -> None:
    frame, card = case
    assert frame_hash(read_frame(frame_text(frame))) == card.frame


def test_a_text_of_another_form_is_refused() -> None:
    with pytest.raises(ValueError, match="form 2, not 1"):
        read_frame(frame_text(FRAME).replace('"form":1', '"form":2'))
    with pytest.raises(ValueError, match="'guess'"):
        read_frame(frame_text(FRAME).replace('"swings"', '"guess"'))


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"form":1}', '{"form":1,"criteria":3}'])
def test_a_text_that_is_no_frame_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"Expecting value|form None|incomplete"):
        read_frame(text)


def test_keys_that_the_lock_would_write_alike_are_one_key_twice() -> None:
    composed, decomposed = replace(TRUST, key="Zo\u00eb"), replace(TRUST, key="Zoe\u0308")
    with pytest.raises(InvalidFrame, match="duplicate"):
        Frame((composed, decomposed), Shares({composed.key: 0.5, decomposed.key: 0.5}), 0.1, 1)
