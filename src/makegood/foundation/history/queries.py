"""Reading history: what a viewer may know of it."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Max, Q

from makegood.foundation.actors import Viewer
from makegood.foundation.history.chain import NOTHING_BEFORE
from makegood.foundation.history.heads import Head
from makegood.foundation.history.models import Body, Entry
from makegood.foundation.history.remembering import remembered
from makegood.foundation.pages import Page, each, part_of

ERASING = "history.erase"
"""The verb of an entry that says that another one was erased."""


@dataclass(frozen=True, slots=True)
class Event:
    """One entry as a reader sees it; ``facts`` is None where the body was erased."""

    position: int
    at: datetime
    verb: str
    actor_kind: str
    actor_number: int
    actor: str
    subject_kind: str
    subject_number: int
    facts: Mapping[str, object] | None


def story(*, subject: tuple[str, int], viewer: Viewer, limit: int = 100) -> list[Event]:
    """Return what happened to ``subject``, newest first, as far as ``viewer`` belongs to the audience of it."""
    return stories(subjects={subject[0]: [subject[1]]}, viewer=viewer, limit=limit)


def stories(
    *,
    subjects: Mapping[str, Collection[int]],
    viewer: Viewer,
    since: datetime | None = None,
    until: datetime | None = None,
    limit: int = 100,
) -> list[Event]:
    """Return what happened to several subjects together, given as kind → numbers, newest first; one query.

    From ``since`` to before ``until``, where they are given. Of the ``limit`` that were recorded last, what happened
    earlier but was recorded afterwards stands where it happened.
    """
    wanted = [Q(entry__subject_kind=kind, entry__subject_number__in=numbers) for kind, numbers in subjects.items()]
    bodies = (
        Body.objects.select_related("entry")
        .filter(reduce(or_, wanted, Q(pk__in=())))
        .filter(entry__audience__in=viewer.audiences)
        .filter(**{name: at for name, at in {"entry__at__gte": since, "entry__at__lt": until}.items() if at})
        .order_by("-entry_id")[:limit]
    )
    events = [_event(body.entry, body.content) for body in bodies]
    return sorted(events, key=lambda event: event.at, reverse=True)


def history_page(
    *,
    viewer: Viewer,
    kinds: Collection[str] = (),
    number: int | None = None,
    actor: int | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    page: int = 1,
    size: int = 50,
) -> Page[Event]:
    """Return one page of all that happened, newest first, as far as ``viewer`` belongs to the audience of it.

    Only to things of these ``kinds`` and this ``number``, by the person ``actor``, from ``since`` to before ``until``.
    """
    found = Body.objects.select_related("entry").filter(entry__audience__in=viewer.audiences).order_by("-entry_id")
    wanted = {
        "entry__subject_kind__in": list(kinds) or None,
        "entry__subject_number": number,
        "entry__actor_number": actor,
        "entry__actor_kind": None if actor is None else "person",
        "entry__at__gte": since,
        "entry__at__lt": until,
    }
    found = found.filter(**{name: value for name, value in wanted.items() if value is not None})
    asked = ("history", sorted(viewer.audiences), wanted)
    rows, total = part_of(found, number=page, size=size, total=remembered(*asked, make=found.count))
    return Page(each(rows, lambda body: _event(body.entry, body.content)), total, max(page, 1), size)


def last_touched(*, kind: str, numbers: Collection[int], viewer: Viewer) -> dict[int, datetime]:
    """Return when something last happened to things of a ``kind``, as far as ``viewer`` may know; in one query."""
    found = Entry.objects.filter(subject_kind=kind, subject_number__in=numbers, audience__in=viewer.audiences)
    return dict(found.order_by().values_list("subject_number").annotate(Max("at")))


def told_positions(*, subject: tuple[str, int]) -> list[int]:
    """Return the positions of all entries about ``subject`` whose body has not been erased: for whoever erases them."""
    found = Body.objects.filter(
        entry__subject_kind=subject[0], entry__subject_number=subject[1], content__isnull=False
    ).exclude(entry__verb=ERASING)
    return list(found.order_by("entry_id").values_list("entry_id", flat=True))


def current_head(*, at: datetime) -> Head | None:
    """Return the digest of the last entry, to be kept elsewhere, as read ``at``; None where there is no history."""
    position, digest = last_link()
    return Head(position, digest, at) if position else None


def last_link() -> tuple[int, bytes]:
    """Return the position and the digest that the next entry follows: 0 and NOTHING_BEFORE where there is none."""
    last = Entry.objects.order_by("-position").values_list("position", "digest").first()
    return (last[0], bytes(last[1])) if last else (0, NOTHING_BEFORE)


def _event(entry: Entry, content: str | None) -> Event:
    facts: dict[str, object] | None = None if content is None else json.loads(content)
    return Event(
        position=entry.position,
        at=entry.at,
        verb=entry.verb,
        actor_kind=entry.actor_kind,
        actor_number=entry.actor_number,
        actor=str((facts or {}).pop("actor", "")),
        subject_kind=entry.subject_kind,
        subject_number=entry.subject_number,
        facts=facts,
    )
