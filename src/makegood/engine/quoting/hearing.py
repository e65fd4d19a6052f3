"""An answer as both views see it: the plan played, and what became of promises like this one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from makegood.engine.changes import Change, LaterDate
from makegood.engine.results import PromiseForecast
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
