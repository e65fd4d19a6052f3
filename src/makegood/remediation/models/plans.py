"""Joint plans: the way back of one promise, and the people who make it together."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from makegood.promises.models import Promise
from makegood.promises.states import Severity
from makegood.remediation.states import FOUR, RUNNING, OpenedFrom, PlanState

_PERSON = settings.AUTH_USER_MODEL
_SHARE = Q(p_kept_at_agreement=None) | Q(p_kept_at_agreement__gte=0, p_kept_at_agreement__lte=1)


class Plan(models.Model):
    """The way back of one promise that is in danger, made by four functions together."""

    promise = models.ForeignKey(Promise, on_delete=models.PROTECT, related_name="plans")
    state = models.CharField(max_length=12, default=PlanState.OPEN)
    severity = models.CharField(max_length=2)
    severity_reason = models.CharField(max_length=300, blank=True)
    """Why it is this one, where somebody said so."""
    opened_from = models.CharField(max_length=12)
    finding = models.CharField(max_length=32, blank=True)
    """The code of the finding that it was opened from."""
    reason = models.TextField(blank=True)
    opened_by = models.ForeignKey(_PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    """None where the forecast did."""
    opened_at = models.DateTimeField()
    due = models.DateField(null=True)
    """The date in force when it was opened."""
    clock_from = models.DateTimeField()
    """When the notice clock started: the forecast crossed the red line, somebody said so, or the date passed."""
    acknowledge_by = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(_PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    tell_by = models.DateTimeField()
    """Until when the customer is to be told."""
    core_need = models.TextField(blank=True)
    """What the customer needs it for, in their words."""
    intent = models.TextField(blank=True)
    """What everybody meant to do."""
    impact = models.TextField(blank=True)
    """What it does to the customer, whatever was meant."""
    gap_frozen_at = models.DateTimeField(null=True)
    gap_inputs_hash = models.CharField(max_length=64, blank=True)
    """Of the forecast from which the gap was taken."""
    freezings = models.PositiveIntegerField(default=0)
    """How often the gap was frozen."""
    agreed_at = models.DateTimeField(null=True)
    p_kept_at_agreement = models.FloatField(null=True)
    lapsed_at = models.DateTimeField(null=True)
    lapses = models.PositiveIntegerField(default=0)
    lapse_p_kept = models.FloatField(null=True)
    """P(kept) at which it lapsed."""
    closed_at = models.DateTimeField(null=True)
    close_reason = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)
    """Of what stands in this row."""
    revision = models.PositiveIntegerField(default=0)
    """Counts every change of the plan and all that belongs to it: what a page that shows it looks at."""

    class Meta:
        """One at a time for a promise, and each state with the times it needs."""

        db_table = "remediation_plan"
        indexes = [models.Index(fields=["state", "severity"], name="remediation_plan_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["promise"], condition=Q(state__in=sorted(RUNNING)), name="remediation_one_plan_at_a_time"
            ),
            models.CheckConstraint(condition=Q(state__in=list(PlanState)), name="remediation_plan_states"),
            models.CheckConstraint(condition=Q(severity__in=list(Severity)), name="remediation_plan_severity"),
            models.CheckConstraint(condition=Q(opened_from__in=list(OpenedFrom)), name="remediation_plan_from"),
            models.CheckConstraint(condition=_SHARE, name="remediation_plan_share"),
            models.CheckConstraint(
                condition=~Q(state__in=[PlanState.AGREED, PlanState.LAPSED]) | Q(agreed_at__isnull=False),
                name="remediation_plan_agreed_once",
            ),
            models.CheckConstraint(
                condition=~Q(state=PlanState.LAPSED) | Q(lapsed_at__isnull=False), name="remediation_plan_lapsed"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[PlanState.CLOSED, PlanState.DISMISSED], closed_at__isnull=False)
                | (~Q(state__in=[PlanState.CLOSED, PlanState.DISMISSED]) & Q(closed_at=None)),
                name="remediation_plan_closed",
            ),
            models.CheckConstraint(
                condition=Q(acknowledged_at=None, acknowledged_by=None)
                | Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False),
                name="remediation_plan_acknowledged",
            ),
        ]


class PlanMember(models.Model):
    """Somebody who works on a plan: for one of the four functions, or besides."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    function = models.CharField(max_length=20, blank=True)
    """Empty for others who joined."""
    joined_at = models.DateTimeField()

    class Meta:
        """One person for a function; who is named for none is there once."""

        db_table = "remediation_member"
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "function"], condition=~Q(function=""), name="remediation_function_once"
            ),
            models.UniqueConstraint(
                fields=["plan", "person"], condition=Q(function=""), name="remediation_joined_once"
            ),
            models.CheckConstraint(condition=Q(function__in=["", *FOUR]), name="remediation_member_function"),
        ]
