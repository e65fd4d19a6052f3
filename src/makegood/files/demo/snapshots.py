"""How the demo company stood on earlier days, as its files would have looked then: what a replay needs.

It is the same past as that of the demo folder, so that what became of every promise stands in the folder's history.
The stories written by hand belong to the as-of day alone and are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from datetime import date
from pathlib import Path
from random import Random

from makegood.files.demo import past, telling
from makegood.files.demo.orders import Order
from makegood.files.demo.tables import complete, csv_text
from makegood.files.demo.world import live
from makegood.files.writing import write_new_files

FILES = ("teams.csv", "promises.csv", "work.csv", "history.csv")
MOST_MONTHS = 15
"""Beyond them there would be too little history to learn from."""


def write_snapshots(folder: Path, *, as_of: date, months: int, seed: int) -> tuple[Path, ...]:
    """Write a dated folder into ``folder`` for the first day of each of the last ``months`` months; return the files.

    Raises :class:`makegood.files.FolderNotEmpty` where one of the files exists.
    """
    written: list[Path] = []
    for day, tables in build_snapshots(as_of=as_of, months=months, seed=seed):
        texts = {name: csv_text(name, complete(name, rows)) for name, rows in tables.items()}
        written.extend(write_new_files(folder / day.isoformat(), texts))
    return tuple(written)


def build_snapshots(
    *, as_of: date, months: int, seed: int
) -> Iterator[tuple[date, Mapping[str, list[dict[str, str]]]]]:
    """Yield the rows of each file for each of the days, the earliest first."""
    yield from build_days(set(first_days(as_of, months)), as_of=as_of, seed=seed)


def build_days(
    wanted: Set[date], *, as_of: date, seed: int
) -> Iterator[tuple[date, Mapping[str, list[dict[str, str]]]]]:
    """Yield the rows of each file for each of the ``wanted`` days before ``as_of``, the earliest first."""
    seen: dict[date, list[tuple[date, dict[str, list[dict[str, str]]]]]] = {}

    def watch(day: date, orders: list[Order]) -> None:
        if day in wanted:
            seen[day] = [(order.made, _told(order, day, seed)) for order in orders]

    keyed = past.numbered(live(as_of, Random(f"{seed} chronicle"), watch))
    keys = {order.made: key for key, order in keyed}
    for day, told in sorted(seen.items()):
        yield day, _tables([(keys[made], rows) for made, rows in told if made in keys])


def first_days(as_of: date, months: int) -> Iterator[date]:
    """Yield the first days of the last ``months`` months before ``as_of``, the latest first."""
    year, month = as_of.year, as_of.month
    for _ in range(min(months, MOST_MONTHS)):
        day = date(year, month, 1)
        if day < as_of:
            yield day
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)


def _told(order: Order, day: date, seed: int) -> dict[str, list[dict[str, str]]]:
    """Return the rows about one order under a stand-in key; its numbers are drawn anew for each order, not each day."""
    keyed = [("", order)]
    promises, work = past.open_rows(keyed, day, Random(f"{seed} records {order.made}"))
    return {"promises.csv": promises, "work.csv": work, "history.csv": past.outcome_rows(keyed)}


def _tables(told: list[tuple[str, dict[str, list[dict[str, str]]]]]) -> Mapping[str, list[dict[str, str]]]:
    tables: dict[str, list[dict[str, str]]] = {name: [] for name in FILES}
    tables["teams.csv"] = list(telling.team_rows())
    for key, rows in told:
        for name, found in rows.items():
            tables[name].extend({**row, "promise": key} for row in found)
    return tables
