"""A case in which there is something on every page about decisions: for tests that look at all pages."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from makegood.feasibility.models import Outlook
from makegood.feasibility.queries import HANDLERS
from makegood.feasibility.services import Forecaster, begin_scenario, note
from makegood.feasibility.states import Subject
from makegood.foundation.actors import Viewer
from makegood.foundation.jobs.models import Job
from makegood.people.models import User
from makegood.people.queries import find_viewer
from makegood.people.states import Function
from makegood.promises.states import State
from makegood.remediation.queries import (
    criteria_in_force,
    find_decision,
    find_plan,
    lock_in_force,
    locks_of,
    options_of,
)
from makegood.remediation.services import (
    CriteriaSaid,
    Said,
    decide_case,
    judge,
    lock_criteria,
    open_plan,
    propose_criteria,
    propose_lock,
    propose_option,
    reopen_decision,
    submit_decision,
)


def make_executive(email: str) -> None:
    """Let somebody decide besides all that they may."""
    found = User.objects.get(email=email)
    found.functions = sorted({*found.functions, Function.EXECUTIVE.value})
    found.save()


def safest() -> int:
    """Return the promise that is likeliest to be kept, so that a way out of it is left over by every limit."""
    owed = Outlook.objects.filter(promise__state=State.COMMITTED, p_kept__isnull=False)
    return owed.order_by("-p_kept", "pk").values_list("promise", flat=True)[0]


def whole_case(promise: int, keeper: Viewer, forecaster: Forecaster, *, at: datetime, reason: str = "So it is") -> int:
    """Return a plan that was decided and reopened, with other criteria proposed, and ``keeper`` as a judge.

    ``keeper`` is an executive, so that they may also have decided, and of operations, so that they judge.
    """
    plan = open_plan(promise=promise, people={"operations": keeper.number}, by=keeper, at=at)
    lock_criteria(plan=plan, by=keeper, at=at)
    change = {"kind": "place", "promise": promise, "rank_class": 0}
    maker = next(one.person for one in find_plan(plan, keeper).members if one.function == "product")
    inventor = find_viewer(maker, at=at)
    propose_option(plan=plan, title=reason, changes=[change], cost=Decimal(0), currency="EUR", by=inventor, at=at)
    Job.objects.filter(key__contains=HANDLERS).delete()  # what is on its way to the forecast is read at once
    note(Subject.EVERYTHING, at=at)
    forecaster.renew(at=at)
    forecaster.answer_trials(at=at)
    row = find_plan(plan, keeper)
    lock = lock_in_force(locks_of(plan, keeper))
    assert lock is not None
    four = {one.person for one in row.members if one.function}
    for person in sorted(four):
        said = [
            Said(option.number, one.key, one.best, reason)
            for option in options_of(row, keeper)
            for one in lock.frame.criteria
            if not one.is_measured
        ]
        judge(plan=plan, said=said, by=find_viewer(person, at=at), at=at)
    other = find_viewer(min(four - {keeper.number}), at=at)
    number = submit_decision(plan=plan, decider=None, by=other, at=at)
    decision = find_decision(plan, number, keeper)
    signs = find_viewer(decision.decider, at=at)
    chosen = next(one for one in decision.result["standings"] if not one["excluded"])["option"]
    decide_case(plan=plan, number=number, option=int(chosen), reason=reason, by=signs, at=at)
    reopen_decision(plan=plan, number=number, reason=reason, by=keeper, at=at)
    now = criteria_in_force(at=at)
    said_anew = CriteriaSaid(reason, replace(now.frame, acceptable_risk=0.9), now.sign_off, reason)
    propose_criteria(said=said_anew, by=keeper, at=at)
    propose_lock(plan=plan, frame=said_anew.frame, sign_off=now.sign_off, reason=reason, by=other, at=at)
    begin_scenario(name=reason, changes=[change], by=keeper, at=at)
    return plan
