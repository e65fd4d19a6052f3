"""The door: a locked frame and the scores that belong to it in, everything that a decider needs to see out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from makegood.engine.deciding.frames import Frame
from makegood.engine.deciding.ranking import Standing, Table, standings
from makegood.engine.deciding.robustness import Acceptability, Spans, acceptabilities
from makegood.engine.deciding.score_changes import Reopening, ScoreFlip, reopenings, score_flips
from makegood.engine.deciding.scores import Scorecard, check_scores
from makegood.engine.deciding.weight_changes import (
    Sway,
    WeightFlip,
    WeightRange,
    smallest_flip,
    sways,
    weight_ranges,
)

DRAWS = 8_192
"""Draws of weights and scores behind the shares of a decision (a convention)."""

Verdict = Literal["clear", "tie", "only one left", "nobody left"]


@dataclass(frozen=True, slots=True)
class Decision:
    """What the frame says about the options. It proposes; one person decides."""

    frame: str
    """The hash of the frame."""
    verdict: Verdict
    standings: tuple[Standing, ...]
    """All options: those that are in, best first, then those that are out, with the reason."""
    tied: tuple[str, ...]
    """Those that the frame can't tell apart, best first; empty unless the verdict is a tie."""
    lead: float | None
    """Points of the first before the next one; None where there is none."""
    robust: bool
    """Whether the first is first for enough of all weights in the agreed order."""
    acceptabilities: tuple[Acceptability, ...]
    """Of all options that no veto and no limit excludes."""
    sways: tuple[Sway, ...]
    weight_ranges: tuple[WeightRange, ...]
    weight_flip: WeightFlip | None
    """The smallest change of weights that flips it; None where no weights do."""
    score_flips: tuple[ScoreFlip, ...]

    @property
    def first(self) -> str | None:
        """The option that ranks first, of equals the first in the alphabet; None where all are out."""
        return self.standings[0].option if self.standings[0].rank is not None else None

    def of(self, option: str) -> Standing:
        """Return where ``option`` stands; KeyError where there is no such option."""
        found = {standing.option: standing for standing in self.standings}
        return found[option]


def decide(frame: Frame, card: Scorecard, *, seed: int, draws: int = DRAWS) -> Decision:
    """Weigh the options of ``card`` by ``frame``. Raises :class:`InvalidScores` with every fault of the card.

    The same frame, scores, ``seed`` and ``draws`` give the same answer, in whatever order options and criteria stand.
    """
    check_scores(frame, card)
    table = Table.of(frame, card)
    ranked = standings(frame, card, table)
    running = table.only(each.option for each in ranked if each.rank is not None)
    admitted = _admitted(table, ranked)
    shares = acceptabilities(admitted, _spans(frame, card), seed=seed, draws=draws) if admitted.values else ()
    totals = [each.value for each in ranked if each.rank is not None]
    lead = totals[0] - totals[1] if len(totals) > 1 else None
    verdict = _verdict(totals, lead, frame.tie_within)
    near = [each for each in ranked if each.rank is not None and totals[0] - each.value < frame.tie_within]
    in_order = {each.option: each.same_order[0] for each in shares}
    return Decision(
        frame=card.frame,
        verdict=verdict,
        standings=ranked,
        tied=tuple(each.option for each in near) if verdict == "tie" else (),
        lead=lead,
        robust=bool(totals) and in_order[ranked[0].option] >= frame.robust_from,
        acceptabilities=shares,
        sways=sways(running),
        weight_ranges=weight_ranges(running),
        weight_flip=smallest_flip(running),
        score_flips=score_flips(frame, card, admitted, ranked[0].option if totals else None),
    )


def what_reopens(frame: Frame, card: Scorecard, option: str) -> tuple[Reopening, ...]:
    """Return the lines on which choosing ``option`` rests: each figure from data, and where it loses its ground.

    ``option`` is the one that was decided for. Where that isn't the one that ranks first, a rival leads already, and
    only vetoes and limits can be crossed. Raises :class:`InvalidScores` as :func:`decide` does, KeyError where there is
    no such option.
    """
    check_scores(frame, card)
    if option not in {each.key for each in card.options}:
        raise KeyError(option)
    table = Table.of(frame, card)
    ranked = standings(frame, card, table)
    admitted = _admitted(table, ranked)
    is_first = ranked[0].rank is not None and ranked[0].option == option
    return reopenings(frame, card, admitted if is_first else table.only([option]), option)


def _admitted(table: Table, ranked: tuple[Standing, ...]) -> Table:
    """Return those that no veto and no limit excludes: a dominated one is a rival again when the first gets worse."""
    out = {each.option for each in ranked if any(reason.code != "dominated" for reason in each.excluded)}
    return table.only(set(table.values) - out)


def _verdict(totals: list[float], lead: float | None, tie_within: float) -> Verdict:
    if not totals:
        return "nobody left"
    if lead is None:
        return "only one left"
    return "tie" if lead < tie_within else "clear"


def _spans(frame: Frame, card: Scorecard) -> Spans:
    """Return what scores that aren't exact may be worth."""
    spans = {
        (option.key, criterion.key): tuple(map(criterion.scale.value, option.scores[criterion.key].span))
        for option in card.options
        for criterion in frame.criteria
    }
    return {place: (min(span), max(span)) for place, span in spans.items() if min(span) < max(span)}
