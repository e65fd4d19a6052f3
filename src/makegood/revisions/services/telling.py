"""Telling the customer: first that the date is in danger, at the end the new one; with that, it is in force."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.customers.services import log_touchpoint
from makegood.customers.states import Channel, Direction
from makegood.feasibility.services import release_validation
from makegood.foundation.actors import Viewer
from makegood.foundation.approvals.queries import is_approved, standing_of
from makegood.foundation.texts import kept_text
from makegood.foundation.versions import check_version
from makegood.promises.models import AgreedDate, Notice
from makegood.promises.services import add_evidence, give_notice, revise_promise
from makegood.promises.states import EvidenceKind, Origin
from makegood.revisions.models import Revision
from makegood.revisions.policies import check_tell
from makegood.revisions.queries import latest_records
from makegood.revisions.services.drafting import MOST_TEXT, what_is_missing
from makegood.revisions.services.gates import (
    Pass,
    UnableToPass,
    after,
    check_fresh,
    check_relied_on,
    locked_revision,
    pass_gate,
    tell,
)
from makegood.revisions.states import Gate, Verb

SPOKEN = frozenset({Channel.CALL, Channel.MEETING})
CLOCKS_DIFFER = timedelta(minutes=5)


@transaction.atomic
def warn_customer(
    *,
    number: int,
    how: str,
    told_at: datetime,
    note: str,
    by: Viewer,
    at: datetime,
    received_at: datetime | None = None,
) -> int:
    """Record that the customer was told that the date is in danger, and not yet which one is next; return the notice.

    One calls first: anything else needs a note that says why nobody could. Denied, NotFound, UnableToPass,
    UnableToGiveNotice.
    """
    check_tell(by)
    revision = locked_revision(number)
    after(revision, Verb.WARN)
    check_relied_on(revision)
    said = kept_text(note, field="note", most=MOST_TEXT, refusal=UnableToPass)
    if how not in SPOKEN and not said:
        raise UnableToPass(_("One calls first. Say why nobody could be reached."), field="note")
    notice = give_notice(promise=revision.promise_id, date_told=None, how=how, told_at=told_at, note=said,
                         received_at=received_at, by=by, at=at)  # fmt: skip
    text = said or _("That the date of %(title)s is in danger.") % {"title": revision.promise.title}
    _met(revision, how, told_at, text, by, at)
    pass_gate(revision, Gate.NOTICE, Pass(by.number, notice=notice), at)
    tell(revision, "warn", by.actor, at, {"notice": notice, "how": how})
    return notice


@transaction.atomic
def build_on_notice(*, number: int, by: Viewer, at: datetime) -> int:
    """Pass the gate on a warning that the customer has got since the date in force was agreed; return the notice.

    Denied, NotFound, UnableToPass where they got none.
    """
    check_tell(by)
    revision = locked_revision(number)
    after(revision, Verb.WARN)
    check_relied_on(revision)
    notice = warning_of(revision)
    if notice is None:
        raise UnableToPass(_("Nobody has told the customer yet that this date is in danger."))
    pass_gate(revision, Gate.NOTICE, Pass(by.number, notice=notice.pk), at)
    tell(revision, "warn", by.actor, at, {"notice": notice.pk, "how": notice.how})
    return notice.pk


def warning_of(revision: Revision) -> Notice | None:
    """Return the latest warning without a date since the date in force was agreed; None without one."""
    agreed = AgreedDate.objects.filter(promise=revision.promise_id).order_by("-pk").values_list("at", flat=True).first()
    found = Notice.objects.filter(promise=revision.promise_id, date_told=None, told_at__gte=agreed or revision.made_at)
    return found.order_by("-told_at", "-pk").first()


@transaction.atomic
def tell_customer(
    *,
    number: int,
    version: int,
    how: str,
    told_at: datetime,
    evidence: str,
    by: Viewer,
    at: datetime,
    accepted_by: str = "",
    received_at: datetime | None = None,
) -> None:
    """Record that the customer was told what was approved, with what shows it: from now on the revision is in force.

    ``evidence`` is the note of the call or the text of the mail. Where both sides want the revision, who accepted it
    has to be named. In one transaction the notice, the touchpoint and the evidence are kept, the last gate is passed,
    and the promise reads so; its first date stays. Denied, NotFound, Stale, UnableToPass, UnableToGiveNotice.
    """
    check_tell(by)
    revision = locked_revision(number)
    after(revision, Verb.TELL)
    _check_ready(revision, version, told_at, at)
    accepted = kept_text(accepted_by, field="accepted_by", most=200, refusal=UnableToPass)
    if revision.origin == Origin.BOTH and not accepted:
        raise UnableToPass(_("Both sides want this: name who accepted it."), field="accepted_by")
    shown = kept_text(evidence, field="evidence", most=MOST_TEXT, refusal=UnableToPass, needed=True)
    kind = EvidenceKind.NOTE if how in SPOKEN else EvidenceKind.MAIL
    piece = add_evidence(promise=revision.promise_id, kind=kind, title=_("What the customer was told"), text=shown,
                         by=by, at=at)  # fmt: skip
    notice = give_notice(promise=revision.promise_id, date_told=revision.due, how=how, told_at=told_at,
                         received_at=received_at, note=revision.message, by=by, at=at)  # fmt: skip
    _met(revision, how, told_at, shown, by, at)
    pass_gate(revision, Gate.TOLD, Pass(by.number, notice=notice, reason=accepted), at)
    _put_in_force(revision, by, at)
    facts = {"notice": notice, "evidence": piece, "accepted_by": accepted, "due": revision.due.isoformat()}
    tell(revision, "in-force", by.actor, at, facts)


def _put_in_force(revision: Revision, by: Viewer, at: datetime) -> None:
    """Put the revision in force, let the promise read so, and say that this was done."""
    revision.in_force_at = at
    revision.save()
    revise_promise(
        number=revision.promise_id,
        due=revision.due,
        origin=revision.origin,
        terms=revision.terms,
        owner=revision.owner_id,
        evidence=revision.request_id,
        revision=revision.pk,
        by=by,
        at=at,
    )
    revision.applied_at = at
    revision.save(update_fields=["applied_at"])
    if revision.validation_id is not None:
        release_validation(number=revision.validation_id, at=at)


def _check_ready(revision: Revision, version: int, told_at: datetime, at: datetime) -> None:
    """Look once more at everything that a customer is about to rely on; UnableToPass, Stale."""
    check_version(seen=version, current=revision.version, wanted={}, now={})
    check_relied_on(revision)
    records = latest_records(revision.pk)
    check_fresh(revision, records.get(Gate.VALIDATION), at)
    if revision.promise.due != revision.due_before or not is_approved(subject=("revision", revision.pk)):
        raise UnableToPass(_("What was approved is not what is there now."))
    missing = what_is_missing(revision, today=at.date())
    if missing:
        field, reason = next(iter(missing.items()))
        raise UnableToPass(reason, field=field)
    approved = max(line.said_at for line in standing_of(subject=("revision", revision.pk)) if line.said_at)
    if told_at < approved - CLOCKS_DIFFER:
        raise UnableToPass(_("The message was approved after that: tell them what was approved."), field="told_at")


def _met(revision: Revision, how: str, told_at: datetime, text: str, by: Viewer, at: datetime) -> None:
    log_touchpoint(
        customer=revision.promise.customer_id,
        kind=how,
        direction=Direction.TO_CUSTOMER,
        text=text,
        happened_at=told_at,
        by=by,
        at=at,
    )
