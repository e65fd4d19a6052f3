"""Putting something up for approval, saying something about it, and what a change takes back."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.foundation.actors import EVERYONE, Actor
from makegood.foundation.approvals.content import changed_parts, content_hash, covered
from makegood.foundation.approvals.models import Approvable, Approval
from makegood.foundation.approvals.states import TRANSITIONS, Happening, Standing, Verdict
from makegood.foundation.errors import NotFound, Problem, Stale
from makegood.foundation.history.services import record

Subject = tuple[str, int]
SAID = {Verdict.APPROVED: Happening.APPROVE, Verdict.DECLINED: Happening.DECLINE}


class UnableToDecline(Problem):
    """Somebody declines without a reason."""

    code = "unable-to-decline"


@transaction.atomic
def put_up(
    *,
    subject: Subject,
    parts: Mapping[str, object],
    roles: Mapping[str, Collection[str]],
    by: Actor,
    at: datetime,
    audience: str = EVERYONE,
) -> dict[str, frozenset[str]]:
    """Say what there is to approve now, and by whom: at first, and again after each change.

    ``parts`` maps names to JSON content, ``roles`` to the parts that each must approve. What a role said is taken back
    where something that it covers was changed, added or removed, or where it now covers other parts; return these roles
    with the parts. History tells of each.
    """
    digests = {name: content_hash(content) for name, content in parts.items()}
    document = _document(subject)
    changed = changed_parts(document.digests, digests)
    document.digests = digests
    document.save()
    taken_back: dict[str, frozenset[str]] = {}
    kept = {approval.role: approval for approval in document.approvals.all()}
    document.approvals.exclude(role__in=list(roles)).delete()
    for role, wanted in sorted(roles.items()):
        approval = kept.get(role) or Approval(document=document, role=role, parts=sorted(wanted))
        touched = (changed & set(wanted)) | (set(approval.parts) ^ set(wanted))
        approval.parts = sorted(wanted)
        if touched and _take_back(approval, touched):
            taken_back[role] = frozenset(touched)
            facts = {"role": role, "parts": sorted(touched)}
            record(verb="approval.reset", subject=subject, actor=by, at=at, facts=facts, audience=audience)
        approval.save()
    return taken_back


@transaction.atomic
def say(
    *,
    subject: Subject,
    role: str,
    verdict: Verdict,
    seen: Mapping[str, str],
    by: Actor,
    at: datetime,
    reason: str = "",
    audience: str = EVERYONE,
) -> None:
    """Record what ``by`` says for ``role``, having ``seen`` parts with these hashes (``queries.Line.now``).

    Stale where something has changed since, with the parts in ``details``; UnableToDecline without a reason; NotFound
    where the role has nothing to say here. Whether ``by`` may speak for the role is for the room's policy.
    """
    document = _document(subject)
    approval = document.approvals.filter(role=role).first()
    if approval is None:
        raise NotFound(_("There is nothing to approve here for this role."))
    now = covered(document.digests, approval.parts)
    if changed := changed_parts(seen, now):
        raise Stale(_("This has been changed since you looked at it."), details={"parts": sorted(changed)})
    if verdict is Verdict.DECLINED and not reason.strip():
        raise UnableToDecline(_("Say why, so that the others know what to change."), field="reason")
    approval.standing = TRANSITIONS[Standing(approval.standing)][SAID[verdict]]
    approval.seen, approval.reset_parts, approval.reason = now, [], reason.strip()
    approval.actor_kind, approval.actor_number, approval.said_at = by.kind, by.number, at
    approval.save()
    facts = {"role": role, "seen": now, "reason": approval.reason}
    record(verb=f"approval.{SAID[verdict]}", subject=subject, actor=by, at=at, facts=facts, audience=audience)


def _document(subject: Subject) -> Approvable:
    """Return the locked document of ``subject``, made where there is none: two who change it wait for each other."""
    found, _made = Approvable.objects.select_for_update().get_or_create(
        subject_kind=subject[0], subject_number=subject[1]
    )
    return found


def _take_back(approval: Approval, touched: Collection[str]) -> bool:
    before = Standing(approval.standing)
    approval.standing = TRANSITIONS[before][Happening.CHANGE]
    if approval.standing != Standing.RESET:
        return False
    approval.reset_parts = sorted({*approval.reset_parts, *touched})
    return before is not Standing.RESET
