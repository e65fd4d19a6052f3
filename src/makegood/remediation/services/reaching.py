"""The locked row of a plan, for whoever may change it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from makegood.foundation.actors import Viewer
from makegood.foundation.errors import Problem
from makegood.remediation.models import Plan
from makegood.remediation.policies import check_work_on_plan
from makegood.remediation.queries import PlanRow, find_plan
from makegood.remediation.states import TRANSITIONS, WORKED_ON, PlanState, PlanVerb


class UnableToChangePlan(Problem):
    """The plan is in a state in which this can't be done, or something given makes no sense."""

    code = "unable-to-change-plan"


def plan_to_change(number: int, by: Viewer) -> Plan:
    """Return a plan that people work on, locked, for somebody who may; Denied, NotFound, UnableToChangePlan."""
    check_work_on_plan(by, find_plan(number, by))
    return taken(number, by)[0]


def taken(number: int, by: Viewer) -> tuple[Plan, PlanRow]:
    """Return a plan that people work on, locked, and as it is shown; NotFound, UnableToChangePlan.

    Whether somebody may do what they want to do is for whoever calls: a judge or a decider need not work on it.
    """
    find_plan(number, by)
    plan = locked_plan(number)
    if plan.state not in WORKED_ON:
        raise UnableToChangePlan(_("Nobody works on this plan: it has ended, or was not taken up yet."))
    return plan, find_plan(number, by)  # as it is now that nobody else changes it


def locked_plan(number: int) -> Plan:
    """Return the locked row of a plan that is there."""
    return Plan.objects.select_for_update(of=("self",)).select_related("promise__customer").get(pk=number)


def moved(plan: Plan, verb: PlanVerb) -> PlanState:
    """Give a plan the state that a verb leads to; UnableToChangePlan where it can't be done from where it stands."""
    after = TRANSITIONS[PlanState(plan.state)].get(verb)
    if after is None:
        raise UnableToChangePlan(_("This can’t be done with the plan as it stands."))
    plan.state = after
    return after
