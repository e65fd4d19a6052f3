"""Options and their scores: from data with its source, or judged by people who did not see one another's scores."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import inf, isfinite
from statistics import median
from types import MappingProxyType

from makegood.engine.deciding.faults import Fault, InvalidScores
from makegood.engine.deciding.frames import Criterion, Frame
from makegood.engine.deciding.locking import frame_hash


@dataclass(frozen=True, slots=True)
class Measured:
    """A score from data. ``source`` says from where: a forecast's fingerprint, a price list, a measurement."""

    value: float
    source: str
    low: float | None = None
    """The least it may well be; None where it is exact."""
    high: float | None = None

    @property
    def span(self) -> tuple[float, float]:
        """The least and the most that it may well be."""
        return (self.value if self.low is None else self.low, self.value if self.high is None else self.high)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one person thinks, and why."""

    judge: str
    value: float
    reason: str


@dataclass(frozen=True, slots=True)
class Judged:
    """The judgements of all judges, given blind: nothing is decided before the last one is in."""

    judgements: tuple[Judgement, ...]

    @property
    def value(self) -> float:
        """Their median: one judge alone can't drag it, however far they go."""
        return float(median(judgement.value for judgement in self.judgements))

    @property
    def span(self) -> tuple[float, float]:
        """The least and the most that anybody thinks."""
        values = [judgement.value for judgement in self.judgements]
        return min(values), max(values)


Score = Measured | Judged


@dataclass(frozen=True, slots=True)
class Option:
    """One way out, with a score on every criterion of the frame. To change nothing is an option like others."""

    key: str
    scores: Mapping[str, Score]
    risk: Measured
    """Probability that the promise is broken with it, 0 to 1."""
    delay_days: Measured
    """Calendar days by which the customer gets it later than agreed now."""

    def __post_init__(self) -> None:
        """Keep a copy of the scores."""
        object.__setattr__(self, "scores", MappingProxyType(dict(self.scores)))


@dataclass(frozen=True, slots=True)
class Scorecard:
    """Scored options, attached to one frame by its hash."""

    frame: str
    options: tuple[Option, ...]
    judges: frozenset[str] = frozenset()
    """Who has to judge each option on each criterion that is judged."""


def check_scores(frame: Frame, card: Scorecard) -> None:
    """Raise :class:`InvalidScores` with every fault of ``card`` under ``frame``; nothing missing counts as zero."""
    if faults := tuple(_faults(frame, card)):
        raise InvalidScores(faults)


def _faults(frame: Frame, card: Scorecard) -> Iterator[Fault]:
    locked = frame_hash(frame)
    if card.frame != locked:
        yield Fault("another frame", "frame", {"given": card.frame, "locked": locked})
        return
    if len(card.options) < 2:
        yield Fault("too few options", "options")
    keys = [option.key for option in card.options]
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        yield Fault("duplicate", f"options.{key}", {"key": key})
    for option in card.options:
        yield from _of_option(frame, option, card.judges)


def _of_option(frame: Frame, option: Option, judges: frozenset[str]) -> Iterator[Fault]:
    place = f"options.{option.key}"
    if not option.key.strip():
        yield Fault("blank", "options.key")
    for key in sorted(set(option.scores) - {criterion.key for criterion in frame.criteria}):
        yield Fault("unknown criterion", f"{place}.scores.{key}", {"criterion": key})
    for criterion in frame.criteria:
        field = f"{place}.scores.{criterion.key}"
        score = option.scores.get(criterion.key)
        if score is None:
            yield Fault("score missing", field, {"criterion": criterion.key})
        else:
            yield from _of_score(criterion, score, judges, field)
    yield from _of_limit(option.risk, f"{place}.risk", 1.0)
    yield from _of_limit(option.delay_days, f"{place}.delay_days", inf)


def _of_score(criterion: Criterion, score: Score, judges: frozenset[str], field: str) -> Iterator[Fault]:
    match score:
        case Measured() if criterion.source != "data":
            yield Fault("judgements needed", field, {"criterion": criterion.key})
        case Judged() if criterion.source != "judged":
            yield Fault("data needed", field, {"criterion": criterion.key})
        case Measured():
            yield from _of_measured(score, field)
            for value in dict.fromkeys((score.value, *score.span)):
                yield from _off_scale(criterion, value, field)
        case Judged():
            yield from _of_judges(score, judges, field)
            for judgement in score.judgements:
                yield from _off_scale(criterion, judgement.value, f"{field}.{judgement.judge}")


def _of_measured(score: Measured, field: str) -> Iterator[Fault]:
    if not score.source.strip():
        yield Fault("source missing", field)
    low, high = score.span
    if low > score.value or high < score.value:
        yield Fault("range reversed", field, {"low": low, "value": score.value, "high": high})


def _of_judges(score: Judged, judges: frozenset[str], field: str) -> Iterator[Fault]:
    named = [judgement.judge for judgement in score.judgements]
    for judge in sorted(judges - set(named)):
        yield Fault("judgement missing", field, {"judge": judge})
    if not judges and not named:
        yield Fault("judgement missing", field, {"judge": ""})
    for judge in sorted(set(named) - judges):
        yield Fault("not a judge", field, {"judge": judge})
    for judge in sorted({judge for judge in named if named.count(judge) > 1}):
        yield Fault("judged twice", field, {"judge": judge})
    for judgement in score.judgements:
        if not judgement.reason.strip():
            yield Fault("reason missing", f"{field}.{judgement.judge}", {"judge": judgement.judge})


def _off_scale(criterion: Criterion, value: float, field: str) -> Iterator[Fault]:
    scale = criterion.scale
    if not isfinite(value):
        yield Fault("not a number", field)
    elif not scale.covers(value):
        yield Fault("off its scale", field, {"value": value, "worst": scale.worst, "best": scale.best})


def _of_limit(given: Measured, field: str, most: float) -> Iterator[Fault]:
    yield from _of_measured(given, field)
    if not isfinite(given.value):
        yield Fault("not a number", field)
    elif not 0 <= given.value <= most:
        yield Fault("out of range", field, {"value": given.value, "least": 0.0, "most": most})
