"""Lists of revisions: all of them page by page, and those that wait for the viewer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Q

from makegood.feasibility.states import ValidationState
from makegood.foundation.actors import Viewer
from makegood.foundation.approvals.models import Approval
from makegood.foundation.approvals.states import Standing
from makegood.foundation.pages import Page, each, matching, ordered, part_of
from makegood.people.states import Function
from makegood.promises.states import Origin
from makegood.revisions.models import Revision
from makegood.revisions.queries.details import visible
from makegood.revisions.states import ENDED, SPEAKS, RevisionState, Side

TELLS = frozenset(
    {Function.SALES, Function.CUSTOMER_SUCCESS, Function.SUPPORT, Function.OPERATIONS, Function.ADMINISTRATOR}
)
"""Who talks to customers, and may record what they were told."""
SORTS = {
    "made": (F("pk"),),
    "due": (F("due"), F("pk")),
    "promise": (F("promise__title"), F("pk")),
    "customer": (F("promise__customer__name"), F("pk")),
}


@dataclass(frozen=True, slots=True)
class RevisionRow:
    """A revision as lists show it."""

    number: int
    promise: int
    promise_key: str
    promise_title: str
    customer_name: str
    state: RevisionState
    origin: Origin
    due_before: date
    due: date
    is_second: bool
    made_at: datetime
    made_by_name: str


def revision_page(
    viewer: Viewer, *, text: str = "", state: str = "open", sort: str = "-made", page: int = 1, size: int = 25
) -> Page[RevisionRow]:
    """Return one page of revisions: those on their way, those in one state, or all."""
    found = visible(viewer)
    if state == "open":
        found = found.exclude(state__in=ENDED)
    elif state in set(RevisionState):
        found = found.filter(state=state)
    found = found.filter(matching(text, "promise__words", "promise__customer__words"))
    found = found.select_related("promise__customer", "made_by")
    rows, total = part_of(found.order_by(*ordered(SORTS, sort, default="made")), number=page, size=size)
    return Page(each(rows, _row), total, page, size)


def revisions_waiting(viewer: Viewer, limit: int = 20) -> list[RevisionRow]:
    """Return the revisions for which the viewer has something to do, the first proposed first."""
    wanted = Q(made_by=viewer.number, state=RevisionState.DRAFT)
    others = ~Q(made_by=viewer.number)
    if Function.EXECUTIVE in viewer.functions:
        wanted |= others & Q(state=RevisionState.PROPOSED)
    if not TELLS.isdisjoint(viewer.functions):
        wanted |= Q(state__in=[RevisionState.SPONSORED, RevisionState.WORDED])
    unanswered = Q(validation=None) | Q(validation__lapsed_at__isnull=False) | ~Q(
        validation__state=ValidationState.WAITING
    )  # fmt: skip
    wanted |= Q(made_by=viewer.number, state=RevisionState.WARNED) & unanswered
    declined = Approval.objects.filter(document__subject_kind="revision", standing=Standing.DECLINED)
    declined_ones = declined.values("document__subject_number")
    wanted |= Q(made_by=viewer.number, state=RevisionState.VALIDATED, pk__in=declined_ones)
    sides = [side for side in Side if not SPEAKS[side].isdisjoint(viewer.functions)]
    if sides:
        awaited = Approval.objects.filter(
            document__subject_kind="revision", role__in=sides, standing__in=[Standing.AWAITED, Standing.RESET]
        )
        wanted |= others & Q(state=RevisionState.VALIDATED, pk__in=awaited.values("document__subject_number"))
    found = visible(viewer).filter(wanted).select_related("promise__customer", "made_by").order_by("made_at", "pk")
    return [_row(one) for one in found[:limit]]


def _row(one: Revision) -> RevisionRow:
    return RevisionRow(
        number=one.pk,
        promise=one.promise_id,
        promise_key=one.promise.key,
        promise_title=one.promise.title,
        customer_name=one.promise.customer.name,
        state=RevisionState(one.state),
        origin=Origin(one.origin),
        due_before=one.due_before,
        due=one.due,
        is_second=one.is_second,
        made_at=one.made_at,
        made_by_name=one.made_by.name,
    )
