"""What somebody asked that could be promised, with the answer; capacity reserved for it; what is below the level."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from makegood.customers.models import Customer
from makegood.feasibility.states import MOST_CLASS, QuoteState, ReservationState
from makegood.foundation.guards.registry import guard
from makegood.promises.models import Promise
from makegood.work.models import Template

_PERSON = settings.AUTH_USER_MODEL


class Quote(models.Model):
    """What could be promised: asked by a person, answered in a moment by whoever holds the forecast."""

    by = models.ForeignKey(_PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    customer = models.ForeignKey(Customer, null=True, on_delete=models.PROTECT, related_name="+")
    wished = models.DateField()
    rank_class = models.PositiveSmallIntegerField()
    work: models.JSONField[list[dict[str, Any]], list[dict[str, Any]]] = models.JSONField(default=list)
    """Pieces of work in their order: name, number of the team, hours and waits as of items, names of those before."""
    terms: models.JSONField[list[dict[str, Any]], list[dict[str, Any]]] = models.JSONField(default=list)
    """What else is wished: kind, subject, operator, value, unit, target, days of the window."""
    like = models.CharField(max_length=120, blank=True)
    """The name of the template that the work was taken from."""
    state = models.CharField(max_length=8, default=QuoteState.WAITING)
    answered_at = models.DateTimeField(null=True)
    helped_at = models.DateTimeField(null=True)
    """When it was found out what would help; never for what is safe."""
    as_of = models.DateField(null=True)
    computed_at = models.DateTimeField(null=True)
    """When the forecast was computed from which it is answered."""
    is_behind = models.BooleanField(default=False)
    """Whether something had changed that this forecast did not know yet."""
    p_kept = models.FloatField(null=True)
    p50 = models.DateField(null=True)
    p85 = models.DateField(null=True)
    p95 = models.DateField(null=True)
    place = models.PositiveIntegerField(default=0)
    answer: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    """``details`` as of a forecast, ``endangers`` and ``would_help``; or the ``problems`` that it has."""

    class Meta:
        """What waits is found at once, and what somebody asked lately."""

        db_table = "feasibility_quote"
        indexes = [
            models.Index(fields=["state", "id"], name="feasibility_quote_waiting"),
            models.Index(fields=["by", "-id"], name="feasibility_quote_by"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(QuoteState)), name="feasibility_quote_state"),
            models.CheckConstraint(
                condition=Q(rank_class__gte=1, rank_class__lte=MOST_CLASS), name="feasibility_quote_class"
            ),
        ]


class Reservation(models.Model):
    """The wish to keep capacity for what was quoted; held, it is a promise in the state reserved."""

    quote = models.ForeignKey(Quote, on_delete=models.PROTECT, related_name="reservations")
    by = models.ForeignKey(_PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="+")
    wording = models.TextField()
    due = models.DateField()
    until = models.DateTimeField()
    """When the capacity is free again, unless the promise is committed by then."""
    reason = models.TextField(blank=True)
    fallback = models.TextField(blank=True)
    """Below the level: why it is promised all the same, and what we will do if it fails."""
    state = models.CharField(max_length=8, default=ReservationState.WAITING)
    answered_at = models.DateTimeField(null=True)
    p_kept = models.FloatField(null=True)
    """As it was at the moment in which it was held or refused."""
    said = models.TextField(blank=True)
    """Why it was refused."""
    promise = models.OneToOneField(Promise, null=True, on_delete=models.PROTECT, related_name="reservation")

    class Meta:
        """What waits is found at once; it is held as a promise or not at all."""

        db_table = "feasibility_reservation"
        indexes = [models.Index(fields=["state", "id"], name="feasibility_reserve_waiting")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(ReservationState)), name="feasibility_reserve_state"),
            models.CheckConstraint(
                condition=Q(state=ReservationState.HELD, promise__isnull=False)
                | (~Q(state=ReservationState.HELD) & Q(promise=None)),
                name="feasibility_reserve_held",
            ),
            models.CheckConstraint(
                condition=Q(reason="", fallback="") | (~Q(reason="") & ~Q(fallback="")),
                name="feasibility_reserve_fallback",
            ),
        ]


class LeadTime(models.Model):
    """How soon something like a template would be done, if somebody asked today; written with each forecast."""

    template = models.OneToOneField(Template, on_delete=models.CASCADE, primary_key=True, related_name="lead_time")
    as_of = models.DateField()
    computed_at = models.DateTimeField()
    """When the forecast was computed that it rests on."""
    p50 = models.DateField(null=True)
    p85 = models.DateField(null=True)
    p95 = models.DateField(null=True)

    class Meta:
        """One for a template."""

        db_table = "feasibility_lead_time"


class Override(models.Model):
    """Somebody lets a date be promised that is less likely than the quoting level; only ever added."""

    promise = models.ForeignKey(Promise, on_delete=models.PROTECT, related_name="overrides")
    due = models.DateField()
    """The date that it holds for."""
    level = models.FloatField()
    p_kept = models.FloatField(null=True)
    reason = models.TextField()
    fallback = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(_PERSON, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """Never without the reason, and what we will do if it fails."""

        db_table = "feasibility_override"
        indexes = [models.Index(fields=["promise", "due"], name="feasibility_override_of")]
        constraints = [
            models.CheckConstraint(condition=~Q(reason="") & ~Q(fallback=""), name="feasibility_override_said")
        ]


guard(Override)
