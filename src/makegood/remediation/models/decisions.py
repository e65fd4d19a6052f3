"""How one way out was chosen: the locked criteria, what each judge thought unseen by the others, and who decided."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from makegood.foundation.guards.registry import furnish, guard
from makegood.remediation.models.guarding import FINAL_WORD, JUDGED_LOCKED, LOCKED_FIRST
from makegood.remediation.models.options import Option
from makegood.remediation.models.plans import Plan
from makegood.remediation.states import DecisionState

_PERSON = settings.AUTH_USER_MODEL


class CriteriaLock(models.Model):
    """The criteria of one case, hashed before there was an option; only ever added: others are another version."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="locks")
    number = models.PositiveIntegerField()
    text = models.TextField()
    """The canonical text that the digest is of."""
    digest = models.CharField(max_length=64)
    sign_off: models.JSONField[list[dict[str, object]], list[dict[str, object]]] = models.JSONField(default=list)
    criteria = models.PositiveIntegerField()
    """The published version that it is taken from; 0 for the one that the house was delivered with."""
    reason = models.TextField(blank=True)
    """Why it was changed in the middle of a case; empty of the first one."""
    by = models.ForeignKey(_PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """Numbered in each case; a change has a reason."""

        db_table = "remediation_lock"
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="remediation_lock_once"),
            models.CheckConstraint(
                condition=Q(number=1) | (Q(number__gt=1) & ~Q(reason="")), name="remediation_lock_changed_why"
            ),
        ]


class LockAnswer(models.Model):
    """What somebody else says of criteria that are to be changed in the middle of a case; only ever added."""

    lock = models.OneToOneField(CriteriaLock, on_delete=models.PROTECT, related_name="answer")
    is_approved = models.BooleanField()
    proposed_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField(blank=True)

    class Meta:
        """By another person than who proposes it, and a refusal has a reason."""

        db_table = "remediation_lock_answer"
        constraints = [
            models.CheckConstraint(condition=~Q(by=F("proposed_by")), name="remediation_lock_by_another"),
            models.CheckConstraint(condition=Q(is_approved=True) | ~Q(reason=""), name="remediation_lock_refused_why"),
        ]


class Judgement(models.Model):
    """What one judge thinks of an option on one criterion, and why; only ever added, the latest counts."""

    lock = models.ForeignKey(CriteriaLock, on_delete=models.PROTECT, related_name="judgements")
    option = models.ForeignKey(Option, on_delete=models.PROTECT, related_name="judgements")
    criterion = models.CharField(max_length=60)
    judge = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    value = models.FloatField()
    reason = models.TextField()
    at = models.DateTimeField()

    class Meta:
        """With a reason; the latest is found at once."""

        db_table = "remediation_judgement"
        indexes = [models.Index(fields=["lock", "option", "judge", "-id"], name="remediation_latest_judgement")]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="remediation_judgement_reason")]


class Reveal(models.Model):
    """All who judge an option have judged it and see what the others said; only ever added."""

    lock = models.ForeignKey(CriteriaLock, on_delete=models.PROTECT, related_name="+")
    option = models.ForeignKey(Option, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """Once."""

        db_table = "remediation_reveal"
        constraints = [models.UniqueConstraint(fields=["lock", "option"], name="remediation_revealed_once")]


class Decision(models.Model):
    """What is put before the decider, and what they say; one that was reopened stays, and another one follows."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="decisions")
    number = models.PositiveIntegerField()
    lock = models.ForeignKey(CriteriaLock, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, default=DecisionState.SUBMITTED)
    seed = models.BigIntegerField()
    card: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    """Every score as it stood, with its source or its reasons."""
    result: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    """What the criteria said of them."""
    submitted_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()
    decider = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    chosen = models.ForeignKey(Option, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(_PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    """The decider, or whoever stands in for them."""
    decided_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_why = models.TextField(blank=True)
    """Why it was given back, or reopened."""

    class Meta:
        """One at a time, decided by nobody who put it up, and with a reason."""

        db_table = "remediation_decision"
        indexes = [models.Index(fields=["state", "decider"], name="remediation_decision_waiting")]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="remediation_decision_once"),
            models.UniqueConstraint(
                fields=["plan"],
                condition=Q(state__in=[DecisionState.SUBMITTED, DecisionState.DECIDED]),
                name="remediation_decision_one_at_a_time",
            ),
            models.CheckConstraint(condition=Q(state__in=list(DecisionState)), name="remediation_decision_state"),
            models.CheckConstraint(
                condition=~Q(decided_by=F("submitted_by")) & ~Q(decider=F("submitted_by")),
                name="remediation_decision_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[DecisionState.SUBMITTED, DecisionState.RETURNED], chosen=None, decided_at=None)
                | (
                    Q(state__in=[DecisionState.DECIDED, DecisionState.REOPENED])
                    & Q(chosen__isnull=False, decided_by__isnull=False, decided_at__isnull=False)
                    & ~Q(reason="")
                ),
                name="remediation_decision_signed",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[DecisionState.SUBMITTED, DecisionState.DECIDED], ended_at=None, ended_why="")
                | (
                    Q(state__in=[DecisionState.RETURNED, DecisionState.REOPENED], ended_at__isnull=False)
                    & ~Q(ended_why="")
                ),
                name="remediation_decision_ended_why",
            ),
        ]


class DecisionLine(models.Model):
    """A figure on which a decision rests, and from where on it has lost its ground; only ever added."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="lines")
    subject = models.CharField(max_length=60)
    """The criterion; for the two limits ``risk`` or ``delay``."""
    kind = models.CharField(max_length=8)
    now = models.FloatField()
    at = models.FloatField()
    direction = models.CharField(max_length=8)
    to = models.ForeignKey(Option, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """Beside its decision."""

        db_table = "remediation_decision_line"


guard(CriteriaLock)
guard(LockAnswer)
guard(Judgement)
guard(Reveal)
guard(DecisionLine)
furnish(LOCKED_FIRST)
furnish(JUDGED_LOCKED)
furnish(FINAL_WORD)
