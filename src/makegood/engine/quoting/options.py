"""What would make an offer safe: for each kind of change the cheapest that is enough, each of them played.

Searched on the offer's own items, then played once more with all samples and everybody whom it would endanger.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from makegood.engine.changes import (
    AddedSlots,
    Change,
    DroppedTerm,
    FirstPlace,
    HigherClass,
    LaterDate,
    LessScope,
    SplitDelivery,
    applied,
)
from makegood.engine.curves import quantile_date
from makegood.engine.portfolio import FIRST_CLASS, Portfolio
from makegood.engine.quoting.hearing import Hearing
from makegood.engine.quoting.offers import Offer
from makegood.engine.quoting.warm import Quote, WarmPortfolio
from makegood.engine.quoting.warm_parts import WarmParts
from makegood.engine.remedies import CUTS, LEAST_GAIN, REINFORCEMENTS, SEARCH_SAMPLES, Remedy

SHARES = (0.75, 0.5, 0.25)
"""Shares of a split delivery that are tried for the wished date, the largest first."""
WIDENINGS = 6
"""How often a span in which the safe date lies is doubled."""


def would_help(warm: WarmPortfolio | WarmParts, offer: Offer, hearing: Hearing) -> tuple[Remedy, ...]:
    """Return one change of each kind that helps ``offer``, safe ones first; nothing for what is safe already.

    ``hearing`` has the answer to the offer as it was asked for.
    """
    level, now = warm.settings.thresholds.quote, hearing.both.p_kept
    if now is None or now >= level:
        return ()
    search = _Search(warm, offer, hearing, now)
    found = [remedy for remedy in search.remedies() if remedy is not None]
    return tuple(sorted(found, key=lambda remedy: (not remedy.safe, len(remedy.endangers), -remedy.p_kept)))


@dataclass(frozen=True, slots=True)
class _Search:
    warm: WarmPortfolio | WarmParts
    offer: Offer
    hearing: Hearing
    now: float

    @property
    def level(self) -> float:
        return self.warm.settings.thresholds.quote

    def remedies(self) -> Iterator[Remedy | None]:
        """Yield for each kind of change the cheapest that is enough; None where the kind doesn't help."""
        key = self.offer.key
        yield self._later_date()
        if self.offer.items:
            yield self._first_safe(LessScope(key, cut) for cut in CUTS)
            yield self._first_safe(self._splits())
            yield self._first_safe(self._added_slots())
            yield self._first_safe(self._higher_places())
        yield self._first_safe(self._without_a_term())

    def _first_safe(self, candidates: Iterable[Change]) -> Remedy | None:
        """Return the first candidate that makes the offer safe; else the best one, if it helps at all."""
        best: tuple[float, Change] | None = None
        for change in candidates:
            p_kept = self._quickly(change)
            if best is None or p_kept > best[0]:
                best = (p_kept, change)
            if p_kept >= self.level and (remedy := self._remedy(change)).safe:
                return remedy
        if best is None or best[0] < self.now + LEAST_GAIN:
            return None
        return self._remedy(best[1])

    def _later_date(self) -> Remedy | None:
        """Find the earliest safe date: with a later one the offer can lose its place, so each is played."""
        unsafe, days = self.offer.promise.due, self._days_to_safety()
        for _ in range(WIDENINGS):
            due = self.offer.promise.due + timedelta(days=days)
            if due > self.warm.horizon:
                return None
            if self._by(due) >= self.level:
                return self._earliest(unsafe, due)
            unsafe, days = due, 2 * days
        return None

    def _earliest(self, unsafe: date, safe: date) -> Remedy:
        while (safe - unsafe).days > 1:
            middle = unsafe + (safe - unsafe) // 2
            unsafe, safe = (unsafe, middle) if self._by(middle) >= self.level else (middle, safe)
        return self._remedy(LaterDate(self.offer.key, safe))

    def _by(self, due: date) -> float:
        change = LaterDate(self.offer.key, due)
        return self.hearing.p_kept(change, self._played(change, endangers=False, samples=None)[0].promise)

    def _days_to_safety(self) -> int:
        curve = self.hearing.both.curve
        safe = None if curve is None else quantile_date(curve, self.level)
        return 7 if safe is None else max(1, (safe - self.offer.promise.due).days)

    def _splits(self) -> Iterator[Change]:
        rest_due = self.hearing.both.p85
        if rest_due is not None and rest_due > self.offer.promise.due:
            for share in SHARES:
                yield SplitDelivery(self.offer.key, share, rest_due)

    def _added_slots(self) -> Iterator[Change]:
        causes = self.hearing.plan.causes
        team = next((cause.name for cause in causes if cause.kind in ("queue", "no capacity")), None)
        if team is not None:
            start = self.warm.as_of
            for slots, weeks in REINFORCEMENTS:
                yield AddedSlots(team, slots, start, start + timedelta(weeks=weeks) - timedelta(days=1))

    def _higher_places(self) -> Iterator[Change]:
        for number in range(self.offer.promise.priority_class - 1, FIRST_CLASS, -1):
            yield HigherClass(self.offer.key, number)
        yield FirstPlace(self.offer.key)

    def _without_a_term(self) -> Iterator[Change]:
        for term in self.hearing.plan.terms:
            if term.kind != "date" and term.p_kept is not None and term.p_kept < self.level:
                yield DroppedTerm(self.offer.key, term.name)

    def _quickly(self, change: Change) -> float:
        return self.hearing.p_kept(change, self._played(change, endangers=False, samples=SEARCH_SAMPLES)[0].promise)

    def _remedy(self, change: Change) -> Remedy:
        quote, *rest = self._played(change, endangers=True, samples=None)
        later = rest[0].promise.p85 if rest and (rest[0].promise.p_kept or 0.0) < self.level else None
        if isinstance(change, SplitDelivery) and later is not None and later > change.rest_due:
            return self._remedy(replace(change, rest_due=later))
        p_kept = self.hearing.p_kept(change, quote.promise)
        return Remedy(change, p_kept, p_kept >= self.level, quote.endangers)

    def _played(self, change: Change, *, endangers: bool, samples: int | None) -> tuple[Quote, ...]:
        """Play the offer with ``change``; a split one together with its rest."""
        changed = applied(self._own(change), change)
        offers = [
            Offer(
                promise=promise,
                items=changed.items_by_promise.get(promise.key, ()),
                specifications=changed.specifications if promise.key == self.offer.key else (),
                service_levels=changed.service_levels if promise.key == self.offer.key else (),
            )
            for promise in changed.promises
        ]
        return self.warm.quote_together(offers, endangers=endangers, teams=changed.teams, samples=samples)

    def _own(self, change: Change) -> Portfolio:
        """Return the offer as a portfolio, with the team that ``change`` concerns."""
        offer, teams = self.offer, self.warm.portfolio.teams
        return Portfolio(
            teams=tuple(team for team in teams if isinstance(change, AddedSlots) and team.name == change.team),
            promises=(offer.promise,),
            items=offer.items,
            specifications=offer.specifications,
            service_levels=offer.service_levels,
        )
