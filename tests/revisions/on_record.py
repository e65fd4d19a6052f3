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
from makegood.promises.models import AgreedDate, Evidence, Notice, Promise
from makegood.promises.services import said_terms
from makegood.revisions.models import GateRecord, Revision
from makegood.revisions.queries import supplier_revisions
from makegood.revisions.services.gates import digest_for, put_message_up
from makegood.revisions.states import Gate, RevisionState, Side
from tests.staff import person


def revised(number: int, due: date, *, origin: str = "us", at: datetime) -> int:
    """Put another date of a promise in force at a moment at which the customer was told of it; return the revision."""
    promise = Promise.objects.get(pk=number)
    by, terms = User.objects.earliest("pk"), said_terms(number)
    words = None
    if origin != "us":
        words = Evidence.objects.create(promise=promise, kind="mail", title="Mail", text="Later, please", made_at=at)
    revision = Revision.objects.create(
        promise=promise, origin=origin, due_before=promise.due or due, due=due, owner=by, rationale="Late parts",
        message="Later", terms_before=terms, terms=terms, request=words, made_at=at, made_by=by,
        is_second=origin != "customer" and supplier_revisions(number) > 0,
    )  # fmt: skip
    asked = Validation.objects.create(promise=promise, due=due, terms=terms, by=by, at=at)
    Validation.objects.filter(pk=asked.pk).update(
        state="done", answered_at=at, p_kept=0.95, as_of=at.date(), samples=8_192, released_at=at
    )
    revision.validation = asked
    revision.save()
    _approve(revision, at)
    _record_gates(revision, tuple(Gate), by, _executive(), at)
    revision.state, revision.in_force_at = RevisionState.IN_FORCE, at
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
    gates = tuple(Gate)[: list(RevisionState).index(RevisionState(until))]
    if not gates:
        return
    validation = Validation.objects.create(promise=revision.promise, due=revision.due, terms=revision.terms,
                                           by=revision.made_by, at=at)  # fmt: skip
    Validation.objects.filter(pk=validation.pk).update(
        state="done", answered_at=at, p_kept=0.95, as_of=at.date(), samples=8_192
    )
    revision.validation = validation
    revision.save()
    if Gate.MESSAGE in gates:
        _approve(revision, at)
    _record_gates(revision, gates, revision.made_by, _executive(), at)
    revision.state = RevisionState(until)
    revision.save()


def _executive() -> User:
    return User.objects.get(pk=person("executive").number)


def _approve(revision: Revision, at: datetime) -> None:
    """Let one person of each side stand behind the message."""
    put_message_up(revision, HOUSE, at)
    subject = ("revision", revision.pk)
    functions = {Side.SALES: "sales", Side.DELIVERY: "operations", Side.CARE: "customer-success"}
    for line in standing_of(subject=subject):
        by = person(functions[Side(line.role)], name="Some One").actor
        say(subject=subject, role=line.role, verdict=Verdict.APPROVED, seen=line.now, by=by, at=at)


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
