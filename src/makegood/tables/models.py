"""Imports, how far each has come, and the rows that it refused."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from makegood.tables.states import OPEN, RunState


class ImportRun(models.Model):
    """One table that somebody brings in: what of, with what settings, how far it has come and what became of the rows.

    The counts are written in the transaction that writes the rows, so the run is true whenever it is read.
    """

    kind = models.CharField(max_length=20)
    task = models.CharField(max_length=200)
    """The dotted path of the task that brings it in."""
    name = models.CharField(max_length=200)
    """Of the file, as whoever sent it calls it."""
    digest = models.CharField(max_length=64)
    """Under which the file is kept."""
    headings: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    options: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    """What was chosen before it began: which column holds what, and what the kind needs besides."""
    language = models.CharField(max_length=8)
    """In which the reasons of refusals are written."""
    today = models.DateField()
    """The day on which it began where whoever began it was: as which cells are read, however long it takes."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    state = models.CharField(max_length=16, default=RunState.WAITING)
    job = models.PositiveBigIntegerField(default=0)
    """The work that carries it on."""
    total = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    problem = models.TextField(blank=True)
    """Why it was stopped, where nobody stopped it."""
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """Somebody brings in the same file once at a time; every row that is done has one fate."""

        db_table = "tables_run"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(RunState)), name="tables_run_state"),
            models.UniqueConstraint(
                fields=["by", "kind", "digest"], condition=Q(state__in=list(OPEN)), name="tables_run_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(done=F("new") + F("changed") + F("same") + F("refused")), name="tables_run_fates"
            ),
            models.CheckConstraint(condition=Q(done__lte=F("total")), name="tables_run_within"),
            models.CheckConstraint(
                condition=Q(state__in=list(OPEN), ended_at__isnull=True)
                | (~Q(state__in=list(OPEN)) & Q(ended_at__isnull=False)),
                name="tables_run_ended",
            ),
        ]
        indexes = [models.Index(fields=["by", "-id"], name="tables_run_of")]


class Refusal(models.Model):
    """A row that was not brought in, as it came, and what is wrong with it."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="refusals")
    number = models.PositiveIntegerField()
    """Of the row, as the program that made the file shows it."""
    cells: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    field = models.CharField(max_length=40, blank=True)
    reason = models.TextField()

    class Meta:
        """Each row of a file is refused once."""

        db_table = "tables_refusal"
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="tables_refused_once")]
