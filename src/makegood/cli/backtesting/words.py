"""What a backtest says in words: the verdict in one sentence, what is missing, what was left out."""

from __future__ import annotations

from collections.abc import Iterator
from math import pi, sqrt

from makegood.cli.backtesting.scorecard import Scorecard
from makegood.engine.outside import Backtest
from makegood.engine.reliability import ECE_BINS
from makegood.engine.results import Message
from makegood.phrases import Language, sentence

CLEARLY, A_LITTLE = 0.10, 0.02
"""Skill from which the outside view is said to be clearly, or a little, better than the base rate (a convention)."""
BELIEVABLE, ROUGH = 0.05, 0.10
"""Calibration error up to which percentages can be believed, or are roughly right (a convention)."""
FEWEST = 20
"""Outcomes below which no verdict is given, as for an interval (domain reference, "Scores")."""
MARGIN = 1.25
"""How far above what chance makes of it a calibration error may be and still be put down to chance (a convention)."""
CENTRED = 0.06
"""How far the mean place of finishes in their forecasts may be from the middle for dates to be called centred."""
ENOUGH = 500
"""Outcomes from which a calibration error is held to its limit."""


def verdict(card: Scorecard, language: Language) -> str:
    """Return the one sentence that answers "were we right?"."""
    found = card.result
    if not found.n:
        return nothing_scored(card, language)
    if found.promises == found.n:
        counted = language.say_plural(
            "On {count:number} promise since {start}",
            "On {count:number} promises since {start}",
            found.n,
            start=card.start,
        )
    else:
        counted = language.say_plural(
            "On {count:number} forecast since {start}",
            "On {count:number} forecasts since {start}",
            found.n,
            start=card.start,
        )
    if found.n < FEWEST or found.skill is None or found.ece is None:
        missing = language.say_plural("{count} more outcome", "{count} more outcomes", max(1, FEWEST - found.n))
        return language.say("{counted} nobody can tell yet: it needs {missing}.", counted=counted, missing=missing)
    return language.say(
        "{counted} the outside view was {worth}, and its percentages {meant}.",
        counted=counted,
        worth=_worth(found.skill, language),
        meant=_meant(found.ece, _by_chance(found), language),
    )


def _worth(skill: float, language: Language) -> str:
    if skill >= CLEARLY:
        return language.say("clearly better than the base rate")
    if skill >= A_LITTLE:
        return language.say("a little better than the base rate")
    if skill > -A_LITTLE:
        return language.say("as good as the base rate and no better")
    return language.say("worse than the base rate")


def _by_chance(found: Backtest) -> float:
    """Return the calibration error that honest percentages would show on so few outcomes: E|k/n − p| of each bin."""
    base = found.base_rate or 0.0
    return sqrt(2 / pi) * sqrt(base * (1 - base) * ECE_BINS / found.n)


def _meant(ece: float, by_chance: float, language: Language) -> str:
    points = language.number(100 * ece, decimals=1)
    if ece <= BELIEVABLE:
        return language.say("can be believed: they were {points} points off on average", points=points)
    if ece <= by_chance * MARGIN:
        return language.say(
            "may well be right: they were {points} points off on average, as chance alone makes them on so few",
            points=points,
        )
    if ece <= ROUGH:
        return language.say("are roughly right: they were {points} points off on average", points=points)
    return language.say("can't be believed: they were {points} points off on average", points=points)


def window(card: Scorecard, language: Language) -> Iterator[str]:
    """Yield from when to when forecasts count; nothing where the history has no moment to begin with."""
    if card.covers is not None:
        yield language.say("forecasts from {start} to {end}", start=card.start, end=card.end)


def nothing_scored(card: Scorecard, language: Language) -> str:
    """Say why there is nothing to score."""
    found = card.result
    if not card.rows:
        return language.say("The history has no row yet.")
    if found.unresolved:
        return language.say_plural(
            "None of the forecasts since {start} can be scored: {count:number} still waits for its outcome.",
            "None of the forecasts since {start} can be scored: {count:number} still wait for their outcome.",
            found.unresolved,
            start=card.start,
        )
    if card.covers is None:
        return language.say("No row of the history says when its forecast was made.")
    return language.say(
        "The history has forecasts from {first} to {last}; none between {start} and {end} can be scored.",
        first=card.covers[0],
        last=card.covers[1],
        start=card.start,
        end=card.end,
    )


def counts(card: Scorecard, language: Language) -> Iterator[str]:
    """Yield how many promises the forecasts are about, and how many don't count and why."""
    found = card.result
    if found.promises != found.n:
        yield language.say_plural("about {count:number} promise", "about {count:number} promises", found.promises)
    if found.unresolved:
        yield language.say_plural("{count:number} still open", "{count:number} still open", found.unresolved)
    if found.excluded:
        yield language.say_plural(
            "{count:number} left out (cancelled, or decided before)",
            "{count:number} left out (cancelled, or decided before)",
            found.excluded,
        )
    if card.tolerance_days:
        yield language.say("up to {span} late count as kept", span=language.span(card.tolerance_days))


def how(card: Scorecard, language: Language) -> Iterator[str]:
    """Yield how the forecasts were made, and which columns were not used and why."""
    found, code = card.result, language.code
    used = [(weight, method) for method, weight in found.weights.items() if weight >= 0.005]
    if used:
        methods = [
            f"{sentence('method', Message(method), code)} ({language.percent(weight)})"
            for weight, method in sorted(used, reverse=True)
        ]
        yield language.say("At the end it rests on {methods}.", methods=language.listing(methods))
    yield {
        "day": language.say("Every forecast uses only what was known at its moment; learnt anew every day."),
        "week": language.say("Every forecast uses only what was known at its moment; learnt anew every week."),
        "month": language.say("Every forecast uses only what was known at its moment; learnt anew every month."),
        "quarter": language.say("Every forecast uses only what was known at its moment; learnt anew every quarter."),
        "year": language.say("Every forecast uses only what was known at its moment; learnt anew every year."),
    }[card.every]
    if card.tells_no_end:
        yield language.say(
            "No row says when it ended, so each outcome is taken as known a day after its forecast: that may flatter."
            " A column known_at would tell."
        )
    for each in found.left_out:
        yield sentence("left out", Message(str(each.values["why"]), each.values), code)


def caution(card: Scorecard, language: Language) -> str:
    """Say that the calibration error of few outcomes is mostly chance; nothing where there are enough."""
    if not FEWEST <= card.result.n < ENOUGH:
        return ""
    return language.say_plural(
        "Below 500 outcomes a calibration error is partly chance: {count:number} is missing.",
        "Below 500 outcomes a calibration error is partly chance: {count:number} are missing.",
        ENOUGH - card.result.n,
    )


def on_the_day(card: Scorecard, language: Language) -> str:
    """Say why more is done by P50 than half, where that is because many finish on the very day; else nothing."""
    half, pit = card.result.coverage.get(50), card.result.pit
    if half is None or not len(pit) or half.low <= 0.5 or abs(float(pit.mean()) - 0.5) > CENTRED:
        return ""
    return language.say("Many finish on the very day that was forecast, so more is done by then than must be.")


def flagged(card: Scorecard, language: Language) -> Iterator[str]:
    """Yield a sentence for each group whose forecasts were further off than chance explains."""
    for each in card.result.optimism:
        if each.optimism.flagged:
            values = {
                "value": each.value,
                "points": language.number(100 * abs(each.optimism.bias), decimals=0),
                "count": each.optimism.n,
            }
            if each.optimism.bias > 0:
                yield language.say(
                    "{value}: {points} points too optimistic on {count:number} forecasts, more than chance explains.",
                    **values,
                )
            else:
                yield language.say(
                    "{value}: {points} points too pessimistic on {count:number} forecasts, more than chance explains.",
                    **values,
                )


def horizon_name(from_days: float, to_days: float, language: Language) -> str:
    """Say how long before the promised date forecasts were made."""
    if to_days == float("inf"):
        return language.say("{span} and more", span=language.span(from_days))
    if from_days <= 0:
        return language.say("less than {span}", span=language.span(to_days))
    return language.say("{first} to {last}", first=language.number(from_days, decimals=1), last=language.span(to_days))
