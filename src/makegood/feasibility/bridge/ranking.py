"""The priority policy as the engine reads it, and the class that it gives a promise."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType

from makegood.engine.settings import OrderField, PriorityPolicy
from makegood.feasibility.queries.inputs import PromiseInput
from makegood.feasibility.states import DEFAULT_RULES, Offers, Rule, class_in
from makegood.promises.states import State

_FIELDS: MappingProxyType[Rule, OrderField] = MappingProxyType(
    {
        Rule.CLASS: "class",
        Rule.TIER: "tier",
        Rule.VALUE: "value",
        Rule.DUE: "due",
        Rule.FIRST_DUE: "first_due",
        Rule.MADE: "made_at",
    }
)


def engine_policy(rules: Sequence[Rule]) -> PriorityPolicy:
    """Return the order that ``rules`` make; the same rules always make the same order, whatever it is called.

    Whoever was put before or behind everything stands there even where the class does not decide first.
    """
    if tuple(rules) == DEFAULT_RULES:
        return PriorityPolicy()
    fields = tuple(_FIELDS[rule] for rule in rules)
    return PriorityPolicy(", ".join(rules), fields if fields[:1] == ("class",) else ("band", *fields))


def class_of(row: PromiseInput, offers: Offers) -> int:
    """Return the class of a promise: the one it was given by name, the last for offers, else its severity's."""
    is_owed = State(row.state) in {State.COMMITTED, State.RESERVED}
    return class_in(row.severity, is_owed=is_owed, given=row.placed, offers=offers)
