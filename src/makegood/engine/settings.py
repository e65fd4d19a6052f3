"""How a forecast is made: sample size, seed, correlation, thresholds. Every default says where it comes from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

PAGE_SAMPLES = 1_024
MAX_SAMPLES = 65_536
MAX_SEED = 2**63 - 1
MAX_HORIZON_DAYS = 3_653
"""Ten years, leap days included."""

OrderField = Literal["band", "class", "tier", "due", "first_due", "made_at", "value"]


@dataclass(frozen=True, slots=True)
class CommonFactors:
    """Shares of the variance of log effort that all teams, or one team's items, have in common (a convention).

    0.10 and 0.20 give a correlation of 0.30 within a team and 0.10 across teams. Independence would understate the
    risk of many promises failing together.
    """

    organisation: float = 0.10
    team: float = 0.20


INDEPENDENT = CommonFactors(organisation=0.0, team=0.0)


@dataclass(frozen=True, slots=True)
class PriorityPolicy:
    """Which promise gets capacity first: compared field by field, lower first (``value`` and ``tier``: higher first).

    ``tier`` compares what a customer's tier weighs (:mod:`makegood.engine.harm`); ``band`` keeps the first and the last
    class apart from all others, for policies that do not begin with ``class``.
    """

    name: str = "class, then agreed date"
    fields: tuple[OrderField, ...] = ("class", "due", "made_at")


RankingRule = Literal["class", "tier", "value", "due", "first-due", "made"]
"""One thing by which promises rank, as a published policy and a folder name it."""
RANKING_RULES: tuple[RankingRule, ...] = ("class", "tier", "value", "due", "first-due", "made")
DEFAULT_RANKING: tuple[RankingRule, ...] = ("class", "due", "made")
_FIELDS: dict[RankingRule, OrderField] = {
    "class": "class",
    "tier": "tier",
    "value": "value",
    "due": "due",
    "first-due": "first_due",
    "made": "made_at",
}


def ranking_by(rules: Sequence[RankingRule]) -> PriorityPolicy:
    """Return the order that ``rules`` make, the first deciding before the second; the usual one where there are none.

    The same rules always make the same policy, whatever somebody calls it. Whoever was put before or behind everything
    stands there even where the class does not decide first.
    """
    if not rules or tuple(rules) == DEFAULT_RANKING:
        return PriorityPolicy()
    fields = tuple(_FIELDS[rule] for rule in rules)
    return PriorityPolicy(", ".join(rules), fields if fields[0] == "class" else ("band", *fields))


@dataclass(frozen=True, slots=True)
class Thresholds:
    """P(kept) from which a promise is green or amber, below which it is red (a convention), and what we quote."""

    green: float = 0.85
    amber: float = 0.60
    quote: float = 0.85


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that a forecast depends on besides the portfolio and the day."""

    seed: int = 1
    """Where all chance begins: another seed, another set of draws."""
    samples: int = PAGE_SAMPLES
    """Runs of the schedule, at most 65,536; 8,192 where a gate or a decision depends on the answer."""
    stratified: bool = True
    """False: plain draws, which depend on seed, key and sample number alone."""
    factors: CommonFactors = CommonFactors()
    widening: float = 1.5
    """Factor on the spread of stated ranges until they are calibrated (a convention after Jørgensen 2004, 2014)."""
    horizon_days: int | None = None
    """None: a year after the last due date, at least two years, at most ten."""
    close_of_day_hour: int = 17
    """Hour in the company's zone at which a day's work counts as finished, for customers in other zones."""
    traced_samples: int | None = None
    """At most so many samples, the first ones, are traced back to what binds.

    None: all of them, and 512 where items × samples are more than 2^22 (4,096 items at 1,024 samples), because tracing
    all would make a large forecast half as long again.
    """
    weeks: int = 26
    """Weeks of team load reported."""
    policy: PriorityPolicy = PriorityPolicy()
    thresholds: Thresholds = Thresholds()

    def __post_init__(self) -> None:
        """Refuse what no forecast can be made with."""
        limits = {
            "seed": (0, MAX_SEED),
            "samples": (1, MAX_SAMPLES),
            "horizon_days": (1, MAX_HORIZON_DAYS),
            "traced_samples": (1, MAX_SAMPLES),
            "weeks": (1, MAX_HORIZON_DAYS // 7),
            "close_of_day_hour": (0, 23),
            "widening": (0, 10),
        }
        for name, (least, most) in limits.items():
            value = getattr(self, name)
            if value is not None and not least <= value <= most:
                raise ValueError(f"{name} must be between {least} and {most}, not {value}")
        shares = (self.factors.organisation, self.factors.team, 1 - self.factors.organisation - self.factors.team)
        if not all(share >= 0 for share in shares):
            raise ValueError("the common factors' shares must not be negative nor sum to more than 1")
