"""Every request has a number and a line of the log; no line holds what somebody entered, a path or a secret."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import structlog
from django.core.cache import caches
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path

from makegood.config.logs import formatter
from makegood.foundation.clock import present
from makegood.foundation.guards.services import guards_lifted
from makegood.foundation.jobs.models import Job
from makegood.people.models import User
from makegood.web.access import admits, all_staff

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@admits(all_staff)
def breaks(_request: HttpRequest, token: str) -> HttpResponse:
    raise ValueError(f"Key (email)=({token}@example.com) already exists.")


urlpatterns = [path("break/<str:token>/", breaks, name="break"), path("", include("makegood.config.urls"))]


@pytest.fixture
def lines() -> Iterator[list[dict[str, object]]]:
    """What is logged while the test runs, as programs read it."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter(watched=False))
    found: list[dict[str, object]] = []
    root = logging.getLogger()
    root.addHandler(handler)

    class Lines(list[dict[str, object]]):
        def __iter__(self) -> Iterator[dict[str, object]]:
            return iter([json.loads(line) for line in stream.getvalue().splitlines()])

    found = Lines()
    yield found
    root.removeHandler(handler)


@pytest.fixture
def uli() -> Client:
    person = User.objects.create(email="uli@example.com", name="Uli", made_at=datetime(2027, 1, 4, tzinfo=UTC))
    client = Client(raise_request_exception=False)
    client.force_login(person)
    return client


def test_a_number_from_a_proxy_is_kept_and_a_strange_one_is_not(client: Client) -> None:
    assert client.get("/-/health/live", headers={"X-Request-ID": "abcd-1234"})["X-Request-ID"] == "abcd-1234"
    for strange in ("short", "a b c d e f g h", "x" * 65, 'abcdefgh"}'):
        made = client.get("/-/health/live", headers={"X-Request-ID": strange})["X-Request-ID"]
        assert made != strange
        assert len(made) == 36


def test_a_request_is_one_line_by_the_name_of_its_route(lines: list[dict[str, object]], client: Client) -> None:
    answer = client.get("/account/login/?next=/secret-place/")
    (line,) = [line for line in lines if line["event"] == "request"]
    assert (line["method"], line["route"], line["status"], line["viewer"]) == ("GET", "account_login", 200, None)
    assert line["request"] == answer["X-Request-ID"]
    assert isinstance(line["ms"], float)
    assert "secret-place" not in json.dumps(list(lines))


def test_a_failure_is_logged_with_its_place_and_without_its_words(lines: list[dict[str, object]], uli: Client) -> None:
    answer = uli.get("/break/hunter2/")
    assert answer.status_code == 500
    said = list(lines)
    assert "hunter2" not in json.dumps(said)
    assert "example.com" not in json.dumps(said)
    (failure,) = [line for line in said if line["level"] == "error"]
    assert failure["error"] == "ValueError"
    assert str(failure["where"]).endswith("breaks']")
    assert failure["request"] == answer["X-Request-ID"]
    (line,) = [line for line in said if line["event"] == "request"]
    assert (line["route"], line["status"], line["viewer"]) == ("break", 500, User.objects.get().pk)


def test_what_libraries_log_loses_paths_and_addresses(lines: list[dict[str, object]]) -> None:
    logging.getLogger("some.library").warning("Forbidden %s for %s", "/welcome/hunter2/", "uli@example.com")
    structlog.get_logger("makegood.trial").info("trial", number=7)
    first, second = list(lines)
    assert first["event"] == "Forbidden (path) for (address)"
    assert (second["event"], second["number"], list(second)[:2]) == ("trial", 7, ["at", "level"])


def test_health_is_quiet_and_needs_no_sign_in(lines: list[dict[str, object]], client: Client) -> None:
    assert client.get("/-/health/live").json() == {"live": True}
    ready = client.get("/-/health/ready")
    assert (ready.status_code, ready.json()["ready"]) == (200, True)
    assert "no-store" in ready["Cache-Control"]
    assert client.post("/-/health/ready").status_code == 405
    assert [line for line in lines if line["level"] == "info" and line["status"] == 200] == []


def test_work_that_is_due_for_long_makes_a_server_unready(client: Client) -> None:
    at = present() - timedelta(minutes=11)
    Job.objects.create(task="x", free_at=at, made_at=at, final_attempt=1)
    answer = client.get("/-/health/ready")
    assert answer.status_code == 503
    assert answer.json() == {
        "ready": False,
        "checks": {"database": True, "migrations": True, "guards": True, "jobs": False},
    }


@pytest.mark.django_db(transaction=True)
def test_a_guard_that_is_missing_makes_a_server_unready(client: Client) -> None:
    with guards_lifted():
        answer = client.get("/-/health/ready")
    assert answer.status_code == 503
    assert answer.json()["checks"]["guards"] is False
    assert connection.vendor not in answer.content.decode()


def test_a_request_for_another_house_is_no_failure_of_ours(lines: list[dict[str, object]]) -> None:
    assert Client(headers={"host": "elsewhere.example"}).get("/account/login/").status_code == 400
    (said,) = [line for line in lines if line["logger"] == "django.security.DisallowedHost"]
    assert (said["level"], "where" in said, "error" in said) == ("warning", False, False)


def report(blocked: str, directive: str = "img-src") -> dict[str, object]:
    return {"csp-report": {"effective-directive": directive, "blocked-uri": blocked}}


@pytest.mark.parametrize(
    ("blocked", "noted"),
    [
        ("https://cdn.example/people/7?name=anna", "https://cdn.example"),
        ("http://testserver/welcome/secret-link/", "self"),
        ("inline", "inline"),
        ("anna@example.com", "other"),
        ("data:text/plain,anna", "data"),
    ],
)
def test_what_a_browser_refused_is_noted_without_the_page(
    lines: list[dict[str, object]], blocked: str, noted: str
) -> None:
    caches["process"].clear()
    Client().post("/-/csp/", report(blocked), content_type="application/json")
    assert [line["blocked"] for line in lines if line["event"] == "csp.refused"] == [noted]


def test_a_browser_that_reports_without_end_fills_no_log(lines: list[dict[str, object]]) -> None:
    caches["process"].clear()
    for _ in range(70):
        assert Client().post("/-/csp/", report("inline"), content_type="application/json").status_code == 204
    assert len([line for line in lines if line["event"] == "csp.refused"]) == 60
