"""The whole story of a promise: all that is on record of it, in the order in which it happened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from django.utils.translation import gettext as _

from makegood.customers.queries import touchpoints_since
from makegood.foundation.actors import Viewer
from makegood.foundation.errors import NotFound
from makegood.foundation.history.queries import Event
from makegood.promises.models import Comment, Promise
from makegood.promises.queries.lists import promise_story, visible
from makegood.promises.states import Chapter

ALL = 1_000_000


@dataclass(frozen=True, slots=True)
class StoryLine:
    """One line of the story: who, when, what.

    ``event`` is there for what stands in the history. ``title`` and ``text`` are what was written, with the channel or
    the kind of evidence as ``how``; both are empty where it was erased.
    """

    at: datetime
    chapter: Chapter
    by: str
    how: str = ""
    title: str = ""
    text: str = ""
    event: Event | None = None


def whole_story(number: int, viewer: Viewer) -> tuple[StoryLine, ...]:
    """Return all that is on record of a promise, the first first, as far as ``viewer`` may know of it; NotFound.

    History, what the customer was told, evidence and comments of the promise, and every time its customer was met since
    it was said. What was written for others alone is not in it, nor is evidence that was withdrawn. In six queries.
    """
    promise = visible(viewer).filter(pk=number).first()
    if promise is None:
        raise NotFound(_("There is no such promise."))
    lines = chain(_history(number, viewer), _met(promise, viewer), _told(promise), _shown(promise), _said(promise))
    return tuple(sorted(lines, key=lambda line: line.at))


def _history(number: int, viewer: Viewer) -> Iterator[StoryLine]:
    for event in reversed(promise_story(number, viewer, limit=ALL)):
        yield StoryLine(event.at, Chapter.HISTORY, event.actor, event=event)


def _met(promise: Promise, viewer: Viewer) -> Iterator[StoryLine]:
    for one in touchpoints_since(promise.customer_id, viewer, since=promise.said_at):
        yield StoryLine(one.at, Chapter.TOUCHPOINT, one.by_name, str(one.kind), one.contact_name, one.text)


def _told(promise: Promise) -> Iterator[StoryLine]:
    for one in promise.notices.select_related("by").order_by("told_at", "pk"):
        day = one.date_told.isoformat() if one.date_told else ""
        yield StoryLine(one.told_at, Chapter.NOTICE, one.by.name if one.by else "", one.how, day, one.note)


def _shown(promise: Promise) -> Iterator[StoryLine]:
    for one in promise.evidence.filter(withdrawn_at=None).select_related("made_by").order_by("made_at", "pk"):
        text = one.text or one.address or (f"sha256 {one.digest}" if one.digest else "")
        by = one.made_by.name if one.made_by else ""
        yield StoryLine(one.made_at, Chapter.EVIDENCE, by, one.kind, one.title, text)


def _said(promise: Promise) -> Iterator[StoryLine]:
    for one in Comment.objects.filter(promise=promise).select_related("by").order_by("at", "pk"):
        yield StoryLine(one.at, Chapter.COMMENT, one.by.name, text=one.text)
