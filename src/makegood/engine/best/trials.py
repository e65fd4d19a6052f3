"""Sets of options, simulated and judged: what each costs and leaves lost, and whether it meets the demands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from makegood.engine.best.demands import MONEY_TOLERANCE, Demands, Reason, RuledOut, exclusive_pairs, ruled_out_by
from makegood.engine.best.measured import NOTHING, PROBABILITY, Chosen, Measured
from makegood.engine.changes import UnableToApply
from makegood.engine.scenarios import Comparison, Scenario, ScenarioEffect

EXPECTED_ROUNDS = 2

Progress = Callable[[int, int], None]


class Trials:
    """Simulates sets of options by their places in order of name, so that the order of rows decides nothing."""

    def __init__(
        self, comparison: Comparison, options: Sequence[Scenario], demands: Demands, progress: Progress | None = None
    ) -> None:
        """Simulate that nothing is changed, and see which options the demands leave."""
        self.given, self.demands = tuple(options), demands
        self.options = tuple(sorted(options, key=lambda option: option.name))
        self.pairs = tuple(exclusive_pairs(demands, self.options))
        self.refused: set[Chosen] = set()
        """Sets that can't be applied together."""
        self._comparison, self._progress, self._done = comparison, progress, 0
        self.measured = Measured(comparison, comparison.of(Scenario("", ())))
        self.out = {option.name: out for option in self.options if (out := ruled_out_by(demands, option)) is not None}

    def alone(self) -> list[int]:
        """Simulate each option that the demands leave, and return the places of those that can be applied."""
        usable: list[int] = []
        for place, option in enumerate(self.options):
            if option.name in self.out:
                continue
            if self.simulate(frozenset([place])) is None:
                self.out[option.name] = RuledOut(option, "can't be applied")
            else:
                usable.append(place)
        return usable

    def simulate(self, chosen: Chosen) -> ScenarioEffect | None:
        """Simulate a set unless that was done; None where its changes can't be applied together."""
        if chosen in self.measured.effects:
            return self.measured.effects[chosen]
        options = [self.options[place] for place in sorted(chosen)]
        together = Scenario(
            " + ".join(option.name for option in options),
            tuple(change for option in options for change in option.changes),
            self.cost(chosen),
        )
        try:
            effect = self._comparison.of(together)
        except UnableToApply:
            self.refused.add(chosen)
            return None
        self.measured.add(chosen, effect)
        self._done += 1
        if self._progress is not None:
            self._progress(self._done, max(self._done, len(self.options) + EXPECTED_ROUNDS))
        return effect

    def cost(self, chosen: Iterable[int]) -> float:
        """Return what a set costs."""
        return sum(self.options[place].cost for place in sorted(chosen))

    def exclusive(self, chosen: Chosen) -> bool:
        """Say whether two of a set can't be taken together."""
        return any(one in chosen and other in chosen for one, other in self.pairs)

    def affordable(self, chosen: Chosen) -> bool:
        """Say whether a set is within the budget."""
        budget = self.demands.budget
        return budget is None or self.cost(chosen) <= budget * (1 + MONEY_TOLERANCE)

    def best(self) -> Chosen:
        """Return the best set of all that were simulated and are allowed; doing nothing always is."""
        allowed = (chosen for chosen in self.measured.effects if self.objection(chosen) is None)
        return min(allowed, key=lambda chosen: (self.missing(chosen), self.spent_and_lost(chosen), sorted(chosen)))

    def objection(self, chosen: Chosen) -> tuple[Reason, str] | None:
        """Return why the demands don't allow a set that was simulated, and of whom that is; None where they do."""
        if self.exclusive(chosen):
            return "others are better", ""
        if not self.affordable(chosen):
            return "over budget", ""
        before, after = self.measured.of(NOTHING), self.measured.of(chosen)
        for row, promise in enumerate(self.measured.promises):
            if promise in self.demands.protected and after.p_kept[row] < before.p_kept[row]:
                return "harms a protected promise", promise
            allowed = self.demands.delay_of(promise)
            if allowed is not None and after.delay[row] > allowed:
                return "delays too much", promise
        return None

    def missing(self, chosen: Chosen) -> int:
        """Return by how much a set that was simulated misses the probabilities to be reached, all together."""
        reached, rows = self.measured.of(chosen).p_kept, self.measured.promises
        wanted = ((rows.index(key), round(p * PROBABILITY)) for key, p in self.demands.reach.items())
        return sum(max(0, p - int(reached[row])) for row, p in wanted)

    def spent_and_lost(self, chosen: Chosen) -> int:
        """Return the expected value that a set leaves lost, and the money it takes, in the measures' whole numbers."""
        lost = int((self.measured.most - self.measured.of(chosen).value).sum())
        weight = self.demands.money_weight * self.measured.scale
        return lost + sum(round(weight * self.options[place].cost) for place in chosen)

    def why_not(self, place: int) -> RuledOut:
        """Return why an option that could be taken wasn't."""
        option, alone = self.options[place], frozenset([place])
        if objection := self.objection(alone):
            return RuledOut(option, *objection)
        if self.measured.effects[alone].saved <= 0:
            return RuledOut(option, "saves nothing")
        if self.spent_and_lost(alone) >= self.spent_and_lost(NOTHING):
            return RuledOut(option, "costs more than it saves")
        return RuledOut(option, "others are better")
