"""The answer to a question: the offer played, the past heard, whom it would endanger, and what would help."""

from __future__ import annotations

from dataclasses import dataclass, replace

from makegood.cli.progress import WorkProgress
from makegood.cli.quoting.offered import Asked
from makegood.engine import Forecast, forecast
from makegood.engine.combined import Moved, combined
from makegood.engine.past import NO_PAST, Past, learn_past
from makegood.engine.portfolio import Portfolio
from makegood.engine.quoting import Hearing, WarmPortfolio, alone, inserted, would_help
from makegood.engine.remedies import Endangered, Remedy
from makegood.engine.results import PromiseForecast
from makegood.engine.two_views import Frame
from makegood.phrases import Language

STEPS = 1_000
"""In which progress is counted."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What an offer came to."""

    asked: Asked
    promise: PromiseForecast
    endangers: tuple[Endangered, ...]
    remedies: tuple[Remedy, ...]
    past: Past
    portfolio: Portfolio
    """With the offer in it."""
    forecast: Forecast
    """Of the offer alone."""


def answer(warm: WarmPortfolio, asked: Asked, progress: WorkProgress, language: Language) -> Answered:
    """Ask ``warm`` and, where the portfolio has a history, hear the past too."""
    whole = inserted(warm.portfolio, [asked.offer])
    quote = warm.quote(asked.offer)
    by_itself = alone(quote.promise, warm.as_of, warm.horizon, warm.settings)
    past, both, plan = NO_PAST, by_itself, by_itself
    if whole.history:
        progress.begin(language.say("Learning from the past"))
        past = learn_past(
            whole,
            as_of=warm.as_of,
            horizon=warm.horizon,
            seed=warm.settings.seed,
            progress=lambda share: progress(round(STEPS * share), STEPS),
        )
    if past.views:
        plan = _with_all(warm, quote.promise)
        both = combined(plan, whole, past.views, warm.settings)
    told = both.of(asked.offer.key)
    progress.begin(language.say("Looking for what would help"))
    hearing = Hearing(
        quote.promise,
        told,
        past.views.get(asked.offer.key),
        Frame(warm.as_of, warm.horizon, warm.settings.samples),
    )
    found = would_help(warm, asked.offer, hearing)
    moved = Moved(plan, both)
    return Answered(
        asked=asked,
        promise=told,
        endangers=moved.endangered(quote.endangers),
        remedies=tuple(replace(remedy, endangers=moved.endangered(remedy.endangers)) for remedy in found),
        past=past,
        portfolio=whole,
        forecast=replace(by_itself, promises=(told,)),
    )


def _with_all(warm: WarmPortfolio, promise: PromiseForecast) -> Forecast:
    """Return the forecast of everybody as they stand, with the offer beside them."""
    now = forecast(warm.portfolio, as_of=warm.as_of, settings=warm.settings)
    return replace(now, promises=(*now.promises, promise))
