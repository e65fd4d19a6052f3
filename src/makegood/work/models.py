"""The work behind promises: items with their order, what may hit them, and templates of both."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from makegood.capability.models import Team
from makegood.promises.models import Promise
from makegood.work.states import LEAST_FACTOR, MOST_FACTOR, MOST_HOURS, MOST_SLOTS, MOST_WAIT_DAYS

_PERSON = settings.AUTH_USER_MODEL


class Effort(models.Model):
    """How much work something is: hours at three percentiles, or the middle alone, or nothing that is known."""

    p10 = models.FloatField(null=True)
    p50 = models.FloatField(null=True)
    p90 = models.FloatField(null=True)
    wait_p50 = models.FloatField(null=True)
    """Calendar days of waiting before the effort (supplier, approval)."""
    wait_p90 = models.FloatField(null=True)
    slots = models.PositiveIntegerField(default=1)
    """Most people or lines that can work on it at once."""
    pausable = models.BooleanField(default=True)

    class Meta:
        """Kept with whatever has an effort."""

        abstract = True


def _effort_constraints(table: str) -> list[models.BaseConstraint]:
    unknown = Q(p10=None, p90=None)
    ordered = Q(p10__gte=0, p50__gte=F("p10"), p90__gte=F("p50"), p90__lte=MOST_HOURS)
    return [
        models.CheckConstraint(
            condition=(unknown & (Q(p50=None) | Q(p50__gte=0, p50__lte=MOST_HOURS))) | ordered, name=f"{table}_effort"
        ),
        models.CheckConstraint(
            condition=Q(wait_p50=None, wait_p90=None)
            | (Q(wait_p50__gte=0, wait_p50__lte=MOST_WAIT_DAYS) & (Q(wait_p90=None) | Q(wait_p90__gte=F("wait_p50")))),
            name=f"{table}_wait",
        ),
        models.CheckConstraint(condition=Q(slots__gte=1, slots__lte=MOST_SLOTS), name=f"{table}_slots"),
    ]


class WorkItem(Effort):
    """One piece of work by one team for one promise."""

    promise = models.ForeignKey(Promise, on_delete=models.PROTECT, related_name="items")
    name = models.CharField(max_length=120)
    """Unique in its promise. With the promise's key it names the item's draws, so a forecast can be made again."""
    words = models.TextField()
    """The name as it is compared and sorted: see foundation.search.words."""
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    not_before = models.DateField(null=True)
    wait_started = models.DateField(null=True)
    done_share = models.FloatField(default=0.0)
    source = models.CharField(max_length=40, blank=True)
    external_id = models.CharField(max_length=100, blank=True)
    """How the tracker that it comes from names it: a pull that runs again finds it by this."""
    address = models.CharField(max_length=500, blank=True)
    """Where it is found in the tracker."""
    tracked: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    """What the tracker says of it: fields that change there, and not here by accident."""
    by_hand: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    """Those of them that somebody holds against the tracker: a pull leaves them alone."""
    stated_at = models.DateTimeField()
    """When somebody last said how much it is or how far it has come: an estimate that nobody looks at grows stale."""
    version = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(_PERSON, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """A name once in a promise, an item of a tracker once."""

        db_table = "work_item"
        indexes = [models.Index(fields=["team", "done_share"], name="work_by_team")]
        constraints = [
            models.UniqueConstraint("promise", Lower("name"), name="work_item_once"),
            models.UniqueConstraint(
                fields=["source", "external_id"], condition=~Q(external_id=""), name="work_external_once"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="work_item_named"),
            models.CheckConstraint(condition=Q(done_share__gte=0, done_share__lte=1), name="work_item_done"),
            models.CheckConstraint(
                condition=Q(wait_started=None) | Q(wait_p50__isnull=False), name="work_item_wait_begun"
            ),
            *_effort_constraints("work_item"),
        ]


class Predecessor(models.Model):
    """``item`` can't begin before ``before`` is done."""

    item = models.ForeignKey(WorkItem, on_delete=models.CASCADE, related_name="predecessors")
    before = models.ForeignKey(WorkItem, on_delete=models.PROTECT, related_name="successors")

    class Meta:
        """Once, and not itself."""

        db_table = "work_predecessor"
        constraints = [
            models.UniqueConstraint(fields=["item", "before"], name="work_predecessor_once"),
            models.CheckConstraint(condition=~Q(item=F("before")), name="work_predecessor_other"),
        ]


class Risk(models.Model):
    """Something that may happen once and then hits every item it touches."""

    name = models.CharField(max_length=200)
    probability = models.FloatField()
    factor = models.FloatField(default=1.0)
    """Multiplies the effort left."""
    delay_days = models.PositiveIntegerField(default=0)
    """Calendar days by which the items start later."""
    items = models.ManyToManyField(WorkItem, related_name="risks", db_table="work_risk_items")
    version = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()

    class Meta:
        """It has an effect, and a name of its own."""

        db_table = "work_risk"
        constraints = [
            models.UniqueConstraint(Lower("name"), name="work_risk_once"),
            models.CheckConstraint(condition=Q(probability__gte=0, probability__lte=1), name="work_risk_probability"),
            models.CheckConstraint(
                condition=Q(factor__gte=LEAST_FACTOR, factor__lte=MOST_FACTOR), name="work_risk_factor"
            ),
            models.CheckConstraint(condition=~Q(factor=1) | Q(delay_days__gt=0), name="work_risk_effect"),
            models.CheckConstraint(condition=Q(delay_days__lte=MOST_WAIT_DAYS), name="work_risk_delay"),
        ]


class Template(models.Model):
    """Work as it is usually done for promises of one kind."""

    name = models.CharField(max_length=120)
    note = models.TextField(blank=True)
    retired_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(_PERSON, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """A name once among those in use."""

        db_table = "work_template"
        constraints = [
            models.UniqueConstraint(Lower("name"), condition=Q(retired_at=None), name="work_template_once"),
            models.CheckConstraint(condition=~Q(name=""), name="work_template_named"),
        ]


class TemplateItem(Effort):
    """One piece of work of a template."""

    template = models.ForeignKey(Template, on_delete=models.CASCADE, related_name="items")
    place = models.PositiveIntegerField()
    name = models.CharField(max_length=120)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    after: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    """Names of the items of the same template that must be done first."""

    class Meta:
        """In their order, a name once."""

        db_table = "work_template_item"
        constraints = [
            models.UniqueConstraint("template", Lower("name"), name="work_template_item_once"),
            *_effort_constraints("work_template_item"),
        ]
