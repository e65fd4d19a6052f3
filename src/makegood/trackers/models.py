"""Connections to trackers, what they map to, what was last heard, and pulls."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from makegood.capability.models import Team
from makegood.promises.models import Promise
from makegood.trackers.states import LEAST_MINUTES, MOST_MINUTES, DoneBy, NamedBy

_PERSON = settings.AUTH_USER_MODEL


class Tracker(models.Model):
    """A connection to one tracker, and how what it says is to be read."""

    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=80)
    address = models.CharField(max_length=300)
    sealed_key = models.TextField()
    """The key by which it lets us in, sealed: see foundation.sealing. No query hands it out."""
    named_by = models.CharField(max_length=16, default=NamedBy.FIELD)
    promise_field = models.CharField(max_length=20, blank=True)
    middle = models.CharField(max_length=20, default="hours")
    low = models.CharField(max_length=20, blank=True)
    high = models.CharField(max_length=20, blank=True)
    done_by = models.CharField(max_length=16, default=DoneBy.RATIO)
    takes_start = models.BooleanField(default=False)
    takes_order = models.BooleanField(default=True)
    every_minutes = models.PositiveIntegerField(default=15)
    offered: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    """Projects and fields that the tracker had when somebody last looked: number and name each."""
    is_on = models.BooleanField(default=False)
    cursor = models.DateTimeField(null=True)
    """The latest change that a pull has seen; null where the next one reads everything."""
    whole_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField(null=True)
    leased_until = models.DateTimeField(null=True)
    attempt = models.PositiveIntegerField(default=0)
    """Counts pulls: who holds an older number may no longer write."""
    accepts_loss = models.BooleanField(default=False)
    """Somebody said that most of it may go at the next pull."""
    failures = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)
    """Why the last pull failed, as foundation.sayings keeps it."""
    error_values: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    failed_at = models.DateTimeField(null=True)
    succeeded_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(_PERSON, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """A name once; failing says why."""

        db_table = "trackers_tracker"
        constraints = [
            models.UniqueConstraint(Lower("name"), name="trackers_name_once"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(address="") & ~Q(sealed_key=""), name="trackers_whole"),
            models.CheckConstraint(
                condition=Q(every_minutes__gte=LEAST_MINUTES, every_minutes__lte=MOST_MINUTES), name="trackers_every"
            ),
            models.CheckConstraint(condition=Q(named_by__in=list(NamedBy)), name="trackers_named_by"),
            models.CheckConstraint(condition=Q(done_by__in=list(DoneBy)), name="trackers_done_by"),
            models.CheckConstraint(
                condition=Q(failures=0, error="") | (Q(failures__gt=0) & ~Q(error="")), name="trackers_failing_says_why"
            ),
        ]


class Place(models.Model):
    """A project of a tracker: the team that does its work, and the promise that it is for where issues name none."""

    tracker = models.ForeignKey(Tracker, on_delete=models.CASCADE, related_name="places")
    project = models.CharField(max_length=100)
    name = models.CharField(max_length=200)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    promise = models.ForeignKey(Promise, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """A project goes to one team."""

        db_table = "trackers_place"
        constraints = [models.UniqueConstraint(fields=["tracker", "project"], name="trackers_place_once")]


class Told(models.Model):
    """What a tracker said of one issue when it was last heard: a pull compares all of it with the work that is kept."""

    tracker = models.ForeignKey(Tracker, on_delete=models.CASCADE, related_name="told")
    external_id = models.CharField(max_length=100)
    issue: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField()

    class Meta:
        """An issue once."""

        db_table = "trackers_told"
        constraints = [models.UniqueConstraint(fields=["tracker", "external_id"], name="trackers_told_once")]


class Pull(models.Model):
    """One pull: what it brought, or why it failed."""

    tracker = models.ForeignKey(Tracker, on_delete=models.CASCADE, related_name="pulls")
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    was_whole = models.BooleanField()
    heard = models.PositiveIntegerField(default=0)
    """How many issues the tracker told of."""
    listed = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    removed = models.PositiveIntegerField(default=0)
    notices: models.JSONField[list[dict[str, Any]], list[dict[str, Any]]] = models.JSONField(default=list)
    """For each reason: how many issues, and the first of them."""
    error = models.TextField(blank=True)
    error_values: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)

    class Meta:
        """The latest first."""

        db_table = "trackers_pull"
        indexes = [models.Index(fields=["tracker", "-began_at"], name="trackers_pull_latest")]
