"""The priority policy in its versions, promises that were given another place, and what was tried before."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from makegood.feasibility.models.scenarios import Scenario
from makegood.feasibility.states import MOST_CLASS, SEARCHES, Offers, TrialKind, TrialState
from makegood.foundation.guards.registry import guard
from makegood.promises.models import Promise

_PERSON = settings.AUTH_USER_MODEL
_CLASS = Q(rank_class=None) | Q(rank_class__gte=0, rank_class__lte=MOST_CLASS)


class Ranking(models.Model):
    """How promises rank for capacity: rules in their order, and where offers stand that nobody relies on yet."""

    name = models.CharField(max_length=120)
    rules: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    """Values of ``states.Rule``, the first decides before the second."""
    offers = models.CharField(max_length=8, default=Offers.LAST)
    reason = models.TextField()

    class Meta:
        """Kept as a draft and as a version."""

        abstract = True


class PolicyDraft(Ranking):
    """A priority policy that somebody proposes."""

    version = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    by = models.ForeignKey(_PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    """Who proposes it as it reads now."""
    ended_at = models.DateTimeField(null=True)
    """When it was published, or taken back."""

    class Meta:
        """What is still proposed comes first."""

        db_table = "feasibility_policy_draft"
        constraints = [models.CheckConstraint(condition=Q(offers__in=list(Offers)), name="feasibility_draft_offers")]


class Trial(models.Model):
    """What would become of every promise under another policy, with one in another place, or after a what-if.

    Or what would help one promise: then it is answered with what-ifs, each of which is tried by itself. Or the best
    set of changes for one: then with one what-if, and with what was not chosen.
    """

    kind = models.CharField(max_length=8)
    promise = models.ForeignKey(Promise, null=True, on_delete=models.PROTECT, related_name="trials")
    draft = models.ForeignKey(PolicyDraft, null=True, on_delete=models.PROTECT, related_name="trials")
    scenario = models.ForeignKey(Scenario, null=True, on_delete=models.PROTECT, related_name="trials")
    revision = models.PositiveIntegerField(default=0)
    """Which list of changes of the what-if is tried."""
    found = models.ManyToManyField(Scenario, related_name="+", db_table="feasibility_trial_found")
    """The what-ifs that would help; of a best set, the one that it is."""
    demands: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    """Of a best set: what it has to respect."""
    rank_class = models.PositiveSmallIntegerField(null=True)
    """Of a place: the class that is tried; None for the one that its severity gives it."""
    rules: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    offers = models.CharField(max_length=8, default=Offers.LAST)
    by = models.ForeignKey(_PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    state = models.CharField(max_length=8, default=TrialState.WAITING)
    answered_at = models.DateTimeField(null=True)
    as_of = models.DateField(null=True)
    policy = models.PositiveIntegerField(default=0)
    """The version in force that it is held against; 0 for the one that the house was delivered with."""
    before_hash = models.CharField(max_length=64, blank=True)
    after_hash = models.CharField(max_length=64, blank=True)
    """Of the inputs of the forecast that it is held against, and of its own."""
    before: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    after: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    """Figures over all promises."""
    groups: models.JSONField[list[dict[str, Any]], list[dict[str, Any]]] = models.JSONField(default=list)
    """By class and by customer: how many are kept on average, before and after."""
    winners = models.PositiveIntegerField(default=0)
    losers = models.PositiveIntegerField(default=0)

    class Meta:
        """What waits is found at once; it is of one thing."""

        db_table = "feasibility_trial"
        indexes = [models.Index(fields=["state", "id"], name="feasibility_trial_waiting")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(TrialState)), name="feasibility_trial_state"),
            models.CheckConstraint(
                condition=Q(kind=TrialKind.POLICY, promise=None, scenario=None, rank_class=None)
                | Q(kind=TrialKind.PLACE, promise__isnull=False, draft=None, scenario=None)
                | Q(kind__in=SEARCHES, promise__isnull=False, draft=None, scenario=None, rank_class=None)
                | Q(kind=TrialKind.SCENARIO, promise=None, draft=None, scenario__isnull=False, revision__gte=1),
                name="feasibility_trial_of_one_thing",
            ),
            models.CheckConstraint(condition=_CLASS, name="feasibility_trial_class"),
            models.CheckConstraint(condition=Q(offers__in=list(Offers)), name="feasibility_trial_offers"),
        ]


class TrialRow(models.Model):
    """A promise whose figures a trial moves; all others stay as they are."""

    trial = models.ForeignKey(Trial, on_delete=models.CASCADE, related_name="rows")
    promise = models.ForeignKey(Promise, on_delete=models.PROTECT, related_name="+")
    place_before = models.PositiveIntegerField()
    place_after = models.PositiveIntegerField()
    kept_before = models.FloatField(null=True)
    kept_after = models.FloatField(null=True)
    safe_before = models.DateField(null=True)
    safe_after = models.DateField(null=True)
    harm_before = models.FloatField()
    harm_after = models.FloatField()
    points = models.FloatField()
    """By how much P(kept) moves; 0 where only dates do, or where nobody can say."""

    class Meta:
        """A promise once; who loses the most comes first."""

        db_table = "feasibility_trial_row"
        indexes = [models.Index(fields=["trial", "points"], name="feasibility_trial_by_points")]
        constraints = [models.UniqueConstraint(fields=["trial", "promise"], name="feasibility_trial_row_once")]


class Policy(Ranking):
    """A published version of the priority policy; only ever added, the latest is in force."""

    number = models.PositiveIntegerField(unique=True)
    at = models.DateTimeField()
    proposed_by = models.ForeignKey(_PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(_PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    trial = models.ForeignKey(Trial, null=True, on_delete=models.PROTECT, related_name="+")
    """What was known of its effect; None for the first one, before which there was nothing to hold it against."""
    has_moved = models.BooleanField(default=False)
    """Whether the forecast had moved since it was tried."""

    class Meta:
        """Versions are numbered from 1 on."""

        db_table = "feasibility_policy"
        constraints = [
            models.CheckConstraint(condition=Q(offers__in=list(Offers)), name="feasibility_policy_offers"),
            models.CheckConstraint(condition=Q(number__gte=1), name="feasibility_policy_number"),
        ]


class Placement(models.Model):
    """A promise was given another class than its severity's, or that one back; only ever added, the latest counts."""

    promise = models.ForeignKey(Promise, on_delete=models.PROTECT, related_name="placements")
    rank_class = models.PositiveSmallIntegerField(null=True)
    """0 before everything, 5 behind everything; None for the one that its severity gives it."""
    reason = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(_PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    trial = models.ForeignKey(Trial, on_delete=models.PROTECT, related_name="+")
    has_moved = models.BooleanField(default=False)

    class Meta:
        """The latest of a promise is found at once."""

        db_table = "feasibility_placement"
        indexes = [models.Index(fields=["promise", "-id"], name="feasibility_latest_placement")]
        constraints = [
            models.CheckConstraint(condition=_CLASS, name="feasibility_placement_class"),
            models.CheckConstraint(condition=~Q(reason=""), name="feasibility_placement_reason"),
        ]


guard(Policy)
guard(Placement)
