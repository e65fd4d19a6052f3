"""Who is out and why, and the order of those left: weighted additive values with what each criterion contributes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from makegood.engine.deciding.frames import Frame
from makegood.engine.deciding.scores import Option, Scorecard
from makegood.engine.results import Message


@dataclass(frozen=True, slots=True)
class Table:
    """What every option is worth on every criterion, 0 to 100; alphabetical, so that no order of rows matters."""

    criteria: tuple[str, ...]
    weights: tuple[float, ...]
    values: Mapping[str, tuple[float, ...]]

    @classmethod
    def of(cls, frame: Frame, card: Scorecard) -> Table:
        """Turn the scores of ``card`` into values."""
        criteria = sorted(frame.criteria, key=lambda criterion: criterion.key)
        weights = frame.weights
        values = {
            option.key: tuple(each.scale.value(option.scores[each.key].value) for each in criteria)
            for option in sorted(card.options, key=lambda option: option.key)
        }
        return cls(tuple(each.key for each in criteria), tuple(weights[each.key] for each in criteria), values)

    def only(self, options: Iterable[str]) -> Table:
        """Return the same for some of the options."""
        kept = set(options)
        return Table(self.criteria, self.weights, {key: row for key, row in self.values.items() if key in kept})

    def total(self, option: str, weights: Sequence[float] | None = None) -> float:
        """Return the weighted value of ``option``, 0 to 100, summed exactly."""
        used = self.weights if weights is None else weights
        return fsum(weight * value for weight, value in zip(used, self.values[option], strict=True))

    def first(self, weights: Sequence[float] | None = None) -> str:
        """Return the best option; of equals the first in the alphabet."""
        return min(self.values, key=lambda option: (-self.total(option, weights), option))


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one option stands."""

    option: str
    value: float
    """Weighted, 0 to 100."""
    contributions: Mapping[str, float]
    """Points of the value by criterion."""
    rank: int | None
    """1 is best; equals share it; None where the option is out."""
    excluded: tuple[Message, ...] = ()
    """Why it is out: codes ``vetoed``, ``too risky``, ``too late``, ``dominated``."""


def standings(frame: Frame, card: Scorecard, table: Table) -> tuple[Standing, ...]:
    """Return all options: those that are in, best first, then those that are out."""
    refused = {option.key: tuple(_refusals(frame, option)) for option in card.options}
    admitted = table.only(key for key, reasons in refused.items() if not reasons)
    out = {**refused, **{key: (Message("dominated", {"by": by}),) for key, by in dominated(admitted).items()}}
    totals = {key: table.total(key) for key in table.values}
    left = [totals[key] for key, reasons in out.items() if not reasons]
    found = [
        Standing(
            option=key,
            value=total,
            contributions={
                name: weight * value
                for name, weight, value in zip(table.criteria, table.weights, table.values[key], strict=True)
            },
            rank=None if out[key] else 1 + sum(other > total for other in left),
            excluded=out[key],
        )
        for key, total in totals.items()
    ]
    return tuple(sorted(found, key=lambda each: (each.rank is None, -each.value, each.option)))


def dominated(table: Table) -> dict[str, tuple[str, ...]]:
    """Return by whom each option is dominated: who is nowhere worse and somewhere better."""
    by = {
        key: tuple(other for other, theirs in table.values.items() if _dominates(theirs, mine))
        for key, mine in table.values.items()
    }
    return {key: others for key, others in by.items() if others}


def _dominates(theirs: Sequence[float], mine: Sequence[float]) -> bool:
    return theirs != mine and all(their >= own for their, own in zip(theirs, mine, strict=True))


def _refusals(frame: Frame, option: Option) -> Iterator[Message]:
    for criterion in frame.criteria:
        score = option.scores[criterion.key].value
        if criterion.veto is not None and criterion.scale.is_worse(score, criterion.veto):
            told = {"criterion": criterion.key, "value": score, "limit": criterion.veto, "unit": criterion.scale.unit}
            yield Message("vetoed", told)
    if option.risk.value > frame.acceptable_risk:
        yield Message("too risky", {"value": option.risk.value, "limit": frame.acceptable_risk})
    if option.delay_days.value > frame.acceptable_delay_days:
        yield Message("too late", {"value": option.delay_days.value, "limit": frame.acceptable_delay_days})
