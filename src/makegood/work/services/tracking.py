"""Whose word counts about an item that comes from a tracker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from makegood.work.models import WorkItem
from makegood.work.services.checking import Refusal


def follow_or_hold(
    item: WorkItem, changed: Mapping[str, Sequence[object]], *, against_tracker: bool, refusal: Refusal
) -> None:
    """Note that somebody holds what they ``changed`` against the tracker; ``refusal`` where they did not say so."""
    owned = [name for name in changed if name in item.tracked and name not in item.by_hand]
    if "after" in owned and not _moves_tracked(item, changed["after"]):
        owned.remove("after")  # work that is listed here only may stand before it: the tracker knows nothing of that
    if not owned:
        return
    if not against_tracker:
        raise refusal(
            _("This comes from the tracker. Change it there, or say that it shall hold against the tracker."),
            field=owned[0],
        )
    item.by_hand = sorted({*item.by_hand, *owned})


def _moves_tracked(item: WorkItem, before_and_after: Sequence[object]) -> bool:
    """Return whether any of the predecessors that come or go is of the same tracker."""
    before, after = (set(one) if isinstance(one, (list, set, tuple)) else set() for one in before_and_after)
    moved = WorkItem.objects.filter(pk__in=before ^ after, source=item.source).exclude(tracked=[])
    return moved.exists()
