"""The frame of a decision: what counts, how much, on which scale, and what nothing makes up for. Fixed beforehand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import inf, isfinite
from typing import Literal
from unicodedata import normalize

from makegood.engine.deciding.faults import Fault, InvalidFrame
from makegood.engine.deciding.scales import BEST, Scale
from makegood.engine.deciding.weights import Weighting

Source = Literal["data", "judged"]

MOST_CRITERIA = 8
"""At most so many criteria decide: more of them are no longer weighed, only filled in (a convention after SMART)."""
TIE_WITHIN = 5.0
"""Points of 100 by which the first must lead, or people decide explicitly (a convention)."""
ROBUST_FROM = 0.7
"""Share of all weights in the agreed order for which the first must be first to be called robust (a convention)."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing that counts."""

    key: str
    meaning: str
    """In the words in which it was agreed; part of the lock, because other words are another criterion."""
    scale: Scale
    source: Source
    """Whether scores are measured or forecast, or judged by people."""
    veto: float | None = None
    """A score worse than this excludes an option, however good it is otherwise; exactly this one is allowed."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What is fixed before anybody sees an option. Raises :class:`InvalidFrame` with every fault in it."""

    criteria: tuple[Criterion, ...]
    weighting: Weighting
    acceptable_risk: float
    """Greatest probability of breaking the promise with which an option is admitted, 0 to 1."""
    acceptable_delay_days: float
    """Greatest delay of an option, in calendar days."""
    tie_within: float = TIE_WITHIN
    robust_from: float = ROBUST_FROM

    def __post_init__(self) -> None:
        """Refuse a frame with faults."""
        if faults := tuple(_faults(self)):
            raise InvalidFrame(faults)

    @property
    def weights(self) -> dict[str, float]:
        """The weight of each criterion; they sum to 1."""
        return dict(self.weighting.weights)

    def criterion(self, key: str) -> Criterion:
        """Return the criterion ``key``; KeyError where there is none."""
        found = {criterion.key: criterion for criterion in self.criteria}
        return found[key]


def _faults(frame: Frame) -> Iterator[Fault]:
    keys = [criterion.key for criterion in frame.criteria]
    if not keys:
        yield Fault("no criteria", "criteria")
    if len(keys) > MOST_CRITERIA:
        yield Fault("too many criteria", "criteria", {"count": len(keys), "limit": MOST_CRITERIA})
    written = [normalize("NFC", key) for key in keys]  # as the lock writes them: alike there is alike here
    for key in sorted({key for key in written if written.count(key) > 1}):
        yield Fault("duplicate", f"criteria.{key}", {"key": key})
    for criterion in frame.criteria:
        yield from _of_criterion(criterion)
    yield from frame.weighting.faults(keys)
    yield from _between("acceptable_risk", frame.acceptable_risk, 1.0)
    yield from _between("acceptable_delay_days", frame.acceptable_delay_days, inf)
    yield from _between("tie_within", frame.tie_within, BEST)
    yield from _between("robust_from", frame.robust_from, 1.0)


def _of_criterion(criterion: Criterion) -> Iterator[Fault]:
    place, scale = f"criteria.{criterion.key}", criterion.scale
    if not criterion.key.strip():
        yield Fault("blank", f"{place}key")
    if not criterion.meaning.strip():
        yield Fault("blank", f"{place}.meaning")
    of_scale = tuple(scale.faults(f"{place}.scale"))
    yield from of_scale
    if criterion.veto is not None and not of_scale and not scale.covers(criterion.veto):
        told = {"value": criterion.veto, "worst": scale.worst, "best": scale.best}
        yield Fault("off its scale", f"{place}.veto", told)


def _between(field: str, value: float, most: float) -> Iterator[Fault]:
    if not isfinite(value):
        yield Fault("not a number", field)
    elif not 0 <= value <= most:
        yield Fault("out of range", field, {"value": value, "least": 0.0, "most": most})
