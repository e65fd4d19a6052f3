"""Pulling work from trackers, in a thread of a process that also works: no job waits for a tracker that is slow."""

from __future__ import annotations

from threading import Event, Thread

import structlog
from django.db import DatabaseError, close_old_connections, connection

from makegood.foundation.clock import present
from makegood.trackers.services import pull_next

LOOK_EVERY = 2.0
"""Seconds between two looks for a connection that is due; what people ask for now begins no later."""
PATIENCE = 30.0

log = structlog.get_logger("makegood.trackers")


class Pulling:
    """Pulls one connection after the other, whenever one is due. Several processes may do so beside one another."""

    def __init__(self, look_every: float = LOOK_EVERY) -> None:
        """Look for what is due so often."""
        self._look_every = look_every
        self._asked_to_stop = Event()

    def stop(self) -> None:
        """Ask it to end. A pull that is under way ends with the process: the next one begins where it was."""
        self._asked_to_stop.set()

    def run(self) -> None:
        """Pull until asked to stop; a database that does not answer is waited for."""
        wait = self._look_every
        while not self._asked_to_stop.wait(wait):
            try:
                close_old_connections()
                wait = 0.0 if pull_next(clock=present) else self._look_every
            except DatabaseError as error:
                log.warning("trackers.database", error=type(error).__name__)
                connection.close()
                wait = PATIENCE
        connection.close()

    def run_in_thread(self) -> Thread:
        """Pull in a thread of this process; end it with :meth:`stop`."""
        thread = Thread(target=self.run, name="trackers", daemon=True)
        thread.start()
        return thread
