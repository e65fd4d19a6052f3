"""Who may see joint plans, and who may do what with them."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from makegood.foundation.actors import EVERYONE, Viewer
from makegood.foundation.errors import Denied, is_admitted
from makegood.people.queries import absences
from makegood.people.states import Function
from makegood.remediation.queries import PlanRow

ALWAYS = frozenset({Function.EXECUTIVE, Function.ADMINISTRATOR})
"""Functions that may work on every plan."""


def check_see_plans(viewer: Viewer) -> None:
    """Admit all staff: everybody sees the same plans; Denied."""
    if EVERYONE not in viewer.audiences:
        raise Denied(_("Only staff may see joint plans."))


def check_open_plan(viewer: Viewer) -> None:
    """Admit all staff: whoever sees first that a promise won't be kept says so; Denied."""
    check_see_plans(viewer)


def check_work_on_plan(viewer: Viewer, plan: PlanRow) -> None:
    """Admit whoever is named on a plan or has joined it, the owner of its promise, executives; Denied."""
    check_see_plans(viewer)
    if viewer.number in {plan.owner, *(member.person for member in plan.members)}:
        return
    if ALWAYS.isdisjoint(viewer.functions):
        raise Denied(_("Join this plan to work on it."))


def check_settle_proposal(viewer: Viewer, plan: PlanRow) -> None:
    """Admit who may take up a plan that the forecast proposes, or say that none is needed; Denied."""
    check_work_on_plan(viewer, plan)


def check_speak_for(viewer: Viewer, plan: PlanRow, function: str, *, at: datetime) -> None:
    """Admit the person whom a plan names for a function, and whoever stands in while that person is away; Denied."""
    check_see_plans(viewer)
    named = next((member.person for member in plan.members if member.function == function), None)
    if named == viewer.number:
        return
    if named is None or not stands_in(viewer, named, at):
        raise Denied(_("Only whoever is named for this function, or stands in for them, speaks for it."))


def check_lower_severity(viewer: Viewer) -> None:
    """Admit who may make a case less grave, so that others decide on it; Denied."""
    check_see_plans(viewer)
    if ALWAYS.isdisjoint(viewer.functions):
        raise Denied(_("Whoever makes a case less grave chooses who decides on it: only an executive may."))


def check_rule(viewer: Viewer, plan: PlanRow) -> None:
    """Admit who decides where functions dissent: an executive who speaks for none of the four here; Denied."""
    check_see_plans(viewer)
    if Function.EXECUTIVE not in viewer.functions:
        raise Denied(_("Where functions dissent, an executive decides."))
    if viewer.number in {member.person for member in plan.members if member.function}:
        raise Denied(_("You speak for a function of this plan: somebody else has to decide."))


def can_rule(viewer: Viewer, plan: PlanRow) -> bool:
    """Return whether the viewer may decide where functions dissent."""
    return is_admitted(check_rule, viewer, plan)


def can_open_plan(viewer: Viewer) -> bool:
    """Return whether the viewer may open a plan."""
    return is_admitted(check_open_plan, viewer)


def can_work_on_plan(viewer: Viewer, plan: PlanRow) -> bool:
    """Return whether the viewer may work on a plan."""
    return is_admitted(check_work_on_plan, viewer, plan)


def can_speak_for(viewer: Viewer, plan: PlanRow, function: str, *, at: datetime) -> bool:
    """Return whether the viewer may speak for a function."""
    return is_admitted(check_speak_for, viewer, plan, function, at=at)


def stands_in(viewer: Viewer, lender: int, at: datetime) -> bool:
    """Say whether the viewer has what ``lender`` may do while they are away."""
    return any(one.delegate == viewer.number and one.begins_at <= at for one in absences(at=at, of=lender))
