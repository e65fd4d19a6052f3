"""The portfolio held ready to answer: what could we promise now, and whom would that endanger?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import numpy as np

from makegood.engine.blocks import count_promises
from makegood.engine.calendars import team_calendar
from makegood.engine.drawing import Draws
from makegood.engine.forecast import TINY_CELLS, forecast
from makegood.engine.harm import harm, stand_in_value
from makegood.engine.layout import DAYS_PER_YEAR, lay_out, resolved
from makegood.engine.portfolio import Portfolio, Promise, Team
from makegood.engine.promise_figures import PromiseReader
from makegood.engine.quoting.additions import Addition, Counter
from makegood.engine.quoting.offers import Offer, inserted
from makegood.engine.quoting.plainly import PlainPlay
from makegood.engine.quoting.playing import Kept, Play, Played
from makegood.engine.remedies import LEAST_HARM, Endangered
from makegood.engine.results import PromiseForecast
from makegood.engine.settings import MAX_HORIZON_DAYS, Settings

TYPICAL_QUESTIONS = 16
"""What a portfolio is asked at least: one offer and what would make it safe."""
CHECKPOINTS = 16
"""Along the priority order: each costs memory, and halving their number lengthens the way to the place asked about."""


@dataclass(frozen=True, slots=True)
class Quote:
    """The answer: what would become of the promise, and of the others."""

    promise: PromiseForecast
    """Its curve, the dates at 50, 85 and 95 %, P(kept) of the wished date, its terms, what binds it; no takers."""
    endangers: tuple[Endangered, ...]
    """Other promises whose P(kept) falls by more than two points, the worst first; empty where nobody asked."""


class WarmPortfolio:
    """A portfolio played once, frozen, with checkpoints along the priority order from which an offer is played on.

    Nothing in it changes: :meth:`with_offer` and :meth:`without` return another one, which shares what is the same.
    Several threads may ask at once.
    """

    def __init__(self, counter: Counter, play: Play, stand: Any, harm_of: Harm) -> None:  # noqa: ANN401  # the player's
        """Hold what :meth:`of` made."""
        self._counter, self._play, self._stand, self._harm = counter, play, stand, harm_of
        self._kept: Kept = play.kept(stand)

    @classmethod
    def of(
        cls,
        portfolio: Portfolio,
        *,
        as_of: date,
        settings: Settings | None = None,
        until: date | None = None,
        checkpoints: int = CHECKPOINTS,
        compiled: bool | None = None,
        on_compile: Callable[[], None] | None = None,
    ) -> WarmPortfolio:
        """Play ``portfolio`` as it stands on the morning of ``as_of``.

        ``until`` is the latest date that will be asked about: the horizon reaches a year beyond it. ``compiled`` and
        ``on_compile`` as for :func:`~makegood.engine.forecast.forecast`, for many questions. Raises
        :class:`~makegood.engine.validation.InvalidPortfolio` with every contradiction in the portfolio.
        """
        settings = reaching(resolved(settings or Settings(), portfolio, as_of), as_of, until)
        problem = lay_out(portfolio, as_of=as_of, settings=settings)
        if compiled is None:
            compiled = len(problem.jobs) * settings.samples * TYPICAL_QUESTIONS > TINY_CELLS
        play: Play = PlainPlay(portfolio, problem)
        if compiled and _compiles():
            from makegood.engine.quoting.compiled import CompiledPlay  # loads the compiler: 0.3 s

            play = CompiledPlay(problem, checkpoints=checkpoints, on_compile=on_compile)
        return cls(Counter(portfolio, problem), play, play.stand(()), Harm(portfolio))

    @property
    def settings(self) -> Settings:
        """The settings, all of them decided: a forecast with these gives the same figures."""
        return self._counter.problem.settings

    @property
    def as_of(self) -> date:
        """The day looked from."""
        return self._counter.problem.as_of

    @property
    def horizon(self) -> date:
        """The last day simulated."""
        return self.as_of + timedelta(days=self._counter.problem.days - 1)

    @property
    def offers(self) -> tuple[Offer, ...]:
        """What was put in since it was made, in order of rank."""
        return tuple(addition.offer for addition in self._stand.additions)

    @property
    def portfolio(self) -> Portfolio:
        """What is promised, with :attr:`offers`."""
        return inserted(self._counter.portfolio, self.offers)

    @property
    def bytes(self) -> int:
        """What the checkpoints take in memory."""
        return self._play.bytes(self._stand)

    def ahead_of(self, promise: Promise) -> int:
        """Return how many promises rank before another one, with those that were put in."""
        rank = self._counter.rank_of(promise)
        held: Sequence[Addition] = self._stand.additions
        return self._counter.ahead_of(rank) + sum(addition.rank < rank for addition in held)

    def knows_any(self, keys: AbstractSet[str]) -> bool:
        """Say whether a promise or an item has one of ``keys``."""
        return self._counter.knows_any(keys)

    def p_kept(self) -> Mapping[str, float]:
        """Return P(kept) of every promise that can be checked, by key."""
        samples = self.settings.samples
        return {promise.key: kept / samples for promise, kept in self._known(self._stand.additions, self._kept)}

    def quote(self, offer: Offer, *, endangers: bool = True) -> Quote:
        """Answer what would become of ``offer``, and whom it would endanger; nothing is kept of it.

        Equal, to the bit, to a forecast of the portfolio with the offer in it under :attr:`settings`. Without
        ``endangers`` it is answered from its own items alone, which takes a few milliseconds at any rank. Raises
        :class:`~makegood.engine.validation.InvalidPortfolio` with every contradiction in the offer.
        """
        return self.quote_together((offer,), endangers=endangers)[0]

    def quote_together(
        self,
        offers: Sequence[Offer],
        *,
        endangers: bool = True,
        teams: Sequence[Team] = (),
        samples: int | None = None,
    ) -> tuple[Quote, ...]:
        """Answer for several offers that would be made together, each with all whom they endanger together.

        ``teams`` stand in for those of the same name; ``samples`` is how many of the samples are enough, where nobody
        asks whom they endanger.
        """
        if any(self._counter.waits_for_others(offer) for offer in offers):
            return self._forecast_anew(offers, teams, endangers=endangers)
        new = [self._counter.laid_out(offer) for offer in offers]
        problem = self._counter.problem
        calendars = {problem.teams.index(team.name): team_calendar(team, problem.as_of, problem.days) for team in teams}
        played = self._play.play(
            self._stand, new, everything=endangers, calendars=calendars, samples=None if endangers else samples
        )
        harmed = () if played.kept is None else self._endangered(new, played.kept)
        return tuple(Quote(self._figures(one, new, played), harmed) for one in new)

    def with_offer(self, *offers: Offer) -> WarmPortfolio:
        """Return it with ``offers`` promised or reserved."""
        if any(self._counter.waits_for_others(offer) for offer in offers):
            return WarmPortfolio.of(inserted(self.portfolio, offers), as_of=self.as_of, settings=self.settings)
        return self._moved((*self._stand.additions, *(self._counter.laid_out(offer) for offer in offers)))

    def without(self, *keys: str) -> WarmPortfolio:
        """Return it without offers that were put in, by their promises' keys; KeyError for one that was not."""
        if unknown := set(keys) - {addition.key for addition in self._stand.additions}:
            raise KeyError(*sorted(unknown))
        return self._moved([addition for addition in self._stand.additions if addition.key not in keys])

    def _moved(self, additions: Sequence[Addition]) -> WarmPortfolio:
        stand = self._play.stand(additions, self._stand)
        return WarmPortfolio(self._counter, self._play, stand, self._harm)

    def _known(self, additions: Sequence[Addition], kept: Kept) -> Iterator[tuple[Promise, int]]:
        """Yield each promise that can be checked with the samples in which it is kept."""
        deals = [*self._counter.problem.deals, *(addition.problem.deals[0] for addition in additions)]
        yield from ((deal.promise, int(n)) for deal, n in zip(deals, kept, strict=True) if deal.checkable)

    def _endangered(self, new: Sequence[Addition], kept: Kept) -> tuple[Endangered, ...]:
        """Compare what becomes of those who are there already."""
        samples, deals, held = self.settings.samples, self._counter.problem.deals, self._stand.additions
        ordered = sorted([*held, *new], key=lambda addition: addition.rank)
        columns = [len(deals) + ordered.index(addition) for addition in held]
        before, after = self._kept / samples, np.concatenate([kept[: len(deals)], kept[columns]]) / samples
        fallen = [int(row) for row in np.flatnonzero(before - after > LEAST_HARM)]
        known = {row: deals[row] if row < len(deals) else held[row - len(deals)].problem.deals[0] for row in fallen}
        harmed = [
            Endangered(deal.promise.key, deal.promise.customer, float(before[row]), float(after[row]))
            for row, deal in known.items()
            if deal.checkable
        ]
        return tuple(sorted(harmed, key=lambda other: (other.after - other.before, other.promise)))

    def _figures(self, addition: Addition, new: Sequence[Addition], played: Played) -> PromiseForecast:
        problem = addition.problem
        if played.samples < problem.settings.samples:
            problem = replace(problem, settings=replace(problem.settings, traced_samples=1))
        tally = count_promises(problem, played.placed[addition.key], Draws(problem, 0, played.samples))
        read = PromiseReader(problem, tally, addition.portfolio).promise(0)
        before = sum(other.rank < addition.rank for other in (*self._stand.additions, *new))
        return replace(read, place=1 + addition.ahead + before, harm=self._harm.of(addition.offer.promise, read.p_kept))

    def _forecast_anew(self, offers: Sequence[Offer], teams: Sequence[Team], *, endangers: bool) -> tuple[Quote, ...]:
        """Answer by a whole forecast: offers that wait for others change these one's places."""
        portfolio = inserted(self.portfolio, offers)
        given = {team.name: team for team in teams}
        portfolio = replace(portfolio, teams=tuple(given.get(team.name, team) for team in portfolio.teams))
        after = forecast(portfolio, as_of=self.as_of, settings=self.settings)
        known = {one.promise: one for one in after.promises}
        before = self.p_kept() if endangers else {}
        harmed = [
            Endangered(key, known[key].customer, was, now)
            for key, was in before.items()
            if (now := known[key].p_kept) is not None and was - now > LEAST_HARM
        ]
        ordered = tuple(sorted(harmed, key=lambda other: (other.after - other.before, other.promise)))
        return tuple(Quote(known[offer.key], ordered) for offer in offers)


class Harm:
    """What breaking a promise would cost, beside the values of the portfolio."""

    def __init__(self, portfolio: Portfolio) -> None:
        """Look at what is open there."""
        self._stand_in = stand_in_value([promise for promise in portfolio.promises if promise.accepted_at is None])

    def of(self, promise: Promise, p_kept: float | None) -> float:
        """Return the harm of ``promise``."""
        return harm(promise, p_kept, self._stand_in)


def reaching(settings: Settings, as_of: date, until: date | None) -> Settings:
    """Return ``settings`` with a horizon a year beyond ``until``, if it is not beyond that already."""
    if until is None:
        return settings
    wanted = min((until - as_of).days + DAYS_PER_YEAR, MAX_HORIZON_DAYS)
    return replace(settings, horizon_days=max(settings.horizon_days or 0, wanted))


def _compiles() -> bool:
    import numba

    return not numba.config.DISABLE_JIT  # type: ignore[attr-defined]  # made at run time
