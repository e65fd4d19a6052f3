"""Work as a tracker tells it: listed, changed, moved and taken off in one step, and nothing where nothing is new."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from makegood.foundation.actors import Actor, Viewer
from makegood.foundation.errors import NotFound, Problem
from makegood.foundation.history.services import Happened, record, record_many
from makegood.foundation.sayings import saying as _
from makegood.foundation.versions import changes_between
from makegood.promises.models import Promise
from makegood.promises.states import OPEN
from makegood.work.models import Predecessor, WorkItem
from makegood.work.policies import check_plan_work
from makegood.work.services import checking
from makegood.work.services.items import MOST_ITEMS, UnableToPlan, end_risks_of, keep, put_after
from makegood.work.services.telling import announce_work, plain, plain_value


@dataclass(frozen=True, slots=True)
class TrackedItem:
    """What a tracker says of one item; ``fields`` are those of :class:`ItemFields` that it owns, without ``after``."""

    external_id: str
    promise: int
    stated_at: datetime
    """When somebody there last said something about it."""
    fields: Mapping[str, Any]
    after: tuple[str, ...] = ()
    """The tracker's names of what must be done first."""


@dataclass(slots=True)
class Kept:
    """What came of it: how many items were touched how, and why some could not be kept, by the tracker's name."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    refused: dict[str, str] = field(default_factory=dict)


@transaction.atomic
def keep_tracked(*, source: str, told: Sequence[TrackedItem], gone: Collection[str], by: Actor, at: datetime) -> Kept:
    """Bring items of ``source`` to what is ``told`` of them, and take off those that are ``gone``, all in one step.

    What people hold against the tracker stays. One that can't be kept is named in the result and stays as it was.
    What changes nothing leaves no trace.
    """
    step = _Step(source, by, at)
    step.load({one.external_id for one in told} | set(gone), {one.promise for one in told}, _befores(told))
    for number in sorted(gone):
        step.take_off(number)
    for one in told:
        step.attempt(one)
    for one in told:
        step.order(one)
    step.tell()
    return step.kept


@transaction.atomic
def follow_tracker(*, number: int, by: Viewer, at: datetime) -> None:
    """Hold nothing of an item against its tracker any more: the next pull says again what it is; Denied, NotFound."""
    check_plan_work(by)
    item, promise = checking.locked_item(number, refusal=UnableToPlan)
    if not item.by_hand:
        return
    item.by_hand = []
    item.version += 1
    item.save(update_fields=["by_hand", "version"])
    subject = ("promise", promise.pk)
    record(verb="work.follow", subject=subject, actor=by.actor, at=at, facts={"item": number, "name": item.name})


@transaction.atomic
def release_tracked(*, source: str, by: Actor, at: datetime) -> int:
    """Let the items of a tracker be ours from now on, as they are; return how many."""
    items = list(WorkItem.objects.select_for_update().filter(source=source).exclude(tracked=[]).order_by("pk"))
    if not items:
        return 0
    names: dict[int, list[str]] = {}
    for item in items:
        names.setdefault(item.promise_id, []).append(item.name)
        item.source = item.external_id = ""
        item.tracked, item.by_hand = [], []
        item.version += 1
    WorkItem.objects.bulk_update(items, ["source", "external_id", "tracked", "by_hand", "version"], batch_size=200)
    happened = [Happened("work.release", ("promise", one), {"items": len(of)}) for one, of in sorted(names.items())]
    record_many(happened=happened, actor=by, at=at)
    return len(items)


class _Step:
    """One transaction of a pull: rows locked, changes made, and what the history will say of them."""

    def __init__(self, source: str, by: Actor, at: datetime) -> None:
        self.source, self.by, self.at = source, by, at
        self.today = at.astimezone(ZoneInfo(settings.DEFAULT_ZONE)).date()
        self.kept = Kept()
        self.items: dict[str, WorkItem] = {}
        self.promises: dict[int, Promise] = {}
        self.counts: dict[int, int] = {}
        self.facts: dict[str, tuple[str, int, dict[str, Any]]] = {}
        """External id → verb, promise and facts: at most one entry of the history for each item."""
        self.moved_from: set[int] = set()

    def load(self, numbers: set[str], promises: set[int], befores: set[str]) -> None:
        """Lock every promise that this may touch, in the order in which everybody locks them, and read the items."""
        known = WorkItem.objects.filter(source=self.source, external_id__in=numbers)
        before = WorkItem.objects.filter(source=self.source, external_id__in=befores)
        wanted = {*promises, *known.values_list("promise", flat=True), *before.values_list("promise", flat=True)}
        locked = Promise.objects.select_for_update().filter(pk__in=wanted).order_by("pk")
        self.promises = {one.pk: one for one in locked}
        self.items = {item.external_id: item for item in known.select_for_update().select_related("team")}
        for promise in WorkItem.objects.filter(promise__in=wanted).values_list("promise", flat=True):
            self.counts[promise] = self.counts.get(promise, 0) + 1

    def take_off(self, number: str) -> None:
        """Remove an item that the tracker has no more; work of ours behind it comes after what was before it."""
        item = self.items.pop(number, None)
        if item is None:
            return
        before = list(item.predecessors.values_list("before", flat=True))
        ours = list(item.successors.filter(item__tracked=[]).values_list("item", flat=True))
        end_risks_of(item, self.by, self.at)
        item.successors.all().delete()
        links = [Predecessor(item_id=one, before_id=other) for one in ours for other in before]
        Predecessor.objects.bulk_create(links, ignore_conflicts=True)
        self._note(number, "work.remove", item, {"name": item.name}, was=item.pk)
        self.counts[item.promise_id] -= 1
        item.delete()
        self.kept.removed += 1

    def attempt(self, one: TrackedItem) -> None:
        """Keep what is told of an item, or note why that can't be; the others are kept all the same."""
        try:
            with transaction.atomic():
                self._keep(one)
        except Problem as problem:
            self.kept.refused[one.external_id] = problem.message

    def _keep(self, one: TrackedItem) -> None:
        promise = self.promises.get(one.promise)
        if promise is None:
            raise NotFound(_("There is no such promise."))
        if promise.state not in OPEN:
            raise UnableToPlan(_("This promise has ended: there is nothing more to do for it."))
        item = self.items.get(one.external_id)
        if item is None:
            self._add(one, promise)
        else:
            self._change(one, item, promise)

    def _add(self, one: TrackedItem, promise: Promise) -> None:
        self._check_room(promise.pk)
        stated = min(one.stated_at, self.at)
        item = WorkItem(
            promise=promise, stated_at=stated, made_at=self.at, source=self.source, external_id=one.external_id
        )
        known = self._checked(one.fields, item)
        item.tracked = _owned(one)
        keep(item, known)
        self.items[one.external_id] = item
        self.counts[promise.pk] = self.counts.get(promise.pk, 0) + 1
        facts = {**plain(known), "source": self.source, "external_id": one.external_id}
        self._note(one.external_id, "work.add", item, facts)
        self.kept.added += 1

    def _change(self, one: TrackedItem, item: WorkItem, promise: Promise) -> None:
        known = self._checked({name: value for name, value in one.fields.items() if name not in item.by_hand}, item)
        before: dict[str, Any] = {name: getattr(item, name) for name in known}
        if item.promise_id != promise.pk:
            before["promise"], known["promise"] = item.promise, promise
        changed = changes_between(before, known)
        owned = _owned(one)
        if not changed and item.tracked == owned:
            return
        was = item.promise_id
        if "promise" in changed:
            self._check_room(promise.pk)
        fresh = WorkItem.objects.select_related("team").get(pk=item.pk)  # a refusal must leave the one in hand alone
        fresh.tracked = owned
        fresh.stated_at = min(one.stated_at, self.at)
        fresh.version += 1 if changed else 0
        keep(fresh, known)
        self.items[one.external_id] = fresh
        if not changed:
            return
        if "promise" in changed:
            self.counts[was] -= 1
            self.counts[promise.pk] = self.counts.get(promise.pk, 0) + 1
            self.moved_from.add(was)
        told = {name: [_plain(value) for value in both] for name, both in changed.items()}
        self._note(one.external_id, "work.change", fresh, {"name": fresh.name, "changed": told})
        self.kept.changed += 1

    def order(self, one: TrackedItem) -> None:
        """Put an item after what the tracker says, and leave it after what is listed here only."""
        item = self.items.get(one.external_id)
        if item is None or "after" in item.by_hand or one.external_id in self.kept.refused:
            return
        there = set(item.predecessors.values_list("before", flat=True))
        of_tracker = WorkItem.objects.filter(source=self.source).exclude(tracked=[])
        theirs = set(of_tracker.filter(pk__in=there).values_list("pk", flat=True)) if there else set()
        said = set(of_tracker.filter(external_id__in=one.after).values_list("pk", flat=True)) if one.after else set()
        wanted = sorted((there - theirs) | said)
        if wanted == sorted(there):
            return
        try:
            with transaction.atomic():
                put_after(item, wanted)
        except Problem as problem:
            self.kept.refused[one.external_id] = problem.message
            return
        self._note_order(one.external_id, item, sorted(there), wanted)

    def _note_order(self, number: str, item: WorkItem, before: list[int], after: list[int]) -> None:
        verb, _promise, facts = self.facts.get(number, ("", 0, {}))
        if verb == "work.add":
            facts["after"] = after
            return
        if verb:
            facts["changed"]["after"] = [before, after]
            return
        WorkItem.objects.filter(pk=item.pk).update(version=item.version + 1)
        self._note(number, "work.change", item, {"name": item.name, "changed": {"after": [before, after]}})
        self.kept.changed += 1

    def tell(self) -> None:
        """Announce the promises whose work is no longer what it was, and write the history, last."""
        touched = {promise for _verb, promise, _facts in self.facts.values()} | self.moved_from
        for promise in sorted(touched):
            announce_work(promise, self.at)
        happened = [Happened(verb, ("promise", promise), facts) for verb, promise, facts in self.facts.values()]
        if happened:
            record_many(happened=happened, actor=self.by, at=self.at)

    def _note(self, number: str, verb: str, item: WorkItem, facts: dict[str, Any], was: int | None = None) -> None:
        self.facts[number] = (verb, item.promise_id, {"item": was or item.pk, **facts})

    def _check_room(self, promise: int) -> None:
        if self.counts.get(promise, 0) >= MOST_ITEMS:
            raise UnableToPlan(_("This promise has very many items. Split it into parts first."))

    def _checked(self, fields: Mapping[str, Any], item: WorkItem) -> dict[str, Any]:
        return checking.checked(fields, item, today=self.today, refusal=UnableToPlan)


def _befores(told: Sequence[TrackedItem]) -> set[str]:
    return {before for one in told for before in one.after}


def _owned(one: TrackedItem) -> list[str]:
    """Return what of an item the tracker has a say in."""
    return sorted({*one.fields, "after"})


def _plain(value: object) -> object:
    return value.key if isinstance(value, Promise) else plain_value(value)
