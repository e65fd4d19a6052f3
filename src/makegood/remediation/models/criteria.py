"""By what the company decides between ways out: criteria in their versions, published before any case is opened."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from makegood.foundation.guards.registry import guard

_PERSON = settings.AUTH_USER_MODEL


class CriteriaText(models.Model):
    """What counts, how much and on which scale, and who signs."""

    name = models.CharField(max_length=120)
    frame = models.TextField()
    """The canonical text of the engine's frame: criteria, scales, weights, vetoes and limits."""
    sign_off: models.JSONField[list[dict[str, object]], list[dict[str, object]]] = models.JSONField(default=list)
    """Rules of ``states.SignOff``, as JSON: who decides, by severity and value."""
    reason = models.TextField()

    class Meta:
        """Kept as a draft and as a version."""

        abstract = True


class CriteriaDraft(CriteriaText):
    """Criteria that somebody proposes."""

    version = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    by = models.ForeignKey(_PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    """Who proposes them as they read now."""
    ended_at = models.DateTimeField(null=True)
    """When they were published, or taken back."""

    class Meta:
        """Beside its versions."""

        db_table = "remediation_criteria_draft"


class CriteriaVersion(CriteriaText):
    """Published criteria; only ever added. A case is decided by those in force when it was opened."""

    number = models.PositiveIntegerField(unique=True)
    digest = models.CharField(max_length=64)
    """SHA-256 of the frame."""
    at = models.DateTimeField()
    proposed_by = models.ForeignKey(_PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(_PERSON, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """Numbered from 1 on, and published by somebody else than who proposed them."""

        db_table = "remediation_criteria"
        constraints = [
            models.CheckConstraint(condition=Q(number__gte=1), name="remediation_criteria_number"),
            models.CheckConstraint(condition=~Q(by=F("proposed_by")), name="remediation_criteria_by_another"),
        ]


guard(CriteriaVersion)
