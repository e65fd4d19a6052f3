"""What must be approved by whom, and what they said."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from makegood.foundation.approvals.states import Standing


class Approvable(models.Model):
    """Something that is approved in parts: what it is of, and the hash of each part as it is now."""

    subject_kind = models.CharField(max_length=40)
    subject_number = models.BigIntegerField()
    digests: models.JSONField[dict[str, str], dict[str, str]] = models.JSONField(default=dict)

    class Meta:
        """One for each subject."""

        db_table = "approvals_document"
        constraints = [models.UniqueConstraint(fields=["subject_kind", "subject_number"], name="approvals_once")]


class Approval(models.Model):
    """What one role has to say about the parts that it covers."""

    document = models.ForeignKey(Approvable, on_delete=models.CASCADE, related_name="approvals")
    role = models.CharField(max_length=60)
    parts: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    standing = models.CharField(max_length=16, default=Standing.AWAITED)
    seen: models.JSONField[dict[str, str], dict[str, str]] = models.JSONField(default=dict)
    """The hashes of the parts that whoever spoke last had seen."""
    actor_kind = models.CharField(max_length=16, blank=True)
    actor_number = models.BigIntegerField(null=True)
    said_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)
    """Why it was declined, or why it was taken back."""
    reset_parts: models.JSONField[list[str], list[str]] = models.JSONField(default=list)

    class Meta:
        """A role speaks once about a document; whoever spoke is known."""

        db_table = "approvals_approval"
        constraints = [
            models.UniqueConstraint(fields=["document", "role"], name="approvals_role_once"),
            models.CheckConstraint(condition=Q(standing__in=list(Standing)), name="approvals_standing"),
            models.CheckConstraint(
                condition=Q(standing=Standing.AWAITED) | Q(said_at__isnull=False, actor_number__isnull=False),
                name="approvals_said_by_somebody",
            ),
        ]
