"""Timers."""

from __future__ import annotations

from django.db import models


class Timer(models.Model):
    """A moment that is waited for: its row is there until it has come or the timer is stopped."""

    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=40)
    subject_number = models.BigIntegerField()
    due_at = models.DateTimeField()

    class Meta:
        """Found by what it is about."""

        db_table = "timers_timer"
        indexes = [models.Index(fields=["subject_kind", "subject_number"], name="timers_subject")]
