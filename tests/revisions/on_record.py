"""A revision that was put in force at some time in the past, for tests of what came of it: its rows, and no people.

The database lets nobody agree on another date without the gates, so the rows of every gate are there.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from makegood.feasibility.models import Validation
from makegood.foundation.actors import HOUSE
from makegood.foundation.approvals.queries import standing_of
from makegood.foundation.approvals.services import say
from makegood.foundation.approvals.states import Verdict
from makegood.people.models import User
from makegood.promises.models import AgreedDate, Notice, Promise
from makegood.revisions.models import GateRecord, Revision
from makegood.revisions.services.gates import digest_for, put_message_up
from makegood.revisions.states import Gate, State
from tests.staff import person


def revised(number: int, due: date, *, origin: str = "us", at: datetime) -> int:
    """Put another date of a promise in force at a moment at which the customer was told of it; return the revision."""
    promise = Promise.objects.get(pk=number)
    people = list(User.objects.order_by("pk")[:2])
    by, executive = people if len(people) > 1 else (people[0], User.objects.get(pk=person("executive").number))
    revision = Revision.objects.create(
        promise=promise, origin=origin, due_before=promise.due or due, due=due, owner=by, rationale="Late parts",
        message="Later", made_at=at, made_by=by,
    )  # fmt: skip
    asked = Validation.objects.create(promise=promise, due=due, by=by, at=at)
    Validation.objects.filter(pk=asked.pk).update(
        state="done", answered_at=at, p_kept=0.95, as_of=at.date(), samples=8_192, released_at=at
    )
    revision.validation = asked
    revision.save()
    _record_gates(revision, tuple(Gate), by, executive, at)
    revision.state, revision.in_force_at = State.IN_FORCE, at
    revision.save()
    if due != promise.due:
        AgreedDate.objects.create(promise=promise, due=due, origin=origin, at=at)
        Promise.objects.filter(pk=number).update(due=due)
    revision.applied_at = at + timedelta(seconds=1)
    revision.save()
    return revision.pk


def past_gates(number: int, *, until: str, at: datetime) -> None:
    """Let a revision have passed the gates up to a state, as far as the message: for whoever needs one that far."""
    revision = Revision.objects.get(pk=number)
    gates = tuple(Gate)[: list(State).index(State(until))]
    if not gates:
        return
    validation = Validation.objects.create(promise=revision.promise, due=revision.due, terms=revision.terms,
                                           by=revision.made_by, at=at)  # fmt: skip
    Validation.objects.filter(pk=validation.pk).update(
        state="done", answered_at=at, p_kept=0.95, as_of=at.date(), samples=8_192
    )
    revision.validation = validation
    revision.save()
    put_message_up(revision, HOUSE, at)
    if Gate.MESSAGE in gates:
        for line in standing_of(subject=("revision", number)):
            say(subject=("revision", number), role=line.role, verdict=Verdict.APPROVED, seen=line.now,
                by=person("sales").actor, at=at)  # fmt: skip
    _record_gates(revision, gates, revision.made_by, User.objects.get(pk=person("executive").number), at)
    revision.state = State(until)
    revision.save()


def _record_gates(revision: Revision, gates: tuple[Gate, ...], by: User, executive: User, at: datetime) -> None:
    warned, told = (
        Notice.objects.create(
            promise=revision.promise, date_told=day, how="call", told_at=at, received_at=at, by=by, made_at=at
        )
        for day in (None, revision.due)
    )
    shown: dict[Gate, dict[str, Any]] = {
        Gate.SPONSOR: {"by": executive, "reason": "Right"},
        Gate.NOTICE: {"notice": warned},
        Gate.VALIDATION: {"validation": revision.validation},
        Gate.TOLD: {"notice": told},
    }
    for gate in gates:
        fields = {"by": by, "digest": digest_for(gate, revision)} | shown.get(gate, {})
        GateRecord.objects.create(revision=revision, gate=gate, passed=True, at=at, **fields)
