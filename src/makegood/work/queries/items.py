"""Reading work: items of one promise, of a team, of everything; each in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from makegood.foundation.actors import EVERYONE, Viewer
from makegood.foundation.errors import NotFound
from makegood.foundation.pages import Page, each, matching, ordered, part_of
from makegood.promises.models import Promise
from makegood.promises.states import OPEN, State
from makegood.work.models import WorkItem
from makegood.work.states import Basis, Progress, basis_of

ORDERS = {
    "name": (F("words"), F("pk")),
    "promise": (F("promise__words"), F("pk")),
    "team": (F("team__name"), F("promise__due"), F("pk")),
    "due": (F("promise__due"), F("pk")),
    "effort": (F("p50"), F("pk")),
    "done": (F("done_share"), F("pk")),
}
PROGRESS = {Progress.OPEN: Q(done_share__lt=1), Progress.DONE: Q(done_share=1), Progress.ALL: Q()}


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One piece of work; hours are those of the whole, ``left`` what the middle figure leaves to do."""

    number: int
    promise: int
    promise_key: str
    promise_title: str
    due: date | None
    is_open: bool
    name: str
    team: int
    team_name: str
    basis: Basis
    p10: float | None
    p50: float | None
    p90: float | None
    wait_p50: float | None
    wait_p90: float | None
    wait_started: date | None
    not_before: date | None
    slots: int
    pausable: bool
    done_share: float
    after: tuple[int, ...]
    after_names: tuple[str, ...]
    """Of this promise by their names, of others with the promise's key before."""
    source: str
    external_id: str
    address: str
    tracked: tuple[str, ...]
    """What of it the tracker says."""
    by_hand: tuple[str, ...]
    """What of that somebody holds against the tracker."""
    version: int

    @property
    def left(self) -> float | None:
        """Return the hours that the middle figure leaves; None where nobody said how much it is."""
        return None if self.p50 is None else self.p50 * (1 - self.done_share)


def items_of(promise: int, viewer: Viewer) -> tuple[ItemRow, ...]:
    """Return the work behind one promise, in the order in which it was listed, in two queries."""
    found = _visible(viewer).filter(promise=promise).order_by("pk")
    return tuple(_row(item) for item in found)


def find_item(number: int, viewer: Viewer) -> ItemRow:
    """Return one item; NotFound."""
    found = _visible(viewer).filter(pk=number).first()
    if found is None:
        raise NotFound(_("There is no such work."))
    return _row(found)


def item_page(
    viewer: Viewer,
    *,
    text: str = "",
    team: int | None = None,
    promise: int | None = None,
    progress: str = Progress.OPEN,
    basis: str = "",
    sort: str = "due",
    page: int = 1,
    size: int = 50,
) -> Page[ItemRow]:
    """Return one page of the work for open promises that matches every filter; nonsense is the default."""
    found = _visible(viewer).filter(matching(text, "words", "promise__words"), promise__state__in=OPEN)
    found = found.filter(PROGRESS.get(Progress(progress) if progress in set(Progress) else Progress.OPEN, Q()))
    if basis == Basis.MISSING:
        found = found.filter(p50=None)
    if basis == Basis.SINGLE:
        found = found.filter(p50__isnull=False, p10=None)
    if team is not None:
        found = found.filter(team=team)
    if promise is not None:
        found = found.filter(promise=promise)
    rows, total = part_of(found.order_by(*ordered(ORDERS, sort, default="due")), number=page, size=size)
    return Page(each(rows, _row), total, max(page, 1), size)


def item_choices(promise: int, viewer: Viewer, *, but: int | None = None) -> tuple[tuple[int, str], ...]:
    """Return what an item of a promise can come after: its other items, then those of the same customer's promises."""
    customer = Promise.objects.filter(pk=promise).values("customer")
    found = _visible(viewer).filter(promise__state__in=OPEN).exclude(pk=but or 0).exclude(done_share=1)
    own = found.filter(promise=promise).order_by("pk")
    others = found.filter(promise__customer__in=customer).exclude(promise=promise).order_by("promise", "pk")[:200]
    return (
        *((one.pk, one.name) for one in own),
        *((one.pk, f"{one.promise.key}: {one.name}") for one in others),
    )


def item_names(numbers: Collection[int]) -> dict[int, str]:
    """Return what items are called, by number; those that were taken off are absent."""
    return dict(WorkItem.objects.filter(pk__in=numbers).values_list("pk", "name"))


def _visible(viewer: Viewer) -> QuerySet[WorkItem]:
    seen = WorkItem.objects.all() if EVERYONE in viewer.audiences else WorkItem.objects.none()
    return seen.select_related("promise", "team").prefetch_related("predecessors__before__promise")


def _row(item: WorkItem) -> ItemRow:
    before = sorted((one.before for one in item.predecessors.all()), key=lambda one: one.pk)
    return ItemRow(
        number=item.pk,
        promise=item.promise_id,
        promise_key=item.promise.key,
        promise_title=item.promise.title,
        due=item.promise.due,
        is_open=State(item.promise.state) in OPEN,
        name=item.name,
        team=item.team_id,
        team_name=item.team.name,
        basis=basis_of(item.p10, item.p50),
        p10=item.p10,
        p50=item.p50,
        p90=item.p90,
        wait_p50=item.wait_p50,
        wait_p90=item.wait_p90,
        wait_started=item.wait_started,
        not_before=item.not_before,
        slots=item.slots,
        pausable=item.pausable,
        done_share=item.done_share,
        after=tuple(one.pk for one in before),
        after_names=tuple(
            one.name if one.promise_id == item.promise_id else f"{one.promise.key}: {one.name}" for one in before
        ),
        source=item.source,
        external_id=item.external_id,
        address=item.address,
        tracked=tuple(item.tracked),
        by_hand=tuple(item.by_hand),
        version=item.version,
    )
