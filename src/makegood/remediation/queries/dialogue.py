"""What the dialogue of a plan brought to light: the gap, causes, other promises in scope, and what people say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, Q, Subquery

from makegood.foundation.actors import Viewer
from makegood.remediation.models import GapTerm, InScope, PlanComment, PlanMention, RootCause
from makegood.remediation.queries.plans import visible
from makegood.remediation.states import Cause, Nature, Stage


@dataclass(frozen=True, slots=True)
class ScopeRow:
    """Another promise that a plan is about."""

    promise: int
    key: str
    title: str
    customer_name: str
    due: date | None


@dataclass(frozen=True, slots=True)
class CauseRow:
    """Why a promise is in danger; ``weight`` is its share, and the shares of a plan sum to 1."""

    number: int
    code: Cause
    words: str
    points: int
    weight: float
    teams: int
    peers_would: bool
    same_code: int
    nature: Nature
    version: int


@dataclass(frozen=True, slots=True)
class SaidRow:
    """What somebody said, or proposed."""

    number: int
    stage: Stage
    text: str
    is_proposal: bool
    by: str
    at: datetime
    was_taken: bool | None
    answered_by: str
    mention: int | None
    """The mention of the viewer in it that they have not read yet."""


@dataclass(frozen=True, slots=True)
class PlanMentionRow:
    """A comment on a plan that names the viewer and that they have not read."""

    number: int
    plan: int
    comment: int
    title: str
    text: str
    by: str
    at: datetime


def scope_of(plan: int, viewer: Viewer) -> tuple[ScopeRow, ...]:
    """Return the other promises that a plan is about."""
    found = InScope.objects.filter(plan=plan, plan__in=visible(viewer)).select_related("promise__customer")
    return tuple(
        ScopeRow(one.promise_id, one.promise.key, one.promise.title, one.promise.customer.name, one.promise.due)
        for one in found.order_by("promise__due", "pk")
    )


def gap_of(plan: int, viewer: Viewer) -> tuple[Mapping[str, Any], ...]:
    """Return each term as the gap was frozen last, as a forecast keeps it."""
    found = GapTerm.objects.filter(plan=plan, plan__in=visible(viewer))
    latest = found.order_by("-freezing").values("freezing")[:1]
    return tuple(found.filter(freezing=Subquery(latest)).order_by("place").values_list("term", flat=True))


def causes_of(plan: int, viewer: Viewer) -> tuple[CauseRow, ...]:
    """Return the causes of a plan, the heaviest first."""
    found = list(RootCause.objects.filter(plan=plan, plan__in=visible(viewer)).order_by("-points", "pk"))
    whole = sum(one.points for one in found)
    return tuple(
        CauseRow(
            number=one.pk,
            code=Cause(one.code),
            words=one.words,
            points=one.points,
            weight=one.points / whole,
            teams=one.teams,
            peers_would=one.peers_would,
            same_code=one.same_code,
            nature=Nature(one.nature),
            version=one.version,
        )
        for one in found
    )


def said_of(plan: int, viewer: Viewer, limit: int = 100) -> tuple[SaidRow, ...]:
    """Return what was said in a plan, the latest first."""
    unread = PlanMention.objects.filter(comment=OuterRef("pk"), person=viewer.number, seen_at=None)
    found = PlanComment.objects.filter(plan=plan, plan__in=visible(viewer)).select_related("by", "answered_by")
    return tuple(
        SaidRow(
            number=one.pk,
            stage=Stage(one.stage),
            text=one.text,
            is_proposal=one.is_proposal,
            by=one.by.name,
            at=one.at,
            was_taken=one.was_taken,
            answered_by=one.answered_by.name if one.answered_by else "",
            mention=one.mention,
        )
        for one in found.annotate(mention=Subquery(unread.values("pk")[:1])).order_by("-pk")[:limit]
    )


def plan_mentions_of(viewer: Viewer, limit: int = 20) -> tuple[PlanMentionRow, ...]:
    """Return what was said in plans that names the viewer and that they have not read, the newest first."""
    found = PlanMention.objects.filter(Q(person=viewer.number, seen_at=None), comment__plan__in=visible(viewer))
    return tuple(
        PlanMentionRow(
            number=one.pk,
            plan=one.comment.plan_id,
            comment=one.comment_id,
            title=one.comment.plan.promise.title,
            text=one.comment.text,
            by=one.comment.by.name,
            at=one.comment.at,
        )
        for one in found.select_related("comment__plan__promise", "comment__by").order_by("-pk")[:limit]
    )
