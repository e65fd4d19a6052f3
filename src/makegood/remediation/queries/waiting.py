"""What waits for somebody in plans."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from makegood.foundation.actors import Viewer
from makegood.foundation.approvals.models import Approval
from makegood.foundation.approvals.states import Standing
from makegood.remediation.models import PlanMember, PlannedMessage
from makegood.remediation.queries.agreeing import APPROVED
from makegood.remediation.queries.dialogue import PlanMentionRow, plan_mentions_of
from makegood.remediation.queries.doing import ActionRow, own_actions
from makegood.remediation.queries.plans import PlanRow, row_of, visible
from makegood.remediation.states import RUNNING, WORKED_ON, PlanState


@dataclass(frozen=True, slots=True)
class Tell:
    """The viewer is to tell a customer something."""

    plan: int
    title: str
    to_whom: str
    on: date
    is_late: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for the viewer: proposals to settle, plans to acknowledge or to speak about, messages and actions."""

    settle: tuple[PlanRow, ...]
    acknowledge: tuple[PlanRow, ...]
    speak: tuple[tuple[PlanRow, str], ...]
    """With the function that the viewer speaks for."""
    tell: tuple[Tell, ...]
    do: tuple[ActionRow, ...]
    mentions: tuple[PlanMentionRow, ...]

    @property
    def is_empty(self) -> bool:
        """Return whether nothing waits."""
        return not (self.settle or self.acknowledge or self.speak or self.tell or self.do or self.mentions)


def waiting_in_plans(viewer: Viewer, *, today: date) -> Waiting:
    """Return what waits for the viewer in plans, in seven queries."""
    mine = Q(promise__owner=viewer.number) | Q(pk__in=PlanMember.objects.filter(person=viewer.number).values("plan"))
    rows = [row_of(plan) for plan in visible(viewer).filter(mine, state__in=sorted(RUNNING)).order_by("severity", "pk")]
    awaited = set(
        Approval.objects.filter(
            document__subject_kind=APPROVED, document__subject_number__in=[row.number for row in rows]
        )
        .filter(standing__in=[Standing.AWAITED, Standing.RESET])
        .values_list("document__subject_number", "role")
    )
    told = PlannedMessage.objects.filter(teller=viewer.number, told_at=None, plan__state__in=sorted(WORKED_ON))
    ready = set(PlannedMessage.objects.filter(plan__in=[row.number for row in rows]).values_list("plan", flat=True))
    return Waiting(
        settle=tuple(row for row in rows if row.state == PlanState.PROPOSED),
        acknowledge=tuple(row for row in rows if row.is_worked_on and row.acknowledged_at is None),
        speak=tuple(
            (row, member.function)
            for row in rows
            for member in row.members
            if member.person == viewer.number and (row.number, member.function) in awaited and row.number in ready
            and row.is_worked_on
        ),
        tell=tuple(
            Tell(one.plan_id, one.plan.promise.title, _whom(one), one.on, one.on < today)
            for one in told.select_related("plan__promise", "contact").order_by("on", "pk")[:20]
        ),
        do=own_actions(viewer, today=today),
        mentions=plan_mentions_of(viewer),
    )  # fmt: skip


def _whom(one: PlannedMessage) -> str:
    return one.contact.name if one.contact else one.to_whom
