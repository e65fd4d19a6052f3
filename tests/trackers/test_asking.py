"""A tracker that is slow, talks nonsense or means harm: each pull ends soon, says so, and changes nothing."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler
from time import monotonic, sleep
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from makegood.foundation.history.models import Body
from makegood.integrations import asking
from makegood.integrations.asking import Asker, is_forbidden
from makegood.integrations.redmine import KIND
from makegood.people.models import User
from makegood.trackers.bridge.contract import Issue, ProjectClosed, UnableToAsk
from makegood.trackers.models import Tracker
from tests.staff import AT
from tests.trackers.bench import Company, kept
from tests.trackers.outside import KEY, LittleRedmine, answering, give, served

Answer = Callable[[BaseHTTPRequestHandler], None]


def ask(answer: Answer, *, seconds: float = 5.0) -> tuple[str, float]:
    """Return what is said of a tracker that answers so, and after how many seconds."""
    with answering(answer) as address:
        begun = monotonic()
        with pytest.raises(UnableToAsk) as refused:
            list(KIND.open(address=address, key=KEY, seconds=seconds).issues("1", since=None))
        return refused.value.message, monotonic() - begun


def saying(body: bytes, *, status: int = 200, **headers: str) -> Answer:
    return lambda request: give(request, body, status=status, **headers)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (saying(b"<html>Sign in</html>", Content_Type="text/html"), "not as this tracker does"),
        (saying(b'{"user": '), "not as this tracker does"),
        (saying(b'{"user": {"id": "me"}}'), "not as this tracker does"),
        (saying(b'{"user": {"id": 1}, "of": NaN}'), "not as this tracker does"),
        (saying(b'{"user": {"id": 1}, "of": -Infinity}'), "not as this tracker does"),
        (saying(b'{"user": {"id": 1}, "of": 1e999}'), "not as this tracker does"),
        (saying(b"[]"), "not as this tracker does"),
        (saying(b"[" * 200_000), "not as this tracker does"),
        (saying(b"\xff\xfe"), "not as this tracker does"),
        (saying(b""), "not as this tracker does"),
        (saying(b"{}", Content_Encoding="gzip"), "not as this tracker does"),
        (saying(b"", status=401), "does not let us in"),
        (saying(b"", status=403), "lacks the right"),
        (saying(b"", status=404), "the address of the tracker itself"),
        (saying(b"", status=429, Retry_After="120"), "left alone"),
        (saying(b"", status=500), "error 500"),
        (saying(b"", status=503), "busy"),
        (saying(b"", status=302, Location="http://127.0.0.1:1/elsewhere"), "another address"),
    ],
)
def test_what_is_no_answer_is_said_in_words(answer: Answer, said: str) -> None:
    assert said in ask(answer)[0]


def silent(request: BaseHTTPRequestHandler) -> None:
    sleep(3)


def trickling(request: BaseHTTPRequestHandler) -> None:
    request.send_response(200)
    request.end_headers()
    for _ in range(60):
        request.wfile.write(b" ")
        sleep(0.05)


def trickling_headers(request: BaseHTTPRequestHandler) -> None:
    request.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for number in range(60):
        request.wfile.write(f"X-{number}: 1\r\n".encode())
        sleep(0.05)


@pytest.mark.parametrize("answer", [silent, trickling, trickling_headers])
def test_whoever_is_slow_is_waited_for_no_longer_than_there_is_time(answer: Answer) -> None:
    said, seconds = ask(answer, seconds=0.4)
    assert "too slow" in said
    assert seconds < 1.5


def test_an_answer_that_breaks_off_is_none() -> None:
    def half(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Length", "500")
        request.end_headers()
        request.wfile.write(b'{"user": {"id": 1}}')

    assert "broke off" in ask(half)[0] or "be reached" in ask(half)[0]


def test_an_answer_without_end_is_not_read_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "MOST_BYTES", 100_000)

    def endless(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        for _ in range(1_000):
            request.wfile.write(b" " * 10_000)

    assert "more than can be read" in ask(endless)[0]


def test_pages_that_go_in_circles_end() -> None:
    page = {"issues": [{"id": 7, "project": {"id": 1}, "status": {"id": 1, "is_closed": False},
                        "updated_on": "2027-01-04T09:00:00Z"}], "total_count": 99}  # fmt: skip

    def again(request: BaseHTTPRequestHandler) -> None:
        give(request, json.dumps({"user": {"id": 1}} if "users" in request.path else page).encode())

    assert "order" in ask(again)[0]


def test_the_key_goes_to_the_tracker_and_nowhere_else() -> None:
    heard: list[str | None] = []
    with answering(lambda request: heard.append(request.headers.get("X-Redmine-API-Key"))) as elsewhere:
        ask(saying(b"", status=307, Location=f"{elsewhere}/users/current.json"))
    assert heard == []


def test_the_address_where_clouds_keep_secrets_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnableToAsk):
        Asker("http://169.254.169.254", headers={}, seconds=1.0).get("/latest/meta-data")


@pytest.mark.parametrize("host", ["169.254.169.254", "::ffff:169.254.169.254", "::ffff:a9fe:a9fe", "fe80::1%eth0"])
def test_an_address_is_link_local_however_it_is_written(host: str) -> None:
    assert is_forbidden(host)
    assert not any(map(is_forbidden, ["10.1.2.3", "::ffff:10.1.2.3", "127.0.0.1", "::1", "fd00::1", "8.8.8.8"]))


def test_who_connects_when_the_time_is_over_asks_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[str] = []
    look_up = socket.getaddrinfo

    def slowly(*asked: Any, **more: Any) -> Any:
        sleep(0.4)
        return look_up(*asked, **more)

    with answering(lambda request: heard.append(request.path)) as address:
        monkeypatch.setattr(socket, "getaddrinfo", slowly)
        with pytest.raises(UnableToAsk, match="too slow"):
            Asker(address, headers={}, seconds=0.2).get("/users/current.json")
        sleep(0.1)
    assert heard == []


def test_a_project_that_can_not_be_read_is_told_apart_from_a_tracker_that_can_not() -> None:
    redmine = LittleRedmine(hidden={1})
    with served(redmine) as address, pytest.raises(ProjectClosed):
        list(KIND.open(address=address, key=KEY, seconds=5).issues("1", since=None))


@pytest.fixture
def company() -> Iterator[tuple[Company, LittleRedmine]]:
    redmine = LittleRedmine()
    redmine.put(1, promise="P-1", hours=4.0)
    with served(redmine) as address:
        yield Company(address), redmine


@pytest.mark.django_db
def test_a_tracker_that_breaks_in_the_middle_changes_nothing(company: tuple[Company, LittleRedmine]) -> None:
    ours, redmine = company
    ours.pull()
    before, tracker = kept(), ours.tracker
    redmine.put(1, hours=9.0)
    redmine.put(2, project=2, promise="P-1")
    redmine.issues[2]["subject"] = ["not", "a", "text"]
    after = ours.pull()
    assert kept() == before
    assert (after.cursor, after.failures, after.error != "") == (tracker.cursor, 1, True)
    redmine.issues[2]["subject"] = "A text"
    assert ours.pull().error == ""
    assert set(kept()) == {"1", "2"}


@pytest.mark.django_db
@pytest.mark.parametrize("hours", [float("nan"), float("inf"), "NaN", 10**400])
def test_a_number_that_can_not_be_kept_is_a_failure_that_is_said(
    company: tuple[Company, LittleRedmine], hours: object
) -> None:
    ours, redmine = company
    ours.pull()
    before = kept()
    redmine.put(1, hours=hours)
    assert "not as this tracker does" in ours.pull().error
    assert kept() == before


@pytest.mark.django_db
def test_signs_that_can_not_be_kept_are_left_out_and_hold_nothing_up(company: tuple[Company, LittleRedmine]) -> None:
    ours, redmine = company
    redmine.put(2, promise="P-1\0", subject="We\0ld \ud800", fields={5: ["a\0", "\udfff"]})
    assert ours.pull().error == ""
    assert kept()["2"][:2] == ("P-1", "Weld ? #2")


class Careless:
    """A kind of tracker whose folder lets through what can't be kept."""

    title = "Careless"

    def open(self, **_given: object) -> Careless:
        """Return the one there is."""
        return self

    def issues(self, project: str, *, since: datetime | None) -> Iterator[list[Issue]]:  # noqa: ARG002  # the contract has it
        """Yield one issue that no database keeps."""
        yield [Issue("1", project, "Weld", "", AT, is_closed=False, hours=float("nan"))]


CARELESS = Careless()


@pytest.mark.django_db
def test_what_the_database_refuses_is_a_failure_that_is_said(
    company: tuple[Company, LittleRedmine], settings: Settings
) -> None:
    ours, _redmine = company
    settings.TRACKERS = {"redmine": f"{__name__}.CARELESS"}
    for failures in (1, 2):
        tracker = ours.pull()
        assert (tracker.failures, tracker.leased_until) == (failures, None)
        assert "went wrong inside" in tracker.error


@pytest.mark.django_db
def test_a_pause_that_is_asked_for_is_kept() -> None:
    with answering(saying(b"", status=429, Retry_After="7200")) as address:
        ours = Company(address)
        tracker = ours.pull()
    assert tracker.next_at == ours.at + timedelta(hours=2)


@pytest.mark.django_db
def test_the_clocks_of_both_may_differ_by_years(company: tuple[Company, LittleRedmine]) -> None:
    ours, redmine = company
    redmine.issues[1]["updated"] = redmine.now.replace(year=2091)
    ours.pull()
    redmine.put(2, promise="P-1")
    ours.pull()
    assert set(kept()) == {"1", "2"}


@pytest.mark.django_db
def test_the_key_is_in_no_page_no_history_no_answer_and_not_as_it_is_in_the_database(
    company: tuple[Company, LittleRedmine],
) -> None:
    ours, _redmine = company
    ours.pull()
    client = Client()
    client.force_login(User.objects.get(pk=ours.by.number))
    pages = ["/trackers/", f"/trackers/{ours.number}/", f"/trackers/{ours.number}/access/", "/history/?kind=tracker"]
    assert all(KEY not in client.get(page).content.decode() for page in pages)
    posted = client.post("/trackers/connect/", {"kind": "redmine", "name": "", "address": "x", "key": KEY})
    assert (posted.status_code, KEY in posted.content.decode()) == (422, False)
    assert all(KEY not in (body.content or "") for body in Body.objects.all())
    assert KEY not in Tracker.objects.get(pk=ours.number).sealed_key
