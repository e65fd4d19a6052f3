"""What the dialogue of a plan brings to light: promises in scope, the frozen gap, root causes, and what people say."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from makegood.foundation.guards.registry import guard
from makegood.promises.models import Promise
from makegood.remediation.models.plans import Plan
from makegood.remediation.states import Cause, Nature, Stage

_PERSON = settings.AUTH_USER_MODEL


class InScope(models.Model):
    """Another promise that a plan is about, because what helps one would touch the other."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="scope")
    promise = models.ForeignKey(Promise, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """Once."""

        db_table = "remediation_in_scope"
        constraints = [models.UniqueConstraint(fields=["plan", "promise"], name="remediation_in_scope_once")]


class GapTerm(models.Model):
    """One term of the promise, promised against capable, as the forecast had it when the gap was frozen; evidence."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="gap")
    freezing = models.PositiveIntegerField()
    """Which freezing it belongs to; the last one is the gap."""
    place = models.PositiveIntegerField()
    term: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField()
    """What the forecast said of it, as the forecast keeps it."""
    at = models.DateTimeField()
    by = models.ForeignKey(_PERSON, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """In its order."""

        db_table = "remediation_gap_term"
        constraints = [
            models.UniqueConstraint(fields=["plan", "freezing", "place"], name="remediation_gap_in_order"),
        ]


class RootCause(models.Model):
    """Why the promise is in danger: a code of the taxonomy with its part, and whether it lies in how we work."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="causes")
    code = models.CharField(max_length=24)
    words = models.TextField()
    """What happened, without names."""
    points = models.PositiveSmallIntegerField()
    """Its part of it, against those of the other causes: their weights are shares of the sum, and so sum to 1."""
    teams = models.PositiveSmallIntegerField(default=1)
    """How many teams it happened to."""
    peers_would = models.BooleanField(default=False)
    """The substitution test: peers in the same place would have done the same."""
    same_code = models.PositiveSmallIntegerField(default=0)
    """How many plans of the 90 days before had the same code, this one counted."""
    nature = models.CharField(max_length=12)
    made_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)

    class Meta:
        """A code once for a plan, with a part."""

        db_table = "remediation_cause"
        indexes = [models.Index(fields=["code", "made_at"], name="remediation_cause_code")]
        constraints = [
            models.UniqueConstraint(fields=["plan", "code"], name="remediation_cause_once"),
            models.CheckConstraint(condition=Q(code__in=list(Cause)), name="remediation_cause_code_known"),
            models.CheckConstraint(condition=Q(points__gte=1, points__lte=100), name="remediation_cause_points"),
            models.CheckConstraint(condition=Q(nature__in=list(Nature)), name="remediation_cause_nature"),
        ]


class PlanComment(models.Model):
    """What somebody says in the dialogue, or proposes; a proposal is taken or put aside by who works on the plan."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="comments")
    stage = models.CharField(max_length=12, default=Stage.NEED)
    text = models.TextField()
    is_proposal = models.BooleanField(default=False)
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    was_taken = models.BooleanField(null=True)
    answered_by = models.ForeignKey(_PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        """Only a proposal is answered, by somebody."""

        db_table = "remediation_comment"
        constraints = [
            models.CheckConstraint(condition=Q(stage__in=list(Stage)), name="remediation_comment_stage"),
            models.CheckConstraint(
                condition=Q(was_taken=None, answered_by=None, answered_at=None)
                | Q(is_proposal=True, was_taken__isnull=False, answered_by__isnull=False, answered_at__isnull=False),
                name="remediation_proposal_answered",
            ),
        ]


class PlanMention(models.Model):
    """Somebody was named in the dialogue, and when they said that they read it, or answered."""

    comment = models.ForeignKey(PlanComment, on_delete=models.CASCADE, related_name="mentions")
    person = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    seen_at = models.DateTimeField(null=True)

    class Meta:
        """Once for each comment."""

        db_table = "remediation_mention"
        constraints = [
            models.UniqueConstraint(fields=["comment", "person"], name="remediation_mentioned_once"),
        ]


guard(GapTerm)
