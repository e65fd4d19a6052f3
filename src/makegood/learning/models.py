"""What became of each promise, and how each frozen forecast of it turned out: kept current, and computed again nightly.

All tables hold nothing that can't be computed from the register and the frozen forecasts; see docs/adr/0020.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from makegood.capability.models import Team
from makegood.customers.models import Customer
from makegood.learning.states import Horizon, Kind
from makegood.promises.models import Promise

Kept = tuple[list[int], dict[str, list[int]]]


class Sorted(models.Model):
    """What figures are sorted by."""

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="+")
    """The one with most of the hours of the work behind it, so that every promise counts for one team."""
    kind = models.CharField(max_length=16)

    class Meta:
        """Kept with whatever is counted."""

        abstract = True


class Result(Sorted):
    """One promise that a customer relied on; dates are calendar days of the company. See ``engine.track_record``."""

    promise = models.OneToOneField(Promise, on_delete=models.CASCADE, primary_key=True, related_name="result")
    parent = models.ForeignKey(Promise, null=True, on_delete=models.CASCADE, related_name="+")
    """The promise that it was split off from: its part is counted with it, not by itself."""
    made_on = models.DateField()
    said_first = models.DateField()
    """D0."""
    first_date = models.DateField()
    """D0, moved by as much as the customer asked to move it."""
    in_force = models.DateField()
    """Dk."""
    told_last = models.DateField()
    """The date that the customer expects."""
    done_on = models.DateField(null=True)
    """When it was accepted in full by itself; None where it was not, so far."""
    whole_on = models.DateField(null=True)
    """The same with all that was split off from it."""
    is_flawless = models.BooleanField(null=True)
    """Whether papers and goods of it by itself were right; None where nobody noted it."""
    whole_flawless = models.BooleanField(null=True)
    """The same with all that was split off from it."""
    is_open = models.BooleanField()
    """Whether it is owed still: neither accepted nor cancelled."""
    is_excluded = models.BooleanField()
    """The customer cancelled it."""
    agreed_days = models.IntegerField()
    """Dk − D0."""
    error_days = models.IntegerField(null=True)
    """Day of acceptance in full − D0."""
    closeness = models.FloatField(null=True)
    warned_on = models.DateField(null=True)
    warned_days = models.IntegerField(null=True)
    """Notice lead time: the date then in force − the day on which the first explicit notice was received."""
    warned_in_time = models.BooleanField(null=True)
    red_on = models.DateField(null=True)
    """The first day on which its forecast was below the red line."""
    tell_days = models.IntegerField(null=True)
    """Detect to tell: warned_on − red_on."""

    class Meta:
        """Counted by the day on which they were due."""

        db_table = "learning_result"
        indexes = [
            models.Index(fields=["first_date"], name="learning_result_due"),
            models.Index(fields=["customer", "first_date"], name="learning_result_customer"),
            models.Index(fields=["team", "first_date"], name="learning_result_team"),
            models.Index(fields=["parent"], condition=Q(is_open=True), name="learning_result_open"),
        ]
        constraints = [models.CheckConstraint(condition=Q(kind__in=list(Kind)), name="learning_result_kind")]


class Tally(models.Model):
    """What is counted of one whole month and one kind, so that figures of years ask for a few rows.

    A month whose results changed has none until it is counted again; figures count its rows themselves until then.
    """

    first = models.DateField()
    """The first day of the month in which promises were due by their first dates."""
    kind = models.CharField(max_length=16)
    by_line = models.BooleanField()
    due = models.PositiveIntegerField()
    kept_first = models.PositiveIntegerField()
    early = models.PositiveIntegerField()
    excluded = models.PositiveIntegerField()
    due_last = models.PositiveIntegerField()
    """Of those alone whose date in force was over when it was counted: see ``later``."""
    kept_last = models.PositiveIntegerField()
    later: models.JSONField[dict[str, list[int]], dict[str, list[int]]] = models.JSONField(default=dict)
    """By a date in force that was not over yet: how many were due on it, and how many were accepted by then."""
    perfect = models.PositiveIntegerField()
    perfect_unknown = models.PositiveIntegerField()
    near = models.FloatField()
    """The sum of their closeness."""
    errors: models.JSONField[dict[str, int], dict[str, int]] = models.JSONField(default=dict)
    """How many were accepted so many days after D0."""
    leads: models.JSONField[dict[str, int], dict[str, int]] = models.JSONField(default=dict)
    """How many of those that were missed were told so many days ahead."""
    tells: models.JSONField[dict[str, int], dict[str, int]] = models.JSONField(default=dict)
    """How many of them so many days after the forecast was red."""
    in_time = models.PositiveIntegerField()
    never = models.PositiveIntegerField()
    customers: models.JSONField[dict[str, Kept], dict[str, Kept]] = models.JSONField(default=dict)
    """By customer: how many were kept, the figures above from ``due`` to ``excluded`` in their order, and ``later``."""
    teams: models.JSONField[dict[str, Kept], dict[str, Kept]] = models.JSONField(default=dict)
    """The same by team; empty for none."""

    class Meta:
        """One for a month, kind and way of counting."""

        db_table = "learning_tally"
        constraints = [models.UniqueConstraint(fields=["first", "kind", "by_line"], name="learning_tally_once")]


class Score(Sorted):
    """One frozen forecast of a promise beside what became of it; none where the customer cancelled the promise."""

    promise = models.ForeignKey(Promise, on_delete=models.CASCADE, related_name="+")
    horizon = models.CharField(max_length=8)
    day = models.DateField()
    """When it was frozen."""
    due = models.DateField()
    """The date that was in force then: what it said is held against it."""
    said = models.PositiveSmallIntegerField()
    """P(kept) in thousandths: a forecast is scored as precisely as it can be meant."""
    p50 = models.DateField(null=True)
    p85 = models.DateField(null=True)
    p95 = models.DateField(null=True)
    done_on = models.DateField(null=True)
    seller = models.BigIntegerField(null=True)
    """Who made the promise, by the number of their account."""

    class Meta:
        """One for a promise, date and horizon."""

        db_table = "learning_score"
        indexes = [models.Index(fields=["horizon", "due"], name="learning_score_due")]
        constraints = [
            models.UniqueConstraint(fields=["promise", "due", "horizon"], name="learning_score_once"),
            models.CheckConstraint(condition=Q(horizon__in=list(Horizon)), name="learning_score_horizon"),
            models.CheckConstraint(condition=Q(said__lte=1000), name="learning_score_said"),
            models.CheckConstraint(condition=Q(kind__in=list(Kind)), name="learning_score_kind"),
        ]


class ScoreTally(models.Model):
    """What is counted of the forecasts for dates of one whole month, of one horizon and kind: see :class:`Tally`."""

    first = models.DateField()
    """The first day of the month in which they were due."""
    horizon = models.CharField(max_length=8)
    kind = models.CharField(max_length=16)
    frozen = models.PositiveIntegerField()
    said: models.JSONField[dict[str, list[int]], dict[str, list[int]]] = models.JSONField()
    """How often each probability was said, in thousandths, and how often it was kept."""
    coverage: models.JSONField[dict[str, dict[str, list[int]]], dict[str, dict[str, list[int]]]] = models.JSONField()
    """By percentile, and by a day of it that was not over yet: how many there are, and how many were done by then."""
    teams: models.JSONField[dict[str, list[int]], dict[str, list[int]]] = models.JSONField()
    """By team: how many were said and kept, the sum of what was said, and that of its spread."""
    customers: models.JSONField[dict[str, list[int]], dict[str, list[int]]] = models.JSONField()

    class Meta:
        """One for a month, horizon and kind."""

        db_table = "learning_score_tally"
        constraints = [models.UniqueConstraint(fields=["first", "horizon", "kind"], name="learning_score_tally_once")]
