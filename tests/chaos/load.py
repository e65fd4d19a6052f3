"""Programs and an administrator who write without a pause, at whichever server answers, and what they heard."""

from __future__ import annotations

import http.client
import itertools
import json
import threading
import time
from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

TIMEOUT = 3.0
CSRF = "c" * 32
NOTHING = 0
"""The status of a request that was not answered: it may or may not have been carried out."""
UNREACHED = -1
"""The status of a request that nobody took."""


@dataclass(frozen=True)
class Request:
    """Something to be written, which its name tells from everything else."""

    name: str
    path: str
    body: str


class Writer(threading.Thread):
    """Writes one request after another until it is told to stop."""

    pause = 0.005
    accepts = 0

    def __init__(self, called: str, ports: Sequence[int], stop: threading.Event, headers: Mapping[str, str]) -> None:
        """Write to ``ports`` in turn; what is written is named after ``called``."""
        super().__init__(daemon=True)
        self.called = called
        self.accepted: dict[str, bytes] = {}
        self.unanswered: list[Request] = []
        self.refused: list[tuple[int, bytes]] = []
        self._ports = itertools.cycle(ports)
        self._headers = dict(headers)
        self._stopped = stop

    @abstractmethod
    def request(self, number: int) -> Request:
        """Return what is to be written as the ``number``-th."""

    def run(self) -> None:
        """Take the next one each time, unless nobody was there to take the last one."""
        numbers = itertools.count(1)
        request = self.request(next(numbers))
        while not self._stopped.wait(self.pause):
            status, answer = self._send(request)
            if status == UNREACHED:
                continue
            if status == NOTHING:
                self.unanswered.append(request)
            else:
                self._note(request, status, answer)
            request = self.request(next(numbers))

    def ask_again(self, patience: float) -> None:
        """Send all that was not answered once more, until it is accepted, as long as the first may still be running."""
        end = time.monotonic() + patience
        for request in self.unanswered:
            while request.name not in self.accepted:
                assert time.monotonic() < end, request
                status, answer = self._send(request)
                if status in {NOTHING, UNREACHED, http.client.CONFLICT}:
                    time.sleep(0.1)
                    continue
                self._note(request, status, answer)
                assert status == self.accepts, (request, answer)

    def _note(self, request: Request, status: int, answer: bytes) -> None:
        if status == self.accepts:
            self.accepted[request.name] = answer
        else:
            self.refused.append((status, answer))

    def _send(self, request: Request) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", next(self._ports), timeout=TIMEOUT)
        try:
            try:
                connection.connect()
            except OSError:
                return UNREACHED, b""
            headers = {**self._headers, "Idempotency-Key": request.name}
            connection.request("POST", request.path, request.body, headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException):
            return NOTHING, b""
        finally:
            connection.close()


class Program(Writer):
    """Adds customers, and touchpoints with them, through the interface for programs."""

    accepts = http.client.CREATED

    def __init__(self, called: str, ports: Sequence[int], stop: threading.Event, token: str) -> None:
        """Act with ``token``."""
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        super().__init__(called, ports, stop, headers)
        self._customer = 0

    def request(self, number: int) -> Request:
        """Return a customer, or a touchpoint with the one that was accepted last."""
        name = f"{self.called}-{number}"
        if number % 2 or not self._customer:
            return Request(name, "/api/v1/customers", json.dumps({"key": name, "name": f"Customer {name}"}))
        given = {"kind": "call", "direction": "to-customer", "text": name}
        return Request(name, f"/api/v1/customers/{self._customer}/touchpoints", json.dumps(given))

    def _note(self, request: Request, status: int, answer: bytes) -> None:
        super()._note(request, status, answer)
        if status == self.accepts:
            said = json.loads(answer)
            self._customer = said.get("customer") or said["number"]


class Administrator(Writer):
    """Invites people on the page for it, each of whom gets a mail."""

    pause = 0.1
    accepts = http.client.FOUND

    def __init__(self, called: str, ports: Sequence[int], stop: threading.Event, session: str) -> None:
        """Be signed in with ``session``."""
        headers = {
            "Cookie": f"makegood_session={session}; csrftoken={CSRF}",
            "X-CSRFToken": CSRF,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        super().__init__(called, ports, stop, headers)

    def request(self, number: int) -> Request:
        """Return an invitation of somebody new."""
        name = f"{self.called}-{number}@example.com"
        return Request(name, "/people/invite/", urlencode({"email": name, "name": "Sam", "functions": "support"}))
