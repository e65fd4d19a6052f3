"""Asking another system over HTTP and believing nothing: not its speed, not its size, not where it sends us.

What goes wrong is said in words (``UnableToAsk``), which never hold a key or anything that the other side wrote.
"""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Mapping
from datetime import timedelta
from ipaddress import ip_address
from math import isfinite
from time import monotonic
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from makegood import __version__
from makegood.foundation.sayings import saying as _
from makegood.trackers.bridge.contract import UnableToAsk

CONNECT_SECONDS = 8.0
SILENT_SECONDS = 20.0
"""How long the other side may say nothing at all."""
MOST_BYTES = 20_000_000
"""Of one answer."""
LONGEST_WAIT = timedelta(hours=6)
CHUNK = 65_536


class Refused(UnableToAsk):
    """The other side answered with a status that is no success; ``status`` is which."""

    def __init__(self, message: str, *, status: int, wait: timedelta | None = None) -> None:
        """Keep the status as well."""
        super().__init__(message, wait=wait)
        self.status = status


class Asker:
    """Asks one system for JSON, for at most so many seconds in all; one after the other, not from several threads."""

    def __init__(self, address: str, *, headers: Mapping[str, str], seconds: float) -> None:
        """Ask below ``address``, with ``headers`` that may hold a key; they go to this address and nowhere else."""
        self._address = address.rstrip("/")
        self._ends = monotonic() + seconds
        self._session = requests.Session()
        self._session.trust_env = False  # no passwords of somebody's .netrc
        self._session.headers.update(
            {"Accept": "application/json", "Accept-Encoding": "identity", "User-Agent": f"Makegood/{__version__}"}
        )
        self._session.headers.update(headers)
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, _Adapter())

    def get(self, path: str, asked: Mapping[str, str] | None = None) -> Any:  # noqa: ANN401  # whatever JSON it is
        """Return what is at a path, as JSON; UnableToAsk, Refused."""
        left = self._ends - monotonic()
        if left <= 0:
            raise _too_slow()
        guard = _Guard(left)
        _WATCHED.guard = guard
        try:
            with guard:
                return self._answer(path, asked or {}, left)
        except UnableToAsk as error:
            if guard.is_over:  # what was cut off reads like nonsense
                raise _too_slow() from error
            raise
        except (requests.Timeout, TimeoutError) as error:
            raise _too_slow() from error
        except requests.exceptions.SSLError as error:
            raise UnableToAsk(_("Its certificate can’t be trusted.")) from error
        except (requests.RequestException, HTTPError, OSError, UnicodeError) as error:
            if guard.is_over:
                raise _too_slow() from error
            raise UnableToAsk(_("It can’t be reached: is it running, and is the address right?")) from error
        finally:
            _WATCHED.guard = None

    def _answer(self, path: str, asked: Mapping[str, str], left: float) -> Any:  # noqa: ANN401  # see get
        limits = (min(CONNECT_SECONDS, left), min(SILENT_SECONDS, left))
        address = f"{self._address}{path}"
        with self._session.get(address, params=asked, timeout=limits, allow_redirects=False, stream=True) as answer:
            if answer.status_code != requests.codes.ok:
                raise _refusal(answer)
            return _read(answer)


class _Guard:
    """Ends whatever hangs when the time is over: a socket's own limit begins anew with every byte that trickles in."""

    def __init__(self, seconds: float) -> None:
        self.is_over = False
        self._sockets: list[socket.socket] = []
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True

    def hold(self, one: socket.socket) -> None:
        self._sockets.append(one)
        if self.is_over:  # looking a name up may take longer than there is time, and nothing ends it
            one.close()
            raise TimeoutError

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, *_reason: object) -> None:
        self._timer.cancel()

    def _end(self) -> None:
        self.is_over = True
        for one in self._sockets:
            try:
                one.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue  # it is closed already


class _Watched(threading.local):
    guard: _Guard | None = None


_WATCHED = _Watched()


def _checked(one: socket.socket) -> socket.socket:
    """Hand a socket to the guard, unless it leads to where clouds tell a machine its own secrets."""
    if is_forbidden(one.getpeername()[0]):
        one.close()
        raise OSError("a link-local address")
    if _WATCHED.guard is not None:
        _WATCHED.guard.hold(one)
    return one


def is_forbidden(host: str) -> bool:
    """Say whether nothing is asked of an address: it is link-local, also where it is an IPv4 one written as IPv6."""
    found = ip_address(host.partition("%")[0])
    return (getattr(found, "ipv4_mapped", None) or found).is_link_local


class _Connection(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        return _checked(super()._new_conn())


class _SecureConnection(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        return _checked(super()._new_conn())


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection


class _Adapter(HTTPAdapter):
    """Makes a connection of its own for each question: the guard knows every socket that it answers for."""

    def init_poolmanager(self, *_sizes: Any, **_options: Any) -> None:  # noqa: ANN401  # the library's
        self.poolmanager = PoolManager(num_pools=1, maxsize=1)
        self.poolmanager.pool_classes_by_scheme = {"http": _Pool, "https": _SecurePool}

    def send(self, request: requests.PreparedRequest, *given: Any, **options: Any) -> requests.Response:  # noqa: ANN401  # the library's
        request.headers["Connection"] = "close"
        return super().send(request, *given, **options)


def _read(answer: requests.Response) -> Any:  # noqa: ANN401  # see get
    """Return the JSON of an answer, read piece by piece; UnableToAsk where it is none, or too much of it."""
    if answer.headers.get("Content-Encoding", "identity") != "identity":
        raise _nonsense()
    expected, body = answer.headers.get("Content-Length", ""), bytearray()
    while piece := answer.raw.read1(CHUNK):
        body += piece
        if len(body) > MOST_BYTES:
            raise UnableToAsk(_("It answered with more than can be read."))
    if expected.isascii() and expected.isdigit() and int(expected) != len(body):
        raise UnableToAsk(_("It broke off in the middle of its answer."))
    try:
        return json.loads(bytes(body), parse_constant=_finite, parse_float=_finite)
    except (ValueError, RecursionError) as error:
        raise _nonsense() from error


def _finite(text: str) -> float:
    """Return a number; ValueError where it is none that a database keeps: NaN, or 1e999."""
    number = float(text)
    if not isfinite(number):
        raise ValueError(text)
    return number


def _refusal(answer: requests.Response) -> UnableToAsk:
    status = answer.status_code
    if 300 <= status < 400:
        return Refused(_("It sends us to another address: please give the one that people end up at."), status=status)
    if status in {429, 503}:
        text = _("It asked to be left alone for a while.") if status == 429 else _("It is busy or being serviced.")
        return Refused(text, status=status, wait=_wait(answer.headers.get("Retry-After", "")))
    if status == 401:
        text = _("It does not let us in: the key is wrong or was withdrawn, or its interface for programs is off.")
    elif status == 403:
        text = _("It does not let us see this: the key’s account lacks the right to.")
    elif status == 404:
        text = _("There is no such thing at this address: is it the address of the tracker itself?")
    else:
        text = _("It answered with the error %(status)s.") % {"status": status}
    return Refused(text, status=status)


def _wait(value: str) -> timedelta | None:
    """Return the pause that was asked for in seconds; dates are let be: the two clocks may differ."""
    if not (value.isascii() and value.isdigit() and len(value) < 10):
        return None
    return min(timedelta(seconds=int(value)), LONGEST_WAIT)


def _nonsense() -> UnableToAsk:
    return UnableToAsk(_("It answered, but not as this tracker does: is it the address of the tracker itself?"))


def _too_slow() -> UnableToAsk:
    return UnableToAsk(_("It was too slow."))
