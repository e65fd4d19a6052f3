"""Tasks and handlers that the tests of jobs, outbox and timers queue; what they did is news in the database."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from makegood.foundation.jobs.task import Hopeless, task
from makegood.foundation.outbox.services import announce

HANDLERS = {
    "order.placed": ("tests.foundation.errands.hear", "tests.foundation.errands.hear_too"),
    "order.cursed": ("tests.foundation.errands.choke", "tests.foundation.errands.hear"),
    "timer.reminder": ("tests.foundation.errands.hear",),
}
PATIENT = timedelta(milliseconds=1)


def done(number: int, at: datetime, kind: str = "errand") -> None:
    announce(event="done", subject=(kind, number), payload={}, at=at)


@task()
def quick(*, number: int, at: datetime) -> None:
    done(number, at)


@task(attempts=3, first_pause=PATIENT)
def breaks_half_way(*, number: int, at: datetime) -> None:
    done(number, at)
    raise ValueError(f"errand {number} broke")


@task(attempts=3, first_pause=PATIENT)
def waits_for_file(*, number: int, file: str, at: datetime) -> None:
    if not Path(file).exists():
        raise FileNotFoundError(file)
    done(number, at)


@task()
def hopeless(*, at: datetime) -> None:
    raise Hopeless("never")


@task(slow=True, forgets=True, attempts=50, first_pause=PATIENT)
def slow(*, number: int, seconds: float = 0.0, at: datetime) -> Callable[[], None]:
    time.sleep(seconds)
    return lambda: done(number, at)


@task(slow=True)
def waits_to_be_released(*, number: int, folder: str, at: datetime) -> Callable[[], None]:
    Path(folder, f"begun-{number}").touch()
    for _ in range(1_000):
        if Path(folder, "release").exists():
            break
        time.sleep(0.01)
    return lambda: done(number, at)


def hear(payload: dict[str, Any], *, at: datetime) -> None:
    done(payload["news"], at, "heard")


def hear_too(payload: dict[str, Any], *, at: datetime) -> None:
    done(payload["news"], at, "heard-too")


def choke(payload: dict[str, Any], *, at: datetime) -> None:
    done(payload["news"], at, "choked")
    raise RuntimeError("choked")
