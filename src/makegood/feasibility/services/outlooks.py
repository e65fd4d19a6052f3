"""Writing what a forecast says of each promise: its figures, what stands out of them, and its terms.

What stands is remembered beside what it was made of, so that a renewal looks closer only at promises of which something
is another, and writes no more of them than that.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from makegood.engine import PromiseForecast
from makegood.engine.portfolio import WorkItem
from makegood.feasibility import bridge
from makegood.feasibility.models import Outlook, StandsOut, TermOutlook
from makegood.feasibility.services.shifting import keep_shifts
from makegood.feasibility.services.warm import WarmRows
from makegood.feasibility.states import FIGURES, SHORT, Subject
from makegood.foundation.inserting import Written, change_rows, insert_rows, put_rows
from makegood.promises.models import Promise

BATCH = 1_000
FIGURED = (*FIGURES, "p05", "gap_days", "harm", "place", "binding_share")
TERM = ("kind", "name", "same", "state", "p_kept", "counts")


@dataclass(frozen=True, slots=True)
class Stands:
    """What the database says of a promise, and what it was made of."""

    read: PromiseForecast
    items: tuple[WorkItem, ...]
    is_stale: bool
    details: str
    """The fingerprint of its details."""
    stands_out: tuple[str, ...]
    terms: tuple[tuple[object, ...], ...]
    digest: str


@dataclass(frozen=True, slots=True)
class Said:
    """What is to be written of a promise."""

    figures: Mapping[str, Any]
    details: str | None
    """As JSON; None where they are those of before."""
    lists_too: bool
    """Whether what stands out, or the terms, may be others than before."""
    stands: Stands


class Outlooks:
    """What stands of every promise, and the writing of what is another."""

    def __init__(self) -> None:
        """Know nothing yet: all is compared with what the database has."""
        self._digests: dict[int, str] = dict(Outlook.objects.values_list("promise", "digest"))
        self._stands: dict[int, Stands] = {}
        self._overloaded: Mapping[str, date] = {}

    def gone(self, there: Collection[int]) -> set[int]:
        """Return of which promises something stands that are not ``there`` any more."""
        return self._digests.keys() - set(there)

    def stands_out(self, numbers: Iterable[int]) -> Iterator[str]:
        """Yield what stands out of promises that were written, as often as it does."""
        for number in numbers:
            yield from self._stands[number].stands_out

    def forget(self, numbers: Iterable[int]) -> None:
        """Remember no more what stood of some promises."""
        for number in numbers:
            self._digests.pop(number, None)
            self._stands.pop(number, None)

    def write(
        self,
        made: Mapping[int, PromiseForecast],
        rows: WarmRows,
        overloaded: Mapping[str, date],
        *,
        stated_before: datetime,
        because: frozenset[str],
        at: datetime,
    ) -> int:
        """Write what is another than what stands, in transactions of some promises each; return of how many.

        What was stated before ``stated_before`` is stale; ``because`` of what is kept with what it moves.
        """
        same_overload, self._overloaded = overloaded == self._overloaded, overloaded
        changed: dict[int, Said] = {}
        count = 0
        for number, read in made.items():
            held, before = rows.promises[number], self._stands.get(number)
            is_stale = held.stated_at is not None and held.stated_at < stated_before
            if (
                before is not None and before.read is read and same_overload
                and (before.is_stale, before.items) == (is_stale, held.items)
            ):  # fmt: skip
                continue
            said = _said(read, held.items, overloaded, before, is_stale=is_stale)
            self._stands[number] = said.stands
            if self._digests.get(number) != said.stands.digest:
                changed[number] = said
            if len(changed) == BATCH:
                count += self._written(changed, because, at)
                changed = {}
        return count + self._written(changed, because, at)

    def _written(self, said: Mapping[int, Said], because: frozenset[str], at: datetime) -> int:
        if said:
            _write(said, because, at)
            self._digests |= {number: one.stands.digest for number, one in said.items()}
        return len(said)


def _said(
    read: PromiseForecast,
    items: tuple[WorkItem, ...],
    overloaded: Mapping[str, date],
    before: Stands | None,
    *,
    is_stale: bool,
) -> Said:
    figures = {
        **bridge.figures_of(read),
        "p05": bridge.earliest(read),
        "gap_days": read.gap_days,
        "harm": read.harm,
        "place": read.place,
        "binding_share": None if read.binding is None else read.binding.share,
    }
    terms = tuple(_terms(read))
    out = tuple(bridge.stands_out(read, items, overloaded, is_stale=is_stale))
    details: str | None = None
    if before is None or not bridge.has_same_details(before.read, read):
        details = bridge.written_details(read)
    known = before.details if details is None and before is not None else bridge.digest_of(details or "")
    digest = bridge.digest_of(repr((tuple(figures.values()), out, terms)) + known)
    lists_too = before is None or (before.stands_out, before.terms) != (out, terms)
    return Said(figures, details, lists_too, Stands(read, items, is_stale, known, out, terms, digest))


def _terms(read: PromiseForecast) -> Iterator[tuple[object, ...]]:
    """Give each term besides the date; of those with one name that promise what we do not have, the first counts."""
    counted = set()
    for term in read.terms:
        if term.kind == "date":
            continue
        named = (term.kind, term.name.casefold())
        counts = term.state in SHORT and named not in counted
        if counts:
            counted.add(named)
        yield (term.kind, term.name, named[1], term.state, term.p_kept, counts)


@transaction.atomic
def _write(said: Mapping[int, Said], because: frozenset[str], at: datetime) -> None:
    """Write what is said of some promises, as far as they are still there, and what that moves ``because`` of what."""
    if because:
        keep_shifts({n: one.figures for n, one in said.items()}, of_capability=Subject.CAPABILITY in because, at=at)
    there = set(Promise.objects.filter(pk__in=said).values_list("pk", flat=True))
    whole = {number: one for number, one in said.items() if number in there}
    names = ("promise_id", *FIGURED, "digest", "computed_at", "details")
    put_rows(Outlook, names, (
        (number, *one.figures.values(), one.stands.digest, at, Written(one.details))
        for number, one in whole.items() if one.details is not None
    ), unique="promise_id")  # fmt: skip
    change_rows(Outlook, names[:-1], (
        (number, *one.figures.values(), one.stands.digest, at)
        for number, one in whole.items() if one.details is None
    ), by="promise_id")  # fmt: skip
    _write_lists({number: one.stands for number, one in whole.items() if one.lists_too})


def _write_lists(stands: Mapping[int, Stands]) -> None:
    for kept in (StandsOut.objects, TermOutlook.objects):
        kept.filter(outlook__in=stands).delete()
    out = [(number, code) for number, one in stands.items() for code in one.stands_out]
    insert_rows(StandsOut, ("outlook_id", "code"), out)
    terms = [(number, *term) for number, one in stands.items() for term in one.terms]
    insert_rows(TermOutlook, ("outlook_id", *TERM), terms)
