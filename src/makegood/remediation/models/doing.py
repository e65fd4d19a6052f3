"""Who does what by when: actions, milestones, risks, contingencies with their steps, and what the customer is told."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from makegood.customers.models import Contact
from makegood.customers.states import Channel
from makegood.promises.models import Indicator
from makegood.remediation.models.plans import Plan
from makegood.remediation.states import FOUR, Level, Trigger

_PERSON = settings.AUTH_USER_MODEL


class PlanMilestone(models.Model):
    """A day by which something is so that somebody can say that it is."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="milestones")
    title = models.CharField(max_length=200)
    due = models.DateField()
    acceptance = models.TextField()
    """By what it is known to be met."""
    met_on = models.DateField(null=True)
    met_by = models.ForeignKey(_PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=0)

    class Meta:
        """Somebody says that it is met."""

        db_table = "remediation_milestone"
        constraints = [
            models.CheckConstraint(
                condition=Q(met_on=None, met_by=None) | Q(met_on__isnull=False, met_by__isnull=False),
                name="remediation_milestone_met",
            ),
        ]


class PlanRisk(models.Model):
    """What may go wrong with a plan, and what is done against it."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="risks")
    title = models.CharField(max_length=200)
    probability = models.CharField(max_length=8)
    effect = models.CharField(max_length=8)
    mitigation = models.TextField()
    owner = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=0)

    class Meta:
        """Known levels."""

        db_table = "remediation_risk"
        constraints = [
            models.CheckConstraint(
                condition=Q(probability__in=list(Level), effect__in=list(Level)), name="remediation_risk_levels"
            ),
        ]


class Contingency(models.Model):
    """What is done if something happens: it fires once, and then its steps are actions."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="contingencies")
    title = models.CharField(max_length=200)
    trigger = models.CharField(max_length=12)
    threshold = models.FloatField(null=True)
    """P(kept) below which it fires."""
    day = models.DateField(null=True)
    """From which on it fires."""
    milestone = models.ForeignKey(PlanMilestone, null=True, on_delete=models.PROTECT, related_name="+")
    indicator = models.ForeignKey(Indicator, null=True, on_delete=models.PROTECT, related_name="+")
    fired_at = models.DateTimeField(null=True)
    fired_for: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    """What was seen when it fired."""
    version = models.PositiveIntegerField(default=0)
    agreed_version = models.PositiveIntegerField(null=True)
    """What of it the functions agreed to last; it fires as that or not at all."""

    class Meta:
        """What its trigger needs, and nothing else."""

        db_table = "remediation_contingency"
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    trigger=Trigger.KEPT_BELOW,
                    threshold__gt=0,
                    threshold__lt=1,
                    day=None,
                    milestone=None,
                    indicator=None,
                )
                | Q(trigger=Trigger.DATE, day__isnull=False, threshold=None, milestone=None, indicator=None)
                | Q(trigger=Trigger.MILESTONE, milestone__isnull=False, threshold=None, day=None, indicator=None)
                | Q(trigger=Trigger.MEASUREMENT, indicator__isnull=False, threshold=None, day=None, milestone=None),
                name="remediation_contingency_trigger",
            ),
        ]


class ContingencyStep(models.Model):
    """What is done when a contingency fires, by whom and within how many days."""

    contingency = models.ForeignKey(Contingency, on_delete=models.CASCADE, related_name="steps")
    title = models.CharField(max_length=200)
    function = models.CharField(max_length=20)
    owner = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    days = models.PositiveSmallIntegerField()
    """Calendar days from when it fires."""
    version = models.PositiveIntegerField(default=0)

    class Meta:
        """Owned by one of the four."""

        db_table = "remediation_step"
        constraints = [
            models.CheckConstraint(condition=Q(function__in=FOUR), name="remediation_step_function"),
        ]


class PlanAction(models.Model):
    """What somebody does by a day; one owner."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="actions")
    title = models.CharField(max_length=200)
    function = models.CharField(max_length=20)
    """Which of the four owns it."""
    owner = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    due = models.DateField()
    after = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="+")
    """What has to be done first."""
    step = models.OneToOneField(ContingencyStep, null=True, on_delete=models.PROTECT, related_name="action")
    """Of which contingency it came: that is what lets each become an action once."""
    progress = models.PositiveSmallIntegerField(default=0)
    """In per cent."""
    done_at = models.DateTimeField(null=True)
    evidence = models.TextField(blank=True)
    """By what one sees that it is done."""
    made_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)

    class Meta:
        """It waits for another one, and what is done can be seen."""

        db_table = "remediation_action"
        indexes = [models.Index(fields=["owner", "done_at"], name="remediation_action_owner")]
        constraints = [
            models.CheckConstraint(condition=Q(function__in=FOUR), name="remediation_action_function"),
            models.CheckConstraint(condition=~Q(after=F("id")), name="remediation_action_after_another"),
            models.CheckConstraint(condition=Q(progress__lte=100), name="remediation_action_progress"),
            models.CheckConstraint(
                condition=Q(done_at=None) | (Q(progress=100) & ~Q(evidence="")), name="remediation_action_done"
            ),
        ]


class PlannedMessage(models.Model):
    """One time that somebody at the customer is told something: who tells whom, when, through what, and what next."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="messages")
    teller = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    contact = models.ForeignKey(Contact, null=True, on_delete=models.PROTECT, related_name="+")
    to_whom = models.CharField(max_length=200, blank=True)
    """Where that is nobody on record."""
    on = models.DateField()
    channel = models.CharField(max_length=16)
    text = models.TextField()
    """What is said."""
    next_update = models.DateField()
    """When they hear next, whatever has happened by then."""
    told_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        """To somebody, and what comes next comes later."""

        db_table = "remediation_message"
        constraints = [
            models.CheckConstraint(condition=Q(channel__in=list(Channel)), name="remediation_message_channel"),
            models.CheckConstraint(
                condition=Q(contact__isnull=False) | ~Q(to_whom=""), name="remediation_message_to_somebody"
            ),
            models.CheckConstraint(condition=Q(next_update__gt=F("on")), name="remediation_message_next"),
        ]
