"""What is wrong with a promise besides its probability: named findings (mission A3), as codes with values."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from makegood.engine.portfolio import Promise, Stated, WorkItem
from makegood.engine.results import Message, Status


def find(
    promise: Promise,
    items: tuple[WorkItem, ...],
    *,
    overdue_days: int | None,
    status: Status,
    dates: tuple[date | None, date | None] | None,
    unchecked_terms: int,
    starved_team: str | None,
    needs_work: bool,
) -> tuple[Message, ...]:
    """Return the findings on one open promise.

    ``overdue_days`` is None while it can still be kept; ``dates`` are P50 and P85, None without a forecast of dates.
    """
    return (
        *_of_dates(promise, overdue_days, dates),
        *([Message("no work items")] if needs_work and not items else []),
        *_of_work(items, unchecked_terms, starved_team),
        *_of_ownership(promise, status),
    )


def _of_dates(
    promise: Promise, overdue_days: int | None, dates: tuple[date | None, date | None] | None
) -> Iterator[Message]:
    if overdue_days is not None:
        yield Message("overdue", {"due": promise.due, "days": overdue_days})
    if dates is None:
        return
    p50, p85 = dates
    if p85 is None:
        yield Message("beyond horizon")
    elif p85 > promise.due and overdue_days is None:
        yield Message(
            "date earlier than capability", {"due": promise.due, "p85": p85, "days": (p85 - promise.due).days}
        )
    if promise.told is not None and p50 is not None and p50 > promise.told:
        yield Message("silent drift", {"told": promise.told, "p50": p50, "days": (p50 - promise.told).days})


def _of_work(items: tuple[WorkItem, ...], unchecked_terms: int, starved_team: str | None) -> Iterator[Message]:
    if unchecked_terms:
        yield Message("unchecked terms", {"terms": unchecked_terms})
    left = (item for item in items if item.done_share < 1)
    single = sorted(item.name for item in left if isinstance(item.estimate, Stated) and item.estimate.single_point)
    if single:
        yield Message("single-point estimate", {"items": single})
    if starved_team is not None:
        yield Message("no capacity", {"team": starved_team})


def _of_ownership(promise: Promise, status: Status) -> Iterator[Message]:
    if not promise.owner:
        yield Message("no owner")
    if status == "red" and promise.told is None:
        yield Message("not told")
    if promise.value is None:
        yield Message("value missing")
