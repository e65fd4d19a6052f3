"""Wishes to commit, or to keep capacity, each answered by the process that holds the forecast."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from makegood.feasibility.states import CommitmentState
from makegood.promises.models import Promise
from makegood.promises.states import Verb

_PERSON = settings.AUTH_USER_MODEL


class Commitment(models.Model):
    """Somebody wants the company to be bound to a promise, or capacity to be kept for it until a moment.

    It is, once what is known of the promise was simulated.
    """

    promise = models.ForeignKey(Promise, on_delete=models.PROTECT, related_name="commitments")
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    verb = models.CharField(max_length=8, default=Verb.COMMIT)
    until = models.DateTimeField(null=True)
    """When capacity that was kept is free again, unless the company is bound by then."""
    state = models.CharField(max_length=8, default=CommitmentState.WAITING)
    answered_at = models.DateTimeField(null=True)
    code = models.CharField(max_length=40, blank=True)
    """Of what was in the way."""
    said = models.TextField(blank=True)
    """The same in a sentence, in the language of who asked."""

    class Meta:
        """What waits is found at once, and waits once for a promise; capacity is kept until some moment."""

        db_table = "feasibility_commitment"
        indexes = [models.Index(fields=["state", "id"], name="feasibility_commitment_waits")]
        constraints = [
            models.UniqueConstraint(
                fields=["promise", "verb"],
                condition=Q(state=CommitmentState.WAITING),
                name="feasibility_commitment_once",
            ),
            models.CheckConstraint(condition=Q(state__in=list(CommitmentState)), name="feasibility_commitment_state"),
            models.CheckConstraint(
                condition=Q(verb=Verb.COMMIT, until=None) | Q(verb=Verb.RESERVE, until__isnull=False),
                name="feasibility_commitment_until",
            ),
        ]
