"""Committing with open eyes: what was known is stamped in the transaction in which the company is bound.

Whatever takes long (reading the portfolio, simulating it, hearing the past) is done before anything is locked. Then the
promise is locked, and where nothing was announced since the reading began, the stamp is of this very moment; else it is
all done again. Somebody who changes something every second must not keep anybody from committing, so in the end it is
done with the lock held.
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings as house
from django.db import transaction

from makegood.engine import Forecast, Settings
from makegood.engine.forecast import forecast
from makegood.feasibility import bridge
from makegood.feasibility.models import Piece, Stamp
from makegood.feasibility.queries import HANDLERS, rules_in
from makegood.feasibility.services.rehearsing import Rehearsal, heard, rehearse
from makegood.feasibility.services.warm import WarmRows
from makegood.foundation.actors import Viewer
from makegood.foundation.outbox.queries import latest_for
from makegood.promises.models import Promise
from makegood.promises.policies import check_commit
from makegood.promises.services import record_commitment

ATTEMPTS = 3
"""Rehearsals without a lock, before one is made with it."""


def commit_promise(*, number: int, by: Viewer, at: datetime, settings: Settings | None = None) -> None:
    """Bind the company to a promise, and stamp what was known of it at that moment, by plan and past.

    The stamp holds every row that the promise then has work in common with and what became of promises like it, so the
    same figures can be computed again to the bit. Where the rows contradict themselves it says that nothing is known.
    Denied, NotFound, UnableToMove.
    """
    check_commit(by)
    used = settings or Settings()
    for _attempt in range(ATTEMPTS):
        known = rehearse(number=number, at=at, settings=used)
        if known is None or _bound(known, number=number, by=by, at=at):
            break
    else:
        known = None
    if known is None:
        _bound_at_once(number=number, by=by, at=at, settings=used)


def compute_again(stamp: Stamp) -> Forecast:
    """Return the forecast that a stamp was made of, computed from what it holds."""
    settings = Settings(
        seed=stamp.seed,
        samples=stamp.samples,
        horizon_days=stamp.horizon_days or None,
        policy=bridge.engine_policy(rules_in(stamp.policy)),
    )
    digests = bridge.digests_in(bytes(stamp.inputs))
    kept = {one.digest: bytes(one.content) for one in Piece.objects.filter(digest__in=digests)}
    inputs = bridge.joined(kept[digest] for digest in digests)
    plan = forecast(inputs, as_of=stamp.as_of, settings=settings)
    return heard(plan, inputs, stamp.promise.key, bridge.thawed_past(stamp.past), settings)


@transaction.atomic
def _bound(known: Rehearsal, *, number: int, by: Viewer, at: datetime) -> bool:
    """Bind the company if everything is still as it was rehearsed; return whether it is. Only then anything is done."""
    Promise.objects.select_for_update().filter(pk=number).first()
    if latest_for(HANDLERS) != known.mark:
        return False
    with transaction.atomic():
        record_commitment(number=number, by=by, at=at)
        rows = WarmRows(zone=house.DEFAULT_ZONE, as_of=known.as_of)
        rows.read_promises({number})
        if rows.promises.get(number) != known.own:
            transaction.set_rollback(True)
            return False
        _stamp(known, number=number, by=by, at=at)
    return True


@transaction.atomic
def _bound_at_once(*, number: int, by: Viewer, at: datetime, settings: Settings) -> None:
    """Bind the company, and find out what is known while everything that concerns the promise is locked."""
    record_commitment(number=number, by=by, at=at)
    known = rehearse(number=number, at=at, settings=settings)
    if known is None:
        raise LookupError(number)
    _stamp(known, number=number, by=by, at=at)


def _stamp(known: Rehearsal, *, number: int, by: Viewer, at: datetime) -> None:
    there = set(Piece.objects.filter(digest__in=known.pieces).values_list("digest", flat=True))
    Piece.objects.bulk_create(
        (
            Piece(digest=digest, content=bridge.packed(content))
            for digest, content in known.pieces.items()
            if digest not in there
        ),
        ignore_conflicts=True,
    )
    Stamp.objects.create(
        promise_id=number,
        as_of=known.as_of,
        due=known.own.promise.due,
        seed=known.settings.seed,
        samples=known.settings.samples,
        horizon_days=known.settings.horizon_days or 0,
        policy=known.policy,
        inputs_hash=known.inputs_hash,
        inputs=bytes.fromhex("".join(known.pieces)),
        past=bridge.frozen_past(known.past),
        at=at,
        by_id=by.number,
        **known.figures,
    )
