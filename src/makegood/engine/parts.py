"""Parts of a portfolio that have no work in common: no team, no predecessor. Each can be forecast by itself.

Draws depend on keys alone, so a part's figures are those of the whole, to the bit; and a part fits into the
processor's cache where the whole doesn't.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
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


def part_of(portfolio: Portfolio, parts: Iterable[Portfolio]) -> Portfolio:
    """Return several parts of ``portfolio`` as one, its rows in their order."""
    mine = {
        name
        for part in parts
        for name in (*(f"p{one.key}" for one in part.promises), *(f"t{one.name}" for one in part.teams))
    }
    names = (*(f"p{one.key}" for one in portfolio.promises), *(f"t{one.name}" for one in portfolio.teams))
    return _Split(portfolio, {name: int(name in mine) for name in names}, 2).part(1)


class Parting:
    """Parts a portfolio that changes: what links its rows is looked for again only where it may be another.

    The outcome is that of :func:`parts_by_team`.
    """

    def __init__(self) -> None:
        """Know of no portfolio yet."""
        self._last: Portfolio | None = None
        self._places: dict[str, _Places] = {}

    def parts_of(self, portfolio: Portfolio) -> dict[str, Portfolio]:
        """Return the parts of ``portfolio``; KeyError where an item comes after one that is not there."""
        if self._last is not None and _is_linked_alike(self._last, portfolio):
            return {name: _part_at(portfolio, places) for name, places in self._places.items()}
        parts = parts_by_team(portfolio)
        self._last, self._places = portfolio, {name: _places_of(portfolio, part) for name, part in parts.items()}
        return parts


@dataclass(frozen=True, slots=True)
class _Places:
    """Where the rows of a part stand in the whole."""

    teams: tuple[int, ...]
    promises: tuple[int, ...]
    items: tuple[int, ...]
    specifications: tuple[int, ...]
    service_levels: tuple[int, ...]
    risks: tuple[RiskDriver, ...]
    """Those rows themselves: one may be in several parts."""


def _is_linked_alike(before: Portfolio, now: Portfolio) -> bool:
    """Say whether the rows of two portfolios belong together in the same way, by their places."""
    return (
        _are_alike(before.teams, now.teams, lambda team: team.name)
        and _are_alike(before.promises, now.promises, lambda promise: promise.key)
        and _are_alike(before.items, now.items, lambda item: (item.key, item.promise, item.team, item.after))
        and _are_alike(before.specifications, now.specifications, lambda term: term.promise)
        and _are_alike(before.service_levels, now.service_levels, lambda term: term.promise)
        and before.risks == now.risks
    )


def _are_alike(before: Sequence[Row], now: Sequence[Row], link: Callable[[Row], object]) -> bool:
    """Say whether rows at the same places are linked to the same."""
    if len(before) != len(now):
        return False
    return all(a is b or link(a) == link(b) for a, b in zip(before, now, strict=True))


def _places_of(portfolio: Portfolio, part: Portfolio) -> _Places:
    def places(rows: Iterable[object], own: Iterable[object]) -> tuple[int, ...]:
        mine = set(map(id, own))
        return tuple(place for place, row in enumerate(rows) if id(row) in mine)

    return _Places(
        places(portfolio.teams, part.teams),
        places(portfolio.promises, part.promises),
        places(portfolio.items, part.items),
        places(portfolio.specifications, part.specifications),
        places(portfolio.service_levels, part.service_levels),
        part.risks,
    )


def _part_at(portfolio: Portfolio, places: _Places) -> Portfolio:
    def rows(whole: Sequence[Row], own: tuple[int, ...]) -> tuple[Row, ...]:
        return tuple(map(whole.__getitem__, own))

    measured = places.specifications or places.service_levels
    return replace(
        portfolio,
        teams=rows(portfolio.teams, places.teams),
        promises=rows(portfolio.promises, places.promises),
        items=rows(portfolio.items, places.items),
        risks=places.risks,
        specifications=rows(portfolio.specifications, places.specifications),
        service_levels=rows(portfolio.service_levels, places.service_levels),
        attributes=portfolio.attributes if measured else (),
        measurements=portfolio.measurements if measured else (),
        history=(),
    )


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
