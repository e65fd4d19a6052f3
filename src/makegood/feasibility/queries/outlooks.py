"""Reading the forecast as it stands: the whole, one promise, and how it moved; each in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet, Subquery, Value

from makegood.capability.models import ProductAttribute, ServiceMeasure
from makegood.feasibility.models import BaselineRow, Change, Outlook, Snapshot, Standing, StandsOut, TermOutlook
from makegood.feasibility.states import CYCLE, HAVING, Having, Milestone, Standout, Status, Subject
from makegood.foundation.actors import EVERYONE, Viewer
from makegood.foundation.outbox.queries import deliveries, on_their_way, payloads_on_their_way
from makegood.foundation.pages import Filled, Page, each, matching, ordered, part_of
from makegood.promises.states import State, TermKind
from makegood.work.models import Risk, WorkItem

ORDERS = {
    "harm": (Filled("harm"), F("pk")),
    "kept": (F("p_kept"), F("pk")),
    "due": (F("promise__due"), F("pk")),
    "safe": (F("p85"), F("pk")),
    "gap": (F("gap_days"), F("pk")),
    "title": (F("promise__words"), F("pk")),
    "customer": (F("promise__customer__words"), F("pk")),
    "place": (Filled("place"), F("pk")),
}
BY_TERM = {"term": (F("term_kept"), F("pk"))}
"""Where one thing that was promised is asked for, by how likely that is to be kept."""
HANDLERS = "makegood.feasibility."
"""Where news for the forecast goes: what is on its way there is not in it yet."""
BY_TEAM = ("queue", "no capacity")
"""Kinds of what decides that name a team."""
OWED = (State.COMMITTED, State.RESERVED)


@dataclass(frozen=True, slots=True)
class Exposed:
    """The value of promises that are in danger, in one currency."""

    currency: str
    value: Decimal


@dataclass(frozen=True, slots=True)
class Sums:
    """What the forecasts of all open promises come to together."""

    statuses: Mapping[str, int]
    """How many promises have each status."""
    stands_out: Mapping[Standout, int]
    """How many promises have each thing that stands out."""
    exposed: tuple[Exposed, ...]
    """Of promises in danger that we owe, the greatest value first."""
    decides: Mapping[str, int]
    """By the key of each team: how many promises are in danger because of it."""

    @property
    def promises(self) -> int:
        """Return how many promises have a forecast."""
        return sum(self.statuses.values())


@dataclass(frozen=True, slots=True)
class Whole:
    """The forecast of all open promises together, and how far it is behind what people have entered."""

    as_of: date
    computed_at: datetime
    milliseconds: int
    simulated: int
    inputs_hash: str
    seed: int
    samples: int
    horizon: date
    policy: int
    """The version of the priority policy by which promises rank; 0 for the one that the house was delivered with."""
    portfolio: Mapping[str, Any]
    teams: Mapping[str, Any]
    """By the key of each: its weeks, as :func:`weeks_of` returns them."""
    sums: Sums
    problems: tuple[Mapping[str, Any], ...]
    pending: int
    """Changes that are not in it yet."""

    @property
    def is_stopped(self) -> bool:
        """Return whether what was entered contradicts itself so that these are the figures of before."""
        return any(one["code"] != CYCLE for one in self.problems)


@dataclass(frozen=True, slots=True)
class OutlookRow:
    """What is said of one promise, beside what was promised."""

    promise: int
    key: str
    title: str
    customer: int
    customer_name: str
    state: State
    due: date
    owner: int | None
    owner_name: str
    value: Decimal | None
    currency: str
    status: Status
    p_kept: float | None
    p_kept_first: float | None
    p05: date | None
    p50: date | None
    p85: date | None
    p95: date | None
    gap_days: int | None
    binding_kind: str
    binding_name: str
    binding_share: float | None
    place: int
    computed_at: datetime
    details: Mapping[str, Any]
    """As ``bridge.read_details`` reads it; empty in lists."""
    term_kept: float | None = None
    """Of the one thing that was asked for, the least probable term; None where nobody can say, or it was not."""


@dataclass(frozen=True, slots=True)
class PastOutlook:
    """What was said of a promise on a day."""

    day: date
    due: date
    p_kept: float | None
    p50: date | None
    p85: date | None
    milestone: Milestone
    is_first: bool
    """Whether this was said when the promise was made."""


def whole(viewer: Viewer, *, with_pending: bool = True) -> Whole | None:
    """Return the forecast of all together; None where none was made yet, or for who may not see it.

    In three queries, or in one where nobody asks how many changes are not in it yet.
    """
    if EVERYONE not in viewer.audiences:
        return None
    standing = Standing.objects.first()
    if standing is None:
        return None
    return Whole(
        as_of=standing.as_of,
        computed_at=standing.computed_at,
        milliseconds=standing.milliseconds,
        simulated=standing.simulated,
        inputs_hash=standing.inputs_hash,
        seed=standing.seed,
        samples=standing.samples,
        horizon=standing.horizon,
        policy=standing.policy,
        portfolio=standing.portfolio,
        teams=standing.teams,
        sums=_sums(standing.sums),
        problems=tuple(standing.problems),
        pending=Change.objects.count() + on_their_way(HANDLERS) if with_pending else 0,
    )


def _sums(kept: Mapping[str, Any]) -> Sums:
    stands_out = kept.get("stands_out", {})
    return Sums(
        statuses=kept.get("statuses", {}),
        stands_out={code: stands_out.get(code, 0) for code in Standout},
        exposed=tuple(Exposed(currency, Decimal(value)) for currency, value in kept.get("exposed", ())),
        decides=kept.get("decides", {}),
    )


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which forecasts are wanted: what is given must hold, and nonsense is as if it were not given."""

    text: str = ""
    status: str = ""
    owed: str = ""
    stands_out: str = ""
    owner: int | None = None
    customer: int | None = None
    due: date | None = None
    works: int | None = None
    """The number of a team that has work left for it."""
    team: str = ""
    """The key of one whose queue, or missing capacity, decides."""
    term: tuple[str, str] | None = None
    """The kind and the name, whatever its case, of an attribute or a measure that it names."""
    having: str = ""
    """With ``term``: whether we have it."""


def wanted_by(viewer: Viewer, wanted: Wanted) -> QuerySet[Outlook]:
    """Return the forecasts that a viewer may see and that match, without their details."""
    found = _visible(viewer).defer("details")
    found = found.filter(matching(wanted.text, "promise__words", "promise__customer__words"))
    if wanted.status in set(Status):
        found = found.filter(status=wanted.status)
    if wanted.owed:
        is_owed = Q(promise__state__in=OWED)
        found = found.filter(is_owed if wanted.owed == "owed" else ~is_owed)
    if wanted.stands_out in set(Standout):
        found = found.filter(Exists(StandsOut.objects.filter(outlook=OuterRef("pk"), code=wanted.stands_out)))
    same = {"promise__owner": wanted.owner, "promise__customer": wanted.customer, "promise__due": wanted.due}
    found = found.filter(**{name: value for name, value in same.items() if value is not None})
    if wanted.works is not None:
        left = WorkItem.objects.filter(promise=OuterRef("promise"), team=wanted.works, done_share__lt=1)
        found = found.filter(Exists(left))
    if wanted.team:
        found = found.filter(binding_kind__in=BY_TEAM, binding_name=wanted.team)
    return found if wanted.term is None else _naming(found, *wanted.term, having=wanted.having)


def _naming(found: QuerySet[Outlook], kind: str, name: str, *, having: str) -> QuerySet[Outlook]:
    """Return those of ``found`` that name one thing, with the least probability of what they say of it."""
    terms = TermOutlook.objects.filter(outlook=OuterRef("pk"), kind=kind, same=name.casefold())
    if having in set(Having):
        terms = terms.filter(state__in=HAVING[Having(having)])
    least = terms.order_by().values("outlook").annotate(least=Min("p_kept")).values("least")
    return found.filter(Exists(terms)).annotate(term_kept=Subquery(least))


def outlook_page(
    viewer: Viewer, wanted: Wanted, *, sort: str = "-harm", page: int = 1, size: int = 50, of: Whole | None = None
) -> Page[OutlookRow]:
    """Return one page of the forecasts that match, what hurts most first; an unknown order is the default.

    All of them are not counted again where the whole that they are ``of`` is known.
    """
    orders = ORDERS if wanted.term is None else {**ORDERS, **BY_TERM}
    found = wanted_by(viewer, wanted).order_by(*ordered(orders, sort, default="harm"))
    known = of.sums.promises if of is not None and wanted == Wanted() else None
    rows, total = part_of(found, number=page, size=size, total=known)
    return Page(each(rows, row_of), total, max(page, 1), size)


def outlook_count(viewer: Viewer, wanted: Wanted) -> int:
    """Return how many forecasts match, in one query."""
    return wanted_by(viewer, wanted).count()


def outlook_of(promise: int, viewer: Viewer) -> OutlookRow | None:
    """Return what is said of one promise; None where nothing is."""
    found = _visible(viewer).filter(pk=promise).first()
    return None if found is None else row_of(found, details=found.details)


def is_pending(promise: int) -> bool:
    """Say whether something that concerns a promise, or may concern it, is not in its forecast yet."""
    return (
        on_their_way(HANDLERS) > 0
        or Change.objects.filter(Q(subject=Subject.PROMISE, number=promise) | ~Q(subject=Subject.PROMISE)).exists()
    )


def is_behind() -> bool:
    """Say whether anything is not in the forecast yet; in one query."""
    return deliveries(HANDLERS).values_list("pk").union(Change.objects.values_list("pk")).exists()


def behind() -> Exists:
    """Return the condition that anything is not in the forecast yet, for a query that asks for more."""
    return Exists(deliveries(HANDLERS)) | Exists(Change.objects.all())  # type: ignore[return-value]  # one by its stubs


def promises_behind() -> frozenset[int] | None:
    """Return the promises whose changes are not in the forecast yet; None where something else changed as well."""
    noted = list(Change.objects.values_list("subject", "number"))
    payloads = payloads_on_their_way(HANDLERS)
    if any(subject != Subject.PROMISE for subject, _number in noted) or any("promises" not in one for one in payloads):
        return None
    told = {number for one in payloads for number in one["promises"]}
    return frozenset({number for _subject, number in noted} | told)


def past_of(promise: int, viewer: Viewer, limit: int = 400) -> tuple[PastOutlook, ...]:
    """Return what was said of a promise on each day, the first day first; in one query.

    A day without a forecast of its own may have one in a baseline that somebody gave a name to.
    """
    if EVERYONE not in viewer.audiences:
        return ()
    figures = ("due", "p_kept", "p50", "p85")
    of_days = Snapshot.objects.filter(promise=promise).annotate(on=F("day"), rank=Value(1))
    named = BaselineRow.objects.filter(promise=promise).annotate(
        on=F("baseline__as_of"), milestone=Value(""), is_first=Value(False), rank=Value(0)
    )
    columns = ("on", *figures, "milestone", "is_first", "rank")
    found = of_days.order_by().values_list(*columns).union(named.order_by().values_list(*columns), all=True)
    said = {}
    for day, due, p_kept, p50, p85, milestone, is_first, _rank in found.order_by("-on", "rank")[:limit]:
        said[day] = PastOutlook(day, due, p_kept, p50, p85, Milestone(milestone), bool(is_first))
    return tuple(said[day] for day in sorted(said))


def capability_of(promise: int) -> dict[str, Collection[int]]:
    """Return the numbers of what a promise depends on, by kind: of teams, risks, properties and measures."""
    terms = TermOutlook.objects.filter(outlook=promise)
    properties = terms.filter(kind=TermKind.SPECIFICATION).values("name")
    levels = terms.filter(kind=TermKind.SERVICE_LEVEL).values("name")
    return {
        "team": WorkItem.objects.filter(promise=promise).values_list("team", flat=True),
        "risk": Risk.objects.filter(items__promise=promise).values_list("pk", flat=True),
        "attribute": ProductAttribute.objects.filter(name__in=properties).values_list("pk", flat=True),
        "measure": ServiceMeasure.objects.filter(name__in=levels).values_list("pk", flat=True),
    }


def weeks_of(team: str, viewer: Viewer) -> list[Mapping[str, Any]]:
    """Return what is said of a team's next weeks: for each its Monday, load, and chance of being overloaded."""
    if EVERYONE not in viewer.audiences:
        return []
    standing = Standing.objects.only("teams").first()
    return [] if standing is None else list(standing.teams.get(team, []))


def _visible(viewer: Viewer) -> QuerySet[Outlook]:
    seen = Outlook.objects.all() if EVERYONE in viewer.audiences else Outlook.objects.none()
    return seen.select_related("promise__customer", "promise__owner")


def row_of(outlook: Outlook, details: Mapping[str, Any] | None = None) -> OutlookRow:
    """Return a forecast as a row; its promise, customer and owner must have been read with it."""
    promise = outlook.promise
    return OutlookRow(
        promise=promise.pk,
        key=promise.key,
        title=promise.title,
        customer=promise.customer_id,
        customer_name=promise.customer.name,
        state=State(promise.state),
        due=promise.due or date.max,
        owner=promise.owner_id,
        owner_name=promise.owner.name if promise.owner else "",
        value=promise.value,
        currency=promise.currency,
        status=Status(outlook.status),
        p_kept=outlook.p_kept,
        p_kept_first=outlook.p_kept_first,
        p05=outlook.p05,
        p50=outlook.p50,
        p85=outlook.p85,
        p95=outlook.p95,
        gap_days=outlook.gap_days,
        binding_kind=outlook.binding_kind,
        binding_name=outlook.binding_name,
        binding_share=outlook.binding_share,
        place=outlook.place,
        computed_at=outlook.computed_at,
        details=details or {},
        term_kept=getattr(outlook, "term_kept", None),
    )
