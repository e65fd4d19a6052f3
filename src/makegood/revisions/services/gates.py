"""Passing gates and closing them again: the one place that writes at which gate a revision stands.

A gate that closes leaves those behind it as they are. Once it is passed again, whatever of them still stands is
recorded anew in its order, so that only what really changed has to be done again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from makegood.feasibility.queries import find_validation
from makegood.feasibility.states import REVISED_LEVEL
from makegood.foundation.actors import HOUSE, Actor
from makegood.foundation.approvals.content import content_hash
from makegood.foundation.approvals.queries import is_approved
from makegood.foundation.approvals.services import put_up
from makegood.foundation.errors import NotFound, Problem
from makegood.foundation.history.services import Happened, record_many
from makegood.promises.models import AgreedDate, Promise
from makegood.promises.states import State as PromiseState
from makegood.revisions.models import GateRecord, Revision
from makegood.revisions.queries import latest_records
from makegood.revisions.states import (
    COVERS,
    PARTS,
    PASSES,
    REOPENS,
    TRANSITIONS,
    VALID_DAYS,
    Gate,
    RevisionState,
    Side,
    Verb,
)


class UnableToPass(Problem):
    """The revision stands before another gate, or something that this one needs is missing."""

    code = "unable-to-pass"


@dataclass(frozen=True, slots=True)
class Pass:
    """Who passes a gate, in whose name, and what shows it."""

    by: int | None
    in_name_of: int | None = None
    notice: int | None = None
    validation: int | None = None
    reason: str = ""


def locked_revision(number: int) -> Revision:
    """Return a revision with its promise locked before it, as everybody locks them; NotFound."""
    promise = Revision.objects.filter(pk=number).values_list("promise", flat=True).first()
    if promise is None:
        raise NotFound(_("There is no such revision."))
    Promise.objects.select_for_update().filter(pk=promise).first()
    return Revision.objects.select_for_update(of=("self",)).select_related("promise").get(pk=number)


def after(revision: Revision, verb: Verb) -> RevisionState:
    """Return the state that a verb leads to; UnableToPass where the table of states does not have it."""
    found = TRANSITIONS[RevisionState(revision.state)].get(verb)
    if found is None:
        raise UnableToPass(_("This can't be done with a revision that is as far as this one."))
    return found


def check_relied_on(revision: Revision) -> None:
    """Refuse to go on with a promise that nobody waits for any more; UnableToPass."""
    if revision.promise.state != PromiseState.COMMITTED:
        raise UnableToPass(_("This promise has ended or was delivered: there is nothing to revise."))


def relied_on_since(revision: Revision) -> datetime:
    """Return since when the customer relies on the date in force."""
    agreed = AgreedDate.objects.filter(promise=revision.promise_id).order_by("-pk").values_list("at", flat=True).first()
    return agreed or revision.promise.committed_at or revision.made_at


def parts_of(revision: Revision) -> dict[str, Any]:
    """Return what a revision says, part by part, in JSON values."""
    return {
        "rationale": revision.rationale,
        "origin": revision.origin,
        "request": revision.request_id,
        "due": revision.due.isoformat(),
        "terms": revision.terms,
        "owner": revision.owner_id,
        "changes": revision.changes,
        "stays": revision.stays,
        "risks": revision.risks,
        "message": revision.message,
    }


def digest_for(gate: Gate, revision: Revision) -> str:
    """Return the fingerprint of the parts that a gate is passed on."""
    parts = parts_of(revision)
    return content_hash({name: parts[name] for name in PARTS[gate]})


def pass_gate(revision: Revision, gate: Gate, how: Pass, at: datetime) -> None:
    """Pass a gate, and whatever stands behind it still; UnableToPass out of order."""
    revision.state = after(revision, PASSES[gate])
    _record(revision, gate, how, at)
    if gate is Gate.TOLD:
        return  # in force: whoever told the customer says since when, and saves
    revision.save()
    _carry_on(revision, at)


def close_again(revision: Revision, gates: Mapping[Gate, str], at: datetime, *, by: int | None) -> list[Gate]:
    """Close gates again, each with its reason, as far as they were passed; return those that were."""
    latest = latest_records(revision.pk)
    closed = [gate for gate in sorted(gates) if gate in latest and latest[gate].passed]
    for gate in closed:
        GateRecord.objects.create(revision=revision, gate=gate, passed=False, at=at, by_id=by, reason=gates[gate])
        revision.state = after(revision, REOPENS[gate])
    return closed


def put_message_up(revision: Revision, by: Actor, at: datetime) -> list[str]:
    """Say what there is to approve now; return the sides whose approval is taken back."""
    parts = parts_of(revision)
    wanted = {name: parts[name] for side in Side for name in COVERS[side]}
    taken_back = put_up(
        subject=("revision", revision.pk),
        parts=wanted,
        roles={side.value: COVERS[side] for side in Side},
        by=by,
        at=at,
    )
    return sorted(taken_back)


def tell(revision: Revision, verb: str, actor: Actor, at: datetime, facts: Mapping[str, object] | None = None) -> None:
    """Write what was done into the history of the revision and of its promise."""
    said = {"revision": revision.pk, **(facts or {})}
    subjects = (("revision", revision.pk), ("promise", revision.promise_id))
    record_many(happened=[Happened(f"revision.{verb}", one, said) for one in subjects], actor=actor, at=at)


def told(gates: Iterable[Gate]) -> list[str]:
    """Return gates as history keeps them."""
    return [gate.name.lower() for gate in gates]


def is_old(answered_at: datetime | None, at: datetime) -> bool:
    """Return whether a simulation is too old to tell a customer a date by it."""
    return answered_at is None or answered_at < at - timedelta(days=VALID_DAYS)


def check_fresh(revision: Revision, record: GateRecord | None, at: datetime) -> None:
    """Refuse to build on a simulation that is too old or whose ground has moved; UnableToPass."""
    asked = revision.validation if record is None else record.validation
    if asked is None or asked.answered_at is None:
        raise UnableToPass(_("Nobody has simulated this date yet."))
    if is_old(asked.answered_at, at):
        raise UnableToPass(_("The simulation is more than a week old: have it done again."))
    if asked.lapsed_at is not None:
        raise UnableToPass(_("The forecast has moved since the simulation: have it done again."))


def _record(revision: Revision, gate: Gate, how: Pass, at: datetime, again: GateRecord | None = None) -> None:
    GateRecord.objects.create(
        revision=revision,
        gate=gate,
        passed=True,
        at=at,
        by_id=how.by,
        in_name_of_id=how.in_name_of,
        digest=digest_for(gate, revision),
        notice_id=how.notice,
        validation_id=how.validation,
        reason=how.reason,
        stands=again is not None,
        again=again,
    )


def _carry_on(revision: Revision, at: datetime) -> None:
    """Pass what stands behind the gate that was passed last, and the message once every side approves of it."""
    latest = latest_records(revision.pk)
    passed: list[Gate] = []
    for gate in Gate:
        if PASSES[gate] not in TRANSITIONS[RevisionState(revision.state)] or gate is Gate.TOLD:
            continue
        record = latest.get(gate)
        if gate is Gate.MESSAGE and is_approved(subject=("revision", revision.pk)):
            revision.state = after(revision, PASSES[gate])
            _record(revision, gate, Pass(None), at, record)
        elif record is not None and record.passed and _still_stands(revision, gate, record, at):
            revision.state = after(revision, PASSES[gate])
            how = Pass(record.by_id, record.in_name_of_id, record.notice_id, record.validation_id, record.reason)
            _record(revision, gate, how, at, record)
        elif gate is Gate.VALIDATION and _is_answered(revision, at):
            revision.state = after(revision, PASSES[gate])
            _record(revision, gate, Pass(None, validation=revision.validation_id), at)
        else:
            break
        passed.append(gate)
    if passed:
        revision.save()
        tell(revision, "stands", HOUSE, at, {"gates": told(passed)})


def _still_stands(revision: Revision, gate: Gate, record: GateRecord, at: datetime) -> bool:
    if record.digest != digest_for(gate, revision):
        return False
    if gate is not Gate.VALIDATION:
        return gate is not Gate.MESSAGE
    valid = record.validation
    if valid is None or valid.lapsed_at is not None or is_old(valid.answered_at, at):
        return False
    return bool(record.reason) or (valid.p_kept is not None and valid.p_kept >= REVISED_LEVEL)


def _is_answered(revision: Revision, at: datetime) -> bool:
    """Say whether what was asked last was answered while the revision stood before another gate, and reaches."""
    if revision.validation_id is None:
        return False
    answer = find_validation(revision.validation_id)
    is_of_this = (answer.due, answer.terms) == (revision.due, revision.terms)
    return is_of_this and answer.reaches and not is_old(answer.answered_at, at)
