"""Reading how a case is decided: the locked criteria, who has judged, what the criteria say, and who signs."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from makegood.engine.deciding import read_frame
from makegood.foundation.actors import EVERYONE, Viewer
from makegood.foundation.errors import NotFound
from makegood.people.queries import holders_of
from makegood.promises.models import Promise
from makegood.remediation.models import CriteriaLock, Decision, DecisionLine, Judgement
from makegood.remediation.queries.frames import FrameSaid, read_sign_off, said_of
from makegood.remediation.queries.plans import PlanRow
from makegood.remediation.states import STANDING, DecisionState, SignOff, decider_function

_PEOPLE = ("submitted_by", "decider", "decided_by", "chosen", "lock", "plan__promise__owner")
SELLS = "sales"
"""Whoever has this function may hold commission on what they sold."""


@dataclass(frozen=True, slots=True)
class LockRow:
    """Criteria as they are locked for a case, or as somebody would change them."""

    number: int
    """Among the versions of the case."""
    row: int
    text: str
    digest: str
    frame: FrameSaid
    sign_off: tuple[SignOff, ...]
    criteria: int
    reason: str
    by: int | None
    by_name: str
    at: datetime
    is_approved: bool | None
    """None while nobody has said anything of a change."""
    answered_by: str
    answered_at: datetime | None
    answer: str


@dataclass(frozen=True, slots=True)
class JudgementRow:
    """What one judge thinks of one option on one criterion."""

    option: int
    criterion: str
    judge: int
    judge_name: str
    value: float
    reason: str


@dataclass(frozen=True, slots=True)
class Judging:
    """Who has judged what under the lock in force; others' judgements are there only once all are in."""

    judges: tuple[tuple[int, str], ...]
    """Number and name of everybody who is asked."""
    missing: tuple[tuple[int, str], ...]
    """Who still has something to judge."""
    seen: tuple[JudgementRow, ...]
    """What the viewer may see: their own, and everybody's once nobody is missing."""
    is_revealed: bool


@dataclass(frozen=True, slots=True)
class LineRow:
    """A figure on which a decision rests."""

    row: int
    subject: str
    kind: str
    now: float
    at: float
    direction: str
    to: int | None


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """What was put before a decider, and what became of it."""

    row: int
    plan: int
    number: int
    lock: int
    """The version of the case's criteria."""
    state: DecisionState
    card: Mapping[str, Any]
    result: Mapping[str, Any]
    submitted_by: int
    submitted_by_name: str
    submitted_at: datetime
    decider: int
    decider_name: str
    sold_by: frozenset[int]
    """Whoever said the promise, or owns it for sales."""
    chosen: int | None
    chosen_title: str
    reason: str
    decided_by: int | None
    decided_by_name: str
    decided_at: datetime | None
    ended_at: datetime | None
    ended_why: str
    lines: tuple[LineRow, ...]


@dataclass(frozen=True, slots=True)
class Deciders:
    """Who may sign, and why it is them."""

    function: str
    value: Decimal | None
    people: tuple[tuple[int, str], ...]
    excluded: tuple[str, ...]
    """Names of those who have the function, but sold the promise or put the decision up."""


def locks_of(plan: int, viewer: Viewer) -> tuple[LockRow, ...]:
    """Return the criteria of a case in all their versions, the latest first."""
    if EVERYONE not in viewer.audiences:
        return ()
    found = CriteriaLock.objects.filter(plan=plan).select_related("by", "answer__by").order_by("-number")
    return tuple(map(_lock, found))


def lock_in_force(locks: tuple[LockRow, ...]) -> LockRow | None:
    """Return the version by which options are scored; None before there is one."""
    return next((one for one in locks if one.is_approved), None)


def proposed_lock(locks: tuple[LockRow, ...]) -> LockRow | None:
    """Return a change of the criteria that waits for somebody else's word; None where there is none."""
    return next((one for one in locks if one.is_approved is None), None)


def judging(plan: PlanRow, lock: LockRow, options: tuple[int, ...], viewer: Viewer) -> Judging:
    """Return who has judged ``options`` under ``lock``, and what of it the ``viewer`` may see."""
    latest: dict[tuple[int, str, int], JudgementRow] = {}
    found = Judgement.objects.filter(lock=lock.row, option__in=options).select_related("judge").order_by("pk")
    for one in found:
        row = JudgementRow(one.option_id, one.criterion, one.judge_id, one.judge.name, one.value, one.reason)
        latest[row.option, row.criterion, row.judge] = row
    judges = {member.person: member.name for member in plan.members if member.function}
    judged = [one.key for one in lock.frame.criteria if not one.is_measured]
    missing = tuple(
        (judge, name)
        for judge, name in sorted(judges.items(), key=lambda one: one[1])
        if any((option, key, judge) not in latest for option in options for key in judged)
    )
    revealed = not missing
    rows = [row for row in latest.values() if row.judge in judges and (revealed or row.judge == viewer.number)]
    return Judging(tuple(sorted(judges.items(), key=lambda one: one[1])), missing, tuple(rows), revealed)


def has_standing_decision(plan: int) -> bool:
    """Say whether a decision of a case waits or stands, so that what it rests on must not change."""
    return Decision.objects.filter(plan=plan, state__in=STANDING).exists()


def decisions_of(plan: int, viewer: Viewer) -> tuple[DecisionRow, ...]:
    """Return the decisions of a case, the latest first."""
    if EVERYONE not in viewer.audiences:
        return ()
    found = list(Decision.objects.filter(plan=plan).select_related(*_PEOPLE).order_by("-number"))
    lines: dict[int, list[LineRow]] = {}
    for one in DecisionLine.objects.filter(decision__in=[each.pk for each in found]).order_by("pk"):
        row = LineRow(one.pk, one.subject, one.kind, one.now, one.at, one.direction, one.to_id)
        lines.setdefault(one.decision_id, []).append(row)
    return tuple(_decision(one, tuple(lines.get(one.pk, ()))) for one in found)


def find_decision(plan: int, number: int, viewer: Viewer) -> DecisionRow:
    """Return one decision of a case; NotFound."""
    found = next((one for one in decisions_of(plan, viewer) if one.number == number), None)
    if found is None:
        raise NotFound(_("There is no such decision."))
    return found


def place_of_decision(row: int, viewer: Viewer) -> tuple[int, int]:
    """Return the plan of a decision and which of its decisions it is; NotFound."""
    found = Decision.objects.filter(pk=row).values_list("plan", "number").first()
    if found is None or EVERYONE not in viewer.audiences:
        raise NotFound(_("There is no such decision."))
    return found


def waiting_decisions(viewer: Viewer, *, deciders: frozenset[int]) -> tuple[DecisionRow, ...]:
    """Return what waits for one of ``deciders``: the viewer, and those for whom they stand in."""
    if EVERYONE not in viewer.audiences:
        return ()
    found = Decision.objects.filter(state=DecisionState.SUBMITTED, decider__in=deciders).select_related(*_PEOPLE)
    return tuple(_decision(one, ()) for one in found.order_by("submitted_at"))


def deciders_of(plan: PlanRow, lock: LockRow, *, but: int | None = None) -> Deciders:
    """Return who may decide on a case by the rules that were locked with its criteria, without ``but``.

    Never whoever said the promise or owns it for sales: they may hold commission on the deal.
    """
    function = decider_function(lock.sign_off, plan.severity, None if plan.value is None else float(plan.value))
    sold = _sellers(plan.said_by, plan.owner, plan.owner_functions)
    holders = holders_of(function)
    may = tuple((number, name) for number, name in holders if number not in sold | {but})
    out = tuple(name for number, name in holders if number in sold | {but})
    return Deciders(function, plan.value, may, out)


def _sold_by(promise: Promise) -> frozenset[int]:
    functions = promise.owner.functions if promise.owner else ()
    return _sellers(promise.said_by_id, promise.owner_id, functions)


def _sellers(said_by: int | None, owner: int | None, owner_functions: Collection[str]) -> frozenset[int]:
    """Return whoever may hold commission on a promise."""
    sold = {said_by, owner if SELLS in owner_functions else None}
    return frozenset(one for one in sold if one is not None)


def _lock(one: CriteriaLock) -> LockRow:
    answer = getattr(one, "answer", None)
    return LockRow(
        number=one.number,
        row=one.pk,
        text=one.text,
        digest=one.digest,
        frame=said_of(read_frame(one.text)),
        sign_off=read_sign_off(one.sign_off),
        criteria=one.criteria,
        reason=one.reason,
        by=one.by_id,
        by_name=one.by.name if one.by else "",
        at=one.at,
        is_approved=True if one.number == 1 else None if answer is None else answer.is_approved,
        answered_by=answer.by.name if answer else "",
        answered_at=answer.at if answer else None,
        answer=answer.reason if answer else "",
    )


def _decision(one: Decision, lines: tuple[LineRow, ...]) -> DecisionRow:
    return DecisionRow(
        row=one.pk,
        plan=one.plan_id,
        number=one.number,
        lock=one.lock.number,
        state=DecisionState(one.state),
        card=one.card,
        result=one.result,
        submitted_by=one.submitted_by_id,
        submitted_by_name=one.submitted_by.name,
        submitted_at=one.submitted_at,
        decider=one.decider_id,
        decider_name=one.decider.name,
        sold_by=_sold_by(one.plan.promise),
        chosen=one.chosen_id,
        chosen_title=one.chosen.title if one.chosen else "",
        reason=one.reason,
        decided_by=one.decided_by_id,
        decided_by_name=one.decided_by.name if one.decided_by else "",
        decided_at=one.decided_at,
        ended_at=one.ended_at,
        ended_why=one.ended_why,
        lines=lines,
    )
