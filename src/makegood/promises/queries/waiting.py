"""What waits for somebody: their own promises with something wrong, and comments that name them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from makegood.foundation.actors import Viewer
from makegood.people.states import Function
from makegood.promises.models import Mention, Promise
from makegood.promises.queries.findings import LOOKED_AT, condition_of, with_findings
from makegood.promises.queries.lists import PromiseRow, row_of, visible
from makegood.promises.states import Finding

OWN = (Finding.OVERDUE, Finding.RED_INDICATOR, Finding.NO_DATE, Finding.CONFLICT, Finding.NO_EVIDENCE,
       Finding.NOT_ACCEPTED)  # fmt: skip
"""What the owner of a promise sees to."""
OF_FUNCTION: dict[Function, tuple[Finding, ...]] = {
    Function.OPERATIONS: (Finding.NO_OWNER,),
    Function.PRODUCT: (Finding.UNCHECKED,),
    Function.SUPPORT: (Finding.UNCHECKED,),
    Function.CUSTOMER_SUCCESS: (Finding.NOT_ACCEPTED,),
}
"""What a function sees to, whoever owns the promise."""


@dataclass(frozen=True, slots=True)
class MentionRow:
    """A comment that names the viewer and that they have not read; ``number`` is the mention's."""

    number: int
    comment: int
    promise: int
    title: str
    text: str
    by: str
    at: datetime


def promises_needing_care(viewer: Viewer, *, today: date, limit: int = 20) -> tuple[PromiseRow, ...]:
    """Return promises for which the viewer has something to do: the gravest, then the next due, first."""
    wanted = Q(pk=None)
    for finding in OWN:
        wanted |= Q(owner=viewer.number) & condition_of(finding, today)
    for function, findings in OF_FUNCTION.items():
        if function in viewer.functions:
            for finding in findings:
                wanted |= condition_of(finding, today)
    found = visible(viewer).filter(LOOKED_AT, wanted).order_by("severity", "due", "pk")[:limit]
    rows = with_findings(Promise.objects.filter(pk__in=found.values("pk"))).order_by("severity", "due", "pk")
    return tuple(row_of(promise, today) for promise in rows)


def mentions_of(viewer: Viewer, limit: int = 20) -> tuple[MentionRow, ...]:
    """Return comments that name the viewer and were not read, the newest first."""
    found = Mention.objects.select_related("comment__promise", "comment__by").filter(
        person=viewer.number, seen_at=None, comment__promise__in=visible(viewer)
    )
    return tuple(
        MentionRow(
            number=one.pk,
            comment=one.comment_id,
            promise=one.comment.promise_id,
            title=one.comment.promise.title,
            text=one.comment.text,
            by=one.comment.by.name,
            at=one.comment.at,
        )
        for one in found.order_by("-pk")[:limit]
    )
