"""Joint plans in lists, and one of them with its people."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import F, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from makegood.foundation.actors import EVERYONE, Viewer
from makegood.foundation.errors import NotFound
from makegood.foundation.history.queries import Event, stories
from makegood.foundation.pages import Page, each, matching, ordered, part_of
from makegood.promises.queries import Mark, register_mark
from makegood.promises.states import Severity
from makegood.remediation.models import Plan, PlanMember
from makegood.remediation.states import RUNNING, WORKED_ON, OpenedFrom, PlanState

ORDERS = {
    "severity": (F("severity"), F("tell_by"), F("pk")),
    "opened": (F("opened_at"), F("pk")),
    "promise": (F("promise__words"), F("pk")),
    "customer": (F("promise__customer__words"), F("pk")),
    "due": (F("promise__due"), F("pk")),
}
STATES = {
    "running": Q(state__in=sorted(RUNNING)),
    "ended": ~Q(state__in=sorted(RUNNING)),
    "all": Q(),
    **{state.value: Q(state=state) for state in PlanState},
}

IN_REMEDIATION = Mark("remediation", later("in remediation"), lambda: Plan.objects.filter(state__in=sorted(WORKED_ON)))
"""Beside every promise, in every list, whose plan is worked on."""
register_mark(IN_REMEDIATION)


@dataclass(frozen=True, slots=True)
class MemberRow:
    """Somebody who works on a plan; ``function`` is empty for others who joined."""

    number: int
    person: int
    name: str
    function: str


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One plan in a list."""

    number: int
    promise: int
    key: str
    title: str
    customer: int
    customer_name: str
    due: date | None
    value: Decimal | None
    currency: str
    said_by: int | None
    owner: int | None
    owner_name: str
    owner_functions: frozenset[str]
    state: PlanState
    severity: Severity
    opened_from: OpenedFrom
    opened_by: str
    opened_at: datetime
    clock_from: datetime
    acknowledge_by: datetime
    acknowledged_at: datetime | None
    tell_by: datetime
    agreed_at: datetime | None
    p_kept_at_agreement: float | None
    lapsed_at: datetime | None
    closed_at: datetime | None
    version: int
    revision: int
    members: tuple[MemberRow, ...]

    @property
    def is_worked_on(self) -> bool:
        """Return whether people work on it."""
        return self.state in WORKED_ON

    @property
    def is_running(self) -> bool:
        """Return whether it has not ended."""
        return self.state in RUNNING


def plan_page(
    viewer: Viewer, *, text: str = "", state: str = "running", mine: bool = False, sort: str = "severity",
    page: int = 1, size: int = 50,
) -> Page[PlanRow]:  # fmt: skip
    """Return one page of plans, the gravest first; an unknown state or order is the default."""
    found = visible(viewer).filter(matching(text, "promise__words", "promise__customer__words"))
    found = found.filter(STATES.get(state, STATES["running"]))
    if mine:
        found = found.filter(pk__in=PlanMember.objects.filter(person=viewer.number).values("plan"))
    rows, total = part_of(found.order_by(*ordered(ORDERS, sort, default="severity")), number=page, size=size)
    return Page(each(rows, row_of), total, max(page, 1), size)


def find_plan(number: int, viewer: Viewer) -> PlanRow:
    """Return one plan with its people; NotFound. In two queries."""
    plan = visible(viewer).filter(pk=number).first()
    if plan is None:
        raise NotFound(_("There is no such plan."))
    return row_of(plan)


def plan_of(promise: int, viewer: Viewer) -> PlanRow | None:
    """Return the running plan of a promise; None where there is none."""
    plan = visible(viewer).filter(promise=promise, state__in=sorted(RUNNING)).first()
    return None if plan is None else row_of(plan)


def in_remediation(promises: list[int], viewer: Viewer) -> dict[int, int]:
    """Return which of ``promises`` are in remediation, with the number of the plan that is worked on."""
    found = visible(viewer).filter(promise__in=promises, state__in=sorted(WORKED_ON))
    return dict(found.values_list("promise", "pk"))


def plan_story(plan: PlanRow, viewer: Viewer, limit: int = 300) -> list[Event]:
    """Return what happened with a plan, the latest first: it is part of the story of its promise."""
    events = stories(subjects={"promise": [plan.promise]}, viewer=viewer, since=plan.opened_at, limit=limit)
    return [event for event in events if event.verb.startswith("plan.") and _is_of(event, plan.number)]


def _is_of(event: Event, plan: int) -> bool:
    return event.facts is None or event.facts.get("plan") == plan


def visible(viewer: Viewer) -> QuerySet[Plan]:
    """Return the plans that a viewer may see: all staff see all of them."""
    seen = Plan.objects.all() if EVERYONE in viewer.audiences else Plan.objects.none()
    people = PlanMember.objects.select_related("person").order_by("pk")
    return seen.select_related("promise__customer", "promise__owner", "opened_by").prefetch_related(
        Prefetch("members", queryset=people)
    )


def row_of(plan: Plan) -> PlanRow:
    """Return a plan of :func:`visible` as a row."""
    promise = plan.promise
    return PlanRow(
        number=plan.pk,
        promise=promise.pk,
        key=promise.key,
        title=promise.title,
        customer=promise.customer_id,
        customer_name=promise.customer.name,
        due=promise.due,
        value=promise.value,
        currency=promise.currency,
        said_by=promise.said_by_id,
        owner=promise.owner_id,
        owner_name=promise.owner.name if promise.owner else "",
        owner_functions=frozenset(promise.owner.functions if promise.owner else ()),
        state=PlanState(plan.state),
        severity=Severity(plan.severity),
        opened_from=OpenedFrom(plan.opened_from),
        opened_by=plan.opened_by.name if plan.opened_by else "",
        opened_at=plan.opened_at,
        clock_from=plan.clock_from,
        acknowledge_by=plan.acknowledge_by,
        acknowledged_at=plan.acknowledged_at,
        tell_by=plan.tell_by,
        agreed_at=plan.agreed_at,
        p_kept_at_agreement=plan.p_kept_at_agreement,
        lapsed_at=plan.lapsed_at,
        closed_at=plan.closed_at,
        version=plan.version,
        revision=plan.revision,
        members=tuple(MemberRow(one.pk, one.person_id, one.person.name, one.function) for one in plan.members.all()),
    )


def plan_names(numbers: Collection[int]) -> dict[int, str]:
    """Return what plans are called, by number: as their promise is."""
    return dict(Plan.objects.filter(pk__in=numbers).values_list("pk", "promise__title"))
