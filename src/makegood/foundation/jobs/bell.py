"""Rings when work was queued in this process, so that a worker beside it need not wait for its next look."""

from __future__ import annotations

from threading import Condition


class Bell:
    """Counts rings: one that came while nobody listened is not lost."""

    def __init__(self) -> None:
        """Begin silent."""
        self._rung = Condition()
        self._count = 0

    def ring(self) -> None:
        """Wake everybody who waits."""
        with self._rung:
            self._count += 1
            self._rung.notify_all()

    def heard(self) -> int:
        """Return how often it rang so far: to be asked before looking for work."""
        with self._rung:
            return self._count

    def wait(self, heard: int, seconds: float) -> None:
        """Return when it has rung since ``heard``, or after ``seconds``."""
        with self._rung:
            self._rung.wait_for(lambda: self._count != heard, seconds)


BELL = Bell()
