"""Entries of the history, and their bodies beside them."""

from __future__ import annotations

from django.db import models

from makegood.foundation.guards.registry import guard


class Entry(models.Model):
    """One thing that happened; never changed, never removed."""

    position = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    verb = models.CharField(max_length=80)
    subject_kind = models.CharField(max_length=40)
    subject_number = models.BigIntegerField()
    actor_kind = models.CharField(max_length=16)
    actor_number = models.BigIntegerField()
    audience = models.CharField(max_length=80)
    body_digest = models.BinaryField(max_length=32)
    previous = models.BinaryField(max_length=32)
    digest = models.BinaryField(max_length=32)

    class Meta:
        """How entries are found: by what they are about."""

        db_table = "history_entry"
        indexes = [models.Index(fields=["subject_kind", "subject_number", "position"], name="history_subject")]
        constraints = [models.CheckConstraint(condition=models.Q(position__gte=1), name="history_begins_at_one")]


class Body(models.Model):
    """What an entry says in full: may hold personal data, and can be erased without breaking the chain."""

    entry = models.OneToOneField(Entry, primary_key=True, on_delete=models.PROTECT, related_name="body")
    salt = models.BinaryField(max_length=32, null=True)
    content = models.TextField(null=True)
    """Both are NULL once erased. JSON as it was digested: a column type that parses could write numbers another way."""

    class Meta:
        """Erased whole or not at all."""

        db_table = "history_body"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(salt__isnull=True, content__isnull=True)
                | models.Q(salt__isnull=False, content__isnull=False),
                name="history_body_erased_whole",
            )
        ]


guard(Entry)
guard(Body, may_erase=("salt", "content"))
