"""Connecting a tracker and letting go of it: where it is, and the key by which it lets us in."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from pydantic import AnyHttpUrl, TypeAdapter, ValidationError

from makegood.foundation.actors import Viewer
from makegood.foundation.errors import NotFound, Problem
from makegood.foundation.texts import kept_line
from makegood.foundation.versions import changes_between, check_version
from makegood.trackers.bridge.contract import Offered, find_kind
from makegood.trackers.models import Tracker
from makegood.trackers.policies import check_connect_trackers, check_map_trackers
from makegood.trackers.services.rows import locked_tracker, opened, sealed, source_of, tell
from makegood.trackers.states import LOOK_SECONDS
from makegood.work.services import release_tracked

MOST_OFFERED = 2_000
"""Projects, or fields, that are kept to choose from."""

_ADDRESS: TypeAdapter[AnyHttpUrl] = TypeAdapter(AnyHttpUrl)


class UnableToConnect(Problem):
    """The name is taken, the address is none, or there is no key; ``field`` names it."""

    code = "unable-to-connect"


@transaction.atomic
def connect_tracker(*, kind: str, name: str, address: str, key: str, by: Viewer, at: datetime) -> int:
    """Keep where a tracker is and the key to it; return its number. Nothing is asked of it yet.

    Denied, NotFound, UnableToConnect.
    """
    check_connect_trackers(by)
    find_kind(kind)
    tracker = Tracker(kind=kind, made_at=at, made_by_id=by.number)
    _give(tracker, name=name, address=address)
    tracker.sealed_key = sealed(_checked_key(key))
    tracker.save()
    tell("tracker.connect", tracker, by.actor, at, {"kind": kind, "address": tracker.address})
    return tracker.pk


@transaction.atomic
def change_access(
    *, number: int, version: int, name: str, address: str, key: str = "", by: Viewer, at: datetime
) -> None:
    """Change what a tracker is called, where it is, and the key to it, where one is given.

    At another address the old key is not sent: it must be given again. Denied, NotFound, Stale, UnableToConnect.
    """
    check_connect_trackers(by)
    tracker = locked_tracker(number)
    before: dict[str, Any] = {"name": tracker.name, "address": tracker.address}
    _give(tracker, name=name, address=address)
    after = {"name": tracker.name, "address": tracker.address}
    check_version(seen=version, current=tracker.version, wanted=after, now=before)
    changed = changes_between(before, after)
    if _origin(before["address"]) != _origin(tracker.address) and not key.strip():
        raise UnableToConnect(_("For another address please give the key again."), field="key")
    if key.strip():
        tracker.sealed_key = sealed(_checked_key(key))
    if not changed and not key.strip():
        return
    tracker.version += 1
    tracker.cursor, tracker.next_at = None, at if tracker.is_on else None
    tracker.accepts_loss = False  # that was said of what stood at the other end before
    tracker.save()
    tell("tracker.change", tracker, by.actor, at, {"changed": changed, "key": bool(key.strip())})


def look_around(*, number: int, by: Viewer, at: datetime) -> None:
    """Ask a tracker what projects and fields it has, to choose from; Denied, NotFound, UnableToAsk, UnableToUnseal."""
    check_map_trackers(by)
    tracker = Tracker.objects.filter(pk=number).first()
    if tracker is None:
        raise NotFound(_("There is no such connection."))
    offered = opened(tracker, seconds=LOOK_SECONDS).offer()
    _keep_offered(number, offered, by, at)


@transaction.atomic
def disconnect_tracker(*, number: int, by: Viewer, at: datetime) -> None:
    """Forget a tracker, its key and what it told; the work that came from it stays and is ours. Denied, NotFound."""
    check_connect_trackers(by)
    tracker = locked_tracker(number)
    count = release_tracked(source=source_of(number), by=by.actor, at=at)
    tell("tracker.disconnect", tracker, by.actor, at, {"items": count})
    tracker.delete()


@transaction.atomic
def _keep_offered(number: int, offered: Offered, by: Viewer, at: datetime) -> None:
    tracker = locked_tracker(number)
    found = {
        "projects": [list(one) for one in offered.projects[:MOST_OFFERED]],
        "fields": [list(one) for one in offered.fields[:MOST_OFFERED]],
    }
    if found == tracker.offered:
        return
    tracker.offered = found
    tracker.save(update_fields=["offered"])
    counts = {name: len(rows) for name, rows in found.items()}
    tell("tracker.look", tracker, by.actor, at, counts)


def _give(tracker: Tracker, *, name: str, address: str) -> None:
    tracker.name = kept_line(name, field="name", most=80, refusal=UnableToConnect, needed=True)
    tracker.address = _checked_address(address)
    if Tracker.objects.exclude(pk=tracker.pk).filter(name__iexact=tracker.name).exists():
        raise UnableToConnect(_("There is a connection of that name already."), field="name")


def _checked_address(value: str) -> str:
    address = kept_line(value, field="address", most=300, refusal=UnableToConnect, needed=True).rstrip("/")
    try:
        parts = _ADDRESS.validate_python(address)
        usable = not (parts.query or parts.fragment or parts.username or parts.password) and " " not in address
    except ValidationError:
        usable = False
    if not usable:
        raise UnableToConnect(
            _("Please give the address as people open it: https://redmine.example.com, without a name or a password."),
            field="address",
        )
    return address


def _checked_key(value: str) -> str:
    key = kept_line(value, field="key", most=200, refusal=UnableToConnect, needed=True)
    if not key.isascii() or not key.isprintable() or " " in key:
        raise UnableToConnect(_("This is no key: a key has letters, digits and signs only."), field="key")
    return key


def _origin(address: str) -> tuple[str, str | None, int | None]:
    parts = _ADDRESS.validate_python(address)
    return parts.scheme, parts.host, parts.port
