"""Jobs."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from makegood.foundation.jobs.states import OPEN, JobState


class Job(models.Model):
    """One piece of work: which task, with what, and who holds it until when."""

    task = models.CharField(max_length=200)
    arguments: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    key = models.CharField(max_length=200, blank=True)
    """Names the work, so that it is queued once; empty where it has no name."""
    state = models.CharField(max_length=16, default=JobState.WAITING)
    free_at = models.DateTimeField()
    """From when a worker may take it: when it is due; while it runs, when the lease of its worker ends."""
    attempt = models.PositiveIntegerField(default=0)
    """Counts how often it was taken and never goes back: who holds an older number may no longer finish it."""
    final_attempt = models.PositiveIntegerField()
    """The attempt that is the last one, if it fails too."""
    worker = models.CharField(max_length=80, blank=True)
    error = models.TextField(blank=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """One job for a key; the next one is found without looking at those that ended."""

        db_table = "jobs_job"
        constraints = [
            models.UniqueConstraint(fields=["key"], condition=~Q(key=""), name="jobs_key"),
            models.CheckConstraint(condition=Q(state__in=list(JobState)), name="jobs_state"),
            models.CheckConstraint(
                condition=Q(state__in=list(OPEN), ended_at__isnull=True)
                | (~Q(state__in=list(OPEN)) & Q(ended_at__isnull=False)),
                name="jobs_ended_when_over",
            ),
        ]
        indexes = [
            models.Index(fields=["free_at", "id"], condition=Q(state__in=list(OPEN)), name="jobs_next"),
            models.Index(fields=["state", "ended_at"], name="jobs_by_state"),
        ]
