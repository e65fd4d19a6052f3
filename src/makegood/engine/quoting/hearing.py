"""An answer as both views see it: the plan played, and what became of promises like this one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from makegood.engine.changes import Change, LaterDate
from makegood.engine.results import Forecast, PortfolioForecast, PromiseForecast
from makegood.engine.settings import Settings
from makegood.engine.two_views import Frame, PastView, combine_views, moved_to, shifted


@dataclass(frozen=True, slots=True)
class Hearing:
    """What is needed to hear the past beside a played change; without ``past`` the plan speaks alone."""

    plan: PromiseForecast
    """What was played of the offer as it was asked for."""
    both: PromiseForecast
    """The same after the past was heard."""
    past: PastView | None
    frame: Frame

    def p_kept(self, change: Change, played: PromiseForecast) -> float:
        """Return P(kept) by both views, once ``change`` was ``played``.

        A later date is held against the past anew; whatever else changes keeps the baseline's offset (engine decision
        17).
        """
        if isinstance(change, LaterDate):
            return self._by(change.due, played)
        if self.past is None or self.plan.p_kept is None or self.both.p_kept is None or played.p_kept is None:
            return played.p_kept or 0.0
        return shifted(played.p_kept, before=self.plan.p_kept, after=self.both.p_kept, samples=self.frame.samples)

    def _by(self, due: date, played: PromiseForecast) -> float:
        past = None if self.past is None else moved_to(self.past, due, self.frame, was=self.plan.due)
        if past is None:
            return played.p_kept or 0.0
        return combine_views(replace(played, due=due), due, past, self.frame).p_kept or 0.0


def alone(promise: PromiseForecast, as_of: date, horizon: date, settings: Settings) -> Forecast:
    """Return a forecast that says nothing but what becomes of one ``promise``."""
    return Forecast(
        as_of=as_of,
        seed=settings.seed,
        samples=settings.samples,
        traced_samples=settings.traced_samples or settings.samples,
        horizon=horizon,
        promises=(promise,),
        teams=(),
        portfolio=PortfolioForecast(
            open_promises=1,
            checked=int(promise.p_kept is not None),
            red=int(promise.status == "red"),
            amber=int(promise.status == "amber"),
            green=int(promise.status == "green"),
            unknown=int(promise.status == "unknown"),
            expected_kept=promise.p_kept or 0.0,
            value_exposed={},
            expected_loss={},
            loss_at_95={},
            p_all_kept=promise.p_kept,
        ),
    )
