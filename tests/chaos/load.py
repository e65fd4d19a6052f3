"""Somebody who writes without a pause, at whichever server answers, and remembers what was accepted."""

from __future__ import annotations

import http.client
import itertools
import threading
from collections.abc import Sequence

TIMEOUT = 3.0
CSRF = "c" * 32
_numbers = itertools.count(1)


class Writer(threading.Thread):
    """Writes until it is told to stop."""

    def __init__(self, ports: Sequence[int], session: str, stop: threading.Event) -> None:
        """Write as whoever ``session`` belongs to."""
        super().__init__(daemon=True)
        self.accepted: list[int] = []
        self.refused: list[int] = []
        self._ports = itertools.cycle(ports)
        self._session = session
        self._stopped = stop

    def run(self) -> None:
        """Take the next number each time: what was not answered may or may not have been written."""
        while not self._stopped.wait(0.005):
            number = next(_numbers)
            status = self._write(next(self._ports), number)
            if status == http.client.NO_CONTENT:
                self.accepted.append(number)
            elif status:
                self.refused.append(status)

    def _write(self, port: int, number: int) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)
        headers = {"Cookie": f"makegood_session={self._session}; csrftoken={CSRF}", "X-CSRFToken": CSRF}
        try:
            connection.request("POST", f"/chaos/{number}", headers=headers)
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            connection.close()
