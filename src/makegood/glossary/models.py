"""Terms of the shared language, how they are written, and every wording they have had."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from makegood.foundation.guards.registry import guard


class Term(models.Model):
    """What a word means, in one language. The same ``key`` in another language is its translation."""

    key = models.CharField(max_length=80)
    language = models.CharField(max_length=8)
    name = models.CharField(max_length=120)
    words = models.TextField()
    """Name and synonyms as they are compared and sorted: see foundation.search.words."""
    definition = models.TextField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    retired_at = models.DateTimeField(null=True)
    stamp = models.CharField(max_length=32)
    """New with every change and sorted by its time: tells whoever keeps the terms in memory that they are old."""
    version = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()

    class Meta:
        """A key has one term in a language, so a translation can't be made twice."""

        db_table = "glossary_term"
        indexes = [models.Index(fields=["words"], name="glossary_by_words")]
        constraints = [
            models.UniqueConstraint(fields=["key", "language"], name="glossary_key_once"),
            models.CheckConstraint(condition=~Q(key="") & ~Q(name="") & ~Q(definition=""), name="glossary_term_said"),
        ]


class Spelling(models.Model):
    """One way to write a term: its name, or a synonym. Retired terms have none, so others may take them."""

    term = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="spellings")
    language = models.CharField(max_length=8)
    text = models.CharField(max_length=120)
    folded = models.CharField(max_length=240)
    """The text without case: databases differ in what they take for the same letter."""
    is_name = models.BooleanField()

    class Meta:
        """A word means one thing in a language."""

        db_table = "glossary_spelling"
        constraints = [
            models.UniqueConstraint(fields=["folded", "language"], name="glossary_spelling_once"),
            models.UniqueConstraint(fields=["term"], condition=Q(is_name=True), name="glossary_one_name"),
        ]


class TermVersion(models.Model):
    """One wording of a term, kept for good: who gave it, when and why."""

    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=120)
    synonyms: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    definition = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    """None where the house gave it."""
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        """Numbered as the versions of the term."""

        db_table = "glossary_version"
        constraints = [models.UniqueConstraint(fields=["term", "number"], name="glossary_version_once")]


guard(TermVersion)
