"""The row of a connection, and the tracker behind it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from makegood.foundation.actors import Actor
from makegood.foundation.errors import NotFound
from makegood.foundation.history.services import record
from makegood.foundation.sealing import seal, unseal
from makegood.trackers.bridge.contract import Outside, find_kind
from makegood.trackers.models import Tracker

PURPOSE = "key of a tracker"


def locked_tracker(number: int) -> Tracker:
    """Return the locked row of a connection; NotFound."""
    found = Tracker.objects.select_for_update().filter(pk=number).first()
    if found is None:
        raise NotFound(_("There is no such connection."))
    return found


def sealed(key: str) -> str:
    """Return a key as it is kept."""
    return seal(key, purpose=PURPOSE)


def opened(tracker: Tracker, *, seconds: float) -> Outside:
    """Return the tracker behind a connection, to be asked for so long in all; NotFound, UnableToUnseal."""
    key = unseal(tracker.sealed_key, purpose=PURPOSE)
    return find_kind(tracker.kind).open(address=tracker.address, key=key, seconds=seconds)


def source_of(tracker: int) -> str:
    """Return what items of a tracker say that they come from: the same for as long as the connection is there."""
    return f"tracker-{tracker}"


def actor_of(tracker: Tracker) -> Actor:
    """Return a tracker as one who acts."""
    return Actor("program", tracker.pk, tracker.name)


def tell(verb: str, tracker: Tracker, by: Actor, at: datetime, facts: Mapping[str, object]) -> None:
    """Record what was done with a connection, last."""
    record(verb=verb, subject=("tracker", tracker.pk), actor=by, at=at, facts={"name": tracker.name, **facts})
