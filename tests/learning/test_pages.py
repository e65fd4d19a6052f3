"""The pages of figures: what they show, what opens behind it, and how often they ask."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from makegood.capability.services import add_team
from makegood.feasibility.models import Snapshot
from makegood.foundation.actors import Viewer
from makegood.foundation.clock import present
from makegood.foundation.jobs.models import Job
from makegood.foundation.jobs.worker import Worker
from makegood.learning.models import Result
from makegood.learning.services import begin_checking, keep_checking, renew_all
from makegood.people.models import User
from makegood.promises.models import Promise
from makegood.work.services import add_item
from tests.learning.history import accepted, relied_on, told
from tests.promises.desk import customer
from tests.staff import AT, person

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
QUERIES = {
    "/reliability/": 13,
    "/reliability/?by=team": 15,
    "/reliability/promises/?figure=due": 8,
    "/reliability/promises/?figure=open": 8,
    "/calibration/": 10,
    "/calibration/forecasts/?known=all": 8,
}


def seen_by(*functions: str, language: str = "en") -> tuple[Client, Viewer]:
    viewer = person(*functions, language=language)
    client = Client()
    client.force_login(User.objects.get(pk=viewer.number))
    return client, viewer


def grow(by: Viewer, one: int) -> int:
    """Add a promise that was late by a day and told of in time, and one that is owed; return the first."""
    today = timezone.localdate(present())
    to = customer(by, f"C{one}")
    team = add_team(name=f"Team {one}", slots=2, by=by, at=AT)
    due = today - 9 * DAY
    late = relied_on(by, to, made=today - 80 * DAY, due=due)
    add_item(promise=late, name="build", team=team, by=by, at=AT)
    told(late, due + 5 * DAY, on=due - 20 * DAY, by=by)
    accepted(late, on=due + DAY, by=by)
    Snapshot.objects.create(promise_id=late, p_kept=0.8, due=due, day=due - 14 * DAY, milestone="D-14", status="red",
                            p50=due, p85=due + DAY, p95=None, inputs_hash="", at=AT)  # fmt: skip
    relied_on(by, to, made=today - 30 * DAY, due=today + 9 * DAY)
    renew_all()
    return late


def queries_of_all(client: Client) -> dict[str, int]:
    found = {}
    for address in QUERIES:
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        found[address] = len(captured)
    return found


def test_pages_of_three_rows_ask_as_often_as_those_of_one() -> None:
    client, by = seen_by("administrator")
    grow(by, 0)
    assert queries_of_all(client) == QUERIES
    grow(by, 1)
    grow(by, 2)
    assert queries_of_all(client) == QUERIES


def test_figures_stand_with_their_interval_and_count_and_open_what_is_behind_them() -> None:
    client, by = seen_by("administrator")
    late = grow(by, 0)
    page = client.get("/reliability/").content.decode()
    assert "0 %–79 %, 0 of 1" in page
    assert "target of 85 % missed" in page  # even one in one says so much
    assert "20 days" in page  # the notice lead time
    assert "/reliability/promises/?figure=kept-first" in page
    behind = client.get("/reliability/promises/?figure=broken-first").content.decode()
    assert Promise.objects.get(pk=late).key in behind
    assert "20 days" in behind
    assert "Nothing fits these filters" in client.get("/reliability/promises/?figure=kept-first").content.decode()


def test_nothing_due_is_neither_nothing_nor_all() -> None:
    client, _by = seen_by("sales")
    page = client.get("/reliability/").content.decode()
    assert "No promises due" in page
    assert "no promises due" in page  # of every month
    assert "Too early to say" in client.get("/calibration/").content.decode()


def test_too_few_outcomes_are_counted_and_not_scored() -> None:
    client, by = seen_by("sales", "administrator")
    grow(by, 0)
    page = client.get("/calibration/").content.decode()
    assert "1 of 1 outcomes known" in page
    assert "Of 20 outcomes that it takes 19 are missing" in page
    assert "too few outcomes to show" in page
    rows = client.get("/calibration/forecasts/").content.decode()
    assert "80 %" in rows
    assert "not kept" in rows


@pytest.mark.parametrize(
    ("address", "heads"),
    [
        ("/reliability/?by=quarter", "Of"),
        ("/reliability/promises/?figure=due", "Promise"),
        ("/calibration/?by=customer", "Of"),
        ("/calibration/forecasts/?known=all", "Promise"),
    ],
)
def test_every_table_is_exported(address: str, heads: str) -> None:
    client, by = seen_by("administrator")
    grow(by, 0)
    text = client.get(f"{address}&format=csv").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0][0] == heads
    assert len(rows) > 1
    assert client.get(f"{address}&format=xlsx").content.startswith(b"PK")


@pytest.mark.parametrize("window", ["month", "quarter", "year", "3", "36", "nonsense"])
def test_any_window_and_own_days_are_understood_and_nonsense_is_the_usual_one(window: str) -> None:
    client, by = seen_by("administrator")
    grow(by, 0)
    assert client.get(f"/reliability/?window={window}").status_code == 200
    future = client.get("/reliability/?since=2100-01-01&until=2100-12-31").content.decode()
    assert "No promises due" in future


def test_a_promise_that_changes_is_heard_of_and_the_night_checks_all() -> None:
    _client, by = seen_by("administrator")
    to, today = customer(by), timezone.localdate(present())
    number = relied_on(by, to, made=today - 30 * DAY, due=today - DAY)
    arrive()
    assert Result.objects.get(pk=number).is_open
    accepted(number, on=today - DAY, by=by)
    arrive()
    assert Result.objects.get(pk=number).whole_on == today - DAY
    Result.objects.update(whole_on=None)  # whatever went wrong
    begin_checking(at=present())
    arrive()
    assert Result.objects.get(pk=number).whole_on == today - DAY


def test_a_process_that_starts_again_queues_no_second_check() -> None:
    for _ in range(3):
        keep_checking(at=present())
    assert Job.objects.filter(task__endswith="learning.tasks.check").count() == 1
    arrive()  # whatever was due is done; the night waits still
    keep_checking(at=present())
    assert not Job.objects.filter(task__endswith="learning.tasks.check", state="waiting").exists()


def arrive() -> None:
    """Let all news arrive, and all that is due by now be done."""
    Job.objects.update(free_at=present())
    Worker("test").run_all()
