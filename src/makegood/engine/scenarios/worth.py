"""What promises are worth once something was changed: what is still promised by its date, and what was given up.

Harm = value × (1 − P) × tier weight (engine decision 19) says nothing of what a customer loses by a concession: any
date is safe that is late enough, and what is left out can't be late. So whatever is taken back counts as lost for
certain, and only the rest can still be kept or broken.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from makegood.engine.changes import Change, DroppedTerm, LaterDate, LessScope, SplitDelivery, rest_of
from makegood.engine.harm import UNKNOWN_P, stand_in_value, tier_weight
from makegood.engine.portfolio import Portfolio

DELAY_SHARE = 0.02
"""Share of a promise's value that a customer loses by each week of a later agreed date (a convention)."""
DAYS_PER_WEEK = 7


@dataclass(frozen=True, slots=True)
class Worth:
    """Of each open promise, value × tier weight: what is at stake still, and what was given up for certain."""

    at_stake: Mapping[str, float]
    given_up: Mapping[str, float]

    def harm(self, promise: str, p_kept: float | None) -> float:
        """Return the expected harm of breaking ``promise``."""
        return self.at_stake.get(promise, 0.0) * (1 - (UNKNOWN_P if p_kept is None else p_kept))

    def lost(self, promise: str, p_kept: float | None) -> float:
        """Return the expected value lost: harm, and what was given up."""
        return self.harm(promise, p_kept) + self.given_up.get(promise, 0.0)


def worth_after(portfolio: Portfolio, changes: Iterable[Change] = (), *, delay_share: float = DELAY_SHARE) -> Worth:
    """Return what the promises of ``portfolio`` are worth after ``changes``; promises without a value: the median's.

    A share of the scope that is left out loses that share of the value. A later date loses ``delay_share`` of it a
    week; a split delivery loses the same on what comes later. A term that is dropped loses its part of all terms.
    """
    ours = [promise for promise in portfolio.promises if promise.accepted_at is None and not promise.simulated]
    stand_in = stand_in_value(ours)
    reckoning = _Reckoning(
        at_stake={
            promise.key: (stand_in if promise.value is None else promise.value) * tier_weight(promise.tier)
            for promise in ours
        },
        due={promise.key: promise.due for promise in ours},
        terms=_terms(portfolio),
        delay_share=delay_share,
    )
    for change in changes:
        reckoning.give_up(change)
    return Worth(MappingProxyType(reckoning.at_stake), MappingProxyType(reckoning.given_up))


def _terms(portfolio: Portfolio) -> dict[str, int]:
    """Return how many terms each promise has beside its date."""
    counts: dict[str, int] = {}
    for key in (
        *(term.promise for term in portfolio.specifications),
        *(term.promise for term in portfolio.service_levels),
    ):
        counts[key] = counts.get(key, 0) + 1
    return counts


class _Reckoning:
    """Counts what is given up, change by change."""

    def __init__(
        self, *, at_stake: dict[str, float], due: dict[str, date], terms: dict[str, int], delay_share: float
    ) -> None:
        self.at_stake, self.given_up = at_stake, dict[str, float]()
        self._due, self._terms, self._delay_share = due, terms, delay_share

    def give_up(self, change: Change) -> None:
        """Take from what is at stake what ``change`` concedes."""
        match change:
            case LaterDate(key, due) if key in self._due:
                self._lose(key, self._of_delay(self._due[key], due))
                self._due[key] = due
            case LessScope(key, cut) if key in self._due:
                self._lose(key, cut)
            case SplitDelivery(key, share, rest_due) if key in self._due:
                rest, whole = rest_of(key), self.at_stake[key]
                self.at_stake[key], self.at_stake[rest] = whole * share, whole * (1 - share)
                self._due[rest] = rest_due
                self._lose(rest, self._of_delay(self._due[key], rest_due))
            case DroppedTerm(key) if key in self._due:
                self._lose(key, 1 / (1 + self._terms.get(key, 0)))

    def _lose(self, key: str, share: float) -> None:
        lost = self.at_stake[key] * share
        self.at_stake[key] -= lost
        self.given_up[key] = self.given_up.get(key, 0.0) + lost

    def _of_delay(self, due: date, later: date) -> float:
        weeks = max(0, (later - due).days) / DAYS_PER_WEEK
        return min(1.0, weeks * self._delay_share)
