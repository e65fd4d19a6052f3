"""Frames and cards of the tests: straight scales from 0 to 100, so that a score is its value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from hypothesis import assume
from hypothesis import strategies as st

from makegood.engine.deciding import Criterion, Frame, Measured, Option, Scale, Scorecard, Shares, frame_hash
from makegood.engine.deciding.weights import Weighting

PLAIN = Scale.between(0, 100)
Rows = Mapping[str, Sequence[float]]


def measured(value: float) -> Measured:
    return Measured(value, "forecast 7f3a")


def criterion(key: str, scale: Scale = PLAIN, veto: float | None = None) -> Criterion:
    return Criterion(key, f"how good {key} is", scale, "data", veto)


def frame_of(weights: Mapping[str, float] | Weighting, **criteria: Criterion) -> Frame:
    weighting = Shares(weights) if isinstance(weights, Mapping) else weights
    made = tuple(criteria.get(key, criterion(key)) for key in weighting.weights)
    return Frame(made, weighting, acceptable_risk=0.2, acceptable_delay_days=30)


def option(key: str, scores: Mapping[str, float], *, risk: float = 0.1, delay: float = 5) -> Option:
    given = {name: measured(value) for name, value in scores.items()}
    return Option(key, given, measured(risk), measured(delay))


def card_of(frame: Frame, rows: Rows) -> Scorecard:
    keys = [each.key for each in frame.criteria]
    options = tuple(option(key, dict(zip(keys, row, strict=True))) for key, row in rows.items())
    return Scorecard(frame_hash(frame), options)


def with_score(card: Scorecard, key: str, name: str, value: float) -> Scorecard:
    """Return ``card`` with another score of the option ``key`` on the criterion ``name``."""
    changed = [
        replace(each, scores={**each.scores, name: measured(value)}) if each.key == key else each
        for each in card.options
    ]
    return replace(card, options=tuple(changed))


@st.composite
def cases(
    draw: st.DrawFn, *, criteria: tuple[int, int] = (2, 5), options: tuple[int, int] = (2, 5)
) -> tuple[Frame, Scorecard]:
    """Draw a frame with weights in whole shares, and a card with whole scores."""
    count = draw(st.integers(*criteria))
    parts = draw(st.lists(st.integers(0, 20), min_size=count, max_size=count))
    assume(sum(parts))
    frame = frame_of({f"c{place}": part / sum(parts) for place, part in enumerate(parts)})
    row = st.lists(st.integers(0, 100), min_size=count, max_size=count)
    rows = draw(st.lists(row, min_size=options[0], max_size=options[1]))
    return frame, card_of(frame, {f"o{place}": scores for place, scores in enumerate(rows)})
