"""Lists of promises, each in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Lower
from django.db.models.lookups import Exact
from django.utils.translation import gettext as _

from makegood.customers.models import Customer
from makegood.foundation.actors import EVERYONE, Viewer
from makegood.foundation.errors import NotFound
from makegood.foundation.history.queries import Event, stories
from makegood.foundation.history.remembering import remembered
from makegood.foundation.pages import Page, each, matching, ordered, part_of
from makegood.promises.models import Promise, PromiseTerm
from makegood.promises.queries.findings import (
    LOOKED_AT,
    UNTAKEN,
    condition_of,
    conditions,
    findings_of,
    with_findings,
)
from makegood.promises.queries.marks import MARKS, marks_of, with_marks
from makegood.promises.queries.outcomes import outcome_against
from makegood.promises.states import BEFORE_COMMITMENT, OPEN, Finding, Outcome, Severity, State

NOTHING: Mapping[str, object] = MappingProxyType({})
SAID_OTHERWISE = frozenset({"key", "mark", "term"})
"""What isn't a field of the same value."""
ORDERS = {
    "due": (F("due"), F("pk")),
    "title": (F("words"), F("pk")),
    "customer": (F("customer__words"), F("due"), F("pk")),
    "value": (F("value"), F("pk")),
    "severity": (F("severity"), F("due"), F("pk")),
    "said": (F("said_at"), F("pk")),
}
STATES = {
    "open": Q(state__in=OPEN),
    "committed": Q(state=State.COMMITTED),
    "delivered": UNTAKEN,
    "drafts": Q(state__in=BEFORE_COMMITMENT),
    "ended": ~Q(state__in=OPEN),
    "all": Q(),
}


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """One promise in a list; ``kept_first`` is held against D0, ``kept_last`` against the date in force."""

    number: int
    key: str
    title: str
    customer: int
    customer_name: str
    state: State
    severity: Severity
    owner: int | None
    owner_name: str
    first_due: date | None
    due: date | None
    value: Decimal | None
    currency: str
    said_at: datetime
    findings: tuple[Finding, ...]
    kept_first: Outcome
    kept_last: Outcome
    marks: tuple[str, ...] = ()
    """What other rooms say of it, by code; see :mod:`makegood.promises.queries.marks`."""


def promise_page(
    viewer: Viewer,
    *,
    today: date,
    text: str = "",
    state: str = "open",
    finding: str = "",
    owner: int | None = None,
    same: Mapping[str, object] = NOTHING,
    sort: str = "due",
    page: int = 1,
    size: int = 50,
) -> Page[PromiseRow]:
    """Return one page of promises that match every filter; what can't be understood is the default.

    ``same`` says by name what customer, source, external_id or, whatever its case, key must be, where it says anything;
    what an attribute or a measure that it promises is called, as ``term``; and which ``mark`` another room gives it.
    """
    is_asked = matching(text, "words", of={"customer": Customer.objects.all()})
    found = visible(viewer).filter(is_asked, _in_state(state, finding))
    if finding in set(Finding):
        found = found.filter(condition_of(Finding(finding), today))
    if same.get("mark") in MARKS:
        found = found.filter(MARKS[str(same["mark"])].holds())
    if owner is not None:
        found = found.filter(owner=owner)
    found = found.filter(**{name: value for name, value in same.items() if value and name not in SAID_OTHERWISE})
    if same.get("term"):
        named = PromiseTerm.objects.filter(promise=OuterRef("pk"), subject__iexact=same["term"])
        found = found.filter(Exists(named))
    if same.get("key"):
        found = found.filter(Exact(Lower("key"), Lower(Value(same["key"]))))
    asked = ("promises", EVERYONE in viewer.audiences, today, text, state, finding, owner, sorted(same.items()))
    rows, total = part_of(
        found.order_by(*ordered(ORDERS, sort, default="due")),
        number=page,
        size=size,
        complete=lambda rows: with_marks(with_findings(rows)),
        total=remembered(*asked, make=found.count),
    )
    return Page(each(rows, lambda promise: row_of(promise, today)), total, max(page, 1), size)


def _in_state(state: str, finding: str) -> Q:
    """Return which states are asked for: what was not accepted is open no more, and found all the same."""
    if state not in STATES or state == "open":
        return Q() if finding == Finding.NOT_ACCEPTED else STATES["open"]
    return STATES[state]


def find_row(number: int, viewer: Viewer, *, today: date) -> PromiseRow:
    """Return one promise as lists show it, in one query; NotFound."""
    promise = with_findings(visible(viewer).filter(pk=number)).first()
    if promise is None:
        raise NotFound(_("There is no such promise."))
    return row_of(promise, today)


def promises_of(customer: int, viewer: Viewer, *, today: date, limit: int = 50) -> tuple[PromiseRow, ...]:
    """Return the promises to one customer: the open ones by date, then those that have ended, the latest first."""
    open_ones = promise_page(viewer, today=today, same={"customer": customer}, size=limit).rows
    ended = promise_page(viewer, today=today, same={"customer": customer}, state="ended", sort="-due", size=limit).rows
    return (*open_ones, *ended)[:limit]


def whole_choices(number: int, viewer: Viewer, limit: int = 200) -> tuple[tuple[int, str], ...]:
    """Return which promises one may be a part of, the next due first: open ones to the same customer, no parts.

    None where it has parts itself.
    """
    found = visible(viewer).filter(state__in=OPEN, parent=None).exclude(pk=number)
    found = found.filter(
        customer__in=visible(viewer).filter(pk=number).exclude(parts__isnull=False).values("customer")
    ).order_by("due", "pk")
    return tuple((pk, f"{title} ({key})") for pk, title, key in found.values_list("pk", "title", "key")[:limit])


def finding_counts(viewer: Viewer, *, today: date) -> dict[Finding, int]:
    """Return how many promises have each finding, in one query and only after something changed."""

    def count() -> dict[Finding, int]:
        wanted = {finding.name: Count("pk", filter=condition) for finding, condition in conditions(today).items()}
        counted = visible(viewer).filter(LOOKED_AT).aggregate(**wanted)
        return {finding: counted[finding.name] for finding in Finding}

    return remembered("findings", EVERYONE in viewer.audiences, today, make=count)


def has_promises(viewer: Viewer) -> bool:
    """Say whether anything was ever promised."""
    return visible(viewer).exists()


def owned_count(owner: int, viewer: Viewer) -> int:
    """Return how many open promises somebody answers for."""
    return visible(viewer).filter(state__in=OPEN, owner=owner).count()


def promise_names(numbers: Collection[int]) -> dict[int, str]:
    """Return what promises are called, by number: for a story that mentions them."""
    return dict(Promise.objects.filter(pk__in=numbers).values_list("pk", "title"))


def promise_story(number: int, viewer: Viewer, limit: int = 200) -> list[Event]:
    """Return what happened to a promise, newest first, as far as the viewer may know."""
    return stories(subjects={"promise": [number]}, viewer=viewer, limit=limit)


def visible(viewer: Viewer) -> QuerySet[Promise]:
    """Return the promises that a viewer may know of."""
    return Promise.objects.all() if EVERYONE in viewer.audiences else Promise.objects.none()


def row_of(promise: Promise, today: date) -> PromiseRow:
    """Return a promise of ``with_findings`` as a row."""
    return PromiseRow(
        number=promise.pk,
        key=promise.key,
        title=promise.title,
        customer=promise.customer_id,
        customer_name=str(getattr(promise, "customer_name", "")),
        state=State(promise.state),
        severity=Severity(promise.severity),
        owner=promise.owner_id,
        owner_name=promise.owner.name if promise.owner else "",
        first_due=promise.first_due,
        due=promise.due,
        value=promise.value,
        currency=promise.currency,
        said_at=promise.said_at,
        findings=findings_of(promise, today),
        kept_first=outcome_against(promise, promise.first_due, today),
        kept_last=outcome_against(promise, promise.due, today),
        marks=marks_of(promise),
    )
