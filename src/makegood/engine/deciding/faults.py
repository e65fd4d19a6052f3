"""What is wrong with the frame or the scores of a decision: every fault at once, as codes with values.

A fault names the field as it is written: ``criteria.cost.veto``, ``weighting.trust``, ``options.later date.risk``.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

NOTHING: Mapping[str, object] = MappingProxyType({})

FAULTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "no criteria": (),
        "too many criteria": ("count", "limit"),
        "blank": (),
        "duplicate": ("key",),
        "not a number": (),
        "scale too short": (),
        "scale turns back": (),
        "values don't ascend": (),
        "values not from 0 to 100": (),
        "off its scale": ("value", "worst", "best"),
        "out of range": ("value", "least", "most"),
        "weight missing": ("criterion",),
        "unknown criterion": ("criterion",),
        "weights don't sum to 1": ("total",),
        "greatest swing not 100": ("greatest",),
        "another frame": ("given", "locked"),
        "too few options": (),
        "score missing": ("criterion",),
        "data needed": ("criterion",),
        "judgements needed": ("criterion",),
        "source missing": (),
        "reason missing": ("judge",),
        "judged twice": ("judge",),
        "judgement missing": ("judge",),
        "not a judge": ("judge",),
        "range reversed": ("low", "value", "high"),
    }
)
"""Every code, with the values that it has."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One reason for refusal: a code of :data:`FAULTS`, the field it concerns and the values its sentence needs."""

    code: str
    field: str
    values: Mapping[str, object] = dataclasses.field(default_factory=lambda: NOTHING)

    def __str__(self) -> str:
        """Read as ``field: code (name=value, …)``, for logs; ``phrases`` has the sentences."""
        details = ", ".join(f"{name}={value}" for name, value in self.values.items())
        return f"{self.field}: {self.code}" + (f" ({details})" if details else "")


class Refused(ValueError):
    """What was given can't be decided on; ``faults`` lists every reason found, not only the first."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        """Keep all ``faults`` and read as their texts, one a line."""
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class InvalidFrame(Refused):
    """Criteria, scales, weights or limits contradict themselves."""


class InvalidScores(Refused):
    """Scores are missing, off their scale, unexplained, or belong to another frame."""
