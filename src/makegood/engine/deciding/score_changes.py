"""Which score would have to be another one for somebody else to be first, and so what would reopen the decision.

A weighted value is a straight line in every criterion's value, so each answer is exact: the lead divided by the weight,
read back through the criterion's scale.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from makegood.engine.deciding.frames import Criterion, Frame, Source
from makegood.engine.deciding.ranking import Table
from makegood.engine.deciding.scales import BEST, WORST
from makegood.engine.deciding.scores import Option, Scorecard


@dataclass(frozen=True, slots=True)
class ScoreFlip:
    """At which score of one option on one criterion, all else equal, somebody draws level with the first."""

    option: str
    criterion: str
    source: Source
    now: float
    at: float
    to: str
    """Who is first beyond it."""


@dataclass(frozen=True, slots=True)
class Reopening:
    """A line that a figure from data must not cross, or the decision has lost its ground."""

    option: str
    subject: str
    """The criterion; for the two limits of the frame ``risk`` or ``delay``."""
    kind: Literal["rival", "veto", "limit"]
    """Whether a rival is then first, or the option itself is then out."""
    now: float
    at: float
    direction: Literal["below", "above"]
    to: str | None = None
    """Who draws level at the line, where a rival does."""

    def is_crossed(self, value: float) -> bool:
        """Say whether a later ``value`` of the same figure reopens the decision.

        A rival is level at the line itself, which is enough; a veto and a limit are broken beyond it only.
        """
        if value == self.at:
            return self.kind == "rival"
        return value < self.at if self.direction == "below" else value > self.at


def score_flips(frame: Frame, card: Scorecard, table: Table, first: str | None) -> tuple[ScoreFlip, ...]:
    """Return the flips of the ``first`` and of every rival in ``table``; scores that can't flip it have none."""
    if first is None or len(table.values) < 2:
        return ()
    options = {option.key: option for option in card.options}
    return tuple(
        flip
        for key in sorted(table.values, key=lambda key: (key != first, key))
        for criterion in sorted(frame.criteria, key=lambda each: each.key)
        if (flip := _flip(table, criterion, options[key], first)) is not None
    )


def reopenings(frame: Frame, card: Scorecard, table: Table, option: str) -> tuple[Reopening, ...]:
    """Return for each data-driven figure of the chosen ``option`` where the decision is to be made again.

    ``table`` holds it and its rivals; it must be first among them.
    """
    (chosen,) = (each for each in card.options if each.key == option)
    falls = {flip.criterion: flip for flip in score_flips(frame, card, table, option) if flip.option == option}
    found = [_nearest(each, chosen, falls.get(each.key)) for each in frame.criteria if each.source == "data"]
    return (*(line for line in found if line is not None), *_limits(frame, chosen))


def _flip(table: Table, criterion: Criterion, option: Option, first: str) -> ScoreFlip | None:
    place = table.criteria.index(criterion.key)
    weight, value = table.weights[place], table.values[option.key][place]
    if weight == 0:
        return None
    if option.key == first:
        rivals = table.only(set(table.values) - {first})
        to = rivals.first()
        needed = value - (table.total(first) - table.total(to)) / weight
    else:
        to = option.key
        needed = value + (table.total(first) - table.total(to)) / weight
    if not WORST <= needed <= BEST:
        return None
    now = option.scores[criterion.key].value
    return ScoreFlip(option.key, criterion.key, criterion.source, now, criterion.scale.score(needed), to)


def _nearest(criterion: Criterion, option: Option, flip: ScoreFlip | None) -> Reopening | None:
    """Return the line that a worsening score meets first."""
    now, scale = option.scores[criterion.key].value, criterion.scale
    direction: Literal["below", "above"] = "below" if scale.direction == "more is better" else "above"
    by_veto = criterion.veto is not None and (flip is None or scale.is_worse(flip.at, than=criterion.veto))
    if by_veto and criterion.veto is not None:
        return Reopening(option.key, criterion.key, "veto", now, criterion.veto, direction)
    return None if flip is None else Reopening(option.key, criterion.key, "rival", now, flip.at, direction, flip.to)


def _limits(frame: Frame, option: Option) -> Iterator[Reopening]:
    yield Reopening(option.key, "risk", "limit", option.risk.value, frame.acceptable_risk, "above")
    yield Reopening(option.key, "delay", "limit", option.delay_days.value, frame.acceptable_delay_days, "above")
