"""The forecast of every open promise as it stands, what it was on earlier days, and what it was when we committed."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from makegood.feasibility.states import Milestone, Standout, Status, Subject, TermState
from makegood.foundation.guards.registry import guard
from makegood.promises.models import Promise

_PERSON = settings.AUTH_USER_MODEL
_SHARE = Q(p_kept=None) | Q(p_kept__gte=0, p_kept__lte=1)


class Change(models.Model):
    """Something that the forecast does not know yet; removed in the transaction that writes what came of it."""

    subject = models.CharField(max_length=16)
    number = models.PositiveBigIntegerField(default=0)
    """Of the promise; 0 for what is not one promise's."""
    at = models.DateTimeField()

    class Meta:
        """In the order in which they were noted."""

        db_table = "feasibility_change"
        indexes = [models.Index(fields=["subject", "number"], name="feasibility_changed")]
        constraints = [
            models.CheckConstraint(condition=Q(subject__in=list(Subject)), name="feasibility_change_subject")
        ]


class Standing(models.Model):
    """The forecast of the whole portfolio as it stands: one row."""

    only = models.BooleanField(default=True, unique=True)
    as_of = models.DateField()
    """The day on whose morning it begins."""
    computed_at = models.DateTimeField()
    milliseconds = models.PositiveIntegerField()
    """How long the last renewal took, reading and writing included."""
    simulated = models.PositiveIntegerField()
    """Items of work that the last renewal simulated; all others had not changed."""
    inputs_hash = models.CharField(max_length=64)
    seed = models.PositiveBigIntegerField()
    samples = models.PositiveIntegerField()
    horizon = models.DateField()
    portfolio: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    teams: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    """By the team's key: for each week its Monday, load and readiness."""
    sums: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    """How many promises have each status and each thing that stands out, and what is in danger.

    Here because everybody's first page says it, and would read every promise for it.
    """
    policy = models.PositiveIntegerField(default=0)
    """The version of the priority policy by which promises rank; 0 for the one that the house was delivered with."""
    problems: models.JSONField[list[dict[str, Any]], list[dict[str, Any]]] = models.JSONField(default=list)
    """Why what was noted since could not be computed; empty where it could."""

    class Meta:
        """One row."""

        db_table = "feasibility_standing"
        constraints = [models.CheckConstraint(condition=Q(only=True), name="feasibility_standing_only")]


class Figures(models.Model):
    """What a forecast says of one promise."""

    status = models.CharField(max_length=8)
    p_kept = models.FloatField(null=True)
    p_kept_first = models.FloatField(null=True)
    """Against the first date."""
    p50 = models.DateField(null=True)
    p85 = models.DateField(null=True)
    p95 = models.DateField(null=True)
    binding_kind = models.CharField(max_length=16, blank=True)
    binding_name = models.CharField(max_length=200, blank=True)
    """What decided the finish most often."""

    class Meta:
        """Kept with whatever is a forecast."""

        abstract = True


class Outlook(Figures):
    """The forecast of one promise as it stands."""

    promise = models.OneToOneField(Promise, on_delete=models.CASCADE, primary_key=True, related_name="outlook")
    p05 = models.DateField(null=True)
    """Where the bar of a board begins."""
    gap_days = models.IntegerField(null=True)
    """P85 − due in calendar days, positive when late."""
    harm = models.FloatField()
    place = models.PositiveIntegerField()
    """In the order of capacity, 1 first."""
    binding_share = models.FloatField(null=True)
    details: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    """Causes, takers, terms, findings, both views and the curve, as ``bridge`` writes and reads them."""
    digest = models.CharField(max_length=32)
    """Of all the above: what did not change is not written again."""
    computed_at = models.DateTimeField()

    class Meta:
        """Sorted by what hurts most."""

        db_table = "feasibility_outlook"
        indexes = [
            models.Index(fields=["-harm"], name="feasibility_by_harm"),
            models.Index(fields=["status", "-harm"], name="feasibility_by_status"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=list(Status)), name="feasibility_outlook_status"),
            models.CheckConstraint(condition=_SHARE, name="feasibility_outlook_share"),
        ]


class StandsOut(models.Model):
    """What is wrong with a promise once it is held against what we can do, as its forecast says."""

    outlook = models.ForeignKey(Outlook, on_delete=models.CASCADE, related_name="stands_out")
    code = models.CharField(max_length=32)

    class Meta:
        """Each at most once for a promise."""

        db_table = "feasibility_stands_out"
        indexes = [models.Index(fields=["code"], name="feasibility_stands_out_by")]
        constraints = [
            models.UniqueConstraint(fields=["outlook", "code"], name="feasibility_stands_out_once"),
            models.CheckConstraint(condition=Q(code__in=list(Standout)), name="feasibility_standout"),
        ]


class Shift(models.Model):
    """A promise that became likelier, or less likely, to be kept with one renewal; forgotten after some days."""

    promise = models.ForeignKey(Promise, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    of_capability = models.BooleanField()
    """Whether what operations can do was among what had changed."""
    kept_before = models.FloatField()
    kept_after = models.FloatField()
    safe_before = models.DateField(null=True)
    safe_after = models.DateField(null=True)

    class Meta:
        """The latest are found at once."""

        db_table = "feasibility_shift"
        indexes = [models.Index(fields=["at"], name="feasibility_shift_at")]


class TermOutlook(models.Model):
    """A term besides the date, held against what we can do: a specification or a level of service."""

    outlook = models.ForeignKey(Outlook, on_delete=models.CASCADE, related_name="terms")
    kind = models.CharField(max_length=16)
    name = models.CharField(max_length=120)
    """Of the attribute or the measure, as the promise has it."""
    same = models.CharField(max_length=360)  # without regard to case, a letter may become three
    """The name without regard to case: what is written in two ways is one thing."""
    state = models.CharField(max_length=16)
    p_kept = models.FloatField(null=True)
    counts = models.BooleanField(default=False)
    """Whether it is the first of its promise and name that promises what we do not have: so each value counts once."""

    class Meta:
        """Found by what was promised."""

        db_table = "feasibility_term"
        indexes = [models.Index(fields=["kind", "same", "state"], name="feasibility_term_by_name")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(TermState)), name="feasibility_term_state"),
            models.CheckConstraint(condition=_SHARE, name="feasibility_term_share"),
        ]


class Snapshot(Figures):
    """The forecast of one promise as it was on a day; only ever added."""

    promise = models.ForeignKey(Promise, on_delete=models.PROTECT, related_name="snapshots")
    day = models.DateField()
    due = models.DateField()
    """The date in force on that day."""
    milestone = models.CharField(max_length=8, blank=True, default=Milestone.NONE)
    is_first = models.BooleanField(default=False)
    """Whether nothing was said of the promise before: the forecast with which it was made."""
    inputs_hash = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        """One for a promise and day; each milestone once for a promise and date, the first once for a promise."""

        db_table = "feasibility_snapshot"
        indexes = [models.Index(fields=["day", "at"], name="feasibility_snapshot_day")]
        constraints = [
            models.UniqueConstraint(fields=["promise", "day"], name="feasibility_snapshot_once"),
            models.UniqueConstraint(
                fields=["promise", "due", "milestone"], condition=~Q(milestone=""), name="feasibility_milestone_once"
            ),
            models.UniqueConstraint(
                fields=["promise"], condition=Q(is_first=True), name="feasibility_first_snapshot_once"
            ),
            models.CheckConstraint(condition=Q(status__in=list(Status)), name="feasibility_snapshot_status"),
            models.CheckConstraint(condition=Q(milestone__in=list(Milestone)), name="feasibility_milestone"),
            models.CheckConstraint(condition=_SHARE, name="feasibility_snapshot_share"),
        ]


class Piece(models.Model):
    """A few rows of a portfolio that stamps depend on, kept once however many do: see ``bridge.pieces_of``."""

    digest = models.CharField(max_length=32, primary_key=True)
    content = models.BinaryField()

    class Meta:
        """Found by what is in it."""

        db_table = "feasibility_piece"


class Stamp(Figures):
    """What was known of a promise when the company committed to it, with all that it takes to compute it again."""

    promise = models.OneToOneField(Promise, on_delete=models.PROTECT, related_name="stamp")
    as_of = models.DateField()
    due = models.DateField(null=True)
    seed = models.PositiveBigIntegerField()
    samples = models.PositiveIntegerField()
    horizon_days = models.PositiveIntegerField()
    traced_samples = models.PositiveIntegerField(default=0)
    """How many samples were traced back to what decides, which depends on how much was open; 0 for all."""
    policy = models.PositiveIntegerField(default=0)
    """The version of the priority policy by which promises ranked."""
    inputs_hash = models.CharField(max_length=64)
    """Of ``inputs`` and ``past``, as the engine says it."""
    inputs = models.BinaryField()
    """Which pieces hold every row that this promise has work in common with: their fingerprints, one after another."""
    past: models.JSONField[dict[str, Any] | None, dict[str, Any] | None] = models.JSONField(null=True)
    """What became of promises like this one, as it was known: see ``bridge.frozen_past``."""
    at = models.DateTimeField()
    by = models.ForeignKey(_PERSON, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """One for a commitment."""

        db_table = "feasibility_stamp"
        constraints = [
            models.CheckConstraint(condition=Q(status__in=list(Status)), name="feasibility_stamp_status"),
            models.CheckConstraint(condition=_SHARE, name="feasibility_stamp_share"),
        ]


class Baseline(models.Model):
    """The whole forecast as it was when somebody gave it a name; only ever added."""

    name = models.CharField(max_length=120)
    as_of = models.DateField()
    inputs_hash = models.CharField(max_length=64)
    portfolio: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    at = models.DateTimeField()
    by = models.ForeignKey(_PERSON, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """A name once, in whatever case."""

        db_table = "feasibility_baseline"
        constraints = [models.UniqueConstraint(Lower("name"), name="feasibility_baseline_once")]


class BaselineRow(Figures):
    """One promise in a named baseline."""

    baseline = models.ForeignKey(Baseline, on_delete=models.PROTECT, related_name="rows")
    promise = models.ForeignKey(Promise, on_delete=models.PROTECT, related_name="+")
    due = models.DateField()
    harm = models.FloatField()

    class Meta:
        """A promise once."""

        db_table = "feasibility_baseline_row"
        constraints = [models.UniqueConstraint(fields=["baseline", "promise"], name="feasibility_baseline_row_once")]


guard(Snapshot)
guard(Stamp)
guard(Piece)
guard(Baseline)
guard(BaselineRow)
