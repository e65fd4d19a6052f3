"""Taking a job, keeping it, and letting go of it: one short transaction each, fenced by the number of the attempt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from makegood.foundation.jobs.models import Job
from makegood.foundation.jobs.states import OPEN, JobState
from makegood.foundation.jobs.task import Effect, Task

ERROR_CHARACTERS = 4_000
DIED = "The worker ended without a word."


class LeaseLost(Exception):
    """Somebody else has the job now, or it was given up: nothing that was done for it may stay."""


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to finish one job: as long as nobody has taken it again."""

    job: int
    attempt: int
    task: str
    arguments: Mapping[str, Any]


def claim(*, worker: str, at: datetime, length: timedelta) -> Lease | None:
    """Take the job that has been free the longest, until ``at + length``; None where nothing is due.

    A job whose worker died is taken again when the lease ends; one that cost its last attempt that way has failed.
    """
    free = Job.objects.filter(state__in=OPEN, free_at__lte=at)
    while free.exists():  # a plain look first: on SQLite every transaction that may write keeps the others waiting
        with transaction.atomic():
            job = free.select_for_update(skip_locked=True).order_by("free_at", "pk").first()
            if job is None:
                return None
            if job.attempt >= job.final_attempt:
                _end(job, JobState.FAILED, at, error=job.error or DIED)
                continue
            job.attempt += 1
            job.state, job.worker, job.free_at = JobState.RUNNING, worker, at + length
            job.save(update_fields=["attempt", "state", "worker", "free_at"])
            return Lease(job.pk, job.attempt, job.task, job.arguments)
    return None


def renew(lease: Lease, *, until: datetime) -> bool:
    """Keep a job longer; return whether it is still ours."""
    return _held(lease).update(free_at=until) == 1


def finish(lease: Lease, task: Task, effect: Effect, *, at: datetime) -> None:
    """Run ``effect`` and mark the job as done, both or neither; LeaseLost where it is no longer ours."""
    with transaction.atomic():
        job = _held(lease).select_for_update().first()
        if job is None:
            raise LeaseLost
        effect()
        if task.forgets:
            job.arguments = {}
        _end(job, JobState.DONE, at)


def fail(lease: Lease, *, error: str, at: datetime, pause: timedelta | None) -> bool:
    """Note that an attempt failed; try again after ``pause``, or never if it is None or this was the last attempt.

    Return whether the job has failed for good. Nothing happens where it is no longer ours.
    """
    with transaction.atomic():
        job = _held(lease).select_for_update().first()
        if job is None:
            return False
        if pause is None or job.attempt >= job.final_attempt:
            _end(job, JobState.FAILED, at, error=error)
            return True
        job.state, job.free_at, job.error = JobState.WAITING, at + pause, error[:ERROR_CHARACTERS]
        job.save(update_fields=["state", "free_at", "error"])
        return False


def _held(lease: Lease) -> QuerySet[Job]:
    return Job.objects.filter(pk=lease.job, attempt=lease.attempt, state=JobState.RUNNING)


def _end(job: Job, state: JobState, at: datetime, error: str = "") -> None:
    job.state, job.ended_at, job.error = state, at, error[:ERROR_CHARACTERS]
    job.save(update_fields=["state", "ended_at", "error", "arguments"])
