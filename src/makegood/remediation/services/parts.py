"""What functions agree to, part by part, and whose agreement a change takes back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from makegood.feasibility.models import ScenarioChange
from makegood.foundation.actors import Actor
from makegood.foundation.approvals.services import put_up
from makegood.remediation.models import (
    Contingency,
    Decision,
    GapTerm,
    InScope,
    Plan,
    PlanAction,
    PlanMember,
    PlanMilestone,
    PlannedMessage,
    PlanRisk,
    RootCause,
)
from makegood.remediation.queries import APPROVED
from makegood.remediation.services.noting import note
from makegood.remediation.services.reaching import moved
from makegood.remediation.states import FOUR, TOUCHES, PlanState, PlanVerb, touched_by


def _need(plan: Plan) -> object:
    return plan.core_need


def _scope(plan: Plan) -> object:
    return sorted(InScope.objects.filter(plan=plan).values_list("promise", flat=True))


def _gap(plan: Plan) -> object:
    return list(
        GapTerm.objects.filter(plan=plan, freezing=plan.freezings).order_by("place").values_list("term", flat=True)
    )


def _causes(plan: Plan) -> object:
    return list(_rows(RootCause.objects.filter(plan=plan).order_by("code").values_list(
        "code", "words", "points", "teams", "peers_would")))  # fmt: skip


def _milestones(plan: Plan) -> object:
    return _rows(PlanMilestone.objects.filter(plan=plan).order_by("pk").values_list("title", "due", "acceptance"))


def _risks(plan: Plan) -> object:
    return _rows(PlanRisk.objects.filter(plan=plan).order_by("pk").values_list(
        "title", "probability", "effect", "mitigation", "owner"))  # fmt: skip


def _contingencies(plan: Plan) -> object:
    return _rows(Contingency.objects.filter(plan=plan).order_by("pk", "steps__pk").values_list(
        "title", "trigger", "threshold", "day", "milestone", "indicator",
        "steps__title", "steps__function", "steps__owner", "steps__days"))  # fmt: skip


def _communication(plan: Plan) -> object:
    return _rows(PlannedMessage.objects.filter(plan=plan).order_by("pk").values_list(
        "teller", "contact", "to_whom", "on", "channel", "text", "next_update"))  # fmt: skip


def _rows(rows: Iterable[Iterable[object]]) -> list[list[object]]:
    """Return rows as JSON has them."""
    return [[one if isinstance(one, int | float | str | None) else str(one) for one in row] for row in rows]


PARTS: Mapping[str, Callable[[Plan], object]] = {
    "need": _need,
    "scope": _scope,
    "gap": _gap,
    "causes": _causes,
    "milestones": _milestones,
    "risks": _risks,
    "contingencies": _contingencies,
    "communication": _communication,
    "forecast": lambda plan: plan.lapses,
}


_CHANGE = (
    "kind", "promise", "team", "instead", "slots", "start", "end", "rank_class", "share", "due", "hours", "term",
    "risk",
)  # fmt: skip
"""What one change of a way out says."""


def _option(plan: Plan) -> dict[str, list[list[object]]]:
    """Return for each function the changes that touch it of the way out that was decided for last.

    A decision that is reopened is still the last one until another way out is chosen.
    """
    touched: dict[str, list[list[object]]] = {function: [] for function in FOUR}
    decided = Decision.objects.filter(plan=plan, chosen__isnull=False).order_by("-number")
    chosen = decided.values_list("chosen__scenario", "chosen__revision").first()
    if chosen is None or chosen[0] is None:
        return touched
    found = ScenarioChange.objects.filter(scenario=chosen[0], revision=chosen[1]).order_by("place")
    for change in _rows(found.values_list(*_CHANGE)):
        for function in touched_by(str(change[0])):
            touched[function].append(change)
    return touched


def parts_of(plan: Plan) -> dict[str, object]:
    """Return the content of each part as it is now; what a contingency did when it fired was agreed before."""
    agreed = PlanAction.objects.filter(plan=plan, step=None).order_by("pk")
    actions: dict[str, list[list[object]]] = {function: [] for function in FOUR}
    for function, *said in agreed.values_list("function", "title", "owner", "due", "after"):
        actions[function].extend(_rows([said]))
    option = _option(plan)
    named = dict(PlanMember.objects.filter(plan=plan).exclude(function="").values_list("function", "person"))
    return (
        {name: content(plan) for name, content in PARTS.items()}
        | {f"actions:{function}": said for function, said in actions.items()}
        | {f"option:{function}": option[function] for function in FOUR}
        | {f"person:{function}": named.get(function) for function in FOUR}
    )


def renew_parts(plan: Plan, *, by: Actor, at: datetime) -> dict[str, frozenset[str]]:
    """Put up the plan as it is now: a function's word is taken back where what it covers was changed, and no other's.

    Return the functions with the parts; the story says of each. An agreed plan is open again then.
    """
    parts = parts_of(plan)
    covered = {function: [part for part in parts if function in TOUCHES[part]] for function in FOUR}
    taken_back = put_up(subject=(APPROVED, plan.pk), parts=parts, roles=covered, by=by, at=at)
    if taken_back and plan.state == PlanState.AGREED:
        moved(plan, PlanVerb.REOPEN)
        plan.save(update_fields=["state"])
    for function, touched in sorted(taken_back.items()):
        note(plan, "reset", by=by, at=at, facts={"function": function, "parts": sorted(touched)})
    return taken_back
