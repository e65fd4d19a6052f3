"""Pulling: asking a tracker what is new, and keeping the work that follows from it, promise by promise.

Whoever pulls holds a lease and the number of its attempt; every transaction looks whether that is still the current
one. Nothing is written before the tracker has answered everything that it was asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Q

from makegood.foundation.errors import Problem
from makegood.foundation.sayings import kept
from makegood.foundation.sayings import saying as _
from makegood.trackers.bridge.contract import Issue, UnableToAsk, issue_kept, read_again
from makegood.trackers.bridge.planning import Notice
from makegood.trackers.models import Pull, Told, Tracker
from makegood.trackers.services.deciding import Decision, decide, notices_kept
from makegood.trackers.services.hearing import Heard, hear
from makegood.trackers.services.rows import actor_of, opened, source_of
from makegood.trackers.states import (
    FETCH_SECONDS,
    LEASE,
    LEAST_LOSS,
    PULLS_KEPT,
    WHOLE_EVERY,
    Reason,
    pause_after,
)
from makegood.work.services import Kept, keep_tracked

AT_ONCE = 500
log = structlog.get_logger("makegood.trackers")
Clock = Callable[[], datetime]


class TooMuchGone(Problem):
    """Most of the work would go: the key may have lost its rights, so somebody has to say that this is meant."""

    code = "too-much-gone"


class TurnLost(Exception):
    """Somebody else pulls now, or the connection was paused: nothing more may be written."""


@dataclass(slots=True)
class _Outcome:
    """What a pull brought."""

    heard: Heard
    decision: Decision
    kept: Kept
    notices: list[Notice]


def pull_next(*, clock: Clock) -> bool:
    """Pull the connection that has been due the longest, if there is one; return whether there was.

    What goes wrong is kept with the connection, in words, with the time of the next try; nothing that was known before
    is lost by it. ``clock`` tells the time: a pull may take minutes.
    """
    at = clock()
    tracker = _claim(at)
    if tracker is None:
        return False
    is_whole = tracker.cursor is None or tracker.whole_at is None or at - tracker.whole_at >= WHOLE_EVERY
    try:
        outcome = _pull(tracker, is_whole=is_whole, at=at)
    except TurnLost:
        return True
    except Problem as problem:
        _note_failure(tracker, problem, is_whole=is_whole, began=at, at=clock())
        return True
    except (OperationalError, InterfaceError):  # the database itself fails: nothing can be noted in it
        raise
    except Exception as error:  # whatever goes wrong here must not go on unseen for ever
        log.exception("trackers.failed", tracker=tracker.pk)
        _note_failure(tracker, Problem(_inside(error)), is_whole=is_whole, began=at, at=clock())
        return True
    _note_success(tracker, outcome, is_whole=is_whole, began=at, at=clock())
    return True


def _inside(error: Exception) -> str:
    return _("Something went wrong inside Makegood (%(kind)s); its log says more.") % {"kind": type(error).__name__}


def _claim(at: datetime) -> Tracker | None:
    due = Tracker.objects.filter(Q(leased_until=None) | Q(leased_until__lte=at), is_on=True, next_at__lte=at)
    if not due.exists():  # a plain look first: on SQLite every transaction that may write keeps the others waiting
        return None
    with transaction.atomic():
        tracker = due.select_for_update(skip_locked=True).order_by("next_at", "pk").first()
        if tracker is None:
            return None
        tracker.leased_until = at + LEASE
        tracker.attempt += 1
        tracker.save(update_fields=["leased_until", "attempt"])
        return tracker


def _pull(tracker: Tracker, *, is_whole: bool, at: datetime) -> _Outcome:
    projects = list(tracker.places.order_by("name", "pk").values_list("project", flat=True))
    known = {row.external_id: read_again(row.issue) for row in Told.objects.filter(tracker=tracker)}
    outside = opened(tracker, seconds=FETCH_SECONDS)
    heard = hear(outside, known, projects=projects, since=None if is_whole else tracker.cursor, at=at)
    source = source_of(tracker.pk)
    decision = decide(tracker, source, heard.issues)
    if decision.gone > LEAST_LOSS and decision.gone * 2 > decision.there and not tracker.accepts_loss:
        raise TooMuchGone(
            _("%(gone)s of %(there)s items would go. Nothing was changed: somebody has to say that this is meant.")
            % {"gone": decision.gone, "there": decision.there}
        )
    _keep_told(tracker, known, heard)
    kept_work = _keep_work(tracker, source, decision, at)
    notices = [*decision.plan.notices, *_refused(kept_work, heard), *_closed(tracker, heard)]
    return _Outcome(heard, decision, kept_work, notices)


def _keep_told(tracker: Tracker, known: dict[str, Issue], heard: Heard) -> None:
    new = [number for number, issue in heard.issues.items() if known.get(number) != issue]
    gone = [number for number in known if number not in heard.issues]
    if not new and not gone:
        return
    with transaction.atomic():
        _check_turn(tracker)
        for begin in range(0, len(gone), AT_ONCE):
            Told.objects.filter(tracker=tracker, external_id__in=gone[begin : begin + AT_ONCE]).delete()
        Told.objects.bulk_create(
            [Told(tracker=tracker, external_id=number, issue=issue_kept(heard.issues[number])) for number in new],
            batch_size=AT_ONCE,
            update_conflicts=True,
            unique_fields=["tracker", "external_id"],
            update_fields=["issue"],
        )


def _keep_work(tracker: Tracker, source: str, decision: Decision, at: datetime) -> Kept:
    """Keep what was decided, a transaction for each promise; then put after one another what lies in several."""
    total, actor = Kept(), actor_of(tracker)
    across = []
    places = {number: item.promise for number, item in decision.plan.wanted.items()}
    for promise, step in decision.steps.items():
        with transaction.atomic():
            _check_turn(tracker)
            part = keep_tracked(source=source, told=step.told, gone=step.gone, by=actor, at=at)
        _add(total, part)
        across += [one for one in step.told if any(places[before] != promise for before in one.after)]
    if across:
        with transaction.atomic():
            _check_turn(tracker)
            _add(total, keep_tracked(source=source, told=across, gone=(), by=actor, at=at))
    return total


def _add(total: Kept, part: Kept) -> None:
    total.added += part.added
    total.changed += part.changed
    total.removed += part.removed
    total.refused |= part.refused


def _check_turn(tracker: Tracker) -> None:
    """Hold the row of the connection until the transaction ends; TurnLost."""
    if not Tracker.objects.select_for_update().filter(pk=tracker.pk, attempt=tracker.attempt, is_on=True).exists():
        raise TurnLost


def _note_success(tracker: Tracker, outcome: _Outcome, *, is_whole: bool, began: datetime, at: datetime) -> None:
    with transaction.atomic():
        mine = Tracker.objects.select_for_update().filter(pk=tracker.pk, attempt=tracker.attempt, is_on=True).first()
        if mine is None:
            return
        same = mine.version == tracker.version and mine.next_at == tracker.next_at  # nobody asked anew meanwhile
        latest = outcome.heard.latest
        if same:
            seen = [one for one in (tracker.cursor, latest) if one is not None]
            mine.cursor = max(seen) if seen else None
            mine.next_at = at + _every(mine)
            mine.accepts_loss = False
        mine.whole_at = began if is_whole else mine.whole_at
        mine.succeeded_at, mine.failures, mine.leased_until = at, 0, None
        mine.error, mine.error_values = "", {}
        mine.save(
            update_fields=[
                "cursor", "next_at", "accepts_loss", "whole_at", "succeeded_at", "failures", "error", "error_values",
                "leased_until",
            ]
        )  # fmt: skip
        Pull.objects.create(
            tracker=mine,
            began_at=began,
            ended_at=at,
            was_whole=is_whole,
            heard=outcome.heard.told,
            listed=len(outcome.decision.plan.wanted) - len(outcome.kept.refused),
            added=outcome.kept.added,
            changed=outcome.kept.changed,
            removed=outcome.kept.removed,
            notices=notices_kept(outcome.notices),
        )
        _forget_old(mine)


def _note_failure(tracker: Tracker, problem: Problem, *, is_whole: bool, began: datetime, at: datetime) -> None:
    with transaction.atomic():
        mine = Tracker.objects.select_for_update().filter(pk=tracker.pk, attempt=tracker.attempt, is_on=True).first()
        if mine is None:
            return
        mine.failures += 1
        pause = pause_after(mine.failures, _every(mine))
        asked = problem.wait if isinstance(problem, UnableToAsk) and problem.wait else pause
        mine.next_at = at + max(pause, asked) if mine.next_at == tracker.next_at else mine.next_at
        (mine.error, mine.error_values), mine.failed_at, mine.leased_until = kept(problem.message), at, None
        mine.save(update_fields=["failures", "next_at", "error", "error_values", "failed_at", "leased_until"])
        Pull.objects.create(
            tracker=mine, began_at=began, ended_at=at, was_whole=is_whole,
            error=mine.error, error_values=mine.error_values,
        )  # fmt: skip
        _forget_old(mine)


def _every(tracker: Tracker) -> timedelta:
    return timedelta(minutes=tracker.every_minutes)


def _forget_old(tracker: Tracker) -> None:
    newest = Pull.objects.filter(tracker=tracker).order_by("-began_at", "-pk").values_list("pk", flat=True)[:PULLS_KEPT]
    Pull.objects.filter(tracker=tracker).exclude(pk__in=list(newest)).delete()


def _refused(kept_work: Kept, heard: Heard) -> Iterable[Notice]:
    for number, why in sorted(kept_work.refused.items()):
        issue = heard.issues[number]
        yield Notice(Reason.REFUSED, number, issue.title[:120], issue.address, why)


def _closed(tracker: Tracker, heard: Heard) -> Iterable[Notice]:
    names = dict(tracker.places.values_list("project", "name"))
    yield from (Notice(Reason.PROJECT_GONE, one, names.get(one, one), "") for one in heard.closed)
