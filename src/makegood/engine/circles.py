"""Work that waits for itself: which promises it concerns, so that all others can be forecast without them.

A folder with such a circle is refused (:mod:`makegood.engine.ordering`), because whoever wrote it can mend it at once.
A register is entered by many people at the same time: there the promises in the circle are left out, and named.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from makegood.engine.portfolio import Portfolio, WorkItem
from makegood.engine.results import Forecast, Message, PromiseForecast

IN_A_CIRCLE = "in a circle"
BEHIND_A_CIRCLE = "behind a circle"


@dataclass(frozen=True, slots=True)
class Untangled:
    """A portfolio in which nothing waits for itself any more, and what had to be left out for that."""

    portfolio: Portfolio
    """Without the work of promises that are in a circle; the promises are there still."""
    circles: tuple[tuple[str, ...], ...]
    """Keys of the items that wait for one another, each circle sorted."""
    in_circle: Mapping[str, tuple[str, ...]]
    """By the key of each promise that has an item in a circle: the items of that circle."""
    behind: Mapping[str, tuple[str, ...]]
    """By the key of each other promise whose work comes after theirs: the promises in a circle that it waits for."""

    @classmethod
    def whole(cls, portfolio: Portfolio) -> Untangled:
        """Return a portfolio in which nothing is known to wait for itself."""
        return cls(portfolio, (), {}, {})


def untangle(portfolio: Portfolio) -> Untangled:
    """Leave out the unfinished work of every promise that waits for itself, also by way of others."""
    done = {promise.key for promise in portfolio.promises if promise.accepted_at is not None}
    left = [item for item in portfolio.items if item.done_share < 1 and item.promise not in done]
    circles = _circles(left)
    promise_of = {item.key: item.promise for item in portfolio.items}
    in_circle: dict[str, tuple[str, ...]] = {}
    for circle in circles:
        for key in circle:
            in_circle.setdefault(promise_of[key], circle)
    if not circles:
        return Untangled.whole(portfolio)
    gone = {item.key for item in portfolio.items if item.promise in in_circle}
    items = tuple(_without(item, gone) for item in portfolio.items if item.key not in gone)
    risks = tuple(
        replace(risk, items=tuple(key for key in risk.items if key not in gone))
        for risk in portfolio.risks
        if not gone.issuperset(risk.items)
    )
    return Untangled(replace(portfolio, items=items, risks=risks), circles, in_circle, _behind(left, in_circle))


def marked(result: Forecast, found: Untangled) -> Forecast:
    """Return ``result`` with a finding on each promise that is in a circle, or waits for one that is."""
    if not found.circles:
        return result
    return replace(result, promises=tuple(_marked(promise, found) for promise in result.promises))


def _marked(read: PromiseForecast, found: Untangled) -> PromiseForecast:
    if read.promise in found.in_circle:
        told = Message(IN_A_CIRCLE, {"items": list(found.in_circle[read.promise])})
        rest = tuple(one for one in read.findings if one.code != "no work items")
        why = told if read.reason is not None and read.reason.code == "no work items" else read.reason
        return replace(read, findings=(told, *rest), reason=why)
    if read.promise in found.behind:
        told = Message(BEHIND_A_CIRCLE, {"promises": list(found.behind[read.promise])})
        return replace(read, findings=(told, *read.findings))
    return read


def _without(item: WorkItem, gone: set[str]) -> WorkItem:
    if gone.isdisjoint(item.after):
        return item
    return replace(item, after=tuple(key for key in item.after if key not in gone))


def _behind(left: Sequence[WorkItem], in_circle: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Walk from the work in circles to whatever comes after it, and so on."""
    items = {item.key: item for item in left}
    after: dict[str, list[str]] = {}
    for item in left:
        for before in item.after:
            after.setdefault(before, []).append(item.key)
    waits_for: dict[str, set[str]] = {item.key: {item.promise} for item in left if item.promise in in_circle}
    ready = list(waits_for)
    for key in ready:  # grows while it is walked
        for successor in after.get(key, ()):
            known = waits_for.setdefault(successor, set())
            if not waits_for[key] <= known:
                known |= waits_for[key]
                ready.append(successor)
    behind: dict[str, set[str]] = {}
    for key, promises in waits_for.items():
        if items[key].promise not in in_circle:
            behind.setdefault(items[key].promise, set()).update(promises)
    return {promise: tuple(sorted(promises)) for promise, promises in behind.items()}


def _circles(items: Sequence[WorkItem]) -> tuple[tuple[str, ...], ...]:
    """Return the groups of items that wait for one another (strongly connected components: Tarjan 1972)."""
    there = {item.key for item in items}
    before = {item.key: [key for key in item.after if key in there] for item in items}
    number: dict[str, int] = {}
    lowest: dict[str, int] = {}
    stack: list[str] = []
    stacked: set[str] = set()
    found: list[tuple[str, ...]] = []
    for start, first in before.items():
        if start in number:
            continue
        path: list[tuple[str, Iterator[str]]] = [(start, iter(first))]
        _enter(start, number, lowest, stack, stacked)
        while path:
            key, rest = path[-1]
            following = next((other for other in rest if other not in number or other in stacked), None)
            if following is None:
                path.pop()
                if path:
                    lowest[path[-1][0]] = min(lowest[path[-1][0]], lowest[key])
                if lowest[key] == number[key]:
                    found.append(_group(key, stack, stacked))
            elif following in number:
                lowest[key] = min(lowest[key], number[following])
            else:
                _enter(following, number, lowest, stack, stacked)
                path.append((following, iter(before[following])))
    return tuple(sorted(group for group in found if len(group) > 1 or group[0] in before[group[0]]))


def _enter(key: str, number: dict[str, int], lowest: dict[str, int], stack: list[str], stacked: set[str]) -> None:
    number[key] = lowest[key] = len(number)
    stack.append(key)
    stacked.add(key)


def _group(key: str, stack: list[str], stacked: set[str]) -> tuple[str, ...]:
    """Take from the stack everything down to ``key``: it waits for one another."""
    group: list[str] = []
    while not group or group[-1] != key:
        group.append(stack.pop())
        stacked.discard(group[-1])
    return tuple(sorted(group))
