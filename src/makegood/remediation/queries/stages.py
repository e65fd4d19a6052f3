"""How far the dialogue of a plan is: what of each stage is done, and what is next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from makegood.foundation.actors import Viewer
from makegood.promises.models import Notice
from makegood.remediation.models import (
    Contingency,
    InScope,
    Option,
    PlanAction,
    PlanMilestone,
    PlannedMessage,
    PlanRisk,
    RootCause,
)
from makegood.remediation.queries.plans import PlanRow, visible
from makegood.remediation.states import PlanState, Stage


@dataclass(frozen=True, slots=True)
class Progress:
    """What a plan consists of by now, and how its promise stands."""

    core_need: str
    intent: str
    impact: str
    severity_reason: str
    reason: str
    close_reason: str
    freezings: int
    gap_frozen_at: datetime | None
    p_kept: float | None
    p85: date | None
    gap_days: int | None
    status: str
    computed_at: datetime | None
    told_at: datetime | None
    """When the customer was told of it first."""
    scope: int
    causes: int
    options: int
    actions: int
    done: int
    late: int
    milestones: int
    risks: int
    contingencies: int
    messages: int


@dataclass(frozen=True, slots=True)
class StageRow:
    """A stage of the dialogue."""

    stage: Stage
    is_done: bool
    is_next: bool


def told_of_it() -> QuerySet[Notice]:
    """Return for a query of plans when the customer was told of the danger.

    They were told so, or another date than the one in force when it was opened, since the clock started; or that is the
    last that they heard before. To be told again that all is well is to know nothing.
    """
    of_the_plan = Notice.objects.filter(promise=OuterRef("promise"))
    danger = of_the_plan.filter(Q(date_told=None) | ~Q(date_told=OuterRef("due")))
    later = Notice.objects.filter(promise=OuterRef("promise"), told_at__gt=OuterRef("told_at"))
    return danger.filter(Q(told_at__gt=OuterRef("clock_from")) | ~Exists(later))


def progress_of(plan: int, viewer: Viewer, *, today: date) -> Progress:
    """Return how far a plan is, in one query."""
    said: dict[str, Any] = dict(
        visible(viewer)
        .order_by()
        .filter(pk=plan)
        .annotate(
            p_kept=F("promise__outlook__p_kept"),
            p85=F("promise__outlook__p85"),
            gap_days=F("promise__outlook__gap_days"),
            status=F("promise__outlook__status"),
            computed_at=F("promise__outlook__computed_at"),
            told_at=Subquery(told_of_it().order_by().values("promise").annotate(first=Min("told_at")).values("first")),
            n_scope=_count(InScope.objects.all()),
            n_causes=_count(RootCause.objects.all()),
            n_options=_count(Option.objects.filter(withdrawn_at=None)),
            n_actions=_count(PlanAction.objects.all()),
            n_done=_count(PlanAction.objects.filter(done_at__isnull=False)),
            n_late=_count(PlanAction.objects.filter(done_at=None, due__lt=today)),
            n_milestones=_count(PlanMilestone.objects.all()),
            n_risks=_count(PlanRisk.objects.all()),
            n_contingencies=_count(Contingency.objects.all()),
            n_messages=_count(PlannedMessage.objects.all()),
        )
        .values()
        .get()
    )
    counted = {name.removeprefix("n_"): value for name, value in said.items() if name.startswith("n_")}
    own = {name: said[name] for name in Progress.__slots__ if name not in counted}
    return Progress(**{**own, "status": own["status"] or "", **counted})


def stages_of(plan: PlanRow, progress: Progress) -> tuple[StageRow, ...]:
    """Return the stages in their order, each with whether it is done; the first that is not is next."""
    is_done = {
        Stage.NEED: bool(progress.core_need),
        Stage.SCOPE: bool(progress.scope or progress.freezings),
        Stage.INTENT: bool(progress.intent and progress.impact),
        Stage.GAP: progress.freezings > 0,
        Stage.CAUSES: progress.causes > 0,
        Stage.OPTIONS: progress.options > 0,
        Stage.PLAN: progress.actions > 0 and progress.messages > 0,
        Stage.AGREEMENT: plan.state == PlanState.AGREED,
    }
    following = next((stage for stage, done in is_done.items() if not done), None)
    return tuple(StageRow(stage, done, stage is following) for stage, done in is_done.items())


def _count(rows: QuerySet[Any]) -> Coalesce:
    counted = rows.filter(plan=OuterRef("pk")).order_by().values("plan").annotate(many=Count("pk")).values("many")
    return Coalesce(Subquery(counted), 0)
