"""Who may set criteria, judge ways out and decide between them."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from makegood.foundation.actors import Viewer
from makegood.foundation.errors import Denied, is_admitted
from makegood.people.states import Function
from makegood.remediation.policies.plans import ALWAYS, check_see_plans, check_work_on_plan, stands_in
from makegood.remediation.queries import DecisionRow, PlanRow

PROPOSES = frozenset(
    {Function.SALES, Function.OPERATIONS, Function.PRODUCT, Function.CUSTOMER_SUCCESS, Function.EXECUTIVE,
     Function.ADMINISTRATOR}
)  # fmt: skip


def check_propose_criteria(viewer: Viewer) -> None:
    """Admit who may propose by what the company decides; Denied."""
    check_see_plans(viewer)
    if PROPOSES.isdisjoint(viewer.functions):
        raise Denied(
            _("Only sales, operations, product, customer success, executives and administrators may propose criteria.")
        )


def check_publish_criteria(viewer: Viewer, *, proposed_by: int | None) -> None:
    """Admit who may put criteria in force that somebody else proposed; Denied."""
    check_see_plans(viewer)
    if ALWAYS.isdisjoint(viewer.functions):
        raise Denied(_("Only executives and administrators may publish criteria."))
    if proposed_by == viewer.number:
        raise Denied(_("You propose this yourself: somebody else has to publish it."))


def check_answer_lock(viewer: Viewer, plan: PlanRow, *, proposed_by: int) -> None:
    """Admit who may say yes or no to other criteria in the middle of a case: not whoever proposes them; Denied."""
    check_work_on_plan(viewer, plan)
    if proposed_by == viewer.number:
        raise Denied(_("You propose this yourself: somebody else has to say whether it counts."))


def check_judge(viewer: Viewer, plan: PlanRow) -> None:
    """Admit the people whom a plan names for the four functions; Denied."""
    check_see_plans(viewer)
    if viewer.number not in {member.person for member in plan.members if member.function}:
        raise Denied(_("Only whoever is named for one of the four functions judges."))


def check_decide(viewer: Viewer, decision: DecisionRow, *, at: datetime) -> None:
    """Admit the decider of a case, and whoever stands in while they are away; Denied.

    Never who put it up, and never who sold the promise, in nobody's place.
    """
    check_see_plans(viewer)
    if viewer.number == decision.submitted_by:
        raise Denied(_("You put this up yourself: somebody else decides."))
    if viewer.number in decision.sold_by:
        raise Denied(_("You sold this promise: somebody without a share in the deal decides."))
    if viewer.number != decision.decider and not stands_in(viewer, decision.decider, at):
        raise Denied(_("%(name)s decides on this, or whoever stands in for them.") % {"name": decision.decider_name})


def check_return(viewer: Viewer, decision: DecisionRow, *, at: datetime) -> None:
    """Admit who may give a case back undecided: its decider, and whoever put it up; Denied."""
    if viewer.number != decision.submitted_by:
        check_decide(viewer, decision, at=at)


def can_propose_criteria(viewer: Viewer) -> bool:
    """Return whether the viewer may propose criteria."""
    return is_admitted(check_propose_criteria, viewer)


def can_publish_criteria(viewer: Viewer, *, proposed_by: int | None) -> bool:
    """Return whether the viewer may publish criteria that somebody proposed."""
    return is_admitted(check_publish_criteria, viewer, proposed_by=proposed_by)


def can_answer_lock(viewer: Viewer, plan: PlanRow, *, proposed_by: int) -> bool:
    """Return whether the viewer may say yes or no to other criteria."""
    return is_admitted(check_answer_lock, viewer, plan, proposed_by=proposed_by)


def can_judge(viewer: Viewer, plan: PlanRow) -> bool:
    """Return whether the viewer judges."""
    return is_admitted(check_judge, viewer, plan)


def can_decide(viewer: Viewer, decision: DecisionRow, *, at: datetime) -> bool:
    """Return whether the viewer may decide."""
    return is_admitted(check_decide, viewer, decision, at=at)


def can_return(viewer: Viewer, decision: DecisionRow, *, at: datetime) -> bool:
    """Return whether the viewer may give a case back."""
    return is_admitted(check_return, viewer, decision, at=at)
