"""What was asked under a key, and what was answered."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Repeat(models.Model):
    """One request under a key of its sender, running (no status yet) or answered."""

    sender = models.BigIntegerField()
    key = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    begun_at = models.DateTimeField()
    lease_ends_at = models.DateTimeField()
    attempt = models.PositiveIntegerField(default=1)
    status = models.PositiveSmallIntegerField(null=True)
    answer = models.TextField(blank=True)

    class Meta:
        """A sender uses a key once."""

        db_table = "repeats_repeat"
        indexes = [models.Index(fields=["begun_at"], name="repeats_age")]
        constraints = [
            models.UniqueConstraint(fields=["sender", "key"], name="repeats_key_once"),
            models.CheckConstraint(
                condition=Q(status__isnull=False) | Q(answer=""), name="repeats_answered_with_a_status"
            ),
        ]
