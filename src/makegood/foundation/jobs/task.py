"""Tasks: functions that a job may name."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.module_loading import import_string

Effect = Callable[[], object]
"""What a slow task changes in the database: called in the transaction in which the job becomes done."""

ATTEMPTS = 8
FIRST_PAUSE = timedelta(seconds=10)
LONGEST_PAUSE = timedelta(hours=1)
GROWTH = 3


class Hopeless(Exception):
    """Raised by a task that would fail however often it is tried: its job fails at once."""


class UnknownTask(LookupError):
    """There is no such task: a mistake in the program, not in what somebody entered."""


@dataclass(frozen=True, slots=True)
class Task:
    """A function called as ``function(at=…, **arguments)``, and how patiently it is tried.

    A quick one runs in one transaction with the mark "done". A slow one runs outside of any; what it wants to change
    it returns as a function, which then runs in that transaction.
    """

    function: Callable[..., Any]
    slow: bool = False
    attempts: int = ATTEMPTS
    first_pause: timedelta = FIRST_PAUSE
    forgets: bool = False
    """Whether the arguments are removed when it is done: for those that hold personal data."""
    routine: bool = False
    """Whether it is done so often that nobody wants to read of it each time: news between rooms."""

    @property
    def path(self) -> str:
        """Return the dotted path by which jobs name it."""
        return f"{self.function.__module__}.{self.function.__qualname__}"

    def pause(self, job: int, attempt: int) -> timedelta:
        """Return how long ``job`` waits after ``attempt`` failed: longer each time, and not all jobs alike."""
        grown = min(self.first_pause * int(GROWTH ** min(attempt - 1, 20)), LONGEST_PAUSE)
        share = int.from_bytes(hashlib.sha256(f"{job}:{attempt}".encode()).digest()[:4]) / 2**32
        return grown * (0.75 + share / 2)


def task(
    *,
    slow: bool = False,
    attempts: int = ATTEMPTS,
    first_pause: timedelta = FIRST_PAUSE,
    forgets: bool = False,
    routine: bool = False,
) -> Callable[[Callable[..., Any]], Task]:
    """Make a function of a room's ``tasks.py`` a task, with ``@task()`` above it; see :class:`Task`."""
    return lambda function: Task(function, slow, attempts, first_pause, forgets, routine)


def resolve(path: str) -> Task:
    """Return the task at a dotted path; UnknownTask where there is none."""
    try:
        found = import_string(path)
    except ImportError as error:
        raise UnknownTask(path) from error
    if not isinstance(found, Task):
        raise UnknownTask(path)
    return found
