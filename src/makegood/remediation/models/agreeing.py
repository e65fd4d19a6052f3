"""What functions said against a plan, and what was decided about it; only ever added."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from makegood.foundation.guards.registry import guard
from makegood.remediation.models.plans import Plan
from makegood.remediation.states import FOUR

_PERSON = settings.AUTH_USER_MODEL


class Dissent(models.Model):
    """One time that a function did not agree, and why; it stays on record whatever becomes of it."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="dissents")
    function = models.CharField(max_length=20)
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField()

    class Meta:
        """With a reason."""

        db_table = "remediation_dissent"
        constraints = [
            models.CheckConstraint(condition=Q(function__in=FOUR) & ~Q(reason=""), name="remediation_dissent_reasoned"),
        ]


class Ruling(models.Model):
    """What a decider said about the dissents of a plan: it goes on as it is, and why."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="rulings")
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField()

    class Meta:
        """With a reason."""

        db_table = "remediation_ruling"
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="remediation_ruling_reasoned")]


guard(Dissent)
guard(Ruling)
