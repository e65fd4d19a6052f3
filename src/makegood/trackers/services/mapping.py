"""Saying what of a tracker means what here, and when it is pulled."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.foundation.actors import Viewer
from makegood.foundation.errors import NotFound, Problem
from makegood.foundation.texts import kept_line
from makegood.foundation.versions import changes_between, check_version
from makegood.promises.models import Promise
from makegood.trackers.models import Place, Tracker
from makegood.trackers.policies import check_connect_trackers, check_map_trackers
from makegood.trackers.services.rows import locked_tracker, tell
from makegood.trackers.states import HOURS, LEAST_MINUTES, MOST_MINUTES, DoneBy, NamedBy
from makegood.work.services.checking import open_team

FIELDS = ("promise_field", "middle", "low", "high")
"""What of a reading is a custom field of the tracker."""


class UnableToMap(Problem):
    """What was chosen does not fit, or nothing is mapped yet; ``field`` names it."""

    code = "unable-to-map"


class Reading(TypedDict):
    """How issues are read: see models.Tracker."""

    named_by: str
    promise_field: str
    middle: str
    low: str
    high: str
    done_by: str
    takes_start: bool
    takes_order: bool
    every_minutes: int


@transaction.atomic
def read_so(*, number: int, version: int, by: Viewer, at: datetime, **reading: Unpack[Reading]) -> None:
    """Say how issues of a tracker become work; the next pull reads all of them so.

    Denied, NotFound, Stale, UnableToMap.
    """
    check_map_trackers(by)
    tracker = locked_tracker(number)
    after: dict[str, Any] = {**reading}
    _check_reading(after)
    before = {name: getattr(tracker, name) for name in after}
    check_version(seen=version, current=tracker.version, wanted=after, now=before)
    changed = changes_between(before, after)
    if not changed:
        return
    for name, value in after.items():
        setattr(tracker, name, value)
    _read_all_again(tracker, at)
    tracker.save()
    tell("tracker.read-so", tracker, by.actor, at, {"changed": _in_names(changed, tracker)})


@transaction.atomic
def map_project(
    *, tracker: int, project: str, team: int, by: Viewer, at: datetime, promise: str = "", name: str = ""
) -> int:
    """Give the work of a project to a team, and to a promise by its key where issues name none; return its number.

    A project that is mapped already is mapped anew. Denied, NotFound, UnableToMap.
    """
    check_map_trackers(by)
    found = locked_tracker(tracker)
    known = dict(_pairs(found))
    project = kept_line(project, field="project", most=100, refusal=UnableToMap, needed=True)
    called = known.get(project) or name or project
    group = open_team(team, refusal=UnableToMap)
    owed = _promise(promise)
    values = {"name": called[:200], "team": group, "promise": owed}
    place, _is_new = Place.objects.update_or_create(tracker=found, project=project, defaults=values)
    _read_all_again(found, at)
    found.save()
    facts = {"project": place.name, "team": group.name, "promise": owed.key if owed else ""}
    tell("tracker.map", found, by.actor, at, facts)
    return place.pk


@transaction.atomic
def unmap_project(*, number: int, by: Viewer, at: datetime) -> int:
    """Take no more work from a project: the next pull takes off what came from it. Return the tracker's number.

    Denied, NotFound.
    """
    check_map_trackers(by)
    place = Place.objects.filter(pk=number).first()
    if place is None:
        raise NotFound(_("This project is not mapped."))
    tracker = locked_tracker(place.tracker_id)
    place.delete()
    _read_all_again(tracker, at)
    tracker.save()
    tell("tracker.unmap", tracker, by.actor, at, {"project": place.name})
    return tracker.pk


@transaction.atomic
def start_tracker(*, number: int, by: Viewer, at: datetime) -> None:
    """Pull from now on; Denied, NotFound, UnableToMap where no project is mapped."""
    check_map_trackers(by)
    tracker = locked_tracker(number)
    if tracker.is_on:
        return
    if not tracker.places.exists():
        raise UnableToMap(_("Say first which project is whose: nothing would come."))
    tracker.is_on, tracker.next_at, tracker.cursor = True, at, None
    tracker.version += 1
    tracker.save()
    tell("tracker.start", tracker, by.actor, at, {})


@transaction.atomic
def pause_tracker(*, number: int, by: Viewer, at: datetime) -> None:
    """Pull no more until somebody starts it again; what came stays. Denied, NotFound."""
    check_map_trackers(by)
    tracker = locked_tracker(number)
    if not tracker.is_on:
        return
    tracker.is_on, tracker.next_at, tracker.accepts_loss = False, None, False
    tracker.failures, tracker.error, tracker.error_values = 0, "", {}
    tracker.attempt += 1  # whoever pulls just now may write no more
    tracker.leased_until = None
    tracker.version += 1
    tracker.save()
    tell("tracker.pause", tracker, by.actor, at, {})


@transaction.atomic
def pull_now(*, number: int, by: Viewer, at: datetime, accept_loss: bool = False) -> None:
    """Pull everything as soon as may be; Denied, NotFound, UnableToMap where it is paused.

    ``accept_loss`` lets most of the work go, where the tracker has it no more: an administrator says so.
    """
    check_map_trackers(by)
    if accept_loss:
        check_connect_trackers(by)
    tracker = locked_tracker(number)
    if not tracker.is_on:
        raise UnableToMap(_("It is paused: start it first."))
    tracker.next_at, tracker.cursor = at, None
    tracker.accepts_loss = tracker.accepts_loss or accept_loss
    tracker.save(update_fields=["next_at", "cursor", "accepts_loss"])
    if accept_loss:
        tell("tracker.accept-loss", tracker, by.actor, at, {})


def _check_reading(given: dict[str, Any]) -> None:
    if given["named_by"] not in set(NamedBy):
        raise UnableToMap(_("Please choose where an issue names its promise."), field="named_by")
    if given["done_by"] not in set(DoneBy):
        raise UnableToMap(_("Please choose what says how far an issue is."), field="done_by")
    for name in FIELDS:
        given[name] = kept_line(given[name], field=name, most=20, refusal=UnableToMap)
    given["middle"] = given["middle"] or HOURS
    if given["named_by"] == NamedBy.FIELD and not given["promise_field"]:
        raise UnableToMap(_("Please choose the field that holds the promise’s number."), field="promise_field")
    if bool(given["low"]) != bool(given["high"]):
        raise UnableToMap(_("A range needs both ends."), field="high" if given["low"] else "low")
    if not LEAST_MINUTES <= given["every_minutes"] <= MOST_MINUTES:
        raise UnableToMap(
            _("Please give a number from %(least)s to %(most)s.") % {"least": LEAST_MINUTES, "most": MOST_MINUTES},
            field="every_minutes",
        )


def _in_names(changed: dict[str, list[object]], tracker: Tracker) -> dict[str, list[object]]:
    """Return what changed with custom fields by their names, which say more than their numbers."""
    called = {str(number): name for number, name in tracker.offered.get("fields", ())}
    return {
        name: [called.get(str(one), one) for one in both] if name in FIELDS else both for name, both in changed.items()
    }


def _promise(key: str) -> Promise | None:
    wanted = kept_line(key, field="promise", most=40, refusal=UnableToMap)
    if not wanted:
        return None
    found = Promise.objects.filter(key__iexact=wanted).first()
    if found is None:
        raise UnableToMap(_("There is no promise with this number."), field="promise")
    return found


def _read_all_again(tracker: Tracker, at: datetime) -> None:
    """Let the next pull read everything; that most of it may go was said of another reading than this one."""
    tracker.version += 1
    tracker.cursor = None
    tracker.accepts_loss = False
    if tracker.is_on:
        tracker.next_at = at


def _pairs(tracker: Tracker) -> list[tuple[str, str]]:
    return [(str(number), str(called)) for number, called in tracker.offered.get("projects", ())]
