"""The life cycle: one function for each verb, and one that looks into the table of states."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.foundation.actors import HOUSE, Actor, Viewer
from makegood.foundation.errors import Problem
from makegood.foundation.history.services import record
from makegood.foundation.texts import kept_line
from makegood.promises.models import AgreedDate, Notice, Promise
from makegood.promises.policies import check_cancel, check_capture, check_commit, check_deliver
from makegood.promises.services import checking
from makegood.promises.services.news import tell_of
from makegood.promises.states import TRANSITIONS, Origin, State, Verb

ZONES_DIFFER = timedelta(days=1)
"""By how much the day of one moment may differ between two places."""


class UnableToMove(Problem):
    """The promise is in a state from which this can't be done, or something that it needs is missing."""

    code = "unable-to-move"


class UnableToAccept(Problem):
    """Nothing was delivered yet, it was accepted already, or the day makes no sense."""

    code = "unable-to-accept"


@transaction.atomic
def quote_promise(*, number: int, by: Viewer, at: datetime) -> None:
    """Say that the customer has got an offer of this; Denied, NotFound, UnableToMove."""
    _move(number, Verb.QUOTE, by, at, check=check_capture)


@transaction.atomic
def reserve_promise(*, number: int, by: Viewer, at: datetime) -> None:
    """Say that capacity is kept for it; Denied, NotFound, UnableToMove."""
    _move(number, Verb.RESERVE, by, at, check=check_capture)


@transaction.atomic
def release_promise(*, number: int, by: Viewer, at: datetime) -> None:
    """Say that capacity is kept no longer; Denied, NotFound, UnableToMove."""
    _move(number, Verb.RELEASE, by, at, check=check_capture)


@transaction.atomic
def free_reserved(*, number: int, at: datetime) -> None:
    """Keep capacity no longer because the time is over for which it was kept; NotFound, UnableToMove."""
    _do(number, Verb.RELEASE, HOUSE, at, facts={"ran_out": True})


@transaction.atomic
def let_expire(*, number: int, by: Viewer, at: datetime, reason: str = "") -> None:
    """End an offer that nobody took up; Denied, NotFound, UnableToMove."""
    why = checking.prose(reason, field="reason", refusal=UnableToMove)

    def end(promise: Promise) -> None:
        promise.ended_at, promise.end_reason = at, why

    _move(number, Verb.EXPIRE, by, at, check=check_capture, change=end, facts={"reason": why} if why else None)


def check_commitment(*, number: int, by: Viewer) -> None:
    """Refuse what could not be committed to as it stands, and lock nothing; Denied, NotFound, UnableToMove."""
    check_commit(by)
    promise = checking.known_promise(number)
    _after(promise, Verb.COMMIT)
    _binding_day(promise)


def check_reservation(*, number: int, by: Viewer) -> None:
    """Refuse what capacity could not be kept for as it stands, and lock nothing; Denied, NotFound, UnableToMove."""
    check_capture(by)
    promise = checking.known_promise(number)
    _after(promise, Verb.RESERVE)
    _day(promise)


@transaction.atomic
def record_commitment(*, number: int, by: Viewer, at: datetime) -> None:
    """Bind the company: the first date that was agreed becomes D0 for ever, and the customer counts as told of it.

    That is the date in force, unless another one was agreed before it was written down here: then the date in force is
    the second that was agreed, moved by us, since nobody has shown that the customer asked for it. It needs a date and
    an owner. Denied, NotFound, UnableToMove with the field that is missing.
    """

    def bind(promise: Promise) -> None:
        due = _binding_day(promise)
        promise.first_due, promise.committed_at = promise.first_due or due, at
        AgreedDate.objects.create(promise=promise, due=promise.first_due, origin=Origin.FIRST, at=at)
        if promise.first_due != due:
            AgreedDate.objects.create(promise=promise, due=due, origin=Origin.US, at=at)
        _note_told(promise, promise.first_due, promise.said_at, by, at)
        if promise.told_before not in {None, due}:
            _note_told(promise, promise.told_before, at, by, at, _("As it stood on record when this was committed."))

    _move(number, Verb.COMMIT, by, at, check=check_commit, change=bind)


@transaction.atomic
def deliver_promise(*, number: int, on: date, today: date, by: Viewer, at: datetime) -> None:
    """Record that it was delivered ``on`` a day; Denied, NotFound, UnableToMove."""

    def deliver(promise: Promise) -> None:
        if on > today:
            raise UnableToMove(_("A delivery can't lie in the future."), field="on")
        if on < promise.said_at.date() - ZONES_DIFFER:
            raise UnableToMove(_("Nothing is delivered before it was promised."), field="on")
        promise.delivered_on = checking.day(on, field="on", refusal=UnableToMove)

    _move(number, Verb.DELIVER, by, at, check=check_deliver, change=deliver, facts={"on": on.isoformat()})


@transaction.atomic
def reject_delivery(*, number: int, reason: str, by: Viewer, at: datetime) -> None:
    """Record that the customer did not take it: it is owed still. Denied, NotFound, UnableToMove.

    What was accepted can't be rejected: a complaint that follows takes the acceptance back first.
    """
    why = checking.prose(reason, field="reason", refusal=UnableToMove, needed=True)

    def take_back(promise: Promise) -> None:
        if promise.accepted_on is not None:
            raise UnableToMove(_("The customer has accepted it. Take the acceptance back first, with their words."))
        promise.delivered_on = None

    _move(number, Verb.REJECT, by, at, check=check_deliver, change=take_back, facts={"reason": why})


@transaction.atomic
def accept_delivery(
    *,
    number: int,
    on: date,
    in_full: bool,
    accepted_by: str,
    today: date,
    by: Viewer,
    at: datetime,
    documents_right: bool | None = None,
    condition_right: bool | None = None,
) -> None:
    """Record that the customer took what was delivered, in full or not, and who.

    With whether papers and goods were as they should be, None where nobody noted it. Denied, NotFound, UnableToAccept.
    """
    check_deliver(by)
    promise = checking.locked_promise(number)
    if promise.state != State.DELIVERED or promise.delivered_on is None:
        raise UnableToAccept(_("Nothing was delivered yet."))
    if promise.accepted_on is not None:
        raise UnableToAccept(_("It was accepted already."))
    if not promise.delivered_on <= on <= today:
        raise UnableToAccept(_("It is accepted after it is delivered, and not in the future."), field="on")
    promise.accepted_on, promise.in_full = on, in_full
    promise.documents_right, promise.condition_right = documents_right, condition_right
    promise.accepted_by = kept_line(accepted_by, field="accepted_by", most=200, refusal=UnableToAccept, needed=True)
    promise.acceptance_recorded_at = at
    promise.version += 1
    promise.save()
    tell_of([number], at=at)
    facts = {"on": on.isoformat(), **_accepted(promise)}
    record(verb="promise.accept", subject=("promise", number), actor=by.actor, at=at, facts=facts)


@transaction.atomic
def take_back_acceptance(*, number: int, reason: str, by: Viewer, at: datetime) -> None:
    """Record that an acceptance does not stand: it was recorded by mistake, or the customer has taken it back.

    It stays delivered, and whether it was kept is open again. The customer's words, or what shows the mistake, must
    have been added as evidence since. The history keeps what was accepted. Denied, NotFound, UnableToAccept.
    """
    check_deliver(by)
    promise = checking.locked_promise(number)
    if promise.accepted_on is None:
        raise UnableToAccept(_("Nothing was accepted that could be taken back."))
    why = checking.prose(reason, field="reason", refusal=UnableToAccept, needed=True)
    since = promise.acceptance_recorded_at or at
    if not promise.evidence.filter(withdrawn_at=None, made_at__gte=since).exists():
        raise UnableToAccept(_("Add what the customer wrote or said as evidence first."), field="reason")
    facts = {"reason": why, "on": promise.accepted_on.isoformat(), **_accepted(promise)}
    promise.accepted_on = promise.in_full = promise.acceptance_recorded_at = None
    promise.documents_right = promise.condition_right = None
    promise.accepted_by = ""
    promise.version += 1
    promise.save()
    tell_of([number], at=at)
    record(verb="promise.unaccept", subject=("promise", number), actor=by.actor, at=at, facts=facts)


def _accepted(promise: Promise) -> dict[str, object]:
    """Return how it was accepted, for the history; what nobody noted is left out."""
    noted = {name: getattr(promise, name) for name in ("documents_right", "condition_right")}
    known = {name: value for name, value in noted.items() if value is not None}
    return {"in_full": bool(promise.in_full), "accepted_by": promise.accepted_by, **known}


@transaction.atomic
def cancel_promise(*, number: int, by_customer: bool, reason: str, by: Viewer, at: datetime) -> None:
    """Record that the customer, or we, cancelled it; the reason says where that is to be seen.

    What we cancel counts as broken, so "the customer wanted it" needs evidence on the promise. Denied, NotFound,
    UnableToMove.
    """
    why = checking.prose(reason, field="reason", refusal=UnableToMove, needed=True)

    def end(promise: Promise) -> None:
        is_proven = promise.evidence.filter(withdrawn_at=None, made_at__gte=promise.committed_at or at).exists()
        if by_customer and promise.committed_at is not None and not is_proven:
            raise UnableToMove(_("Add the customer's own words as evidence first."), field="reason")
        promise.ended_at, promise.end_reason = at, why

    verb = Verb.CANCEL_FOR_CUSTOMER if by_customer else Verb.CANCEL_BY_US
    _move(number, verb, by, at, check=check_cancel, change=end, facts={"reason": why})


def _move(
    number: int,
    verb: Verb,
    by: Viewer,
    at: datetime,
    *,
    check: Callable[[Viewer], None],
    change: Callable[[Promise], None] | None = None,
    facts: dict[str, object] | None = None,
) -> None:
    """Do ``verb`` if the table of states has it: the one way from one state to another."""
    check(by)
    _do(number, verb, by.actor, at, change, facts)


def _do(
    number: int,
    verb: Verb,
    by: Actor,
    at: datetime,
    change: Callable[[Promise], None] | None = None,
    facts: dict[str, object] | None = None,
) -> None:
    promise = checking.locked_promise(number)
    before, after = State(promise.state), _after(promise, verb)
    if change is not None:
        change(promise)
    promise.state = after
    promise.version += 1
    promise.save()
    _tell(verb, promise, by, at, {"before": before.value, "after": after.value, **(facts or {})})


def _after(promise: Promise, verb: Verb) -> State:
    after = TRANSITIONS[State(promise.state)].get(verb)
    if after is None:
        raise UnableToMove(_("This can't be done with a promise that is as far as this one."))
    return after


def _binding_day(promise: Promise) -> date:
    """Return the day that the company would be bound to; UnableToMove with the field that is missing."""
    due = _day(promise)
    if promise.owner_id is None:
        raise UnableToMove(_("Somebody must answer for it: name an owner first."), field="owner")
    return due


def _day(promise: Promise) -> date:
    if promise.due is None:
        raise UnableToMove(_("Without a date nobody can rely on it: enter one first."), field="due")
    return promise.due


def _note_told(promise: Promise, day: date | None, told_at: datetime, by: Viewer, at: datetime, note: str = "") -> None:
    """Note which date the customer was told before it was committed, and had received by then."""
    Notice.objects.create(
        promise=promise,
        date_told=day,
        how=promise.channel,
        told_at=told_at,
        received_at=told_at,
        note=note,
        by_id=by.number,
        made_at=at,
    )


def _tell(verb: Verb, promise: Promise, actor: Actor, at: datetime, facts: dict[str, object]) -> None:
    tell_of([promise.pk], at=at)
    record(verb=f"promise.{verb}", subject=("promise", promise.pk), actor=actor, at=at, facts=facts)
