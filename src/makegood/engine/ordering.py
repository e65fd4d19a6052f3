"""Who gets capacity first, and cycles that no order can satisfy.

Promises are ranked by the priority policy. Items are placed promise by promise, predecessors first; an item on which
a promise of better rank depends is placed with that one (engine decision 6), and so are its own predecessors.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from makegood.engine.harm import tier_weight
from makegood.engine.portfolio import FIRST_CLASS, LAST_CLASS, Portfolio, Promise, WorkItem
from makegood.engine.settings import OrderField, PriorityPolicy
from makegood.engine.validation import InvalidPortfolio, Problem


@dataclass(frozen=True, slots=True)
class PlacementOrder:
    """Open promises in order of rank, and their unfinished items in the order in which they are given capacity."""

    promises: tuple[Promise, ...]
    items: tuple[WorkItem, ...]
    predecessors: tuple[tuple[int, ...], ...]
    """For each item the places in ``items`` of its unfinished predecessors, all smaller than its own."""


def placement_order(portfolio: Portfolio, policy: PriorityPolicy) -> PlacementOrder:
    """Order what is open in ``portfolio``; raise :class:`InvalidPortfolio` naming a cycle where there is one.

    Accepted promises and finished items take no capacity and hold nobody up.
    """
    promises = ranked(portfolio, policy)
    ranks = {promise.key: rank for rank, promise in enumerate(promises)}
    items = [item for item in portfolio.items if item.promise in ranks and item.done_share < 1]
    place = _topological(items, ranks)
    if place is None:
        cycle = find_cycle(replace(portfolio, items=tuple(items))) or ()
        raise InvalidPortfolio([Problem("cycle", cycle[0] if cycle else "", {"items": cycle})])
    numbers = {items[index].key: number for number, index in enumerate(place)}
    ordered = tuple(items[index] for index in place)
    predecessors = tuple(tuple(numbers[key] for key in item.after if key in numbers) for item in ordered)
    return PlacementOrder(promises, ordered, predecessors)


def ranked(portfolio: Portfolio, policy: PriorityPolicy) -> tuple[Promise, ...]:
    """Return the open promises in the order in which ``policy`` gives them capacity."""
    return tuple(sorted((p for p in portfolio.promises if p.accepted_at is None), key=rank_key(policy)))


def find_cycle(portfolio: Portfolio) -> tuple[str, ...] | None:
    """Return the keys of items that wait for each other in a circle, the first one again at the end; None if none."""
    after = {item.key: item.after for item in portfolio.items}
    finished: set[str] = set()
    for start in sorted(after):
        path: list[str] = []
        on_path: set[str] = set()
        stack = [(start, False)]
        while stack:
            key, leaving = stack.pop()
            if leaving:
                finished.add(path.pop())
                on_path.discard(key)
            elif key in on_path:
                return (*path[path.index(key) :], key)
            elif key in after and key not in finished:
                path.append(key)
                on_path.add(key)
                stack.append((key, True))
                stack.extend((before, False) for before in reversed(after[key]))
    return None


def rank_key(policy: PriorityPolicy) -> Callable[[Promise], tuple[Any, ...]]:
    """Return what ``policy`` compares promises by: the lesser one gets capacity first, and no two are equal."""

    def key(promise: Promise) -> tuple[Any, ...]:
        return (*(_comparable(promise, name) for name in policy.fields), promise.key)

    return key


def _comparable(promise: Promise, name: OrderField) -> object:
    match name:
        case "band":
            return (promise.priority_class > FIRST_CLASS) + (promise.priority_class >= LAST_CLASS)
        case "class":
            return promise.priority_class
        case "tier":
            return -tier_weight(promise.tier)
        case "due":
            return promise.due
        case "first_due":
            return promise.first_due or promise.due
        case "made_at":
            return promise.made_at or date.max
        case "value":
            return -(promise.value or 0.0)


def _topological(items: Sequence[WorkItem], ranks: Mapping[str, int]) -> list[int] | None:
    """Return indices of ``items`` in order of placement (Kahn 1962, with the best rank first), None for a cycle."""
    number = {item.key: index for index, item in enumerate(items)}
    before = [[number[key] for key in item.after if key in number] for item in items]
    after: list[list[int]] = [[] for _ in items]
    for index, predecessors in enumerate(before):
        for predecessor in predecessors:
            after[predecessor].append(index)
    best = _inherited_ranks([ranks[item.promise] for item in items], before, after)
    if best is None:
        return None
    missing = [len(predecessors) for predecessors in before]
    keys = [(best[index], ranks[item.promise], item.key, index) for index, item in enumerate(items)]
    ready = [keys[index] for index, count in enumerate(missing) if count == 0]
    heapq.heapify(ready)
    placed: list[int] = []
    while ready:
        *_, index = heapq.heappop(ready)
        placed.append(index)
        for successor in after[index]:
            missing[successor] -= 1
            if missing[successor] == 0:
                heapq.heappush(ready, keys[successor])
    return placed


def _inherited_ranks(own: list[int], before: list[list[int]], after: list[list[int]]) -> list[int] | None:
    """Give each item the best rank of all that wait for it, walking from the last successors back; None for a cycle."""
    best = list(own)
    waiting = [len(successors) for successors in after]
    ready = [index for index, count in enumerate(waiting) if count == 0]
    for index in ready:  # grows while it is walked
        for predecessor in before[index]:
            best[predecessor] = min(best[predecessor], best[index])
            waiting[predecessor] -= 1
            if waiting[predecessor] == 0:
                ready.append(predecessor)
    return best if len(ready) == len(own) else None
