"""Entries of the history, and their bodies beside them."""

from __future__ import annotations

from django.db import models


class Body(models.Model):
    """What an entry says in full: may hold personal data and can be erased without breaking the chain."""

    salt = models.BinaryField(max_length=32)
    content = models.JSONField()


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
    body = models.OneToOneField(Body, null=True, on_delete=models.SET_NULL, related_name="entry")
    body_digest = models.BinaryField(max_length=32)
    previous = models.BinaryField(max_length=32)
    digest = models.BinaryField(max_length=32, unique=True)

    class Meta:
        """How entries are found: by what they are about."""

        indexes = [models.Index(fields=["subject_kind", "subject_number", "position"], name="history_subject")]
