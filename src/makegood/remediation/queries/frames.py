"""Criteria as people say them, and as the engine locks them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext_noop

from makegood.engine.deciding import Criterion, Frame, Scale, Swings, frame_hash, frame_text
from makegood.engine.deciding.scales import BEST, WORST
from makegood.remediation.states import Measure, SignOff

MIDDLE = 50.0


@dataclass(frozen=True, slots=True)
class CriterionSaid:
    """One criterion as people say it: from which score to which, and how much that step matters."""

    key: str
    meaning: str
    worst: float
    best: float
    swing: float
    middle: float | None = None
    """The score that is worth half; None where the scale is straight."""
    veto: float | None = None
    unit: str = ""

    @property
    def is_measured(self) -> bool:
        """Say whether the forecast or the option itself says it; judged by people otherwise."""
        return self.key in set(Measure)


@dataclass(frozen=True, slots=True)
class FrameSaid:
    """All that is fixed before there is an option."""

    criteria: tuple[CriterionSaid, ...]
    acceptable_risk: float
    acceptable_delay_days: float
    tie_within: float = 5.0
    robust_from: float = 0.7


DELIVERED = FrameSaid(
    criteria=(
        CriterionSaid("kept", gettext_noop("The promise is kept"), 0, 1, 100),
        CriterionSaid(
            "customer-harm", gettext_noop("Harm that is left with the customer (0 none, 10 they are ruined)"), 10, 0, 80
        ),
        CriterionSaid(
            "trust", gettext_noop("What it does to their trust in us (0 gone, 10 greater than before)"), 0, 10, 70
        ),
        CriterionSaid(
            "spillover", gettext_noop("Promises to others that are lost by it"), 50, 0, 60, middle=1, unit="promises"
        ),
        CriterionSaid("cost", gettext_noop("What it costs us"), 5_000_000, 0, 40, middle=50_000),
        CriterionSaid("reversibility", gettext_noop("How easily we can go back (0 never, 10 tomorrow)"), 0, 10, 20),
    ),
    acceptable_risk=0.4,
    acceptable_delay_days=90,
)
"""The criteria of the house as it is delivered (a convention); weights are swings (Edwards & Barron 1994)."""


def framed(said: FrameSaid) -> Frame:
    """Return the frame that people mean; InvalidFrame with every fault."""
    return Frame(
        criteria=tuple(map(_criterion, said.criteria)),
        weighting=Swings({one.key: one.swing for one in said.criteria}),
        acceptable_risk=said.acceptable_risk,
        acceptable_delay_days=said.acceptable_delay_days,
        tie_within=said.tie_within,
        robust_from=said.robust_from,
    )


def said_of(frame: Frame) -> FrameSaid:
    """Return a frame as people say it, what matters most first."""
    swings = frame.weighting.points if isinstance(frame.weighting, Swings) else {}
    criteria = sorted(frame.criteria, key=lambda one: (-swings.get(one.key, 0.0), one.key))
    return FrameSaid(
        criteria=tuple(_said(one, swings.get(one.key, 0.0)) for one in criteria),
        acceptable_risk=frame.acceptable_risk,
        acceptable_delay_days=frame.acceptable_delay_days,
        tie_within=frame.tie_within,
        robust_from=frame.robust_from,
    )


def text_and_digest(frame: Frame) -> tuple[str, str]:
    """Return the canonical text of a frame and its SHA-256."""
    return frame_text(frame), frame_hash(frame)


def read_sign_off(rows: Iterable[Mapping[str, Any]]) -> tuple[SignOff, ...]:
    """Return rules as they are kept."""
    return tuple(SignOff(**row) for row in rows)


def written_sign_off(rules: Iterable[SignOff]) -> list[dict[str, object]]:
    """Return rules as JSON, by severity."""
    return [asdict(rule) for rule in sorted(rules, key=lambda rule: rule.severity)]


def _criterion(one: CriterionSaid) -> Criterion:
    ends = ((one.worst, WORST), (one.best, BEST))
    points = ends if one.middle is None else (ends[0], (one.middle, MIDDLE), ends[1])
    scale = Scale(points, one.unit)
    return Criterion(one.key, one.meaning, scale, "data" if one.is_measured else "judged", one.veto)


def _said(one: Criterion, swing: float) -> CriterionSaid:
    points = one.scale.points
    middle = points[1][0] if len(points) > 2 else None
    return CriterionSaid(one.key, one.meaning, points[0][0], points[-1][0], swing, middle, one.veto, one.scale.unit)
