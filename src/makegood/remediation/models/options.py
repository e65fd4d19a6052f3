"""Ways out of a case, each a list of typed changes that is simulated for its effect on every promise."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from makegood.feasibility.models import Scenario
from makegood.remediation.models.plans import Plan

_PERSON = settings.AUTH_USER_MODEL


class Option(models.Model):
    """One way out; to change nothing is one like others, and the only one without a what-if."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="options")
    title = models.CharField(max_length=120)
    words = models.TextField(blank=True)
    """What it means for the customer and for us, beyond what is simulated."""
    scenario = models.ForeignKey(Scenario, null=True, on_delete=models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField(default=0)
    """Which list of changes of the what-if is meant: a later one is another option."""
    by = models.ForeignKey(_PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_why = models.TextField(blank=True)

    class Meta:
        """Named, and nobody changes nothing twice."""

        db_table = "remediation_option"
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="remediation_option_named"),
            models.CheckConstraint(
                condition=Q(scenario=None, revision=0) | Q(scenario__isnull=False, revision__gte=1),
                name="remediation_option_of_a_list",
            ),
            models.UniqueConstraint(
                fields=["plan"], condition=Q(scenario=None), name="remediation_option_nothing_once"
            ),
            models.UniqueConstraint(
                fields=["plan", "scenario", "revision"],
                condition=Q(withdrawn_at=None, scenario__isnull=False),
                name="remediation_option_once",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_why="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_why="")),
                name="remediation_option_withdrawn_why",
            ),
        ]
