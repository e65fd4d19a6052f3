"""Reading connections to trackers. None of these hands out a key."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from makegood.foundation.actors import EVERYONE, Viewer
from makegood.foundation.errors import NotFound
from makegood.foundation.history.queries import Event, story
from makegood.foundation.sayings import told
from makegood.trackers.models import Place, Pull, Tracker
from makegood.trackers.states import LEFT_OUT, MAPS, Reason, TrackerStanding


@dataclass(frozen=True, slots=True)
class TrackerRow:
    """A connection, how it reads what it is told, and how it stands."""

    number: int
    kind: str
    name: str
    address: str
    standing: TrackerStanding
    named_by: str
    promise_field: str
    middle: str
    low: str
    high: str
    done_by: str
    takes_start: bool
    takes_order: bool
    every_minutes: int
    projects: tuple[tuple[str, str], ...]
    """What the tracker has, as it was last looked at."""
    fields: tuple[tuple[str, str], ...]
    error: str
    failed_at: datetime | None
    succeeded_at: datetime | None
    next_at: datetime | None
    whole_at: datetime | None
    mapped: int
    version: int


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A project of a tracker and where its work goes."""

    number: int
    project: str
    name: str
    team: int
    team_name: str
    promise: int | None
    promise_title: str


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """Why somebody should look at some issues: how many there are, and the first of them."""

    reason: str
    count: int
    is_left_out: bool
    examples: tuple[Mapping[str, str], ...]


@dataclass(frozen=True, slots=True)
class PullRow:
    """One pull and what came of it."""

    began_at: datetime
    ended_at: datetime
    was_whole: bool
    heard: int
    listed: int
    added: int
    changed: int
    removed: int
    error: str
    notices: tuple[NoticeRow, ...]


@dataclass(frozen=True, slots=True)
class Trouble:
    """A connection that has not brought anything lately, and since when."""

    number: int
    name: str
    error: str
    succeeded_at: datetime | None
    may_see: bool


def trackers(viewer: Viewer) -> tuple[TrackerRow, ...]:
    """Return every connection, by name."""
    return tuple(_row(one) for one in _visible(viewer).order_by("name", "pk"))


def find_tracker(number: int, viewer: Viewer) -> TrackerRow:
    """Return one connection; NotFound."""
    found = _visible(viewer).filter(pk=number).first()
    if found is None:
        raise NotFound(_("There is no such connection."))
    return _row(found)


def places_of(number: int, viewer: Viewer) -> tuple[PlaceRow, ...]:
    """Return the projects of a connection that go to a team, by name."""
    found = Place.objects.filter(tracker__in=_visible(viewer).filter(pk=number)).select_related("team", "promise")
    return tuple(
        PlaceRow(
            number=one.pk,
            project=one.project,
            name=one.name,
            team=one.team_id,
            team_name=one.team.name,
            promise=one.promise_id,
            promise_title=one.promise.title if one.promise else "",
        )
        for one in found.order_by("name", "pk")
    )


def pulls_of(number: int, viewer: Viewer, *, limit: int = 10) -> tuple[PullRow, ...]:
    """Return the latest pulls of a connection, the newest first."""
    found = Pull.objects.filter(tracker__in=_visible(viewer).filter(pk=number)).order_by("-began_at", "-pk")[:limit]
    return tuple(
        PullRow(
            began_at=one.began_at,
            ended_at=one.ended_at,
            was_whole=one.was_whole,
            heard=one.heard,
            listed=one.listed,
            added=one.added,
            changed=one.changed,
            removed=one.removed,
            error=told(one.error, one.error_values),
            notices=notice_rows(one.notices),
        )
        for one in found
    )


def notice_rows(notices: Collection[Mapping[str, Any]]) -> tuple[NoticeRow, ...]:
    """Return what is to be looked at as it was kept with a pull."""
    return tuple(
        NoticeRow(
            one["reason"],
            one["count"],
            one["reason"] in LEFT_OUT,
            tuple(_example(one["reason"], example) for example in one["examples"]),
        )
        for one in notices
    )


def _example(reason: str, kept: Mapping[str, Any]) -> Mapping[str, str]:
    """Return an issue as it was kept; why it was refused is a sentence, all else is what the tracker or a row says."""
    said = {name: kept[name] for name in ("number", "title", "address", "detail")}
    if reason == Reason.REFUSED:
        said["detail"] = told(kept["detail"], kept["values"])
    return said


def troubles(viewer: Viewer) -> tuple[Trouble, ...]:
    """Return the connections whose last pull failed: what they brought before is all that anybody knows."""
    if EVERYONE not in viewer.audiences:
        return ()
    may_see = not viewer.functions.isdisjoint(MAPS)
    found = Tracker.objects.filter(is_on=True, failures__gt=0).order_by("name", "pk")
    return tuple(
        Trouble(one.pk, one.name, told(one.error, one.error_values), one.succeeded_at, may_see) for one in found
    )


def tracker_names(numbers: Collection[int]) -> dict[int, str]:
    """Return what connections are called, by number."""
    return dict(Tracker.objects.filter(pk__in=numbers).values_list("pk", "name"))


def tracker_story(number: int, viewer: Viewer) -> list[Event]:
    """Return what happened to a connection, as far as the viewer may know."""
    return story(subject=("tracker", number), viewer=viewer)


def _visible(viewer: Viewer) -> QuerySet[Tracker]:
    admitted = EVERYONE in viewer.audiences and not viewer.functions.isdisjoint(MAPS)
    seen = Tracker.objects.all() if admitted else Tracker.objects.none()
    return seen.defer("sealed_key").annotate(mapped=Count("places"))


def _row(one: Tracker) -> TrackerRow:
    return TrackerRow(
        number=one.pk,
        kind=one.kind,
        name=one.name,
        address=one.address,
        standing=_standing(one),
        named_by=one.named_by,
        promise_field=one.promise_field,
        middle=one.middle,
        low=one.low,
        high=one.high,
        done_by=one.done_by,
        takes_start=one.takes_start,
        takes_order=one.takes_order,
        every_minutes=one.every_minutes,
        projects=_pairs(one.offered, "projects"),
        fields=_pairs(one.offered, "fields"),
        error=told(one.error, one.error_values),
        failed_at=one.failed_at,
        succeeded_at=one.succeeded_at,
        next_at=one.next_at,
        whole_at=one.whole_at,
        mapped=getattr(one, "mapped", 0),
        version=one.version,
    )


def _standing(one: Tracker) -> TrackerStanding:
    if not one.is_on:
        return TrackerStanding.PAUSED
    if one.failures:
        return TrackerStanding.FAILING
    return TrackerStanding.WELL if one.succeeded_at else TrackerStanding.NEW


def _pairs(offered: Mapping[str, Any], name: str) -> tuple[tuple[str, str], ...]:
    return tuple((str(number), str(called)) for number, called in offered.get(name, ()))
