"""Comparing scenarios: each applied to the same portfolio, simulated with the same draws, and read for every promise.

Draws depend on keys alone (common random numbers), so a difference is the change's effect and not chance. Groups of
teams that a change doesn't touch have the figures that they had, to the bit, and are not simulated again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from math import fsum

from makegood.engine.changes import Change, LaterDate, SplitDelivery, applied, rest_of
from makegood.engine.combined import Moved
from makegood.engine.forecast import TINY_CELLS, forecast
from makegood.engine.layout import DAYS_PER_YEAR, resolved
from makegood.engine.parts import parts_by_team
from makegood.engine.portfolio import Portfolio, Promise
from makegood.engine.results import Forecast
from makegood.engine.scenarios.worth import DELAY_SHARE, Worth, worth_after
from makegood.engine.settings import MAX_HORIZON_DAYS, Settings

TYPICAL_COMPARISONS = 16
"""Simulations that a comparison takes, about."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """Changes that would be made together, under a name, and what they cost in money."""

    name: str
    changes: tuple[Change, ...]
    cost: float = 0.0
    excludes: tuple[str, ...] = ()
    """Names of scenarios that can't be taken together with it."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """How one promise stands."""

    due: date
    p_kept: float | None
    p85: date | None
    harm: float
    """value × (1 − P) × tier weight of what is promised still."""
    lost: float
    """Harm, and what was given up."""

    @property
    def counted_on(self) -> date | None:
        """The date that the customer can count on: the agreed one, or P85 where that is later; None: nobody knows."""
        return None if self.p85 is None else max(self.due, self.p85)


@dataclass(frozen=True, slots=True)
class Effect:
    """What a scenario makes of one promise."""

    promise: str
    customer: str
    before: Outlook | None
    """None for a promise that the scenario makes: the rest of a split delivery."""
    after: Outlook

    @property
    def gain(self) -> float:
        """P(kept) after less P(kept) before; 0 where one of them isn't known."""
        if self.before is None or self.before.p_kept is None or self.after.p_kept is None:
            return 0.0
        return self.after.p_kept - self.before.p_kept

    @property
    def saved(self) -> float:
        """Expected value that is lost before and not after, negative where more is lost."""
        return (0.0 if self.before is None else self.before.lost) - self.after.lost


@dataclass(frozen=True)
class ScenarioEffect:
    """What a scenario makes of every open promise, in the order of the portfolio's."""

    scenario: Scenario
    effects: tuple[Effect, ...]

    @cached_property
    def lost_before(self) -> float:
        """Expected value lost as things stand."""
        return fsum(effect.before.lost for effect in self.effects if effect.before is not None)

    @cached_property
    def lost(self) -> float:
        """Expected value lost after the changes."""
        return fsum(effect.after.lost for effect in self.effects)

    @property
    def saved(self) -> float:
        """What is lost before and not after; the cost isn't taken off."""
        return self.lost_before - self.lost

    @property
    def winners(self) -> tuple[Effect, ...]:
        """Promises that get likelier, those that gain most first."""
        better = (effect for effect in self.effects if effect.gain > 0)
        return tuple(sorted(better, key=lambda effect: (-effect.gain, effect.promise)))

    @property
    def losers(self) -> tuple[Effect, ...]:
        """Promises that get less likely, those that lose most first."""
        worse = (effect for effect in self.effects if effect.gain < 0)
        return tuple(sorted(worse, key=lambda effect: (effect.gain, effect.promise)))


@dataclass(frozen=True, slots=True)
class Effects:
    """Scenarios beside each other."""

    baseline: Forecast
    """As things stand; by both views where they were given."""
    scenarios: tuple[ScenarioEffect, ...]

    def of(self, name: str) -> ScenarioEffect:
        """Return the effect of the scenario ``name``; KeyError where there is none."""
        for candidate in self.scenarios:
            if candidate.scenario.name == name:
                return candidate
        raise KeyError(name)


def effects(
    portfolio: Portfolio,
    scenarios: Sequence[Scenario],
    *,
    as_of: date,
    settings: Settings | None = None,
    both: Forecast | None = None,
    delay_share: float = DELAY_SHARE,
) -> Effects:
    """Return what each of ``scenarios`` makes of every open promise of ``portfolio``.

    ``both`` is the forecast by both views, where the past was heard: options keep its offset (engine decision 17).
    Raises :class:`~makegood.engine.changes.UnableToApply` for a scenario that can't be applied, and
    :class:`~makegood.engine.validation.InvalidPortfolio` with every contradiction in the portfolio.
    """
    comparison = Comparison(
        portfolio,
        as_of=as_of,
        settings=settings,
        both=both,
        delay_share=delay_share,
        until=latest_date(change for scenario in scenarios for change in scenario.changes),
    )
    return Effects(comparison.baseline, tuple(comparison.of(scenario) for scenario in scenarios))


def latest_date(changes: Iterable[Change]) -> date | None:
    """Return the latest date that ``changes`` agree on; None where they agree on none."""
    agreed = (
        change.due if isinstance(change, LaterDate) else change.rest_due
        for change in changes
        if isinstance(change, LaterDate | SplitDelivery)
    )
    return max(agreed, default=None)


@dataclass(frozen=True, slots=True)
class _Figures:
    p_kept: float | None
    p85: date | None


class Comparison:
    """A portfolio as it stands, ready to be compared with what it would be; what was simulated is kept."""

    def __init__(
        self,
        portfolio: Portfolio,
        *,
        as_of: date,
        settings: Settings | None = None,
        both: Forecast | None = None,
        delay_share: float = DELAY_SHARE,
        until: date | None = None,
    ) -> None:
        """Forecast ``portfolio`` as it stands; arguments as for :func:`effects`.

        ``until`` is the latest date that changes will agree on: the horizon reaches a year beyond it.
        """
        self.portfolio, self.as_of = portfolio, as_of
        self.settings = _reaching(resolved(settings or Settings(), portfolio, as_of), as_of, until)
        self._compiled = len(portfolio.items) * self.settings.samples * TYPICAL_COMPARISONS > TINY_CELLS
        self.plan = forecast(portfolio, as_of=as_of, settings=self.settings, compiled=self._compiled)
        self.baseline = both or self.plan
        self._moved = None if both is None else Moved(self.plan, both)
        self._delay_share = delay_share
        self.worth = worth_after(portfolio)
        self._parts = {name: [(part, self._as_planned(part))] for name, part in parts_by_team(portfolio).items()}
        self._before = self._outlooks(portfolio, self.worth, self._figures(portfolio))

    def of(self, scenario: Scenario) -> ScenarioEffect:
        """Return what ``scenario`` makes of every open promise; raise UnableToApply where it can't be applied."""
        changed = applied(self.portfolio, *scenario.changes)
        worth = worth_after(self.portfolio, scenario.changes, delay_share=self._delay_share)
        after = self._outlooks(changed, worth, self._figures(changed))
        customers = {promise.key: promise.customer for promise in changed.promises}
        return ScenarioEffect(
            scenario,
            tuple(Effect(key, customers[key], self._before.get(key), outlook) for key, outlook in after.items()),
        )

    def rest_of(self, promise: str) -> str | None:
        """Return the key of what ``promise`` is the rest of; None where it was there before."""
        return next((key for key in self._before if rest_of(key) == promise), None)

    def _outlooks(self, portfolio: Portfolio, worth: Worth, figures: Mapping[str, _Figures]) -> dict[str, Outlook]:
        return {
            promise.key: Outlook(
                due=promise.due,
                p_kept=(own := figures[promise.key]).p_kept,
                p85=own.p85,
                harm=worth.harm(promise.key, own.p_kept),
                lost=worth.lost(promise.key, own.p_kept),
            )
            for promise in portfolio.promises
            if _is_ours(promise)
        }

    def _figures(self, portfolio: Portfolio) -> dict[str, _Figures]:
        """Return the figures of every open promise, by both views where the past was heard."""
        planned: dict[str, _Figures] = {}
        for name, part in parts_by_team(portfolio).items():
            planned.update(self._figures_of(name, part))
        return planned if self._moved is None else {key: self._heard(key, own) for key, own in planned.items()}

    def _figures_of(self, name: str, part: Portfolio) -> Mapping[str, _Figures]:
        """Return the figures of one part, simulated unless the very same one was simulated before."""
        seen = self._parts.setdefault(name, [])
        for known, figures in seen:
            if known == part:
                return figures
        quick = replace(self.settings, traced_samples=1)
        made = forecast(part, as_of=self.as_of, settings=quick, compiled=self._compiled)
        figures = {each.promise: _Figures(each.p_kept, each.p85) for each in made.promises}
        seen.append((part, figures))
        return figures

    def _as_planned(self, part: Portfolio) -> Mapping[str, _Figures]:
        known = self._planned
        return {promise.key: known[promise.key] for promise in part.promises if promise.key in known}

    @cached_property
    def _planned(self) -> Mapping[str, _Figures]:
        return {each.promise: _Figures(each.p_kept, each.p85) for each in self.plan.promises}

    @cached_property
    def _heard_before(self) -> Mapping[str, _Figures]:
        return {each.promise: _Figures(each.p_kept, each.p85) for each in self.baseline.promises}

    def _heard(self, promise: str, after: _Figures) -> _Figures:
        """Return figures of the plan as both views see them: as far from the baseline's as the past moved those.

        The probability moves in logits, the date in days.
        """
        plan, both = self._planned.get(promise), self._heard_before.get(promise)
        if plan is None or both is None:
            return after
        if after == plan or after.p_kept is None or self._moved is None:
            return both
        shift = None if plan.p85 is None or after.p85 is None else after.p85 - plan.p85
        p85 = None if shift is None or both.p85 is None else both.p85 + shift
        return _Figures(self._moved.share(promise, after.p_kept), p85)


def _is_ours(promise: Promise) -> bool:
    return promise.accepted_at is None and not promise.simulated


def _reaching(settings: Settings, as_of: date, until: date | None) -> Settings:
    if until is None:
        return settings
    wanted = min((until - as_of + timedelta(days=DAYS_PER_YEAR)).days, MAX_HORIZON_DAYS)
    return replace(settings, horizon_days=max(settings.horizon_days or 0, wanted))
