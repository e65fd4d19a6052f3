"""Queueing work, and what a person does about work that keeps failing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.foundation.actors import Actor
from makegood.foundation.batches import remove_in_batches
from makegood.foundation.errors import NotFound, Problem
from makegood.foundation.history.services import record
from makegood.foundation.jobs.bell import BELL
from makegood.foundation.jobs.models import Job
from makegood.foundation.jobs.states import OPEN, JobState, may_become
from makegood.foundation.jobs.task import resolve
from makegood.foundation.texts import clean_line

AUDIENCE = "function:administrator"


class UnableToRunAgain(Problem):
    """The job has not failed."""

    code = "unable-to-run-again"


class UnableToGiveUp(Problem):
    """The job has ended already."""

    code = "unable-to-give-up"


def enqueue(
    *, task: str, arguments: Mapping[str, Any], at: datetime, key: str = "", due_at: datetime | None = None
) -> int:
    """Queue ``task`` (a dotted path) with JSON ``arguments``, to run at ``due_at`` or at once; return the job's number.

    With a ``key`` it is queued once: the same key again gives the number of the job that is there, whatever became of
    it. It is queued in the transaction that is open, so work is neither lost nor begun for a change that is undone.
    UnknownTask where there is no such task.
    """
    found = resolve(task)
    job = Job(
        task=found.path,
        arguments=dict(arguments),
        key=key,
        free_at=due_at or at,
        final_attempt=found.attempts,
        made_at=at,
    )
    if key:
        Job.objects.bulk_create([job], ignore_conflicts=True)
        job = Job.objects.only("pk").get(key=key)
    else:
        job.save(force_insert=True)
    transaction.on_commit(BELL.ring)
    return job.pk


def due_from(*, at: datetime) -> None:
    """Let what waits since before ``at`` be due ``at``: a past that was filled in at once left nobody waiting."""
    Job.objects.filter(state=JobState.WAITING, free_at__lt=at).update(free_at=at)


def cancel(*, key: str, at: datetime) -> bool:
    """Give up the job with ``key`` if it has not ended, as the house; return whether there was one.

    One that runs just now can no longer finish: what it does is undone.
    """
    changed = Job.objects.filter(key=key, state__in=OPEN).update(state=JobState.GIVEN_UP, ended_at=at)
    return changed > 0


@transaction.atomic
def run_again(*, number: int, by: Actor, at: datetime) -> None:
    """Queue a job anew that failed or was given up, with all its attempts; NotFound, UnableToRunAgain."""
    job = _locked(number)
    if not may_become(JobState(job.state), JobState.WAITING) or job.state in OPEN:
        raise UnableToRunAgain(_("Only work that failed or was given up can be run again."))
    job.state, job.free_at, job.ended_at = JobState.WAITING, at, None
    job.final_attempt = job.attempt + resolve(job.task).attempts
    job.save(update_fields=["state", "free_at", "ended_at", "final_attempt"])
    _record("job.run-again", job, by, at)
    transaction.on_commit(BELL.ring)


@transaction.atomic
def give_up(*, number: int, by: Actor, at: datetime, reason: str) -> None:
    """End a job that need not be done any more; NotFound, UnableToGiveUp."""
    job = _locked(number)
    if not may_become(JobState(job.state), JobState.GIVEN_UP):
        raise UnableToGiveUp(_("This work has ended already."))
    job.state, job.ended_at = JobState.GIVEN_UP, at
    job.save(update_fields=["state", "ended_at"])
    _record("job.give-up", job, by, at, reason=clean_line(reason, field="reason"))


def tidy(*, ended_before: datetime) -> int:
    """Forget jobs that were done or given up before a moment; return how many. Failed ones stay until seen to."""
    over = (JobState.DONE, JobState.GIVEN_UP)
    return remove_in_batches(Job.objects.filter(state__in=over, ended_at__lt=ended_before))


def _locked(number: int) -> Job:
    job = Job.objects.select_for_update().filter(pk=number).first()
    if job is None:
        raise NotFound(_("There is no such work."))
    return job


def _record(verb: str, job: Job, by: Actor, at: datetime, **facts: object) -> None:
    facts = {"task": job.task, "attempt": job.attempt, **facts}
    record(verb=verb, subject=("job", job.pk), actor=by, at=at, facts=facts, audience=AUDIENCE)
