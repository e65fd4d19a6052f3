"""Candidates: what could be done about the promises in danger, as options that the best set is chosen from.

What helps a promise is found as on its own page (:func:`~makegood.engine.remedies.find_remedies`), within the group of
teams that it shares work with. Beside that, whatever takes its capacity and is worth less may wait.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from makegood.engine.changes import (
    AddedSlots,
    Change,
    HigherClass,
    LowerClass,
    RemovedRisk,
    SplitDelivery,
    kind_of,
    promise_of,
)
from makegood.engine.forecast import TINY_CELLS
from makegood.engine.parts import parts_by_team
from makegood.engine.portfolio import FIRST_CLASS, LAST_CLASS, Portfolio, Promise
from makegood.engine.remedies import TYPICAL_TRIALS, find_remedies
from makegood.engine.results import Forecast, PromiseForecast
from makegood.engine.scenarios import Scenario, Worth, worth_after
from makegood.engine.settings import Settings

PROMISES_HELPED = 8
"""Promises in danger that candidates are sought for, those with the greatest harm first."""
MOST_CANDIDATES = 40
"""More than a page can show; the solver could do with more."""
LEAST_RISK = 0.05
"""Share of samples that a risk must decide to be worth ruling out (a convention)."""
SHARE_IN_TIME = 0.5
"""Share of a split delivery that comes in time."""
TAKERS_ASKED = 3
DAYS_PER_WEEK = 7

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """What kinds of change cost in money; nobody knows what agreeing with a customer costs beyond what is given up."""

    slot_week: float = 0.0
    """One more slot for one week."""


def propose(
    portfolio: Portfolio,
    baseline: Forecast,
    *,
    settings: Settings,
    prices: Prices | None = None,
    promises: int = PROMISES_HELPED,
    only: frozenset[str] | None = None,
    progress: Progress | None = None,
) -> tuple[Scenario, ...]:
    """Return options for the promises in danger of ``portfolio``, each with one change, those with most harm first.

    ``baseline`` is the forecast of ``portfolio`` under ``settings``; ``only`` some promises are helped where they are
    named. Changes that nobody can guess are not proposed:
    which other team could do the work, and which workaround there is.
    """
    charge = prices or Prices()
    parts = _parts_by_promise(portfolio)
    asked = (one for one in baseline.promises if only is None or one.promise in only)
    endangered = [one for one in asked if _in_danger(one, settings)][:promises]
    found: dict[Change, None] = {}
    p_kept = {one.promise: one.p_kept for one in baseline.promises}
    cells = sum(len(parts[one.promise].items) for one in endangered) * settings.samples * TYPICAL_TRIALS
    for number, one in enumerate(endangered):
        if progress is not None:
            progress(number, len(endangered))
        part = parts[one.promise]
        remedies = find_remedies(part, baseline, one.promise, settings=settings, compiled=cells > TINY_CELLS)
        found.update(dict.fromkeys(remedy.change for remedy in remedies))
        found.update(dict.fromkeys(_beside(one, part, p_kept)))
    return tuple(_named(list(found)[:MOST_CANDIDATES], charge))


def _parts_by_promise(portfolio: Portfolio) -> Mapping[str, Portfolio]:
    return {promise.key: part for part in parts_by_team(portfolio).values() for promise in part.promises}


def _in_danger(one: PromiseForecast, settings: Settings) -> bool:
    return one.p_kept is not None and one.p_kept < settings.thresholds.quote and one.curve is not None


def _beside(one: PromiseForecast, part: Portfolio, p_kept: Mapping[str, float | None]) -> Iterator[Change]:
    """Yield what else could be done about one promise."""
    if one.p85 is not None and one.p85 > one.due:
        yield SplitDelivery(one.promise, SHARE_IN_TIME, one.p85)
    risks = (cause for cause in one.causes if cause.kind == "risk" and cause.share >= LEAST_RISK)
    yield from (RemovedRisk(cause.name) for cause in risks)
    promises = {promise.key: promise for promise in part.promises}
    own = promises[one.promise]
    if own.priority_class > FIRST_CLASS + 1:
        yield HigherClass(own.key, FIRST_CLASS + 1)
    yield from _waiting_instead(one, promises, worth_after(part), p_kept)


def _waiting_instead(
    one: PromiseForecast, promises: Mapping[str, Promise], worth: Worth, p_kept: Mapping[str, float | None]
) -> Iterator[Change]:
    """Yield that those wait who take the capacity of ``one`` and have less to lose by it than ``one`` can win.

    What will hardly be kept where it stands has little to lose, whatever it is worth.
    """
    takers = (taker.promise for taker in one.takers if taker.promise is not None)
    less = [
        key
        for key in takers
        if key in worth.at_stake
        and worth.at_stake[key] - worth.harm(key, p_kept.get(key)) < worth.harm(one.promise, one.p_kept)
        and promises[key].priority_class < LAST_CLASS
    ]
    yield from (LowerClass(key, LAST_CLASS) for key in less[:TAKERS_ASKED])


def _named(changes: Iterable[Change], prices: Prices) -> Iterator[Scenario]:
    """Yield options named by what they change; of several sizes of help for one team one can be taken."""
    names: dict[str, Change] = {}
    for change in changes:
        name = f"{_subject(change)}: {kind_of(change)}"
        number = 2
        while name in names:
            name = f"{_subject(change)}: {kind_of(change)} {number}"
            number += 1
        names[name] = change
    for name, change in names.items():
        rivals = (
            tuple(
                other
                for other, its in names.items()
                if other != name and isinstance(its, AddedSlots) and its.team == change.team
            )
            if isinstance(change, AddedSlots)
            else ()
        )
        yield Scenario(name, (change,), _cost(change, prices), rivals)


def _subject(change: Change) -> str:
    match change:
        case AddedSlots(team):
            return team
        case RemovedRisk(risk):
            return risk
        case _:
            return promise_of(change) or ""


def _cost(change: Change, prices: Prices) -> float:
    if not isinstance(change, AddedSlots):
        return 0.0
    days = (change.end - change.start + timedelta(days=1)).days
    return prices.slot_week * change.slots * days / DAYS_PER_WEEK
