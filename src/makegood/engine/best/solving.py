"""The best set of options: measured one by one, chosen by the solver, simulated whole, until both agree."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from makegood.engine.best.choosing import Rules, choose
from makegood.engine.best.demands import Demands, RuledOut, check_demands
from makegood.engine.best.measured import PROBABILITY, Chosen
from makegood.engine.best.trials import Progress, Trials
from makegood.engine.portfolio import Portfolio
from makegood.engine.results import Forecast
from makegood.engine.scenarios import DELAY_SHARE, Comparison, Scenario, ScenarioEffect, latest_date
from makegood.engine.settings import Settings

ROUNDS = 24
"""Most rounds of choosing and simulating."""
PAIRS_LEARNT = 15
"""Most pairs that are simulated: at first of options that bring the same late promises nearer, then of a chosen set
whose options turn out to do something else together than alone."""


@dataclass(frozen=True, slots=True)
class Round:
    """One choice, and what was expected of it before it was simulated whole."""

    chosen: tuple[str, ...]
    expected: float
    """Expected value lost by what was measured until then."""
    simulated: float
    """The same by simulation of the whole set."""


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A demand that can't be met: ``promise`` should reach ``wanted`` and reaches ``attainable`` at best."""

    promise: str
    wanted: float
    attainable: float


@dataclass(frozen=True)
class BestSet:
    """The best set that was simulated whole, and how it was found."""

    chosen: tuple[Scenario, ...]
    """In the order in which the options were given."""
    cost: float
    effect: ScenarioEffect
    """Of the whole set, simulated."""
    alone: tuple[ScenarioEffect, ...]
    """Of each option by itself that could be taken, in the order given."""
    ruled_out: tuple[RuledOut, ...]
    """Every option that isn't chosen, in the order given, and why."""
    rounds: tuple[Round, ...]
    agreed: bool
    """True where the solver's choice was simulated, and so was all that differs from it by one option.

    False: rounds ran out.
    """
    proven: bool
    """True where each search was finished, so that no set is better by what was measured."""

    @property
    def net(self) -> float:
        """Expected value saved, less what is spent."""
        return self.effect.saved - self.cost


class UnableToMeet(ValueError):
    """No set of options meets the demands: ``shortfalls`` says which, ``best`` is the nearest."""

    def __init__(self, shortfalls: Sequence[Shortfall], best: BestSet) -> None:
        """Keep both."""
        self.shortfalls, self.best = tuple(shortfalls), best
        named = ", ".join(f"{one.promise}: {one.attainable:.3f} of {one.wanted:.3f}" for one in shortfalls)
        super().__init__(f"out of reach: {named}")


def best_set(
    portfolio: Portfolio,
    options: Sequence[Scenario],
    demands: Demands | None = None,
    *,
    as_of: date,
    settings: Settings | None = None,
    both: Forecast | None = None,
    delay_share: float = DELAY_SHARE,
    progress: Progress | None = None,
) -> BestSet:
    """Return the set of ``options`` that leaves the least expected value lost and money spent under ``demands``.

    Whatever is returned was simulated whole, meets the demands by simulation, and is never worse than doing nothing.
    ``both`` and ``delay_share`` as for :func:`~makegood.engine.scenarios.effects`; ``progress`` is told simulations
    done and expected. Raises :class:`UnableToMeet` where no set meets ``demands.reach``,
    :class:`~makegood.engine.best.UnknownInDemands` for names that are not there, ValueError for two options of one
    name.
    """
    until = latest_date(change for option in options for change in option.changes)
    comparison = Comparison(portfolio, as_of=as_of, settings=settings, both=both, delay_share=delay_share, until=until)
    return best_set_of(comparison, options, demands or Demands(), progress=progress)


def best_set_of(
    comparison: Comparison, options: Sequence[Scenario], demands: Demands, *, progress: Progress | None = None
) -> BestSet:
    """Return the same from a ``comparison`` that is there already, whose horizon reaches the options' dates."""
    _refuse_equal_names(options)
    check_demands(demands, comparison.portfolio, options)
    trials = Trials(comparison, options, demands, progress)
    usable = trials.alone()
    for pair in _heaviest_pairs(trials, usable, trials.measured.complements):
        trials.simulate(pair)
    rules = Rules(
        costs=[option.cost for option in trials.options],
        pairs=trials.pairs,
        refused=trials.refused,
        demands=demands,
        seed=comparison.settings.seed,
    )
    rounds: list[Round] = []
    agreed, proven = False, True
    for _ in range(ROUNDS):
        choice = choose(trials.measured, rules, usable)
        proven = proven and choice.proven
        if choice.chosen not in trials.measured.effects:
            rounds.extend(_try_whole(trials, choice.chosen))
        elif not _try_neighbours(trials, usable):
            agreed = True
            break
    found = _told(trials, trials.best(), usable, rounds, agreed=agreed, proven=proven)
    if shortfalls := _shortfalls(found, demands):
        raise UnableToMeet(shortfalls, found)
    return found


def best_by_trying_all(comparison: Comparison, options: Sequence[Scenario], demands: Demands) -> BestSet:
    """Return the best of all sets, each of them simulated: what the solver is measured against, for few options."""
    trials = Trials(comparison, options, demands)
    usable = trials.alone()
    for size in range(2, len(usable) + 1):
        for chosen in map(frozenset, combinations(usable, size)):
            if not trials.exclusive(chosen) and trials.affordable(chosen):
                trials.simulate(chosen)
    return _told(trials, trials.best(), usable, [], agreed=True, proven=True)


def _refuse_equal_names(options: Sequence[Scenario]) -> None:
    names = [option.name for option in options]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise ValueError(f"two options are called {twice[0]}")


def _try_whole(trials: Trials, chosen: Chosen) -> tuple[Round, ...]:
    """Simulate a choice; where its options do something else together than alone, learn that from its pairs too.

    There is no round where it can't be applied together, which is never chosen again.
    """
    measured = trials.measured
    told = measured.told(chosen)
    names = tuple(trials.options[place].name for place in sorted(chosen))
    expected = measured.lost(told)
    effect = trials.simulate(chosen)
    if effect is None:
        return ()
    if measured.differ(told, measured.of(chosen)):
        for pair in _heaviest_pairs(trials, chosen, measured.overlap):
            trials.simulate(pair)
    return (Round(names, expected, effect.lost),)


def _try_neighbours(trials: Trials, usable: Iterable[int]) -> bool:
    """Simulate what differs from the best set so far by one option; say whether there was anything new.

    What an option adds to a set can be more than it does alone, which nobody knows before it was simulated there.
    """
    best, known = trials.best(), len(trials.measured.effects)
    for neighbour in (best ^ {place} for place in usable):
        if not trials.exclusive(neighbour) and trials.affordable(neighbour) and neighbour not in trials.refused:
            trials.simulate(neighbour)
    return len(trials.measured.effects) > known


def _heaviest_pairs(
    trials: Trials, places: Iterable[int], weight: Callable[[int, int], int], most: int = PAIRS_LEARNT
) -> list[Chosen]:
    """Return the pairs of ``places`` that could be taken and were not simulated, those of most ``weight`` first."""
    pairs: list[tuple[int, list[int]]] = []
    for one, other in combinations(sorted(places), 2):
        pair = frozenset([one, other])
        if pair in trials.measured.effects or trials.exclusive(pair) or not trials.affordable(pair):
            continue
        if (heavy := weight(one, other)) > 0:
            pairs.append((-heavy, [one, other]))
    return [frozenset(pair) for _, pair in sorted(pairs)[:most]]


def _told(
    trials: Trials, best: Chosen, usable: Sequence[int], rounds: Sequence[Round], *, agreed: bool, proven: bool
) -> BestSet:
    names = {trials.options[place].name for place in best}
    places = {trials.options[place].name: place for place in usable}
    others = [option for option in trials.given if option.name not in names]
    return BestSet(
        chosen=tuple(option for option in trials.given if option.name in names),
        cost=trials.cost(best),
        effect=trials.measured.effects[best],
        alone=tuple(
            trials.measured.effects[frozenset([places[option.name]])]
            for option in trials.given
            if option.name in places
        ),
        ruled_out=tuple(trials.out.get(one.name) or trials.why_not(places[one.name]) for one in others),
        rounds=tuple(rounds),
        agreed=agreed,
        proven=proven,
    )


def _shortfalls(found: BestSet, demands: Demands) -> list[Shortfall]:
    reached = {each.promise: each.after.p_kept or 0.0 for each in found.effect.effects}
    return [
        Shortfall(key, wanted, reached[key])
        for key, wanted in sorted(demands.reach.items())
        if round(reached[key] * PROBABILITY) < round(wanted * PROBABILITY)
    ]
