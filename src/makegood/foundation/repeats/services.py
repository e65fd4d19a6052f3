"""Claiming a key, keeping the answer beside the effect, and giving the key back.

A claim is a row with a lease, written before the work in a transaction of its own, so that a second request with the
same key can be told at once that the first is still running. The answer is written in the transaction of the work:
either both are there or neither. A sender whose first request died with its process may try again when the lease has
ended; the number of the attempt keeps the first one, should it live on, from finishing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from makegood.foundation.batches import remove_in_batches
from makegood.foundation.errors import Problem
from makegood.foundation.repeats.models import Repeat

LEASE = timedelta(seconds=60)


class KeyUsedForAnother(Problem):
    """The sender has used this key for a different request."""

    code = "key-used-for-another"


class StillRunning(Problem):
    """The first request under this key has not been answered yet."""

    code = "still-running"


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to do what was asked under a key."""

    number: int
    attempt: int


@dataclass(frozen=True, slots=True)
class Answered:
    """What was answered the first time."""

    status: int
    answer: str


@transaction.atomic
def claim_key(*, sender: int, key: str, digest: str, at: datetime) -> Claim | Answered:
    """Claim ``key`` for a request with ``digest``, or return what was answered; KeyUsedForAnother, StillRunning."""
    row, is_new = Repeat.objects.select_for_update().get_or_create(
        sender=sender, key=key, defaults={"digest": digest, "begun_at": at, "lease_ends_at": at + LEASE}
    )
    if is_new:
        return Claim(row.pk, row.attempt)
    if row.digest != digest:
        raise KeyUsedForAnother(_("This key was used for a different request."))
    if row.status is not None:
        return Answered(row.status, row.answer)
    if row.lease_ends_at > at:
        raise StillRunning(_("The first request with this key is still running."))
    row.attempt += 1
    row.lease_ends_at = at + LEASE
    row.save(update_fields=["attempt", "lease_ends_at"])
    return Claim(row.pk, row.attempt)


def keep_answer(*, claim: Claim, status: int, answer: str) -> None:
    """Keep what is answered, in the transaction of what was done; StillRunning where another attempt has taken over.

    RuntimeError outside a transaction: the answer is kept with the effect or not at all.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("an answer is kept inside the transaction of what was done")
    if not _open(claim).update(status=status, answer=answer):
        raise StillRunning(_("The first request with this key is still running."))


def give_back(*, claim: Claim) -> None:
    """Free the key of a request that changed nothing: the same key may be tried again at once."""
    _open(claim).delete()


def forget_repeats(*, begun_before: datetime) -> int:
    """Forget keys claimed before a moment; return how many. What comes again after that is done again."""
    return remove_in_batches(Repeat.objects.filter(begun_at__lt=begun_before))


def _open(claim: Claim) -> QuerySet[Repeat]:
    return Repeat.objects.filter(pk=claim.number, attempt=claim.attempt, status=None)
