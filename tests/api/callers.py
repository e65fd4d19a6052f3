"""Programs that call the interface, and what its description says of each operation."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any, cast

from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from makegood.api.interface import interface
from makegood.engine import Settings
from makegood.feasibility.services import Forecaster
from makegood.foundation.actors import Viewer
from makegood.foundation.clock import present
from makegood.people.services import make_token
from makegood.web.programs import SCOPE_NOTE
from tests.feasibility.test_renewing import heard
from tests.staff import person

ROOT = "/api/v1/"


@dataclass(frozen=True)
class Operation:
    """One operation as it is described."""

    verb: str
    path: str
    scope: str

    def __str__(self) -> str:
        """Return how a test is named after it."""
        return f"{self.verb} {self.path}"

    @property
    def address(self) -> str:
        """Return an address to try it at."""
        return self.path.replace("{number}", "1")


@cache
def description() -> dict[str, Any]:
    """Return the whole description."""
    return dict(interface().get_openapi_schema(path_prefix=ROOT))


def operations() -> Iterator[Operation]:
    """Yield every operation that is described."""
    for path, verbs in description()["paths"].items():
        for verb, said in verbs.items():
            yield Operation(verb.upper(), path, said.get(SCOPE_NOTE, ""))


class Program:
    """A program that acts for somebody with a token of theirs."""

    def __init__(self, *functions: str, scopes: Collection[str] = tuple(settings.API_SCOPES), name: str = "") -> None:
        """Make the person and the token."""
        self.viewer: Viewer = person(*(functions or ("administrator",)), name=name or "Anna Berg")
        at = present()
        self.secret = make_token(name="P", scopes=scopes, expires_at=at + timedelta(days=1), by=self.viewer, at=at)

    def ask(self, verb: str, path: str, body: object = None, **headers: str) -> HttpResponse:
        """Send a request, with ``body`` as JSON, and return the answer."""
        address = path if path.startswith("/") else ROOT + path
        return asked(verb, address, body, Authorization=f"Bearer {self.secret}", **headers)

    def get(self, path: str) -> Any:  # any JSON
        """Return what is read."""
        answer = self.ask("GET", path)
        assert answer.status_code == 200, answer.content
        return answer.json()  # type: ignore[attr-defined]  # the test client adds it

    def write(self, verb: str, path: str, body: object = None, *, status: int = 200, **headers: str) -> Any:
        """Return what a change is answered with, of which ``status`` is expected."""
        answer = self.ask(verb, path, body, **headers)
        assert answer.status_code == status, answer.content
        return answer.json()  # type: ignore[attr-defined]  # see above

    def send(self, path: str, fields: Mapping[str, object], *, status: int = 201, **headers: str) -> Any:
        """Return what a form with files is answered with, of which ``status`` is expected."""
        named = {"Authorization": f"Bearer {self.secret}"}
        named |= {name.replace("_", "-"): value for name, value in headers.items()}
        answer: Any = Client().post(ROOT + path, dict(fields), headers=named)
        assert answer.status_code == status, answer.content
        return answer.json()


def forecast_answers() -> None:
    """Let all news arrive, and the process that holds the forecast look once."""
    heard()
    forecaster = Forecaster(Settings(samples=32))
    forecaster.renew(at=present())
    forecaster.settle_commitments(at=present())


def asked(verb: str, address: str, body: object = None, **headers: str) -> HttpResponse:
    """Return the answer to somebody who shows what ``headers`` say and nothing else."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    data = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
    answer = Client().generic(verb, address, data, content_type="application/json", headers=named)
    return cast(HttpResponse, answer)
