"""Committing with open eyes: what was known is stamped in the transaction in which the company is bound.

Capacity is kept for a promise in the same way, so that it is never sold twice; only nothing is stamped then.

Somebody asks for it, and the process that holds the forecast answers, because it need not read and simulate everything
for it. What takes long is done before anything is locked. Then the promise is locked, and where nothing was announced
since the reading began, the stamp is of this very moment; else it is done again at the next look. Somebody who changes
something every second must not keep anybody from committing, so after a while what was known a moment before will do,
as long as the promise itself is the same; and where even that changes all the time, it is done with the lock held.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings as house
from django.db import IntegrityError, transaction
from django.utils import translation

from makegood.engine import Forecast, Settings
from makegood.engine.forecast import forecast
from makegood.feasibility import bridge
from makegood.feasibility.models import Commitment, Piece, Stamp, Validation
from makegood.feasibility.queries import HANDLERS, is_behind, rules_in
from makegood.feasibility.services.keeping import keep_pieces, packed_pieces, to_compute_again
from makegood.feasibility.services.level import check_level, check_others
from makegood.feasibility.services.rehearsing import Rehearsal, heard
from makegood.feasibility.services.reserving import check_days, free, lock_capacity
from makegood.feasibility.services.warm import WarmRows
from makegood.feasibility.states import USUAL_HOLD_DAYS, CommitmentState
from makegood.foundation.actors import Viewer
from makegood.foundation.errors import Problem
from makegood.foundation.history.services import record
from makegood.foundation.outbox.queries import latest_for
from makegood.foundation.timers.services import start
from makegood.people.queries import find_viewer
from makegood.promises.models import Promise
from makegood.promises.services import check_commitment, check_reservation, record_commitment, reserve_promise
from makegood.promises.states import Verb

PATIENCE = timedelta(seconds=5)
"""For so long everything that anybody entered has to be in the stamp (a convention)."""
LONGEST = timedelta(seconds=30)
"""After that, nobody else may change the promise while it is simulated."""
Rehearse = Callable[[int, Verb], Rehearsal | None]
KEPT = "kept"
"""The kind of timer by which capacity that was kept for a promise becomes free."""
CHECKS = {Verb.COMMIT: check_commitment, Verb.RESERVE: check_reservation}


@transaction.atomic
def ask_to_commit(*, number: int, by: Viewer, at: datetime) -> int:
    """Ask for the company to be bound to a promise; return the number of what was asked, answered in a moment.

    Asked twice it is the same. Denied, NotFound, UnableToMove where it is impossible already.
    """
    check_commitment(number=number, by=by)
    return _ask(number, Verb.COMMIT, None, by=by, at=at)


@transaction.atomic
def ask_to_keep(*, number: int, days: int = USUAL_HOLD_DAYS, by: Viewer, at: datetime) -> int:
    """Ask for capacity to be kept for a promise until so many ``days`` from now, as for :func:`ask_to_commit`.

    Denied, NotFound, UnableToMove, UnableToReserve.
    """
    check_days(days)
    check_reservation(number=number, by=by)
    return _ask(number, Verb.RESERVE, at + timedelta(days=days), by=by, at=at)


@transaction.atomic
def free_kept(*, asked: int, at: datetime) -> bool:
    """Free capacity whose time is over; return whether it was still kept: then it is an offer again."""
    found = Commitment.objects.filter(pk=asked, verb=Verb.RESERVE, state=CommitmentState.DONE, until__lte=at).first()
    if found is None or Commitment.objects.filter(promise=found.promise_id, verb=Verb.RESERVE, until__gt=at).exists():
        return False
    return free(found.promise_id, at=at)


def _ask(number: int, verb: Verb, until: datetime | None, *, by: Viewer, at: datetime) -> int:
    waiting = Commitment.objects.filter(promise=number, verb=verb, state=CommitmentState.WAITING)
    there = waiting.first()
    if there is not None:
        return there.pk
    try:
        with transaction.atomic():
            asked = Commitment.objects.create(promise_id=number, verb=verb, until=until, by_id=by.number, at=at)
    except IntegrityError:  # somebody else asked at this moment
        return waiting.get().pk
    facts = {"commitment": asked.pk}
    record(verb=f"promise.ask-to-{verb}", subject=("promise", number), actor=by.actor, at=at, facts=facts)
    return asked.pk


def waiting_commitments() -> list[Commitment]:
    """Return what nobody has answered yet, the first first."""
    return list(Commitment.objects.filter(state=CommitmentState.WAITING).order_by("pk"))


def settle(asked: Commitment, rehearse: Rehearse, *, waited: timedelta, at: datetime) -> bool:
    """Do what was asked, or say why not; return whether it is answered, else it is to be tried again.

    It is done with the rights that who asked has by now. ``waited`` is how long it was tried already.
    """
    strictly = waited < PATIENCE
    if strictly and is_behind():
        return False
    try:
        by = find_viewer(asked.by_id, at=at)
        with translation.override(by.language):
            CHECKS[Verb(asked.verb)](number=asked.promise_id, by=by)
            return _settled(asked, rehearse, strictly=strictly, locks=waited >= LONGEST, by=by, at=at)
    except Problem as problem:
        Commitment.objects.filter(pk=asked.pk, state=CommitmentState.WAITING).update(
            state=CommitmentState.REFUSED, answered_at=at, code=problem.code, said=problem.message
        )
        return True


def compute_again(stamp: Stamp | Validation) -> Forecast:
    """Return the forecast that a stamp, or an answered validation, was made of, computed from what it holds."""
    if stamp.as_of is None:
        raise ValueError("nothing was computed yet")
    settings = Settings(
        seed=stamp.seed,
        samples=stamp.samples,
        horizon_days=stamp.horizon_days or None,
        traced_samples=stamp.traced_samples or None,
        policy=bridge.engine_policy(rules_in(stamp.policy)),
    )
    digests = bridge.digests_in(bytes(stamp.inputs))
    kept = {one.digest: bytes(one.content) for one in Piece.objects.filter(digest__in=digests)}
    inputs = bridge.joined(kept[digest] for digest in digests)
    plan = forecast(inputs, as_of=stamp.as_of, settings=settings)
    return heard(plan, inputs, stamp.promise.key, bridge.thawed_past(stamp.past), settings)


def _settled(asked: Commitment, rehearse: Rehearse, *, strictly: bool, locks: bool, by: Viewer, at: datetime) -> bool:
    if locks:
        return _bound_while_locked(asked, rehearse, by=by, at=at)
    known = rehearse(asked.promise_id, Verb(asked.verb))
    if known is None:
        return False
    packed = packed_pieces(known) if asked.verb == Verb.COMMIT else {}  # nothing is stamped where capacity is kept
    return _bound(asked, known, packed, strictly=strictly, by=by, at=at)


@transaction.atomic
def _bound_while_locked(asked: Commitment, rehearse: Rehearse, *, by: Viewer, at: datetime) -> bool:
    """Bind the company, and find out what is known while everything that concerns the promise is locked."""
    lock_capacity()
    _lock(asked.promise_id)
    if _is_mine(asked, at):
        _do(asked, by=by, at=at)
        known = rehearse(asked.promise_id, Verb(asked.verb))
        if known is None:
            raise LookupError(asked.promise_id)
        _check(asked.promise_id, known)
        if asked.verb == Verb.COMMIT:
            _stamp(known, packed_pieces(known), number=asked.promise_id, by=by, at=at)
    return True


@transaction.atomic
def _bound(
    asked: Commitment, known: Rehearsal, packed: dict[str, bytes], *, strictly: bool, by: Viewer, at: datetime
) -> bool:
    """Bind the company if everything is still as it was rehearsed; return whether it is. Only then anything is done."""
    number = asked.promise_id
    lock_capacity()
    _lock(number)
    if strictly and latest_for(HANDLERS) != known.mark:
        return False
    with transaction.atomic():
        if not _is_mine(asked, at):
            return True
        _check(number, known)
        _do(asked, by=by, at=at)
        rows = WarmRows(zone=house.DEFAULT_ZONE, as_of=known.as_of)
        rows.read_promises({number})
        if rows.promises.get(number) != known.own:
            transaction.set_rollback(True)
            return False
        if asked.verb == Verb.COMMIT:
            _stamp(known, packed, number=number, by=by, at=at)
    return True


def _check(number: int, known: Rehearsal) -> None:
    check_level(number, known.figures.get("p_kept"))
    check_others(number, known.endangers)


def _do(asked: Commitment, *, by: Viewer, at: datetime) -> None:
    """Bind the company, or let the capacity be the promise's until its time is over."""
    if asked.until is None:
        record_commitment(number=asked.promise_id, by=by, at=at)
        return
    reserve_promise(number=asked.promise_id, by=by, at=at)
    start(kind=KEPT, subject=("promise", asked.promise_id), due_at=asked.until, key=f"{KEPT}:{asked.pk}")


def _is_mine(asked: Commitment, at: datetime) -> bool:
    """Say that it is answered; False where another process has done so."""
    mine = Commitment.objects.filter(pk=asked.pk, state=CommitmentState.WAITING)
    return mine.update(state=CommitmentState.DONE, answered_at=at) > 0


def _lock(promise: int) -> None:
    Promise.objects.select_for_update().filter(pk=promise).first()


def _stamp(known: Rehearsal, packed: dict[str, bytes], *, number: int, by: Viewer, at: datetime) -> None:
    keep_pieces(packed)
    Stamp.objects.create(
        promise_id=number, due=known.own.promise.due, at=at, by_id=by.number, **to_compute_again(known)
    )
