"""Parts of a portfolio that have no work in common: no team, no predecessor. Each can be forecast by itself.

Draws depend on keys alone, so a part's figures are those of the whole, to the bit; and a part fits into the
processor's cache where the whole doesn't.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TypeVar

from makegood.engine.portfolio import Portfolio, RiskDriver

Row = TypeVar("Row")


def independent_parts(portfolio: Portfolio, *, least_items: int) -> Iterator[Portfolio]:
    """Yield the parts of ``portfolio``, small ones together until they have ``least_items`` items.

    Promises stay in their order, and so do teams; every promise and every team is in one part.
    """
    number = _numbered(portfolio, least_items)
    count = 1 + max(number.values(), default=0)
    if count == 1:
        yield portfolio
        return
    split = _Split(portfolio, number, count)
    for part in range(count):
        yield split.part(part)


def parts_by_team(portfolio: Portfolio) -> dict[str, Portfolio]:
    """Return the parts of ``portfolio``, each by the name of the first of its teams; what has no work is one, ``""``.

    A change of rows elsewhere leaves a part's name as it is. KeyError where an item comes after one that is not there.
    """
    joined = _joined(portfolio)
    first: dict[str, str] = {}
    for team in sorted(team.name for team in portfolio.teams):
        first.setdefault(joined.root(f"t{team}"), team)
    names = ["", *sorted(first.values())]
    place = {name: number for number, name in enumerate(names)}
    number = {
        known: place[first.get(joined.root(known), "")]
        for known in (*(f"p{one.key}" for one in portfolio.promises), *(f"t{one.name}" for one in portfolio.teams))
    }
    split = _Split(portfolio, number, len(names))
    return {name: split.part(place[name]) for name in names}


def _numbered(portfolio: Portfolio, least_items: int) -> Mapping[str, int]:
    """Return the part of each promise (its key behind a ``p``) and each team (its name behind a ``t``)."""
    joined = _joined(portfolio)
    items: dict[str, int] = {}
    for item in portfolio.items:
        root = joined.root(f"p{item.promise}")
        items[root] = items.get(root, 0) + 1
    part_of_root: dict[str, int] = {}
    part, filled = 0, 0
    names = (*(f"p{promise.key}" for promise in portfolio.promises), *(f"t{team.name}" for team in portfolio.teams))
    for name in names:
        root = joined.root(name)
        if root not in part_of_root:
            if filled >= least_items:
                part, filled = part + 1, 0
            part_of_root[root] = part
            filled += items.get(root, 0)
    return {name: part_of_root[joined.root(name)] for name in names}


def _joined(portfolio: Portfolio) -> _Joined:
    """Join what has work in common: promises by their keys behind a ``p``, teams by their names behind a ``t``."""
    joined = _Joined()
    promise_of = {item.key: item.promise for item in portfolio.items}
    for item in portfolio.items:
        joined.join(f"p{item.promise}", f"t{item.team}")
        for before in item.after:
            joined.join(f"p{item.promise}", f"p{promise_of[before]}")
    return joined


class _Joined:
    """Names that belong together (union by path halving: Tarjan and van Leeuwen 1984)."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def root(self, name: str) -> str:
        """Return the name that stands for all that ``name`` belongs to."""
        above = self._above
        above.setdefault(name, name)
        while above[name] != name:
            above[name] = above[above[name]]
            name = above[name]
        return name

    def join(self, one: str, other: str) -> None:
        """Put what both names stand for together."""
        self._above[self.root(other)] = self.root(one)


class _Split:
    """The rows of a portfolio by part."""

    def __init__(self, portfolio: Portfolio, number: Mapping[str, int], count: int) -> None:
        self._portfolio = portfolio
        self._teams = _by_part(((number[f"t{team.name}"], team) for team in portfolio.teams), count)
        self._promises = _by_part(((number[f"p{promise.key}"], promise) for promise in portfolio.promises), count)
        self._items = _by_part(((number[f"p{item.promise}"], item) for item in portfolio.items), count)
        self._specifications = _by_part(((number[f"p{row.promise}"], row) for row in portfolio.specifications), count)
        self._service_levels = _by_part(((number[f"p{row.promise}"], row) for row in portfolio.service_levels), count)
        part_of_item = {item.key: number[f"p{item.promise}"] for item in portfolio.items} if portfolio.risks else {}
        self._risks = _by_part(
            ((part, own) for risk in portfolio.risks for part, own in _of_each_part(risk, part_of_item)), count
        )

    def part(self, part: int) -> Portfolio:
        """Return one part."""
        measured = self._specifications[part] or self._service_levels[part]
        return replace(
            self._portfolio,
            teams=tuple(self._teams[part]),
            promises=tuple(self._promises[part]),
            items=tuple(self._items[part]),
            risks=tuple(self._risks[part]),
            specifications=tuple(self._specifications[part]),
            service_levels=tuple(self._service_levels[part]),
            attributes=self._portfolio.attributes if measured else (),
            measurements=self._portfolio.measurements if measured else (),
            history=(),
        )


def _by_part(rows: Iterable[tuple[int, Row]], count: int) -> list[list[Row]]:
    parts: list[list[Row]] = [[] for _ in range(count)]
    for part, row in rows:
        parts[part].append(row)
    return parts


def _of_each_part(risk: RiskDriver, part_of_item: Mapping[str, int]) -> Iterator[tuple[int, RiskDriver]]:
    """Split a risk that hits items of several parts: it happens in all of them or in none, by its name."""
    items: dict[int, list[str]] = {}
    for key in risk.items:
        items.setdefault(part_of_item[key], []).append(key)
    for part, own in items.items():
        yield part, replace(risk, items=tuple(own))
