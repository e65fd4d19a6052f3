"""What waits for somebody in plans."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q

from makegood.engine.deciding import read_frame
from makegood.foundation.actors import Viewer
from makegood.foundation.approvals.models import Approval
from makegood.foundation.approvals.states import Standing
from makegood.people.queries import absences
from makegood.people.states import Function
from makegood.remediation.models import CriteriaLock, Decision, Judgement, Option, PlanMember, PlannedMessage
from makegood.remediation.queries.agreeing import APPROVED
from makegood.remediation.queries.decisions import waiting_decisions
from makegood.remediation.queries.dialogue import PlanMentionRow, plan_mentions_of
from makegood.remediation.queries.doing import ActionRow, own_actions, told_whom
from makegood.remediation.queries.frames import said_of
from makegood.remediation.queries.plans import PlanRow, plan_names, row_of, visible
from makegood.remediation.states import RUNNING, STANDING, WORKED_ON, PlanState


@dataclass(frozen=True, slots=True)
class Tell:
    """The viewer is to tell a customer something."""

    plan: int
    title: str
    to_whom: str
    on: date
    is_late: bool


@dataclass(frozen=True, slots=True)
class Deciding:
    """A case that was put before the viewer, or before somebody for whom they stand in."""

    plan: int
    number: int
    """Among the decisions of the plan."""
    title: str
    decider: int
    decider_name: str
    submitted_by_name: str
    submitted_at: datetime


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for the viewer: proposals to settle, plans to acknowledge, judge or speak about, messages, actions."""

    settle: tuple[PlanRow, ...]
    acknowledge: tuple[PlanRow, ...]
    speak: tuple[tuple[PlanRow, str], ...]
    """With the function that the viewer speaks for."""
    tell: tuple[Tell, ...]
    do: tuple[ActionRow, ...]
    judge: tuple[PlanRow, ...]
    """Whose ways out the viewer has not judged yet, or not all of them."""
    decide: tuple[Deciding, ...]
    rule: tuple[PlanRow, ...]
    """In which functions dissent, or said nothing in time, for an executive."""
    mentions: tuple[PlanMentionRow, ...]

    @property
    def count(self) -> int:
        """Return how much waits."""
        return sum(len(getattr(self, name)) for name in self.__slots__)


def waiting_in_plans(viewer: Viewer, *, at: datetime, today: date) -> Waiting:
    """Return what waits for the viewer in plans, in fourteen queries at most."""
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
            Tell(one.plan_id, one.plan.promise.title, told_whom(one), one.on, one.on < today)
            for one in told.select_related("plan__promise", "contact").order_by("on", "pk")[:20]
        ),
        do=own_actions(viewer, today=today),
        judge=_to_judge(rows, viewer),
        decide=_to_decide(viewer, at),
        rule=_to_rule(viewer, at),
        mentions=plan_mentions_of(viewer),
    )  # fmt: skip


def _to_judge(rows: Sequence[PlanRow], viewer: Viewer) -> tuple[PlanRow, ...]:
    """Return the plans that the viewer judges and has not judged whole, with nothing before a decider."""
    mine = [
        row for row in rows
        if row.is_worked_on and any(one.person == viewer.number and one.function for one in row.members)
    ]  # fmt: skip
    numbers = [row.number for row in mine]
    counts = Q(number=1) | Q(answer__is_approved=True)
    open_ones = ~Exists(Decision.objects.filter(plan=OuterRef("plan"), state__in=STANDING))
    locks = CriteriaLock.objects.filter(counts, open_ones, plan__in=numbers).order_by("number")
    lock_of = {one.plan_id: (one.pk, one.text) for one in locks}  # the last one is in force
    if not lock_of:
        return ()
    options: dict[int, list[int]] = {}
    for plan, option in Option.objects.filter(plan__in=numbers, withdrawn_at=None).values_list("plan", "pk"):
        options.setdefault(plan, []).append(option)
    own = Judgement.objects.filter(judge=viewer.number, option__plan__in=numbers)
    said = set(own.values_list("lock", "option", "criterion"))

    def is_awaited(row: PlanRow) -> bool:
        if row.number not in lock_of:
            return False
        lock, text = lock_of[row.number]
        judged = [one.key for one in said_of(read_frame(text)).criteria if not one.is_measured]
        return any((lock, option, key) not in said for option in options.get(row.number, ()) for key in judged)

    return tuple(row for row in mine if is_awaited(row))


def _to_rule(viewer: Viewer, at: datetime) -> tuple[PlanRow, ...]:
    """Return the plans that can't go on before an executive decides, who speaks for none of their functions."""
    if Function.EXECUTIVE not in viewer.functions:
        return ()
    said = Approval.objects.filter(document__subject_kind=APPROVED, document__subject_number=OuterRef("pk"))
    silent = Exists(said.filter(standing__in=[Standing.AWAITED, Standing.RESET]))
    spoken = Exists(said.exclude(standing__in=[Standing.AWAITED, Standing.RESET]))
    own = PlanMember.objects.filter(person=viewer.number).exclude(function="").values("plan")
    stuck = (Exists(said.filter(standing=Standing.DECLINED)) & ~silent) | (spoken & silent & Q(tell_by__lte=at))
    found = visible(viewer).filter(stuck, state__in=sorted(WORKED_ON - {PlanState.AGREED})).exclude(pk__in=own)
    return tuple(row_of(plan) for plan in found.order_by("severity", "pk"))


def _to_decide(viewer: Viewer, at: datetime) -> tuple[Deciding, ...]:
    lent = {one.lender for one in absences(at=at) if one.delegate == viewer.number and one.begins_at <= at}
    found = waiting_decisions(viewer, deciders=frozenset({viewer.number, *lent}))
    titles = plan_names([one.plan for one in found])
    return tuple(
        Deciding(
            one.plan, one.number, titles[one.plan], one.decider, one.decider_name, one.submitted_by_name,
            one.submitted_at,
        )
        for one in found
        if one.submitted_by != viewer.number
    )  # fmt: skip
