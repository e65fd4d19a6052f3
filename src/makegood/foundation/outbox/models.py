"""News."""

from __future__ import annotations

from typing import Any

from django.db import models


class News(models.Model):
    """Something that happened, for other rooms to hear of; each handler's delivery is a job."""

    event = models.CharField(max_length=80)
    subject_kind = models.CharField(max_length=40)
    subject_number = models.BigIntegerField()
    payload: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        """Found by what it is about, and by age when it is forgotten."""

        db_table = "outbox_news"
        indexes = [
            models.Index(fields=["subject_kind", "subject_number"], name="outbox_subject"),
            models.Index(fields=["at"], name="outbox_at"),
        ]
