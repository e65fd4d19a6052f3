"""Listing the work behind a promise, estimating it, putting it in order, and saying how far it is."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any, Unpack
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction

from makegood.foundation.actors import Actor, Viewer
from makegood.foundation.errors import Problem
from makegood.foundation.history.services import record
from makegood.foundation.sayings import saying as _
from makegood.foundation.search.words import folded
from makegood.foundation.versions import changes_between, check_version
from makegood.work.models import Predecessor, WorkItem
from makegood.work.policies import check_plan_work
from makegood.work.services import checking
from makegood.work.services.checking import ItemFields
from makegood.work.services.telling import plain, plain_value, tell
from makegood.work.services.tracking import follow_or_hold

A_DAY = timedelta(days=1)
MOST_ITEMS = 500
"""Of one promise: more is a project, and belongs into parts."""


class UnableToPlan(Problem):
    """Something given can't be kept, would go in circles, or the promise has ended; ``field`` names it."""

    code = "unable-to-plan"


@transaction.atomic
def add_item(*, promise: int, by: Viewer, at: datetime, **fields: Unpack[ItemFields]) -> int:
    """List a piece of work for a promise, with a name and a team at least; return its number.

    Without an estimate a wide default stands in for it. Denied, NotFound, UnableToPlan.
    """
    check_plan_work(by)
    of = checking.locked_promise(promise, refusal=UnableToPlan)
    if of.items.count() >= MOST_ITEMS:
        raise UnableToPlan(_("This promise has very many items. Split it into parts first."))
    item = WorkItem(promise=of, stated_at=at, made_at=at, made_by_id=by.number)
    known = _checked({"name": "", "team": 0, **fields}, item, by, at)
    after = known.pop("after", [])
    keep(item, known)
    put_after(item, after)
    facts = plain({**known, "after": after})
    tell(verb="work.add", item=item.pk, promise=promise, by=by.actor, at=at, facts=facts)
    return item.pk


@transaction.atomic
def change_item(
    *,
    number: int,
    version: int,
    by: Viewer,
    at: datetime,
    against_tracker: bool = False,
    **fields: Unpack[ItemFields],
) -> None:
    """Change what is given of an item that was read as ``version``.

    What a tracker says of it is changed only ``against_tracker``, and then holds against every pull. Denied, NotFound,
    Stale, UnableToPlan. A change that changes nothing leaves no trace.
    """
    check_plan_work(by)
    checking.lock_promises_of([number, *fields.get("after", [])])
    item, promise = checking.locked_item(number, refusal=UnableToPlan)
    known = _checked(fields, item, by, at)
    before: dict[str, Any] = {name: getattr(item, name) for name in known if name != "after"}
    if "after" in known:
        known["after"] = sorted(set(known["after"]))
        before["after"] = sorted(item.predecessors.values_list("before", flat=True))
    check_version(seen=version, current=item.version, wanted=plain(known), now=plain(before))
    changed = changes_between(before, known)
    if not changed:
        return
    follow_or_hold(item, changed, against_tracker=against_tracker, refusal=UnableToPlan)
    after = known.pop("after", None)
    item.version += 1
    item.stated_at = at
    keep(item, known)
    if after is not None and "after" in changed:
        put_after(item, after)
    facts = {"name": item.name, "changed": {name: [plain_value(one) for one in both] for name, both in changed.items()}}
    tell(verb="work.change", item=number, promise=promise.pk, by=by.actor, at=at, facts=facts)


@transaction.atomic
def report_progress(*, number: int, done_share: float, by: Viewer, at: datetime, against_tracker: bool = False) -> None:
    """Say which share of an item is done, from 0 to 1; Denied, NotFound, UnableToPlan.

    That it is as far as it was is worth knowing too, once a day: nobody can say then that nobody looked. What
    a tracker says of it is changed only ``against_tracker``: see :func:`change_item`.
    """
    check_plan_work(by)
    item, promise = checking.locked_item(number, refusal=UnableToPlan)
    known = _checked({"done_share": done_share}, item, by, at)
    if known["done_share"] == item.done_share and at - item.stated_at < A_DAY:
        return
    before, item.done_share = item.done_share, known["done_share"]
    changed = changes_between({"done_share": before}, known)
    follow_or_hold(item, changed, against_tracker=against_tracker, refusal=UnableToPlan)
    item.version += 1
    item.stated_at = at
    item.save(update_fields=["done_share", "by_hand", "stated_at", "version"])
    facts = {"name": item.name, "percent": round(item.done_share * 100), "before": before}
    tell(verb="work.progress", item=number, promise=promise.pk, by=by.actor, at=at, facts=facts)


@transaction.atomic
def remove_item(*, number: int, by: Viewer, at: datetime) -> None:
    """Take a piece of work off a promise; what came after it comes after what was before it.

    Denied, NotFound, UnableToPlan where another promise waits for it.
    """
    check_plan_work(by)
    item, promise = checking.locked_item(number, refusal=UnableToPlan)
    if item.tracked:
        raise UnableToPlan(_("It comes from a tracker, which would list it again: close or move it there."))
    elsewhere = item.successors.exclude(item__promise=promise).select_related("item__promise").first()
    if elsewhere is not None:
        raise UnableToPlan(
            _("%(promise)s waits for this: “%(item)s” comes after it.")
            % {"promise": elsewhere.item.promise.key, "item": elsewhere.item.name}
        )
    before = list(item.predecessors.values_list("before", flat=True))
    following = list(item.successors.values_list("item", flat=True))
    end_risks_of(item, by.actor, at)
    item.successors.all().delete()
    links = [Predecessor(item_id=one, before_id=other) for one in following for other in before]
    Predecessor.objects.bulk_create(links, ignore_conflicts=True)
    item.delete()
    tell(verb="work.remove", item=number, promise=promise.pk, by=by.actor, at=at, facts={"name": item.name})


def _checked(fields: ItemFields, item: WorkItem, by: Viewer, at: datetime) -> dict[str, Any]:
    return checking.checked(fields, item, today=today_of(by, at), refusal=UnableToPlan)


def today_of(viewer: Viewer, at: datetime) -> date:
    """Return the day that it is for somebody."""
    return at.astimezone(ZoneInfo(viewer.zone)).date()


def end_risks_of(item: WorkItem, by: Actor, at: datetime) -> None:
    """Remove risks that would hit nothing else than an item that is going."""
    for risk in item.risks.all():
        if risk.items.count() == 1:
            record(verb="risk.remove", subject=("risk", risk.pk), actor=by, at=at, facts={"name": risk.name})
            risk.delete()


def keep(item: WorkItem, known: dict[str, Any]) -> None:
    """Save an item with what is known of it; UnableToPlan where its name or its number is taken."""
    for name, value in known.items():
        setattr(item, name, value)
    item.words = folded(item.name)
    others = WorkItem.objects.exclude(pk=item.pk)
    if others.filter(promise=item.promise_id, name__iexact=item.name).exists():
        raise UnableToPlan(_("This promise has work of that name already."), field="name")
    if item.external_id and others.filter(source=item.source, external_id=item.external_id).exists():
        raise UnableToPlan(_("This item of the tracker is listed already."), field="external_id")
    try:
        with transaction.atomic():
            item.save()
    except IntegrityError as error:  # somebody was quicker between the look and the write
        raise UnableToPlan(_("This promise has work of that name already."), field="name") from error


def put_after(item: WorkItem, after: Collection[int]) -> None:
    """Let ``item`` come after other items, of this or of another open promise, and of no more."""
    wanted = set(after)
    known = set(WorkItem.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    if wanted - known:
        raise UnableToPlan(_("Please choose work that is listed."), field="after")
    if item.pk in _all_before(wanted):
        raise UnableToPlan(_("This would go in circles: that work waits for this one already."), field="after")
    item.predecessors.exclude(before__in=wanted).delete()
    there = set(item.predecessors.values_list("before", flat=True))
    Predecessor.objects.bulk_create(Predecessor(item=item, before_id=one) for one in sorted(wanted - there))


def _all_before(items: Collection[int]) -> set[int]:
    """Return ``items`` and everything that must be done before them, in as many queries as the longest chain."""
    found, edge = set(items), set(items)
    while edge:
        edge = set(Predecessor.objects.filter(item__in=edge).values_list("before", flat=True)) - found
        found |= edge
    return found
