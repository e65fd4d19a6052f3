from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from pytest_django.fixtures import Settings

from makegood.foundation.actors import HOUSE
from makegood.foundation.clock import present
from makegood.foundation.jobs.models import Job
from makegood.foundation.jobs.queries import load, troubled
from makegood.foundation.jobs.services import run_again
from makegood.foundation.jobs.states import JobState
from makegood.foundation.jobs.worker import Worker
from makegood.foundation.outbox.models import News
from makegood.foundation.outbox.services import announce, forget, unheard

AT = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _handlers(settings: Settings) -> None:
    settings.EVENT_HANDLERS = "tests.foundation.errands.HANDLERS"


def place(event: str = "order.placed") -> int:
    with transaction.atomic():
        return announce(event=event, subject=("order", 5), payload={"lines": 2}, at=AT)


def heard(kind: str) -> list[int]:
    return list(News.objects.filter(event="done", subject_kind=kind).values_list("subject_number", flat=True))


def test_every_handler_hears_of_it_once() -> None:
    number = place()
    Worker().run_all()
    Worker().run_all()
    assert (heard("heard"), heard("heard-too")) == ([number], [number])


def test_news_that_nobody_hears_is_kept_and_makes_no_work() -> None:
    place("order.unheard")
    assert (News.objects.count(), Job.objects.count()) == (1, 0)


def test_news_of_a_house_that_is_being_filled_is_kept_and_delivered_to_nobody() -> None:
    with unheard():
        place()
    assert (News.objects.count(), Job.objects.count()) == (1, 0)
    place()
    assert Job.objects.count() == 2


def test_news_of_a_change_that_was_undone_is_never_heard() -> None:
    with transaction.atomic():
        place()
        transaction.set_rollback(True)
    assert (Worker().run_all(), News.objects.count()) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_news_is_announced_with_what_happened_or_not_at_all() -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        announce(event="order.placed", subject=("order", 1), payload={}, at=AT)


def test_one_handler_that_fails_keeps_no_other_from_hearing_and_leaves_no_effect() -> None:
    number = place("order.cursed")
    Worker().run_all()
    assert (heard("heard"), heard("choked")) == ([number], [])
    (row,) = troubled()
    assert row.error == "RuntimeError: choked"
    assert row.key == f"news:{number}:tests.foundation.errands.choke"


def test_a_delivery_that_failed_for_good_is_seen_and_can_be_run_again() -> None:
    place("order.cursed")
    Worker().run_all()
    Job.objects.filter(state=JobState.WAITING).update(state=JobState.FAILED, ended_at=AT)
    run_again(number=troubled()[0].number, by=HOUSE, at=AT)
    assert load(at=AT).counts[JobState.FAILED] == 0


def test_old_news_is_forgotten_and_its_late_deliveries_do_nothing() -> None:
    place()
    assert forget(announced_before=present() + timedelta(days=400)) == 1
    Worker().run_all()
    assert heard("heard") == []
    assert load(at=AT).counts[JobState.DONE] == 2
