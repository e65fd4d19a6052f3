"""The answer to a check: the plan simulated, the past heard, both combined, and what would help by both."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from makegood.cli.progress import WorkProgress
from makegood.engine import Forecast, Settings, find_remedies
from makegood.engine.combined import combined, remedies_after
from makegood.engine.later_date import later_date
from makegood.engine.past import Past, learn_past
from makegood.engine.portfolio import Portfolio
from makegood.engine.remedies import Remedy
from makegood.phrases import Language

STEPS = 1_000
"""In which progress is counted."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A forecast with both views, and what it was made from."""

    plan: Forecast
    """What the simulation alone says."""
    forecast: Forecast
    """The same after the past was heard; ``plan`` itself where there is no history."""
    past: Past
    portfolio: Portfolio
    """The one simulated: with later orders where these were asked for."""
    settings: Settings

    def remedies(self, promise: str, *, on_compile: Callable[[], None] | None = None) -> Sequence[Remedy]:
        """Return what would help ``promise``: found in the plan and told as both views see it, else a later date."""
        found = find_remedies(self.portfolio, self.plan, promise, settings=self.settings, on_compile=on_compile)
        if not found and self.past.views:
            later = later_date(
                promise, portfolio=self.portfolio, both=self.forecast, past=self.past.views, settings=self.settings
            )
            return () if later is None else (later,)
        return remedies_after(found, promise, plan=self.plan, both=self.forecast, thresholds=self.settings.thresholds)


def hear_the_past(
    plan: Forecast, portfolio: Portfolio, settings: Settings, progress: WorkProgress, language: Language
) -> Answer:
    """Return ``plan`` with what the history of ``portfolio`` says beside it."""
    if portfolio.history:
        progress.begin(language.say("Learning from the past"))
    past = learn_past(
        portfolio,
        as_of=plan.as_of,
        horizon=plan.horizon,
        seed=settings.seed,
        progress=lambda share: progress(round(STEPS * share), STEPS),
    )
    forecast = combined(plan, portfolio, past.views, settings) if past.views else plan
    return Answer(plan, forecast, past, portfolio, settings)
