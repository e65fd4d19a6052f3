"""One revision with everything that belongs to it: what it would change, and how far each gate is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from makegood.feasibility.queries import ValidationRow, find_validation
from makegood.foundation.actors import EVERYONE, Viewer
from makegood.foundation.approvals.queries import Line, standing_of
from makegood.foundation.errors import NotFound
from makegood.people.queries import person_names
from makegood.promises.models import AgreedDate
from makegood.promises.states import Origin
from makegood.revisions.models import GateRecord, Revision
from makegood.revisions.states import ENDED, Gate, RevisionState, Side, next_gate

OURS = (Origin.US, Origin.BOTH)
"""Whose revisions count as ours: what the customer wanted as well is not theirs alone."""


@dataclass(frozen=True, slots=True)
class GateRow:
    """How a gate stands: passed by whom and when, or closed again and why; ``at`` is None where nobody was at it."""

    gate: Gate
    is_passed: bool
    at: datetime | None = None
    by_name: str = ""
    in_name_of: str = ""
    reason: str = ""
    stands: bool = False
    """It was passed before and did not have to be again."""


@dataclass(frozen=True, slots=True)
class Approval:
    """What a side says of the message."""

    side: Side
    line: Line
    by_name: str


@dataclass(frozen=True, slots=True)
class TermChange:
    """One term that changes: as promised before and as it would be; None where it is taken off, or new."""

    subject: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class RevisionDetail:
    """A revision with its gates."""

    number: int
    promise: int
    promise_key: str
    promise_title: str
    promise_state: str
    customer: int
    customer_name: str
    first_due: date | None
    state: RevisionState
    origin: Origin
    request: int | None
    due_before: date
    due: date
    terms_before: list[dict[str, Any]]
    terms: list[dict[str, Any]]
    owner: int | None
    owner_name: str
    rationale: str
    changes: str
    stays: str
    risks: str
    message: str
    data: dict[str, Any]
    is_second: bool
    version: int
    made_at: datetime
    made_by: int
    made_by_name: str
    in_force_at: datetime | None
    ended_at: datetime | None
    ended_by_name: str
    end_reason: str
    gates: tuple[GateRow, ...]
    approvals: tuple[Approval, ...]
    validation: ValidationRow | None
    plan: int | None = None
    """The joint plan that it comes from."""

    @property
    def is_open(self) -> bool:
        """Return whether it is on its way still."""
        return self.state not in ENDED

    @property
    def gate(self) -> Gate | None:
        """Return the gate that it stands before."""
        return next_gate(self.state)

    @property
    def changed_terms(self) -> list[TermChange]:
        """Return what changes besides the date."""
        return term_changes(self.terms_before, self.terms)

    @property
    def kept_terms(self) -> list[str]:
        """Return the terms that stay, in words."""
        return [f"{one['subject']} {term_words(one)}" for one in self.terms if one in self.terms_before]


def visible(viewer: Viewer) -> QuerySet[Revision]:
    """Return the revisions that the viewer may see: all staff see all of them."""
    return Revision.objects.all() if EVERYONE in viewer.audiences else Revision.objects.none()


def find_revision(number: int, viewer: Viewer) -> RevisionDetail:
    """Return a revision; NotFound. In seven queries."""
    found = (
        visible(viewer).select_related("promise__customer", "owner", "made_by", "ended_by").filter(pk=number).first()
    )
    if found is None:
        raise NotFound(_("There is no such revision."))
    promise, records = found.promise, latest_records(found.pk)
    lines = standing_of(subject=("revision", found.pk))
    names = person_names([line.actor_number for line in lines if line.actor_number])
    return RevisionDetail(
        number=found.pk,
        promise=promise.pk,
        promise_key=promise.key,
        promise_title=promise.title,
        promise_state=promise.state,
        customer=promise.customer_id,
        customer_name=promise.customer.name,
        first_due=promise.first_due,
        state=RevisionState(found.state),
        origin=Origin(found.origin),
        request=found.request_id,
        due_before=found.due_before,
        due=found.due,
        terms_before=found.terms_before,
        terms=found.terms,
        owner=found.owner_id,
        owner_name=found.owner.name if found.owner else "",
        rationale=found.rationale,
        changes=found.changes,
        stays=found.stays,
        risks=found.risks,
        message=found.message,
        data=found.data,
        is_second=found.is_second,
        version=found.version,
        made_at=found.made_at,
        made_by=found.made_by_id,
        made_by_name=found.made_by.name,
        in_force_at=found.in_force_at,
        ended_at=found.ended_at,
        ended_by_name=found.ended_by.name if found.ended_by else "",
        end_reason=found.end_reason,
        gates=tuple(_gate(gate, records.get(gate)) for gate in Gate),
        approvals=tuple(Approval(Side(line.role), line, names.get(line.actor_number or 0, "")) for line in lines),
        validation=None if found.validation_id is None else find_validation(found.validation_id),
        plan=found.plan_id,
    )


def latest_records(revision: int) -> dict[Gate, GateRecord]:
    """Return what was recorded last at each gate that anybody has been at; in one query."""
    latest = GateRecord.objects.filter(revision=revision, gate=OuterRef("gate")).order_by("-pk").values("pk")[:1]
    found = GateRecord.objects.filter(revision=revision, pk=Subquery(latest)).select_related("by", "in_name_of")
    return {Gate(one.gate): one for one in found}


def open_revision(promise: int) -> int | None:
    """Return the number of the revision of a promise that is on its way; None where none is."""
    return Revision.objects.filter(promise=promise).exclude(state__in=ENDED).values_list("pk", flat=True).first()


def revisions_of(promise: int, viewer: Viewer) -> list[tuple[int, RevisionState, date, date, datetime]]:
    """Return number, state, date before, date and beginning of each revision of a promise, the latest first."""
    found = visible(viewer).filter(promise=promise).order_by("-pk")
    rows = found.values_list("pk", "state", "due_before", "due", "made_at")
    return [(number, RevisionState(state), before, due, at) for number, state, before, due, at in rows]


def supplier_revisions(promise: int) -> int:
    """Return how often we have moved a promise by now, or changed its terms; other records' moves count as well."""
    moved = AgreedDate.objects.filter(promise=promise, origin__in=OURS).count()
    terms_only = Revision.objects.filter(promise=promise, state=RevisionState.IN_FORCE, origin__in=OURS)
    return moved + sum(due == before for due, before in terms_only.values_list("due", "due_before"))


def term_changes(before: Sequence[dict[str, Any]], after: Sequence[dict[str, Any]]) -> list[TermChange]:
    """Return what differs between two lists of terms, by subject."""
    gone, new = [one for one in before if one not in after], [one for one in after if one not in before]
    changes = []
    for one in gone:
        other = next((each for each in new if each["subject"].lower() == one["subject"].lower()), None)
        if other is not None:
            new.remove(other)
        changes.append(TermChange(one["subject"], term_words(one), None if other is None else term_words(other)))
    return [*changes, *(TermChange(one["subject"], None, term_words(one)) for one in new)]


def term_words(term: dict[str, Any]) -> str:
    """Return what a term promises of its subject, in signs that need no language."""
    share = "" if term["target"] is None else f"({float(term['target']):.3%} / {term['window_days']} d)"
    return " ".join(filter(None, (term["operator"], term["value"], term["unit"], share)))


def _gate(gate: Gate, record: GateRecord | None) -> GateRow:
    if record is None:
        return GateRow(gate, is_passed=False)
    return GateRow(
        gate=gate,
        is_passed=record.passed,
        at=record.at,
        by_name=record.by.name if record.by else "",
        in_name_of=record.in_name_of.name if record.in_name_of else "",
        reason=record.reason,
        stands=record.stands,
    )
