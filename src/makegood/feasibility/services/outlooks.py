"""Writing what a forecast says of each promise: its figures, what stands out of them, and its terms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from makegood.engine import PromiseForecast
from makegood.engine.portfolio import WorkItem
from makegood.feasibility import bridge
from makegood.feasibility.models import Outlook, StandsOut, TermOutlook
from makegood.feasibility.services.shifting import keep_shifts
from makegood.feasibility.states import FIGURES, SHORT, Subject
from makegood.promises.models import Promise

WRITTEN = (*FIGURES, "p05", "gap_days", "harm", "place", "binding_share", "details", "digest", "computed_at")


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of a promise's forecast, as columns have it."""

    row: dict[str, Any]
    stands_out: list[str]
    terms: list[dict[str, Any]]


def kept_of(
    read: PromiseForecast, items: Iterable[WorkItem], overloaded: Mapping[str, date], *, is_stale: bool
) -> Kept:
    """Return what is kept of a forecast; see ``bridge.stands_out`` for what else it takes."""
    row = {
        **bridge.figures_of(read),
        "p05": bridge.earliest(read),
        "gap_days": read.gap_days,
        "harm": read.harm,
        "place": read.place,
        "binding_share": None if read.binding is None else read.binding.share,
        "details": bridge.details_of(read),
    }
    return Kept(row, bridge.stands_out(read, items, overloaded, is_stale=is_stale), list(_terms(read)))


def _terms(read: PromiseForecast) -> Iterator[dict[str, Any]]:
    """Give each term besides the date; of those with one name that promise what we do not have, the first counts."""
    counted = set()
    for term in read.terms:
        if term.kind == "date":
            continue
        named = (term.kind, term.name.casefold())
        counts = term.state in SHORT and named not in counted
        if counts:
            counted.add(named)
        yield {
            "kind": term.kind,
            "name": term.name,
            "same": named[1],
            "state": term.state,
            "p_kept": term.p_kept,
            "counts": counts,
        }


@transaction.atomic
def write_outlooks(kept: Mapping[int, Kept], digests: Mapping[int, str], because: frozenset[str], at: datetime) -> None:
    """Write what is said of some promises, as far as they are still there, and what that moves ``because`` of what."""
    if because:
        rows = {number: one.row for number, one in kept.items()}
        keep_shifts(rows, of_capability=Subject.CAPABILITY in because, at=at)
    there = list(Promise.objects.filter(pk__in=kept).values_list("pk", flat=True))
    Outlook.objects.bulk_create(
        [Outlook(promise_id=number, digest=digests[number], computed_at=at, **kept[number].row) for number in there],
        update_conflicts=True,
        unique_fields=["promise"],
        update_fields=list(WRITTEN),
    )
    StandsOut.objects.filter(outlook__in=there).delete()
    StandsOut.objects.bulk_create(
        StandsOut(outlook_id=number, code=code) for number in there for code in kept[number].stands_out
    )
    TermOutlook.objects.filter(outlook__in=there).delete()
    TermOutlook.objects.bulk_create(
        TermOutlook(outlook_id=number, **term) for number in there for term in kept[number].terms
    )
