"""Teams with their time, what the product has, and how well services run: what every forecast is computed from."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from makegood.capability.states import MOST_SLOTS, Sense

_PERSON = settings.AUTH_USER_MODEL
_SLOTS = Q(slots__gte=0, slots__lte=MOST_SLOTS)


class Team(models.Model):
    """People or lines that work in parallel, and the hours they have for promised work.

    Numbers are binary, as in the engine: a forecast of what stands here equals that of the same files to the last bit.
    """

    key = models.CharField(max_length=80)
    """How files, programs and forecasts name the team, unique whatever its case; it outlives a change of name."""
    name = models.CharField(max_length=120)
    words = models.TextField()
    """Name and key as they are compared and sorted: see foundation.search.words."""
    zone = models.CharField(max_length=64, default="UTC")
    slots = models.FloatField()
    """How many work at the same time, before any change that is planned."""
    hours_per_day: models.JSONField[list[float], list[float]] = models.JSONField()
    """Working hours of one slot on each weekday, Monday first."""
    country = models.CharField(max_length=2, blank=True)
    region = models.CharField(max_length=20, blank=True)
    available_share = models.FloatField(null=True)
    """Share of the hours left for promised work; None: the usual one."""
    closed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(_PERSON, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """One team for a key, and only figures that mean something."""

        db_table = "capability_team"
        indexes = [models.Index(fields=["words"], name="capability_team_by_name")]
        constraints = [
            models.UniqueConstraint(Lower("key"), name="capability_team_once"),
            models.CheckConstraint(condition=~Q(key="") & ~Q(name=""), name="capability_team_named"),
            models.CheckConstraint(condition=_SLOTS, name="capability_team_slots"),
            models.CheckConstraint(
                condition=Q(available_share=None) | Q(available_share__gte=0, available_share__lte=1),
                name="capability_team_share",
            ),
            models.CheckConstraint(condition=Q(region="") | ~Q(country=""), name="capability_team_region"),
        ]


class CapacityChange(models.Model):
    """From a day on a team has so many slots, until the next change."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="changes")
    start = models.DateField()
    slots = models.FloatField()
    note = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(_PERSON, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """One figure for a day."""

        db_table = "capability_change"
        constraints = [
            models.UniqueConstraint(fields=["team", "start"], name="capability_change_once"),
            models.CheckConstraint(condition=_SLOTS, name="capability_change_slots"),
        ]


class Absence(models.Model):
    """From a day to another, both included, some slots of a team are away, or all of them."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="absences")
    start = models.DateField()
    end = models.DateField()
    slots = models.FloatField(null=True)
    """None: all of them."""
    note = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(_PERSON, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """Forwards in time."""

        db_table = "capability_absence"
        indexes = [models.Index(fields=["end", "start"], name="capability_absence_by_end")]
        constraints = [
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="capability_absence_forwards"),
            models.CheckConstraint(condition=Q(slots=None) | _SLOTS, name="capability_absence_slots"),
        ]


class ProductAttribute(models.Model):
    """What the product can do: a value or a range, now or from a day on the roadmap."""

    name = models.CharField(max_length=120)
    """How terms of promises name it, unique whatever its case."""
    words = models.TextField()
    value = models.CharField(max_length=60)
    unit = models.CharField(max_length=30, blank=True)
    available_from = models.DateField(null=True)
    """None: now. Else the day by which it is there in 5 of 10 cases."""
    available_p90 = models.DateField(null=True)
    """The same in 9 of 10 cases."""
    source = models.CharField(max_length=200, blank=True)
    """Where this is known from: a test report, the roadmap."""
    version = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(_PERSON, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """One value for a name, and dates in order."""

        db_table = "capability_attribute"
        indexes = [models.Index(fields=["words"], name="capability_attr_by_name")]
        constraints = [
            models.UniqueConstraint(Lower("name"), name="capability_attribute_once"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(value=""), name="capability_attribute_named"),
            models.CheckConstraint(
                condition=Q(available_p90=None) | Q(available_p90__gte=F("available_from")),
                name="capability_attribute_in_order",
            ),
            models.CheckConstraint(
                condition=Q(available_p90=None) | Q(available_from__isnull=False),
                name="capability_attribute_from_a_day",
            ),
        ]


class ServiceMeasure(models.Model):
    """Something about a service that is measured again and again, and what the house itself wants of it."""

    name = models.CharField(max_length=120)
    """How terms of promises name it, unique whatever its case."""
    words = models.TextField()
    unit = models.CharField(max_length=30, blank=True)
    sense = models.CharField(max_length=2, default=Sense.AT_LEAST)
    threshold = models.FloatField(null=True)
    """What one measurement should meet; None where nobody has said."""
    target = models.FloatField(null=True)
    """Share of measurements that should meet it, above 0 and at most 1."""
    source = models.CharField(max_length=200, blank=True)
    """What measures it: the monitoring, the service desk."""
    version = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(_PERSON, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """One measure for a name; a target needs a threshold."""

        db_table = "capability_measure"
        indexes = [models.Index(fields=["words"], name="capability_measure_by_name")]
        constraints = [
            models.UniqueConstraint(Lower("name"), name="capability_measure_once"),
            models.CheckConstraint(condition=~Q(name=""), name="capability_measure_named"),
            models.CheckConstraint(condition=Q(sense__in=list(Sense)), name="capability_measure_sense"),
            models.CheckConstraint(
                condition=Q(threshold=None, target=None) | Q(threshold__isnull=False, target__gt=0, target__lte=1),
                name="capability_measure_target",
            ),
        ]


class MeasuredDay(models.Model):
    """How many measurements of a day there are, and how many of them meet the threshold, counted as they come.

    Written with the measurements themselves: see ``services.measuring``. Days are those of the company.
    """

    measure = models.ForeignKey(ServiceMeasure, on_delete=models.CASCADE, related_name="days")
    day = models.DateField()
    count = models.PositiveIntegerField()
    good = models.PositiveIntegerField()
    """Of no meaning where the measure has no threshold."""

    class Meta:
        """A day once."""

        db_table = "capability_measured_day"
        constraints = [
            models.UniqueConstraint(fields=["measure", "day"], name="capability_measured_day_once"),
            models.CheckConstraint(condition=Q(good__lte=F("count")), name="capability_measured_day_within"),
        ]


class Measurement(models.Model):
    """One observation of a measure."""

    measure = models.ForeignKey(ServiceMeasure, on_delete=models.PROTECT, related_name="measurements")
    reference = models.CharField(max_length=100)
    """How whoever measured it names it: the same measurement sent twice is kept once."""
    at = models.DateTimeField()
    value = models.FloatField()

    class Meta:
        """Found by time, and once each."""

        db_table = "capability_measurement"
        indexes = [models.Index(fields=["measure", "at"], name="capability_measured_at")]
        constraints = [
            models.UniqueConstraint(fields=["measure", "reference"], name="capability_measurement_once"),
        ]
