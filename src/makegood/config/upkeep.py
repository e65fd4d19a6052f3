"""What is forgotten in time: work that was done, news, keys of requests, sessions that are over. It removes only.

And what the database should know of itself to answer quickly.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from threading import Event, Thread

import structlog
from django.db import DatabaseError, connection, transaction

from makegood.foundation.clock import present
from makegood.foundation.jobs.services import tidy
from makegood.foundation.outbox.services import forget
from makegood.foundation.repeats.services import forget_repeats
from makegood.people.services import forget_sessions
from makegood.tables.services import forget_imports

KEPT = timedelta(days=90)
"""How long what is over stays: longer than anything is tried again, so the same work is not queued twice."""
KEYS_KEPT = timedelta(days=7)
"""How long a request that comes again is answered alike: answers may hold personal data, so no longer than needed."""
IMPORTS_KEPT = timedelta(days=30)
"""How long rows that an import refused can be taken and mended: they may hold personal data, so no longer."""
EVERY = timedelta(hours=1)

log = structlog.get_logger("makegood.upkeep")


def sweep(*, at: datetime) -> int:
    """Forget what was over a while before ``at``; return how many rows. Several may do so at once."""
    over = at - KEPT
    done = tidy(ended_before=over) + forget(announced_before=over) + forget_imports(ended_before=at - IMPORTS_KEPT)
    return done + forget_repeats(begun_before=at - KEYS_KEPT) + forget_sessions(expired_before=at)


def count_rows() -> None:
    """Let SQLite see how far its indexes tell rows apart, where that has changed; PostgreSQL does so by itself."""
    if connection.vendor == "sqlite":
        # In a transaction that begins as a writing one: one that reads first and then writes is refused at once,
        # without waiting, when somebody else wrote in between.
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("PRAGMA optimize=0x10002")  # whatever tables this connection has asked


class Upkeep:
    """Sweeps as it starts and every hour after, in a thread of a process that also works."""

    def __init__(self, every: timedelta = EVERY) -> None:
        """Sweep once in ``every``."""
        self._every = every.total_seconds()
        self._asked_to_stop = Event()

    def stop(self) -> None:
        """Ask it to end."""
        self._asked_to_stop.set()

    def run(self) -> None:
        """Sweep until asked to stop; a database that does not answer is asked again the next time."""
        while True:
            try:
                if count := sweep(at=present()):
                    log.info("upkeep.swept", rows=count)
                count_rows()
            except DatabaseError as error:
                log.warning("upkeep.database", error=type(error).__name__)
            connection.close()
            if self._asked_to_stop.wait(self._every):
                return

    def run_in_thread(self) -> Thread:
        """Sweep in a thread of this process; end it with :meth:`stop`."""
        thread = Thread(target=self.run, name="upkeep", daemon=True)
        thread.start()
        return thread
