"""The priority policy as the engine reads it, and the class that it gives a promise."""

from __future__ import annotations

from collections.abc import Sequence

from makegood.engine.settings import PriorityPolicy, ranking_by
from makegood.feasibility.queries.inputs import PromiseInput
from makegood.feasibility.states import Offers, Rule, class_in
from makegood.promises.states import State


def engine_policy(rules: Sequence[Rule]) -> PriorityPolicy:
    """Return the order that ``rules`` make; the same rules always make the same order, whatever it is called."""
    return ranking_by([rule.value for rule in rules])


def class_of(row: PromiseInput, offers: Offers) -> int:
    """Return the class of a promise: the one it was given by name, the last for offers, else its severity's."""
    is_owed = State(row.state) in {State.COMMITTED, State.RESERVED}
    return class_in(row.severity, is_owed=is_owed, given=row.placed, offers=offers)
