"""Named what-ifs: what somebody would change, as a list of typed changes that is never rewritten."""

from __future__ import annotations

from functools import reduce
from operator import and_, or_

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from makegood.capability.models import Team
from makegood.capability.states import MOST_SLOTS
from makegood.feasibility.states import CHANGE_FIELDS, MOST_CLASS, NAMES, NEEDED, ChangeKind
from makegood.foundation.guards.registry import guard
from makegood.promises.models import Promise
from makegood.work.states import MOST_HOURS

_PERSON = settings.AUTH_USER_MODEL


def _says_what_it_needs() -> Q:
    """Return what holds of a change that says all that its kind needs, and nothing else."""

    def says(field: str) -> Q:
        return ~Q(**{field: ""}) if field in NAMES else Q(**{f"{field}__isnull": False})

    def holds(kind: ChangeKind) -> Q:
        said = [says(field) if field in NEEDED[kind] else ~says(field) for field in CHANGE_FIELDS]
        return reduce(and_, said, Q(kind=kind))

    return reduce(or_, map(holds, NEEDED))


class Scenario(models.Model):
    """A what-if under a name; seen by who made it until they share it."""

    name = models.CharField(max_length=120)
    reason = models.TextField(blank=True)
    cost = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    """What it would cost, by whoever made it."""
    currency = models.CharField(max_length=3, blank=True)
    promise = models.ForeignKey(Promise, null=True, on_delete=models.PROTECT, related_name="scenarios")
    """The promise in danger for which it was begun."""
    made_by = models.ForeignKey(_PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    shared_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    """When it was taken back."""
    revision = models.PositiveIntegerField(default=0)
    """Which of its lists of changes counts; 0 while there is none."""
    version = models.PositiveIntegerField(default=0)

    class Meta:
        """It has a name, and a cost has a currency."""

        db_table = "feasibility_scenario"
        indexes = [models.Index(fields=["made_by", "-id"], name="feasibility_scenario_by")]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="feasibility_scenario_named"),
            models.CheckConstraint(
                condition=Q(cost=None, currency="") | (Q(cost__gte=0) & ~Q(currency="")),
                name="feasibility_scenario_cost",
            ),
        ]


class ScenarioChange(models.Model):
    """One change of one list of a what-if; only ever added: another list is another revision."""

    scenario = models.ForeignKey(Scenario, on_delete=models.PROTECT, related_name="changes")
    revision = models.PositiveIntegerField()
    place = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    promise = models.ForeignKey(Promise, null=True, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="+")
    instead = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="+")
    """The team that does the work of the other one."""
    slots = models.FloatField(null=True)
    """People or lines more."""
    start = models.DateField(null=True)
    end = models.DateField(null=True)
    """The last day, which counts."""
    rank_class = models.PositiveSmallIntegerField(null=True)
    share = models.FloatField(null=True)
    """Of less scope, the share of the work left that is dropped; of a split, the share that comes first."""
    due = models.DateField(null=True)
    hours = models.FloatField(null=True)
    """What a workaround takes its team instead of all that is left."""
    term = models.CharField(max_length=120, blank=True)
    """The attribute or measure that is not promised any more."""
    risk = models.CharField(max_length=200, blank=True)
    """What can't happen any more."""

    class Meta:
        """In its order, and what its kind says and nothing else."""

        db_table = "feasibility_scenario_change"
        constraints = [
            models.UniqueConstraint(fields=["scenario", "revision", "place"], name="feasibility_change_in_order"),
            models.CheckConstraint(condition=_says_what_it_needs(), name="feasibility_change_says"),
            models.CheckConstraint(
                condition=Q(slots=None) | Q(slots__gt=0, slots__lte=MOST_SLOTS), name="feasibility_change_slots"
            ),
            models.CheckConstraint(
                condition=Q(hours=None) | Q(hours__gte=0, hours__lte=MOST_HOURS), name="feasibility_change_hours"
            ),
            models.CheckConstraint(condition=Q(end=None) | Q(end__gte=F("start")), name="feasibility_change_forwards"),
            models.CheckConstraint(
                condition=Q(share=None) | Q(share__gt=0, share__lt=1), name="feasibility_change_share"
            ),
            models.CheckConstraint(
                condition=Q(rank_class=None) | Q(rank_class__lte=MOST_CLASS), name="feasibility_change_class"
            ),
        ]


guard(ScenarioChange)
