"""The API of a server as the terminal uses it: one token, and a sentence for whatever goes wrong."""

from __future__ import annotations

import getpass
import ipaddress
import sys
import time
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests

from makegood.cli.usage import UsageProblem
from makegood.phrases.language import Language

TOKEN = "MAKEGOOD_TOKEN"  # noqa: S105  # the name of a variable
ROOT = "/api/v1/"
PATIENCE = 30
"""Seconds to wait for an answer."""
TRIES, LONGEST_PAUSE = 5, 60
TOO_MANY, UNAUTHENTICATED, REFUSALS = 429, 401, frozenset({403, 404, 409, 413, 422})


class NotDone(Exception):
    """The server refused one request; the message is its own, in words."""


class Interface:
    """A server that answers programs."""

    def __init__(self, address: str, token: str, language: Language) -> None:
        """Look at the address, to which the token goes; UsageProblem where others could read it on its way."""
        parts = urlsplit(address)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username:
            raise UsageProblem(language.say("{address} is no address of a server, such as https://makegood.example.com.",
                                            address=address))  # fmt: skip
        if parts.scheme == "http" and not _is_here(parts.hostname):
            raise UsageProblem(language.say("{address} is not encrypted: your token could be read on its way.",
                                            address=address))  # fmt: skip
        self._root, self._language = f"{parts.scheme}://{parts.netloc}{ROOT}", language
        self._session = requests.Session()
        self._session.trust_env = False  # no password file speaks for us
        self._session.headers.update({"Authorization": f"Bearer {token}", "Accept-Language": language.code})

    def get(self, path: str, **query: object) -> Any:  # noqa: ANN401  # any JSON
        """Return what is at ``path``; NotDone, UsageProblem."""
        return self._ask("GET", path, params={name: str(value) for name, value in query.items()})

    def all(self, path: str, **query: object) -> Iterator[Any]:
        """Yield the rows of every page of a list; NotDone, UsageProblem."""
        page = self.get(path, size=200, **query)
        while True:
            yield from page["items"]
            if page["next"] is None:
                return
            page = self._ask("GET", page["next"])

    def send(self, verb: str, path: str, body: Mapping[str, object]) -> Any:  # noqa: ANN401  # any JSON
        """Change something and return what it is now; NotDone, UsageProblem."""
        return self._ask(verb, path, json=dict(body))

    def _ask(self, verb: str, path: str, **sent: Any) -> Any:  # noqa: ANN401  # any JSON
        address, say = urljoin(self._root, path), self._language.say
        for _attempt in range(TRIES):
            try:
                answer = self._session.request(verb, address, timeout=PATIENCE, allow_redirects=False, **sent)
                if answer.status_code == TOO_MANY:
                    time.sleep(_pause(answer.headers.get("Retry-After", "")))
                    continue
                said = answer.json()
            except requests.RequestException as error:
                raise UsageProblem(say("{address} does not answer as a server of Makegood does: {error}",
                                       address=self._root, error=type(error).__name__)) from error  # fmt: skip
            if answer.status_code == UNAUTHENTICATED:
                raise UsageProblem(say("The server does not know this token. Make one under “My settings” there."))
            if answer.status_code in REFUSALS:
                raise NotDone(": ".join(filter(None, (said.get("field", ""), said.get("message", "")))))
            if answer.ok:
                return said
            break
        raise UsageProblem(say("{address} can't answer now. What is done is done: try again later.",
                               address=self._root))  # fmt: skip


def token_of(environment: Mapping[str, str], language: Language) -> str:
    """Return the token from the environment, else asked for; never from the command, which others can read."""
    token = environment.get(TOKEN, "")
    if not token and sys.stdin.isatty():
        token = getpass.getpass(language.say("Token: "))
    if not (token.isascii() and token.isprintable() and token.strip()):
        raise UsageProblem(language.say("There is no token: put it into the variable {name}.", name=TOKEN))
    return token.strip()


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _pause(asked: str) -> int:
    return min(max(int(asked), 1), LONGEST_PAUSE) if asked.isdigit() else 1
