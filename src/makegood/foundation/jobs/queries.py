"""What waits, what runs, and what keeps failing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, Min, Q
from django.db.models.expressions import Combinable

from makegood.foundation.jobs.models import Job
from makegood.foundation.jobs.states import OPEN, JobState


@dataclass(frozen=True, slots=True)
class JobRow:
    """A job as an administrator sees it: without its arguments, which may hold personal data."""

    number: int
    task: str
    key: str
    state: JobState
    attempt: int
    final_attempt: int
    free_at: datetime
    made_at: datetime
    ended_at: datetime | None
    worker: str
    error: str


@dataclass(frozen=True, slots=True)
class Load:
    """How much there is to do; ``oldest_due`` is since when the one waits that is due the longest."""

    counts: Mapping[JobState, int]
    retrying: int
    oldest_due: datetime | None


def load(*, at: datetime) -> Load:
    """Return how many jobs are in each state, how many wait for another attempt, and since when work waits."""
    counted = Job.objects.values_list("state").annotate(Count("pk"))
    counts = dict.fromkeys(JobState, 0) | {JobState(state): count for state, count in counted}
    waiting = Job.objects.filter(state=JobState.WAITING)
    return Load(
        counts=counts,
        retrying=waiting.exclude(error="").count(),
        oldest_due=waiting.filter(free_at__lte=at).aggregate(oldest=Min("free_at"))["oldest"],
    )


def is_open(key: Combinable) -> Exists:
    """Return the condition that the job with ``key`` has not ended, for a query that asks for more."""
    return Exists(Job.objects.filter(key=key, state__in=OPEN))


def troubled(*, limit: int = 200) -> list[JobRow]:
    """Return what failed for good and what is tried again, those that failed first, newest first."""
    failed = Job.objects.filter(state=JobState.FAILED).order_by("-ended_at", "-pk")[:limit]
    retried = Job.objects.filter(~Q(error=""), state__in=OPEN).order_by("-pk")[:limit]
    return [_row(job) for job in (*failed, *retried)][:limit]


def find_job(number: int) -> JobRow | None:
    """Return one job; None where there is none."""
    job = Job.objects.filter(pk=number).first()
    return _row(job) if job else None


def _row(job: Job) -> JobRow:
    return JobRow(
        number=job.pk,
        task=job.task,
        key=job.key,
        state=JobState(job.state),
        attempt=job.attempt,
        final_attempt=job.final_attempt,
        free_at=job.free_at,
        made_at=job.made_at,
        ended_at=job.ended_at,
        worker=job.worker,
        error=job.error,
    )
