"""Noting what the forecast does not know yet."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from makegood.feasibility.models import Change
from makegood.feasibility.states import Subject
from makegood.promises.models import Promise


def note_promises(numbers: Collection[int], *, at: datetime) -> None:
    """Note that promises, or the work behind them, are no longer what they were."""
    Change.objects.bulk_create(Change(subject=Subject.PROMISE, number=number, at=at) for number in sorted(numbers))


def note(subject: Subject, *, at: datetime) -> None:
    """Note that something which concerns many promises is no longer what it was."""
    Change.objects.create(subject=subject, at=at)


def promises_to(customers: Collection[int]) -> list[int]:
    """Return the promises to customers."""
    return list(Promise.objects.filter(customer__in=customers).order_by("pk").values_list("pk", flat=True))
