"""That a what-if was put into effect, by whom and why."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from makegood.feasibility.models.ranking import Trial
from makegood.feasibility.models.scenarios import Scenario
from makegood.foundation.guards.registry import guard


class Application(models.Model):
    """A what-if was put into effect as it was tried; once, and never undone: what undoes it is another change."""

    scenario = models.OneToOneField(Scenario, on_delete=models.PROTECT, related_name="application")
    trial = models.OneToOneField(Trial, on_delete=models.PROTECT, related_name="application")
    reason = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    has_moved = models.BooleanField(default=False)
    """Whether the forecast had moved since it was tried."""

    class Meta:
        """With a reason."""

        db_table = "feasibility_application"
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="feasibility_application_reason")]


guard(Application)
