"""The worker: takes jobs one after another until it is asked to stop; a thread beside the server or its own process."""

from __future__ import annotations

import os
import signal
import socket
from datetime import timedelta
from threading import Event, Thread
from types import TracebackType

import structlog
from django.db import DatabaseError, close_old_connections, connection

from makegood.foundation.clock import present
from makegood.foundation.jobs.bell import BELL
from makegood.foundation.jobs.leases import Lease, LeaseLost, claim, fail, finish, renew
from makegood.foundation.jobs.task import Hopeless, Task, UnknownTask, resolve

LEASE = timedelta(seconds=60)
LOOK_EVERY = 1.0
"""Seconds between two looks for work that other processes queued, or that has become due."""
PATIENCE = 30.0
"""The longest wait, in seconds, for a database that does not answer."""

log = structlog.get_logger("makegood.jobs")


class Worker:
    """Takes one job at a time. Several may work beside one another, in one process or on many machines."""

    def __init__(self, name: str = "", *, lease: timedelta = LEASE, look_every: float = LOOK_EVERY) -> None:
        """Work as ``name``; ``lease`` is how long a job is kept from others after its worker died."""
        self.name = name or f"{socket.gethostname()}:{os.getpid()}"
        self.lease = lease
        self.look_every = look_every
        self._asked_to_stop = Event()

    def stop(self) -> None:
        """Ask it to end after the job in hand; safe to call from a signal handler."""
        self._asked_to_stop.set()

    def run(self) -> None:
        """Work until asked to stop; a database that goes away is waited for."""
        wait = self.look_every
        while not self._asked_to_stop.is_set():
            heard = BELL.heard()
            try:
                close_old_connections()
                if self.run_one():
                    continue
                wait = self.look_every
            except DatabaseError as error:
                log.warning("jobs.database", error=type(error).__name__, wait=wait)
                connection.close()
                wait = min(wait * 2, PATIENCE)
            self._rest(heard, wait)
        connection.close()

    def run_in_thread(self) -> Thread:
        """Work in a thread of this process; end it with :meth:`stop` and ``join``."""
        thread = Thread(target=self.run, name=f"worker {self.name}", daemon=True)
        thread.start()
        return thread

    def run_until_signalled(self) -> None:
        """Work as a process of its own: SIGTERM and SIGINT ask it to stop."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self.stop())
        self.run()

    def run_all(self) -> int:
        """Do everything that is due now, and return how many jobs were taken: for tests and for one-off commands."""
        count = 0
        while self.run_one():
            count += 1
        return count

    def run_one(self) -> bool:
        """Take one job and do it; return False where nothing was due."""
        lease = claim(worker=self.name, at=present(), length=self.lease)
        if lease is None:
            return False
        task: Task | None = None
        try:
            task = resolve(lease.task)
            self._do(lease, task)
        except LeaseLost:
            log.warning("jobs.lost", job=lease.job, task=lease.task, attempt=lease.attempt)
        except Exception as error:  # noqa: BLE001  # whatever goes wrong in a task is the job's failure, not ours
            self._note_failure(lease, task, error)
        return True

    def _do(self, lease: Lease, task: Task) -> None:
        at = present()
        if task.slow:
            with _Heartbeat(lease, self.lease):
                effect = task.function(at=at, **lease.arguments)
            finish(lease, task, effect or _nothing, at=present())
        else:
            finish(lease, task, lambda: task.function(at=at, **lease.arguments), at=at)
        say = log.debug if task.routine else log.info
        say("jobs.done", job=lease.job, task=lease.task, attempt=lease.attempt)

    def _note_failure(self, lease: Lease, task: Task | None, error: Exception) -> None:
        given_up_on = task is None or isinstance(error, (Hopeless, UnknownTask))
        pause = None if task is None or given_up_on else task.pause(lease.job, lease.attempt)
        said = f"{type(error).__name__}: {error}"
        final = fail(lease, error=said, at=present(), pause=pause)
        log.warning(
            "jobs.failed",
            job=lease.job,
            task=lease.task,
            attempt=lease.attempt,
            error=type(error).__name__,
            final=final,
        )

    def _rest(self, heard: int, seconds: float) -> None:
        while seconds > 0 and not self._asked_to_stop.is_set() and BELL.heard() == heard:
            BELL.wait(heard, min(seconds, LOOK_EVERY))
            seconds -= LOOK_EVERY


class _Heartbeat:
    """Renews a lease from a thread of its own while slow work runs."""

    def __init__(self, lease: Lease, length: timedelta) -> None:
        self._lease, self._length, self._over = lease, length, Event()
        self._thread = Thread(target=self._beat, name=f"heartbeat {lease.job}", daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._over.set()
        self._thread.join()

    def _beat(self) -> None:
        while not self._over.wait(self._length.total_seconds() / 3):
            try:
                if not renew(self._lease, until=present() + self._length):
                    break
            except DatabaseError:
                connection.close()  # and try again at the next beat
        connection.close()


def _nothing() -> None:
    """Change nothing: what a slow task does that returns no effect."""
