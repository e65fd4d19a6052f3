"""Work items with their predecessors, from work. An item's key is ``promise/item``."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import replace
from datetime import date

from makegood.engine.ordering import find_cycle
from makegood.engine.portfolio import Fixed, Portfolio, Wait, WorkItem
from makegood.files.columns import Work
from makegood.files.efforts import check_waits, read_efforts
from makegood.files.errors import mend, problem
from makegood.files.names import Names
from makegood.files.refusals import Refused
from makegood.files.sheets import Sheet

_MOST_CYCLES = 5
"""Cycles told in one pass."""


def item_keys(work: Sheet) -> list[str]:
    """Return the key of each row's item, spoilt rows included."""
    pairs = zip(work.texts(Work.promise), work.texts(Work.item), strict=True)
    return [f"{promise}/{item}" for promise, item in pairs]


def build_items(work: Sheet, teams: Names, promises: Names) -> tuple[WorkItem, ...]:
    """Return the items in the order of the file; refuse what doesn't fit together, cycles included."""
    keys = item_keys(work)
    work.refuse_duplicates(Work.item, keys)
    work.refuse_unknown(Work.team, teams, "unknown team")
    work.refuse_unknown(Work.promise, promises, "unknown promise")
    check_waits(work)
    _note_bare_ones(work)
    efforts, after = read_efforts(work), _predecessors(work, keys)
    promise, name, team = (work.need(each) for each in (Work.promise, Work.item, Work.team))
    not_before, slots, pausable = work.get(Work.not_before), work.get(Work.slots), work.get(Work.pausable)
    done, waits = work.get(Work.done_percent), _waits(work)
    items = tuple(
        WorkItem(
            key=keys[at],
            promise=promise[at],
            name=name[at],
            team=team[at],
            estimate=efforts[at],
            after=after[at],
            not_before=not_before[at],
            wait=waits[at],
            slots=slots[at] or 1,
            pausable=pausable[at] is not False,
            done_share=done[at] or 0.0,
        )
        for at in range(len(work))
        if at not in work.spoilt
    )
    unusable = (_unusable(keys[at], after[at]) for at in work.spoilt)
    _refuse_cycles(work, keys, (*items, *unusable))
    return items


def split_references(text: str, known: Container[str]) -> Iterator[str]:
    """Yield the references in a cell: between semicolons or lines, or commas where the whole isn't a known name."""
    for part in re.split(r"[;\n]", text):
        name = part.strip()
        if "," in name and name not in known:
            yield from (each.strip() for each in name.split(",") if each.strip())
        elif name:
            yield name


def _predecessors(work: Sheet, keys: list[str]) -> list[tuple[str, ...]]:
    known = Names(keys, listed_in=work.file)
    promises = work.texts(Work.promise)
    found: list[tuple[str, ...]] = [()] * len(keys)
    for place, text in enumerate(work.texts(Work.after)):
        if not text:
            continue
        siblings = _Siblings(promises[place], known)
        only = siblings.key(text)
        found[place] = (only,) if only is not None else _resolved(work, place, siblings)
    return found


class _Siblings:
    """The names by which items can be referred to from an item of one promise."""

    def __init__(self, promise: str, keys: Names) -> None:
        self._promise = promise
        self.keys = keys

    def __contains__(self, name: object) -> bool:
        return self.key(str(name)) is not None

    def key(self, name: str) -> str | None:
        """Return the key that ``name`` stands for, an item of the same promise first; None where there is none."""
        sibling = f"{self._promise}/{name}"
        if sibling in self.keys:
            return sibling
        return name if name in self.keys else None

    def mend(self, name: str) -> str:
        """Return the key most like ``name``, as it can be written here."""
        return self.keys.nearest(f"{self._promise}/{name}").removeprefix(f"{self._promise}/")


def _resolved(work: Sheet, place: int, siblings: _Siblings) -> tuple[str, ...]:
    resolved: dict[str, None] = {}
    for name in split_references(work.texts(Work.after)[place], siblings):
        key = siblings.key(name)
        if key is not None:
            resolved[key] = None
            continue
        nearest = siblings.mend(name)
        how = mend("did you mean", suggestion=nearest) if nearest else mend("add it or correct it", file=work.file)
        work.refuse(place, Work.after, Refused(problem("unknown item", item=name), how))
    return tuple(resolved)


def _waits(work: Sheet) -> list[Wait | None]:
    columns = (work.get(Work.wait_days_p50), work.get(Work.wait_days_p90), work.get(Work.wait_started))
    return [_wait(p50, p90, started) for p50, p90, started in zip(*columns, strict=True)]


def _wait(p50: float | None, p90: float | None, started: date | None) -> Wait | None:
    return None if p50 is None else Wait(p50, p90, started)


def _refuse_cycles(work: Sheet, keys: list[str], items: tuple[WorkItem, ...]) -> None:
    """Refuse each cycle at one of its items; that item's predecessors are then left out to find the next cycle."""
    if not any(item.after for item in items):
        return
    rest = items
    for _ in range(_MOST_CYCLES):
        cycle = find_cycle(Portfolio(items=rest))
        if cycle is None:
            return
        why = problem("cycle", items=" → ".join(cycle))
        work.refuse(keys.index(cycle[0]), Work.after, Refused(why, mend("break the cycle")))
        rest = tuple(replace(item, after=()) if item.key == cycle[0] else item for item in rest)


def _unusable(key: str, after: tuple[str, ...]) -> WorkItem:
    """Return what is known of an item in a spoilt row, enough to find cycles through it."""
    return WorkItem(key=key, promise="", name="", team="", estimate=Fixed(0.0), after=after)


def _note_bare_ones(work: Sheet) -> None:
    """Say that a 1 was read as 1 %: in a workbook, all of it may have been meant by one that shows no per cent."""
    texts = work.texts(Work.done_percent)
    if work.from_workbook and "1" in texts:
        row = work.row(list(texts).index("1"))
        work.reading.journal.note(work.file, "read as one percent", row=row)
