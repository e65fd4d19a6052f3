"""What would come: a pull that writes nothing, for somebody who waits for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from makegood.foundation.actors import Viewer
from makegood.foundation.errors import NotFound
from makegood.promises.models import Promise
from makegood.trackers.bridge.contract import read_again
from makegood.trackers.models import Told, Tracker
from makegood.trackers.policies import check_map_trackers
from makegood.trackers.queries import NoticeRow, notice_rows
from makegood.trackers.services.deciding import decide, notices_kept
from makegood.trackers.services.hearing import hear
from makegood.trackers.services.rows import opened, source_of
from makegood.trackers.states import LOOK_SECONDS

FIRST = 50
"""How many items are shown of those that would come."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One item that there would be."""

    number: str
    name: str
    address: str
    promise: int
    promise_key: str
    hours: float | None
    done_share: float


@dataclass(frozen=True, slots=True)
class Sight:
    """What a pull would bring now."""

    told: int
    listed: int
    added: int
    changed: int
    gone: int
    first: tuple[Seen, ...]
    notices: tuple[NoticeRow, ...]
    unmapped: tuple[str, ...]
    """Names of projects that go to nobody."""
    closed: tuple[str, ...]
    """Names of projects that are mapped and can't be read."""


def look_ahead(*, number: int, by: Viewer, at: datetime) -> Sight:
    """Return what a pull of everything would bring, without bringing it; Denied, NotFound, UnableToAsk."""
    check_map_trackers(by)
    tracker = Tracker.objects.filter(pk=number).first()
    if tracker is None:
        raise NotFound(_("There is no such connection."))
    names = dict(tracker.places.order_by("name", "pk").values_list("project", "name"))
    known = {row.external_id: read_again(row.issue) for row in Told.objects.filter(tracker=tracker)}
    heard = hear(opened(tracker, seconds=LOOK_SECONDS), known, projects=list(names), since=None, at=at)
    decision = decide(tracker, source_of(number), heard.issues)
    wanted = decision.plan.wanted
    first = list(wanted.values())[:FIRST]
    keys = dict(Promise.objects.filter(pk__in={one.promise for one in first}).values_list("pk", "key"))
    return Sight(
        told=heard.told,
        listed=len(wanted),
        added=decision.added,
        changed=decision.changed,
        gone=decision.gone,
        first=tuple(
            Seen(
                number=one.external_id,
                name=one.fields["name"],
                address=one.fields["address"],
                promise=one.promise,
                promise_key=keys[one.promise],
                hours=one.fields["p50"],
                done_share=one.fields["done_share"],
            )
            for one in first
        ),
        notices=notice_rows(notices_kept(decision.plan.notices)),
        unmapped=tuple(str(name) for project, name in tracker.offered.get("projects", ()) if project not in names),
        closed=tuple(names[one] for one in heard.closed),
    )
