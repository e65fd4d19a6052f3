"""What is over is forgotten in time; what is not stays."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext

from makegood.config.upkeep import KEPT, KEYS_KEPT, Upkeep, count_rows, sweep
from makegood.foundation.batches import remove_in_batches
from makegood.foundation.history.models import Entry
from makegood.foundation.jobs.models import Job
from makegood.foundation.outbox.models import News
from makegood.foundation.repeats.models import Repeat
from tests.staff import person

NOW = datetime(2027, 6, 1, tzinfo=UTC)
DAY = timedelta(days=1)


def keep(at: datetime, state: str) -> None:
    ended = None if state == "waiting" else at
    Job.objects.create(task=state, state=state, free_at=at, made_at=at, ended_at=ended, final_attempt=1)
    News.objects.create(event=state, subject_kind="x", subject_number=1, at=at)


@pytest.mark.django_db
def test_only_what_is_over_for_long_is_forgotten() -> None:
    for at in (NOW - KEPT - DAY, NOW - KEPT + DAY):
        for state in ("done", "failed", "waiting"):
            keep(at, state)
    for number, at in enumerate((NOW - KEYS_KEPT - DAY, NOW - KEYS_KEPT + DAY)):
        Repeat.objects.create(sender=1, key=str(number), digest="x", begun_at=at, lease_ends_at=at)
    assert sweep(at=NOW) == 1 + 3 + 1
    assert sorted(Job.objects.values_list("task", flat=True)) == ["done", "failed", "failed", "waiting", "waiting"]
    assert set(News.objects.values_list("at", flat=True)) == {NOW - KEPT + DAY}
    assert list(Repeat.objects.values_list("key", flat=True)) == ["1"]
    assert not Entry.objects.exists()
    assert sweep(at=NOW) == 0


@pytest.mark.django_db
def test_of_sessions_only_the_living_stay_and_of_devices_only_those_that_have_one() -> None:
    number = person("sales").number
    for key, expires in (("living", NOW + DAY), ("over", NOW - DAY)):
        Session.objects.create(session_key=key, session_data="", expire_date=expires)
    for key in ("living", "over", "signed-out"):
        UserSession.objects.create(user_id=number, session_key=key, ip="192.0.2.1", user_agent="A browser")
    assert sweep(at=NOW) == 1 + 2
    assert list(Session.objects.values_list("session_key", flat=True)) == ["living"]
    assert list(UserSession.objects.values_list("session_key", flat=True)) == ["living"]
    assert sweep(at=NOW) == 0


@pytest.mark.django_db(transaction=True)
def test_many_rows_are_removed_a_few_at_a_time() -> None:
    for day in range(7):
        News.objects.create(event="x", subject_kind="x", subject_number=day, at=NOW + day * DAY)
    rows = News.objects.filter(at__lt=NOW + 5 * DAY)
    with CaptureQueriesContext(connection) as queries:
        removed = remove_in_batches(rows, at_once=2)
    sent = [query["sql"] for query in queries if query["sql"].startswith("DELETE")]
    assert (removed, len(sent)) == (5, 3)
    assert sum(query["sql"] == "COMMIT" for query in queries) == 3
    assert sorted(News.objects.values_list("subject_number", flat=True)) == [5, 6]


@pytest.mark.django_db(transaction=True)
def test_it_sweeps_as_it_starts_and_again_and_ends_when_asked() -> None:
    old = datetime(2020, 1, 1, tzinfo=UTC)
    upkeep = Upkeep(timedelta(seconds=0.05))
    keep(old, "done")
    thread = upkeep.run_in_thread()
    for _round in range(2):
        end = time.monotonic() + 10
        while Job.objects.exists() or News.objects.exists():
            assert time.monotonic() < end
            time.sleep(0.02)
        keep(old, "done")
    upkeep.stop()
    thread.join(10)
    assert not thread.is_alive()


@pytest.mark.django_db
def test_the_embedded_database_learns_how_its_rows_are_spread() -> None:
    person("sales")
    with CaptureQueriesContext(connection) as captured:
        count_rows()
    if connection.vendor == "postgresql":  # which does so by itself
        assert len(captured) == 0
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'makegood_user'")
        assert cursor.fetchone()[0] > 0
