"""The projection that is searched."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from makegood.foundation.guards.registry import furnish
from makegood.foundation.search.fulltext import FULL_TEXT, vector_of
from makegood.foundation.search.words import folded


class WordsField(models.TextField):  # type: ignore[type-arg]  # Django knows the arguments only while checking
    """A text as its folded words: a tsvector on PostgreSQL, where ``weight`` ranks it; plain text on SQLite.

    ``source`` names the field that holds the text: a backup keeps only that, because databases keep words unlike.
    """

    def __init__(self, *args: Any, weight: str = "D", source: str = "", **options: Any) -> None:  # noqa: ANN401  # a field's options
        """Weigh matches as PostgreSQL's ``weight``, A to D."""
        self.weight = weight
        self.source = source
        super().__init__(*args, **options)

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        """Tell migrations about the weight."""
        name, path, args, options = super().deconstruct()
        return name, path, args, {**options, "weight": self.weight}

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        """Return the type of the column."""
        return "tsvector" if connection.vendor == "postgresql" else "text"

    def get_db_prep_save(self, value: Any, connection: BaseDatabaseWrapper) -> str:  # noqa: ANN401  # as Django has it
        """Fold the text on its way into the database."""
        words = folded(str(value))
        return vector_of(words, self.weight) if connection.vendor == "postgresql" else words


class Projection(models.Model):
    """One thing that can be found, with the audience that may find it."""

    kind = models.CharField(max_length=40)
    number = models.BigIntegerField()
    audience = models.CharField(max_length=80)
    language = models.CharField(max_length=8, blank=True)
    """Empty where it is in no language more than in another; else readers of this one get it before others."""
    title = models.CharField(max_length=300)
    text = models.TextField()
    address = models.CharField(max_length=300)
    title_words = WordsField(weight="A", source="title")
    text_words = WordsField(weight="D", source="text")

    class Meta:
        """One row for a thing."""

        db_table = "search_document"
        constraints = [models.UniqueConstraint(fields=["kind", "number"], name="search_once")]


furnish(FULL_TEXT)
