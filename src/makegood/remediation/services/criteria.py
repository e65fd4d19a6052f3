"""Proposing by what the company decides, and publishing what somebody else proposed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from makegood.engine.deciding import Frame, InvalidFrame, frame_hash, read_frame
from makegood.foundation.actors import Viewer
from makegood.foundation.errors import NotFound, Problem
from makegood.foundation.history.services import record
from makegood.foundation.texts import kept_line, kept_text
from makegood.foundation.versions import changes_between, check_version
from makegood.people.states import Function
from makegood.promises.states import Severity
from makegood.remediation.bridge import told_fault
from makegood.remediation.models import CriteriaDraft, CriteriaVersion
from makegood.remediation.policies import check_propose_criteria, check_publish_criteria
from makegood.remediation.queries.criteria import criteria_in_force
from makegood.remediation.queries.frames import FrameSaid, framed, text_and_digest, written_sign_off
from makegood.remediation.states import SignOff

NAME, MOST_REASON = 120, 5_000


class UnableToSetCriteria(Problem):
    """The criteria contradict themselves, or nobody is said to decide; ``field`` names what is at fault."""

    code = "unable-to-set-criteria"


@dataclass(frozen=True, slots=True)
class CriteriaSaid:
    """What is proposed: criteria with their limits, who signs, and why it should be so."""

    name: str
    frame: FrameSaid
    sign_off: Sequence[SignOff]
    reason: str


@transaction.atomic
def propose_criteria(*, said: CriteriaSaid, by: Viewer, at: datetime) -> int:
    """Propose criteria for cases that are opened from then on; return the number of the proposal.

    Denied; UnableToSetCriteria with the field at fault, such as ``criteria.cost.veto``.
    """
    check_propose_criteria(by)
    kept = _kept(said)
    draft = CriteriaDraft.objects.create(**kept, made_at=at, by_id=by.number)
    record(verb="criteria.propose", subject=("criteria-draft", draft.pk), actor=by.actor, at=at, facts=_facts(kept))
    return draft.pk


@transaction.atomic
def change_criteria_draft(*, number: int, version: int, said: CriteriaSaid, by: Viewer, at: datetime) -> None:
    """Change what is proposed; whoever changes it proposes it. Denied, NotFound, Stale, UnableToSetCriteria."""
    check_propose_criteria(by)
    draft = _locked(number)
    kept = _kept(said)
    before = {field: getattr(draft, field) for field in kept}
    check_version(seen=version, current=draft.version, wanted=kept, now=before)
    changes = changes_between(before, kept)
    if not changes:
        return
    for field, value in kept.items():
        setattr(draft, field, value)
    draft.by_id, draft.version = by.number, draft.version + 1
    draft.save()
    record(
        verb="criteria.change", subject=("criteria-draft", number), actor=by.actor, at=at,
        facts={"name": draft.name, "changed": sorted(changes)},
    )  # fmt: skip


@transaction.atomic
def take_back_criteria(*, number: int, by: Viewer, at: datetime) -> None:
    """Propose them no longer; Denied, NotFound."""
    check_propose_criteria(by)
    draft = _locked(number)
    draft.ended_at = at
    draft.save()
    facts = {"name": draft.name}
    record(verb="criteria.take-back", subject=("criteria-draft", number), actor=by.actor, at=at, facts=facts)


@transaction.atomic
def publish_criteria(*, number: int, version: int, by: Viewer, at: datetime) -> int:
    """Put in force what somebody else proposed, as it was read in ``version``, for cases opened from now on.

    Return the number of the version. Denied, NotFound, Stale, UnableToSetCriteria.
    """
    draft = _locked(number)
    check_publish_criteria(by, proposed_by=draft.by_id)
    check_version(seen=version, current=draft.version, wanted={}, now={})
    published = criteria_in_force(at=at).number + 1
    try:
        with transaction.atomic():
            row = CriteriaVersion.objects.create(
                number=published,
                name=draft.name,
                frame=draft.frame,
                digest=frame_hash(read_frame(draft.frame)),
                sign_off=draft.sign_off,
                reason=draft.reason,
                at=at,
                proposed_by_id=draft.by_id,
                by_id=by.number,
            )
    except IntegrityError as error:
        raise UnableToSetCriteria(_("Somebody else published criteria at this moment. Read them first.")) from error
    draft.ended_at = at
    draft.save()
    facts = {"version": published, "name": draft.name, "digest": row.digest}
    record(verb="criteria.publish", subject=("criteria", published), actor=by.actor, at=at, facts=facts)
    return published


def checked_frame(said: FrameSaid) -> Frame:
    """Return the frame that is meant; UnableToSetCriteria with the first field at fault, and all of them as details."""
    try:
        return framed(said)
    except InvalidFrame as refused:
        told = [(fault.field, told_fault(fault)) for fault in refused.faults]
        text = "; ".join(f"{field}: {why}" for field, why in told)
        raise UnableToSetCriteria(text, field=told[0][0], details={"faults": dict(told)}) from refused


def checked_sign_off(rules: Sequence[SignOff]) -> list[dict[str, object]]:
    """Return who signs, as JSON; UnableToSetCriteria where a severity is missing or a function is none."""
    functions = set(Function) - {Function.ADMINISTRATOR}
    for severity in Severity:
        found = [rule for rule in rules if rule.severity == severity]
        if len(found) != 1:
            raise UnableToSetCriteria(
                _("Say for %(severity)s who decides, once.") % {"severity": severity}, field=f"sign_off.{severity}"
            )
        if not _is_whole(found[0], functions):
            raise UnableToSetCriteria(
                _("Name a function that decides on %(severity)s, and another one from a value on or none.")
                % {"severity": severity},
                field=f"sign_off.{severity}",
            )
    return written_sign_off(rules)


def _is_whole(rule: SignOff, functions: set[Function]) -> bool:
    if rule.function not in functions:
        return False
    if rule.from_value is None:
        return not rule.function_from
    return rule.from_value >= 0 and rule.function_from in functions


def _kept(said: CriteriaSaid) -> dict[str, Any]:
    text, _digest = text_and_digest(checked_frame(said.frame))
    return {
        "name": kept_line(said.name, field="name", most=NAME, refusal=UnableToSetCriteria, needed=True),
        "frame": text,
        "sign_off": checked_sign_off(said.sign_off),
        "reason": kept_text(said.reason, field="reason", most=MOST_REASON, refusal=UnableToSetCriteria, needed=True),
    }


def _locked(number: int) -> CriteriaDraft:
    draft = CriteriaDraft.objects.select_for_update().filter(pk=number, ended_at=None).first()
    if draft is None:
        raise NotFound(_("Nothing of that number is proposed any more."))
    return draft


def _facts(kept: dict[str, Any]) -> dict[str, Any]:
    return {"name": kept["name"], "frame": kept["frame"], "sign_off": kept["sign_off"], "reason": kept["reason"]}
