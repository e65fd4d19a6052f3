"""Choosing a set of options by CP-SAT (OR-tools) over what was measured of them; one worker, so that it repeats.

Each promise's value is what is expected of it from all δ of the sets within the choice, and at most all of it. The
best is the greatest value kept, less what is spent; what misses a probability to be reached weighs more than
everything else. Of equal choices the one whose options come first by name is taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from makegood.engine.best.demands import MONEY_TOLERANCE, Demands
from makegood.engine.best.measured import PROBABILITY, Chosen, Measured, Measures, touched

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import CpModel, CpSolver, LinearExpr

CENTS = 100
EFFORT = 2.0
"""Most deterministic time of one search, in OR-tools' own unit (about seconds); the same on every machine."""
MISSING = 1 << 60
"""What it weighs to miss all probabilities that are to be reached."""
MOST_MONEY = 1 << 34
"""In the measures' whole numbers, of which all value together is 2^26: an option that costs more is never worth it."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A set of options, and whether the search proved that none is better by what is known."""

    chosen: Chosen
    proven: bool


@dataclass(frozen=True, slots=True)
class Rules:
    """What any choice must respect, by places of options."""

    costs: Sequence[float]
    pairs: Sequence[tuple[int, int]]
    """Of which at most one can be taken."""
    refused: Iterable[Chosen]
    """Sets that can't be applied together."""
    demands: Demands
    seed: int


def choose(measured: Measured, rules: Rules, usable: Sequence[int]) -> Choice:
    """Return the best set of the ``usable`` options by what was ``measured``."""
    from ortools.sat.python import cp_model  # takes half a second to load

    written = _Written(cp_model.CpModel(), measured, rules, usable)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.catch_sigint_signal = False  # it would take an interruption away from the process for ever
    solver.parameters.random_seed = rules.seed & 0x7FFFFFFF
    solver.parameters.max_deterministic_time = EFFORT
    first = solver.solve(written.model)
    if first not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Choice(frozenset(), proven=False)
    chosen, proven = written.read(solver), first == cp_model.OPTIMAL
    if proven:
        written.prefer_first_names(round(solver.objective_value))
        if solver.solve(written.model) == cp_model.OPTIMAL:
            chosen = written.read(solver)
    return Choice(chosen, proven)


class _Written:
    """The problem as the solver reads it."""

    def __init__(self, model: CpModel, measured: Measured, rules: Rules, usable: Sequence[int]) -> None:
        self.model = model
        self._measured, self._rules = measured, rules
        self._take = {place: model.new_bool_var(f"x{place}") for place in usable}
        self._deltas = measured.interactions()
        self._together = self._products()
        self._touched = touched(self._deltas)
        self._exclude()
        self._spend_within_budget()
        self._protect()
        self._keep_dates()
        self._objective = self._value() - self._money() - self._shortfalls()
        model.maximize(self._objective)

    def read(self, solver: CpSolver) -> Chosen:
        """Return what ``solver`` found."""
        return frozenset(place for place, taken in self._take.items() if solver.value(taken))

    def prefer_first_names(self, best: int) -> None:
        """Ask for the first, by the places of its options, of all choices that are as good as ``best``."""
        self.model.add(self._objective >= best)
        places = sorted(self._take)
        if len(places) <= 60:
            weights = {place: 1 << number for number, place in enumerate(places)}
        else:
            weights = {place: 1 + number for number, place in enumerate(places)}
        self.model.minimize(_sum(weights[place] * taken for place, taken in self._take.items()))

    def _products(self) -> dict[Chosen, Any]:
        """Return for each set that was simulated a literal that it is within the choice."""
        literals: dict[Chosen, Any] = {}
        for chosen in self._deltas:
            if not chosen or not chosen <= self._take.keys():
                continue
            taken = [self._take[place] for place in sorted(chosen)]
            if len(taken) == 1:
                literals[chosen] = taken[0]
                continue
            every = self.model.new_bool_var("and".join(map(str, sorted(chosen))))
            self.model.add_bool_and(taken).only_enforce_if(every)
            self.model.add_bool_or([*(~each for each in taken), every])
            literals[chosen] = every
        return literals

    def _expected(self, figure: str, row: int) -> tuple[LinearExpr | int, int, int]:
        """Return what is expected of a promise's ``figure``, with the least and the most it can come to."""
        base = int(_figure(self._deltas[frozenset()], figure)[row])
        terms: list[Any] = []
        least = most = base
        for chosen, literal in self._together.items():
            delta = int(_figure(self._deltas[chosen], figure)[row])
            if delta:
                terms.append(delta * literal)
                least, most = least + min(delta, 0), most + max(delta, 0)
        return base + _sum(terms), least, most

    def _value(self) -> Any:  # noqa: ANN401  # a linear expression
        """Return the value kept by all promises that any option touches."""
        kept: list[Any] = []
        for row in self._touched:
            expected, least, most = self._expected("value", row)
            kept.append(self._at_most(expected, least, most, int(self._measured.most[row])))
        return _sum(kept)

    def _at_most(self, expected: Any, least: int, most: int, all_of_it: int) -> Any:  # noqa: ANN401  # see _value
        """Hold what is expected of a promise at all of its value: probabilities don't add beyond that.

        As much is kept as can be, so two bounds from above are enough.
        """
        if most <= all_of_it:
            return expected
        kept = self.model.new_int_var(min(least, all_of_it), all_of_it, "")
        self.model.add(kept <= expected)
        return kept

    def _money(self) -> Any:  # noqa: ANN401  # see _value
        weight = self._rules.demands.money_weight * self._measured.scale
        return _sum(
            min(MOST_MONEY, round(weight * self._rules.costs[place])) * taken for place, taken in self._take.items()
        )

    def _shortfalls(self) -> Any:  # noqa: ANN401  # see _value
        """Return what is missing where a probability must be reached, so heavy that nothing outweighs it."""
        missing: list[Any] = []
        for key, wanted in sorted(self._rules.demands.reach.items()):
            row = self._measured.promises.index(key)
            expected, _, _ = self._expected("p_kept", row)
            lacking = self.model.new_int_var(0, PROBABILITY, "")
            self.model.add(lacking >= round(wanted * PROBABILITY) - expected)
            missing.append(lacking)
        if not missing:
            return 0
        heavy = MISSING // (PROBABILITY * len(missing))
        return _sum(heavy * lacking for lacking in missing)

    def _exclude(self) -> None:
        for one, other in self._rules.pairs:
            if one in self._take and other in self._take:
                self.model.add_at_most_one([self._take[one], self._take[other]])
        for chosen in sorted(self._rules.refused, key=sorted):
            if chosen <= self._take.keys():
                self.model.add_bool_or([~self._take[place] for place in sorted(chosen)])

    def _spend_within_budget(self) -> None:
        budget = self._rules.demands.budget
        if budget is None:
            return
        spent = _sum(round(CENTS * self._rules.costs[place]) * taken for place, taken in self._take.items())
        self.model.add(spent <= int(CENTS * budget * (1 + MONEY_TOLERANCE)))

    def _protect(self) -> None:
        for row in self._touched:
            if self._measured.promises[row] in self._rules.demands.protected:
                expected, least, _ = self._expected("p_kept", row)
                base = int(self._deltas[frozenset()].p_kept[row])
                if least < base:
                    self.model.add(expected >= base)

    def _keep_dates(self) -> None:
        for row in self._touched:
            allowed = self._rules.demands.delay_of(self._measured.promises[row])
            if allowed is not None:
                expected, _, most = self._expected("delay", row)
                if most > allowed:
                    self.model.add(expected <= allowed)


def _figure(measures: Measures, name: str) -> Any:  # noqa: ANN401  # an array of numbers
    return getattr(measures, name)


def _sum(terms: Iterable[Any]) -> Any:  # noqa: ANN401  # a linear expression, or 0
    return sum(terms, start=0)
