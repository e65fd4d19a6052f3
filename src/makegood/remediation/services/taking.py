"""Taking a plan to change something of it: locked until the transaction ends, and worked on still."""

from __future__ import annotations

from django.utils.translation import gettext as _

from makegood.foundation.actors import Viewer
from makegood.foundation.errors import NotFound, Problem
from makegood.remediation.models import Plan
from makegood.remediation.queries.plans import PlanRow, find_plan
from makegood.remediation.states import WORKED_ON


class NotWorkedOn(Problem):
    """The plan has ended, or nobody has taken it up."""

    code = "not-worked-on"


def taken(number: int, by: Viewer) -> tuple[Plan, PlanRow]:
    """Return a plan that is worked on, locked, and as it is shown; NotFound, NotWorkedOn."""
    find_plan(number, by)
    plan = Plan.objects.select_for_update().filter(pk=number).first()
    if plan is None:
        raise NotFound(_("There is no such plan."))
    if plan.state not in WORKED_ON:
        raise NotWorkedOn(_("This plan has ended, or nobody has taken it up yet."))
    return plan, find_plan(number, by)
