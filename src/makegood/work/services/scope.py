"""Changing the work that is left for a promise as a whole: less of it, by another team, or another way round."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.foundation.actors import Viewer
from makegood.promises.models import Promise
from makegood.work.models import WorkItem
from makegood.work.policies import check_plan_work
from makegood.work.services import checking
from makegood.work.services.items import UnableToPlan, add_item, change_item, remove_item
from makegood.work.services.pieces import EFFORT

ESTIMATE = ("p10", "p50", "p90")


@transaction.atomic
def leave_out(*, promise: int, share: float, by: Viewer, at: datetime) -> None:
    """Leave out the ``share`` of the work left for a promise, alike on all its items.

    What was done stays done: an item of 100 hours that is half done, and loses a fifth of what is left, is one of 90
    hours of which 50 are done. Denied, NotFound, UnableToPlan where an item has no estimate, or its estimate comes from
    a tracker.
    """
    for item in _left(promise, share, by):
        if item.p50 is not None:
            _cut(item, share, by, at)


@transaction.atomic
def set_apart(*, promise: int, share: float, to: int, by: Viewer, at: datetime) -> None:
    """Do the ``share`` of the work left for a promise under another one, ``to``, in the same order.

    Waits are waited for in both. Denied, NotFound, UnableToPlan as :func:`leave_out`.
    """
    left = _left(promise, share, by)
    apart = {
        item.pk: add_item(
            promise=to,
            name=item.name,
            team=item.team_id,
            not_before=item.not_before,
            wait_started=item.wait_started,
            **{field: getattr(item, field) for field in EFFORT}
            | {field: _share_of(getattr(item, field), share * (1 - item.done_share)) for field in ESTIMATE},
            by=by,
            at=at,
        )
        for item in left
    }
    for item in left:
        before = item.predecessors.values_list("before", flat=True)
        numbers = [apart.get(number, number) for number in before]
        change_item(number=apart[item.pk], version=0, after=numbers, by=by, at=at)
    leave_out(promise=promise, share=share, by=by, at=at)


def _left(promise: int, share: float, by: Viewer) -> list[WorkItem]:
    """Return the work left for a promise if a share of it can be taken; Denied, NotFound, UnableToPlan."""
    check_plan_work(by)
    if not 0 < share < 1:
        raise UnableToPlan(_("Please give a share above none and below all of it."), field="share")
    of = checking.locked_promise(promise, refusal=UnableToPlan)
    left = list(WorkItem.objects.filter(promise=of, done_share__lt=1).order_by("pk"))
    for item in left:
        if item.p50 is None and item.wait_p50 is None:  # what only waits takes no effort
            raise UnableToPlan(_("“%(item)s” has no estimate to take from.") % {"item": item.name}, field="p50")
    return left


@transaction.atomic
def hand_over(*, promise: int, team: int, to: int, by: Viewer, at: datetime) -> None:
    """Let another team do what is left for one to do on a promise; the effort stays what it was.

    Denied, NotFound, UnableToPlan where nothing is left for it, or where a tracker says who does it.
    """
    check_plan_work(by)
    of = checking.locked_promise(promise, refusal=UnableToPlan)
    left = list(WorkItem.objects.filter(promise=of, team=team, done_share__lt=1).order_by("pk"))
    if not left:
        raise UnableToPlan(_("Nothing is left for this team to do."), field="team")
    for item in left:
        change_item(number=item.pk, version=item.version, team=to, by=by, at=at)


@transaction.atomic
def work_around(*, promise: int, team: int, hours: float, by: Viewer, at: datetime) -> int:
    """Put one piece of work in the place of all that is left for a promise; return its number.

    What is done stays. Denied, NotFound, UnableToPlan where an item comes from a tracker, or another promise waits.
    """
    check_plan_work(by)
    of = checking.locked_promise(promise, refusal=UnableToPlan)
    for number in WorkItem.objects.filter(promise=of, done_share__lt=1).order_by("pk").values_list("pk", flat=True):
        remove_item(number=number, by=by, at=at)
    return add_item(promise=promise, name=_free_name(of), team=team, p50=hours, by=by, at=at)


def _free_name(of: Promise) -> str:
    """Return what the engine would call it too, so that it draws the same."""
    name = "workaround"
    while of.items.filter(name__iexact=name).exists():
        name += "'"
    return name


def _share_of(hours: float | None, share: float) -> float | None:
    return None if hours is None else hours * share


def _cut(item: WorkItem, share: float, by: Viewer, at: datetime) -> None:
    whole = 1 - (1 - item.done_share) * share
    change_item(
        number=item.pk,
        version=item.version,
        p10=_share_of(item.p10, whole),
        p50=_share_of(item.p50, whole),
        p90=_share_of(item.p90, whole),
        done_share=item.done_share / whole,
        by=by,
        at=at,
    )
