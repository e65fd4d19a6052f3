from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from pytest_django.fixtures import Settings

from makegood.foundation.calendars import WorkingCalendar, WorkingDays
from makegood.foundation.clock import present
from makegood.foundation.jobs.worker import Worker
from makegood.foundation.outbox.models import News
from makegood.foundation.timers import services
from makegood.foundation.timers.queries import waiting

PAST = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
SUBJECT = ("promise", 7)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _handlers(settings: Settings) -> None:
    settings.EVENT_HANDLERS = "tests.foundation.errands.HANDLERS"


def start(due_at: datetime, key: str = "k") -> None:
    services.start(kind="reminder", subject=SUBJECT, due_at=due_at, key=key)


def fired() -> list[str]:
    return [news.payload["key"] for news in News.objects.filter(event="timer.reminder").order_by("pk")]


def test_a_timer_comes_once_and_whoever_listens_hears_of_it() -> None:
    start(PAST)
    Worker().run_all()
    Worker().run_all()
    assert fired() == ["k"]
    news = News.objects.get(event="timer.reminder")
    assert (news.subject_kind, news.subject_number, news.payload["due_at"]) == (*SUBJECT, PAST.isoformat())
    assert News.objects.filter(event="done", subject_kind="heard", subject_number=news.pk).count() == 1
    assert waiting(subject=SUBJECT) == []


def test_a_timer_does_not_come_before_its_time() -> None:
    start(present() + DAY)
    Worker().run_all()
    assert fired() == []
    assert [timer.key for timer in waiting(subject=SUBJECT)] == ["k"]


def test_a_timer_that_was_stopped_never_comes() -> None:
    start(PAST)
    assert services.stop(key="k")
    assert not services.stop(key="k")
    Worker().run_all()
    assert fired() == []


def test_a_timer_that_was_moved_comes_at_its_new_time_only() -> None:
    start(PAST)
    assert services.move(key="k", due_at=present() + DAY)
    Worker().run_all()
    assert fired() == []
    assert services.move(key="k", due_at=PAST + DAY)
    Worker().run_all()
    assert fired() == ["k"]
    assert not services.move(key="k", due_at=PAST)


def test_a_key_that_was_used_can_be_used_again() -> None:
    for _ in range(3):
        start(PAST)
        Worker().run_all()
    assert fired() == ["k", "k", "k"]


def test_a_timer_runs_on_a_working_calendar() -> None:
    friday = datetime(2027, 1, 8, 15, 0, tzinfo=UTC)
    due_at = services.start_after(
        kind="reminder",
        subject=SUBJECT,
        after=WorkingDays(1),
        calendar=WorkingCalendar(),
        at=friday,
        key="k",
    )
    assert due_at == datetime(2027, 1, 11, 15, 0, tzinfo=UTC)
    assert waiting(subject=SUBJECT)[0].due_at == due_at
