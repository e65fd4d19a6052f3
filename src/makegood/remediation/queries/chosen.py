"""The way out for which a case was decided: what a revision of its promise begins with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from makegood.feasibility.states import ChangeKind
from makegood.remediation.models import Decision
from makegood.remediation.queries.options import changes_of
from makegood.remediation.queries.plans import PlanRow
from makegood.remediation.states import DecisionState


@dataclass(frozen=True, slots=True)
class Chosen:
    """An option that was decided for, and what it asks of the customer."""

    title: str
    reason: str
    """Why the decider chose it."""
    due: date | None
    """The later date of the promise of the plan; None where it keeps its date."""
    dropped: frozenset[str]
    """What is not promised any more, by subject."""


def chosen_way(plan: PlanRow) -> Chosen | None:
    """Return what a plan was decided for; None where nothing is decided, or it is open again. In two queries."""
    decisions = Decision.objects.filter(plan=plan.number, state=DecisionState.DECIDED).select_related("chosen")
    decided = decisions.order_by("-pk").first()
    if decided is None or decided.chosen is None:
        return None
    option = decided.chosen
    own = [one for one in changes_of([option]).get(option.pk, ()) if one.promise == plan.promise]
    dates = [one.due for one in own if one.kind == ChangeKind.LATER_DATE and one.due is not None]
    dropped = frozenset(one.term for one in own if one.kind == ChangeKind.DROPPED_TERM)
    return Chosen(option.title, decided.reason, max(dates, default=None), dropped)
