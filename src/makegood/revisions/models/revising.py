"""A revised promise, and every time that it passed a gate or a gate closed again behind it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from makegood.feasibility.models import Validation
from makegood.foundation.guards.registry import guard
from makegood.promises.models import Evidence, Notice, Promise
from makegood.promises.states import Origin
from makegood.remediation.models import Plan
from makegood.revisions.states import ENDED, Gate, RevisionState

_PERSON = settings.AUTH_USER_MODEL
ORIGINS = (Origin.CUSTOMER, Origin.US, Origin.BOTH)


class Revision(models.Model):
    """What would be promised instead, why, and what stays; only behind every gate the promise reads so."""

    promise = models.ForeignKey(Promise, on_delete=models.PROTECT, related_name="revisions")
    state = models.CharField(max_length=12, default=RevisionState.DRAFT)
    origin = models.CharField(max_length=8)
    """Who wants the promise to be another one."""
    request = models.ForeignKey(Evidence, null=True, on_delete=models.PROTECT, related_name="+")
    """The customer's own words, where they want it."""
    due_before = models.DateField()
    due = models.DateField()
    terms_before: models.JSONField[list[dict[str, Any]], list[dict[str, Any]]] = models.JSONField(default=list)
    terms: models.JSONField[list[dict[str, Any]], list[dict[str, Any]]] = models.JSONField(default=list)
    """Everything that would be promised besides the date, as ``promises.services.checked_terms`` returns it."""
    owner_before = models.ForeignKey(_PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(_PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    """Who would be accountable for it."""
    rationale = models.TextField(blank=True)
    changes = models.TextField(blank=True)
    """What changes for the customer, in words."""
    stays = models.TextField(blank=True)
    risks = models.TextField(blank=True)
    """What could still go wrong, and by which signs that will be seen."""
    message = models.TextField(blank=True)
    """What the customer is to be told."""
    data: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    """What the forecast and the indicators said when it was proposed."""
    is_second = models.BooleanField(default=False)
    """Whether we have moved this promise before: then an executive decides, with a reason."""
    validation = models.ForeignKey(Validation, null=True, on_delete=models.PROTECT, related_name="+")
    """What was asked of the forecast last."""
    plan = models.ForeignKey(Plan, null=True, on_delete=models.PROTECT, related_name="revisions")
    """The joint plan that it comes from, if one was running."""
    version = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    """Who proposes it: all that it says is theirs."""
    in_force_at = models.DateTimeField(null=True)
    applied_at = models.DateTimeField(null=True)
    """When the promise was made to read so, in the same transaction: nothing else may be done by it afterwards."""
    ended_at = models.DateTimeField(null=True)
    """When it was refused or withdrawn."""
    ended_by = models.ForeignKey(_PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    end_reason = models.TextField(blank=True)

    class Meta:
        """One open revision of a promise; in force or ended is said with its moment."""

        db_table = "revisions_revision"
        indexes = [models.Index(fields=["state", "-id"], name="revisions_by_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["promise"], condition=~Q(state__in=sorted(ENDED)), name="revisions_one_open"
            ),
            models.CheckConstraint(condition=Q(state__in=list(RevisionState)), name="revisions_state"),
            models.CheckConstraint(condition=Q(origin__in=list(ORIGINS)), name="revisions_origin"),
            models.CheckConstraint(
                condition=Q(state=RevisionState.IN_FORCE, in_force_at__isnull=False)
                | (~Q(state=RevisionState.IN_FORCE) & Q(in_force_at=None, applied_at=None)),
                name="revisions_in_force_since",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[RevisionState.REFUSED, RevisionState.WITHDRAWN], ended_at__isnull=False)
                | (~Q(state__in=[RevisionState.REFUSED, RevisionState.WITHDRAWN]) & Q(ended_at=None)),
                name="revisions_ended_since",
            ),
            models.CheckConstraint(
                condition=~Q(state=RevisionState.IN_FORCE)
                | (~Q(rationale="") & ~Q(message="") & Q(owner__isnull=False)),
                name="revisions_whole_in_force",
            ),
        ]


class GateRecord(models.Model):
    """One time that a gate was passed, or closed again; only ever added, the latest counts."""

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="gates")
    gate = models.PositiveSmallIntegerField()
    passed = models.BooleanField()
    at = models.DateTimeField()
    by = models.ForeignKey(_PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    """None where the house did it by itself."""
    in_name_of = models.ForeignKey(_PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    """The colleague whose place somebody took who is not of the function."""
    digest = models.CharField(max_length=64, blank=True)
    """Of the parts that it was passed on."""
    notice = models.ForeignKey(Notice, null=True, on_delete=models.PROTECT, related_name="+")
    validation = models.ForeignKey(Validation, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    stands = models.BooleanField(default=False)
    """Whether it was passed before and nothing that it covers has changed since: nobody had to do it again."""
    again = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    """The record that stands."""

    class Meta:
        """Known gates; what is told has a notice, what is valid a simulation, what closes a reason."""

        db_table = "revisions_gate"
        indexes = [models.Index(fields=["revision", "gate", "-id"], name="revisions_latest_gate")]
        constraints = [
            models.CheckConstraint(condition=Q(gate__in=list(Gate)), name="revisions_gate_known"),
            models.CheckConstraint(
                condition=Q(passed=False) | ~Q(gate__in=[Gate.NOTICE, Gate.TOLD]) | Q(notice__isnull=False),
                name="revisions_gate_told",
            ),
            models.CheckConstraint(
                condition=Q(passed=False) | ~Q(gate=Gate.VALIDATION) | Q(validation__isnull=False),
                name="revisions_gate_valid",
            ),
            models.CheckConstraint(condition=Q(passed=True) | ~Q(reason=""), name="revisions_gate_reason"),
            models.CheckConstraint(condition=Q(in_name_of=None) | ~Q(in_name_of=F("by")), name="revisions_gate_for"),
        ]


guard(GateRecord)
