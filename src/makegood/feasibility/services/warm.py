"""The rows of every open promise, held as the engine reads them, so that a change reads no more than what changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from copy import copy
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import chain
from typing import TypeVar

from makegood.capability.bridge import engine_attributes, engine_measurements, engine_teams
from makegood.capability.queries import whole_capability
from makegood.engine import portfolio as engine
from makegood.feasibility import bridge
from makegood.feasibility.queries import inputs
from makegood.feasibility.queries.ranking import DELIVERED, ranking_in_force
from makegood.feasibility.states import Offers
from makegood.promises.states import State, Verb

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Rows:
    """What the engine reads of one promise."""

    said: inputs.PromiseInput
    promise: engine.Promise
    items: tuple[engine.WorkItem, ...]
    keys: tuple[tuple[int, str], ...]
    """Number and key of each item."""
    specifications: tuple[engine.SpecificationTerm, ...]
    service_levels: tuple[engine.ServiceLevelTerm, ...]
    waits_elsewhere: bool
    """Whether an item comes after one of another promise, which may end."""
    stated_at: datetime | None
    """When somebody said last how things are with the work left that nobody looked at the longest; None without."""


class WarmRows:
    """Everything that a forecast reads, kept in memory; the parts are read again when they are said to have changed."""

    def __init__(self, *, zone: str, as_of: date) -> None:
        """Read nothing yet; ``zone`` is the company's, ``as_of`` the day that is forecast on."""
        self._zone, self._as_of = zone, as_of
        self._teams: tuple[engine.Team, ...] = ()
        self._attributes: tuple[engine.ProductAttribute, ...] = ()
        self._measurements: tuple[engine.Measurement, ...] = ()
        self._risks: list[inputs.RiskInput] = []
        self._history: tuple[engine.HistoryRow, ...] = ()
        self.ranking = DELIVERED
        self.policy = bridge.engine_policy(DELIVERED.rules)
        self.promises: dict[int, Rows] = {}
        self.numbers: dict[str, int] = {}
        """The number of each promise by its key."""

    def read_all(self) -> None:
        """Read everything, in a fixed number of queries."""
        self.read_ranking()
        self.read_capability()
        self.read_risks()
        self.read_history()
        self.promises.clear()
        self._take(None)

    def read_ranking(self) -> None:
        """Read by which rules promises rank."""
        self.ranking = ranking_in_force()
        self.policy = bridge.engine_policy(self.ranking.rules)

    def rank_anew(self) -> None:
        """Read by which rules promises rank, and let those that are held rank by them."""
        self.read_ranking()
        for number, held in self.promises.items():
            wanted = bridge.class_of(held.said, self.ranking.offers)
            if wanted != held.promise.priority_class:
                self.promises[number] = replace(held, promise=replace(held.promise, priority_class=wanted))

    def read_capability(self) -> None:
        """Read teams, attributes and measurements; what did not change stays the same object."""
        found = whole_capability()
        self._teams = _kept(self._teams, engine_teams(found))
        self._attributes = _kept(self._attributes, engine_attributes(found))
        measurements = engine_measurements(found, zone=self._zone)
        self._measurements = self._measurements if measurements == self._measurements else measurements

    def read_risks(self) -> None:
        """Read what may happen to work."""
        self._risks = inputs.risk_inputs()

    def read_history(self) -> None:
        """Read what became of promises that have ended."""
        self._history = tuple(bridge.engine_history(row, self._zone) for row in inputs.history_inputs())

    def read_promises(self, numbers: Collection[int]) -> None:
        """Read some promises with their work and terms; those that have ended are let go."""
        for number in numbers:
            self.promises.pop(number, None)
        self._take(numbers)

    def copied(self) -> WarmRows:
        """Return the same rows to suppose something with; what is held stays what it is."""
        other = copy(self)
        other.promises = dict(self.promises)
        return other

    def suppose(self, number: int, verb: Verb) -> None:
        """Hold a promise as it will read once the company is bound to it, or once capacity is kept for it.

        When the company is bound, the date in force becomes the first one.
        """
        held = self.promises[number]
        if verb == Verb.COMMIT:
            said = replace(held.said, state=State.COMMITTED, first_due=held.said.due, told=held.said.due)
        else:
            said = replace(held.said, state=State.RESERVED)
        self.promises[number] = replace(held, said=said, promise=self._as_read(said))

    def suppose_revised(self, number: int, due: date, terms: Iterable[inputs.TermInput]) -> None:
        """Hold a promise as it will read with another date in force and other terms besides."""
        held, said = self.promises[number], list(terms)
        row = replace(held.said, due=due)
        promise = self._as_read(row)
        specifications, levels = _terms_read(said, promise)
        self.promises[number] = replace(
            held, said=row, promise=promise, specifications=specifications, service_levels=levels
        )

    def portfolio(self) -> engine.Portfolio:
        """Return what is held as the engine reads it."""
        rows = [self.promises[number] for number in sorted(self.promises)]
        self.numbers = {self.promises[number].promise.key: number for number in self.promises}
        keys = {number: key for one in rows for number, key in one.keys}
        known = set(keys.values())
        risks = (bridge.engine_risk(risk, keys) for risk in self._risks)
        return engine.Portfolio(
            teams=self._teams,
            promises=tuple(one.promise for one in rows),
            items=tuple(
                chain.from_iterable(
                    bridge.without_unknown(one.items, known) if one.waits_elsewhere else one.items for one in rows
                )
            ),
            risks=tuple(risk for risk in risks if risk is not None),
            specifications=tuple(chain.from_iterable(one.specifications for one in rows)),
            attributes=self._attributes,
            service_levels=tuple(chain.from_iterable(one.service_levels for one in rows)),
            measurements=self._measurements,
            history=self._history,
            company_zone=self._zone,
        )

    def supposing(
        self,
        portfolio: engine.Portfolio,
        *,
        offers: Offers | None = None,
        placed: Mapping[int, int | None] | None = None,
    ) -> engine.Portfolio:
        """Return ``portfolio`` as it would read with offers in another place, or with other classes given by name."""
        others: dict[str, engine.Promise] = {}
        for number, held in self.promises.items():
            given = placed is not None and number in placed
            said = replace(held.said, placed=placed[number]) if placed is not None and given else held.said
            wanted = bridge.class_of(said, offers or self.ranking.offers)
            if wanted != held.promise.priority_class:
                others[held.promise.key] = replace(held.promise, priority_class=wanted)
        return replace(portfolio, promises=tuple(others.get(one.key, one) for one in portfolio.promises))

    def _as_read(self, said: inputs.PromiseInput) -> engine.Promise:
        return bridge.engine_promise(said, self._zone, self.ranking.offers)

    def _take(self, numbers: Collection[int] | None) -> None:
        usual = inputs.usual_efforts()
        found = list(inputs.promise_inputs(numbers))
        items = _grouped((row.promise, row) for row in inputs.item_inputs(numbers))
        terms = _grouped((row.promise, row) for row in inputs.term_inputs(numbers))
        after = _grouped(inputs.order_inputs(numbers))
        keys = {row.number: row.key for row in found}
        names = {row.number: f"{keys[of]}/{row.name}" for of, rows in items.items() if of in keys for row in rows}
        elsewhere = inputs.keys_of({one for rows in after.values() for one in rows} - names.keys())
        for row in found:
            promise = self._as_read(row)
            own = [(one, after.get(one.number, ())) for one in items.get(row.number, ())]
            mine = {one.number for one, _before in own}
            specifications, levels = _terms_read(terms.get(row.number, ()), promise)
            self.promises[row.number] = Rows(
                said=row,
                promise=promise,
                items=tuple(
                    bridge.engine_item(
                        one,
                        row.key,
                        (key for key in (names.get(x) or elsewhere.get(x) for x in before) if key),
                        usual,
                        self._as_of,
                    )
                    for one, before in own
                ),
                keys=tuple((one.number, f"{row.key}/{one.name}") for one, _before in own),
                specifications=specifications,
                service_levels=levels,
                waits_elsewhere=any(x not in mine for _one, before in own for x in before),
                stated_at=min(
                    (one.stated_at for one, _before in own if one.stated_at and one.done_share < 1), default=None
                ),
            )


def _terms_read(
    said: Iterable[inputs.TermInput], promise: engine.Promise
) -> tuple[tuple[engine.SpecificationTerm, ...], tuple[engine.ServiceLevelTerm, ...]]:
    terms = list(said)
    return (
        tuple(bridge.engine_specification(term, promise.key) for term in terms if bridge.is_specification(term)),
        tuple(bridge.engine_service_level(term, promise) for term in terms if not bridge.is_specification(term)),
    )


def _grouped(pairs: Iterable[tuple[int, Row]]) -> dict[int, list[Row]]:
    grouped: dict[int, list[Row]] = {}
    for number, row in pairs:
        grouped.setdefault(number, []).append(row)
    return grouped


def _kept(before: tuple[Row, ...], now: tuple[Row, ...]) -> tuple[Row, ...]:
    """Return ``now`` with the objects of ``before`` where they are equal: they are compared at once from then on."""
    held = {row: row for row in before}
    return tuple(held.get(row, row) for row in now)
