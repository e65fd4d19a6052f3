"""What every change of a plan leaves behind: another revision, a line of history, and news for other rooms."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db.models import F

from makegood.foundation.actors import Actor
from makegood.foundation.history.services import record
from makegood.foundation.outbox.services import announce
from makegood.remediation.models import Plan

CHANGED = "plan.changed"
"""Its payload has the numbers of the ``plan`` and its ``promise``."""


def note(plan: Plan, verb: str, *, by: Actor, at: datetime, facts: Mapping[str, object] | None = None) -> None:
    """Count a change of a plan, announce it and write it down; the last thing that a service does.

    It is written into the story of the promise, which the plan is a part of; the fact ``plan`` says of which one.
    """
    Plan.objects.filter(pk=plan.pk).update(revision=F("revision") + 1)
    announce(event=CHANGED, subject=("plan", plan.pk), payload={"plan": plan.pk, "promise": plan.promise_id}, at=at)
    told = {"plan": plan.pk, **(facts or {})}
    record(verb=f"plan.{verb}", subject=("promise", plan.promise_id), actor=by, at=at, facts=told)
