from __future__ import annotations

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from makegood.foundation.actors import Actor, Viewer
from makegood.foundation.clock import present
from makegood.foundation.errors import NotFound
from makegood.foundation.history.queries import story
from makegood.foundation.jobs import services
from makegood.foundation.jobs.leases import LeaseLost, claim, fail, finish, renew
from makegood.foundation.jobs.models import Job
from makegood.foundation.jobs.queries import find_job, load, troubled
from makegood.foundation.jobs.states import TRANSITIONS, JobState
from makegood.foundation.jobs.task import LONGEST_PAUSE, UnknownTask, resolve
from makegood.foundation.jobs.worker import Worker
from makegood.foundation.outbox.models import News

AT = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
ANNA = Actor("person", 7, "Anna Berg")
ADMINISTRATOR = Viewer(1, "A", audiences=frozenset({"everyone", "function:administrator"}))
ERRANDS = "tests.foundation.errands"

pytestmark = pytest.mark.django_db


def queue(task: str, *, key: str = "", due_at: datetime | None = None, **arguments: object) -> int:
    return services.enqueue(task=f"{ERRANDS}.{task}", arguments=arguments, at=AT, key=key, due_at=due_at)


def effects() -> list[int]:
    return sorted(News.objects.filter(event="done", subject_kind="errand").values_list("subject_number", flat=True))


def state_of(number: int) -> JobState:
    row = find_job(number)
    assert row is not None
    return row.state


def nothing() -> None:
    """Change nothing."""


def test_work_is_done_once_and_its_effect_stays() -> None:
    number = queue("quick", number=1)
    assert Worker().run_all() == 1
    assert (state_of(number), effects()) == (JobState.DONE, [1])
    assert Worker().run_all() == 0


def test_work_for_a_change_that_was_undone_is_never_queued() -> None:
    with transaction.atomic():
        queue("quick", number=1)
        transaction.set_rollback(True)
    assert Worker().run_all() == 0


def test_a_task_that_does_not_exist_is_refused_when_it_is_queued() -> None:
    for path in ("nowhere.tasks.x", f"{ERRANDS}.nothing", f"{ERRANDS}.hear"):
        with pytest.raises(UnknownTask):
            services.enqueue(task=path, arguments={}, at=AT)


def test_a_key_queues_work_once_whatever_became_of_it() -> None:
    first = queue("quick", number=1, key="once")
    assert queue("quick", number=1, key="once") == first
    Worker().run_all()
    assert queue("quick", number=1, key="once") == first
    Worker().run_all()
    assert effects() == [1]


def test_work_waits_until_it_is_due() -> None:
    queue("quick", number=1, due_at=AT + MINUTE)
    assert claim(worker="w", at=AT, length=MINUTE) is None
    assert claim(worker="w", at=AT + MINUTE, length=MINUTE) is not None


def test_what_a_failed_attempt_changed_is_undone_and_after_the_last_it_is_seen() -> None:
    number = queue("breaks_half_way", number=1)
    worker = Worker()
    for _ in range(3):
        assert worker.run_one()
        time.sleep(0.02)
    assert worker.run_one() is False
    assert effects() == []
    (row,) = troubled()
    assert (row.number, row.state, row.attempt) == (number, JobState.FAILED, 3)
    assert row.error == "ValueError: errand 1 broke"
    assert load(at=present()).counts[JobState.FAILED] == 1


def test_work_that_waits_for_another_attempt_is_seen_too() -> None:
    queue("breaks_half_way", number=1)
    Worker().run_one()
    assert [row.state for row in troubled()] == [JobState.WAITING]
    found = load(at=present() + MINUTE)
    assert (found.retrying, found.counts[JobState.WAITING]) == (1, 1)
    assert found.oldest_due is not None


def test_a_past_that_was_filled_in_at_once_left_nobody_waiting() -> None:
    for due_at in (AT - timedelta(days=3), AT + MINUTE):
        queue("quick", number=1, due_at=due_at)
    services.due_from(at=AT)
    assert sorted(Job.objects.values_list("free_at", flat=True)) == [AT, AT + MINUTE]


def test_failed_work_can_be_run_again_with_all_its_attempts(tmp_path: Path) -> None:
    number = queue("waits_for_file", number=1, file=str(tmp_path / "there"))
    worker = Worker()
    for _ in range(3):
        worker.run_one()
        time.sleep(0.02)
    assert state_of(number) is JobState.FAILED
    (tmp_path / "there").touch()
    services.run_again(number=number, by=ANNA, at=AT)
    worker.run_all()
    assert (state_of(number), effects()) == (JobState.DONE, [1])
    (told,) = story(subject=("job", number), viewer=ADMINISTRATOR)
    assert (told.verb, told.actor) == ("job.run-again", "Anna Berg")
    with pytest.raises(services.UnableToRunAgain):
        services.run_again(number=number, by=ANNA, at=AT)


def test_work_can_be_given_up_with_a_reason() -> None:
    number = queue("quick", number=1)
    services.give_up(number=number, by=ANNA, at=AT, reason="the customer has gone")
    assert Worker().run_all() == 0
    (told,) = story(subject=("job", number), viewer=ADMINISTRATOR)
    assert told.facts is not None
    assert told.facts["reason"] == "the customer has gone"
    with pytest.raises(services.UnableToGiveUp):
        services.give_up(number=number, by=ANNA, at=AT, reason="again")
    with pytest.raises(NotFound):
        services.give_up(number=0, by=ANNA, at=AT, reason="nothing there")


def test_what_is_hopeless_is_not_tried_again() -> None:
    number = queue("hopeless")
    Worker().run_one()
    assert state_of(number) is JobState.FAILED


def test_a_task_that_was_removed_since_fails_visibly() -> None:
    number = queue("quick", number=1)
    Job.objects.update(task=f"{ERRANDS}.gone")
    Worker().run_one()
    assert state_of(number) is JobState.FAILED


def test_a_task_that_holds_personal_data_forgets_it() -> None:
    queue("slow", number=1)
    Worker().run_all()
    assert effects() == [1]
    assert list(Job.objects.values_list("arguments", flat=True)) == [{}]


def test_whoever_lost_a_job_can_neither_finish_nor_fail_nor_keep_it() -> None:
    number = queue("quick", number=1)
    lost = claim(worker="one", at=AT, length=MINUTE)
    assert lost is not None
    assert claim(worker="two", at=AT + MINUTE / 2, length=MINUTE) is None
    kept = claim(worker="two", at=AT + 2 * MINUTE, length=MINUTE)
    assert kept is not None
    assert kept.attempt == 2
    task = resolve(lost.task)
    with pytest.raises(LeaseLost):
        finish(lost, task, nothing, at=AT)
    assert renew(lost, until=AT + 9 * MINUTE) is False
    assert fail(lost, error="late", at=AT, pause=None) is False
    assert state_of(number) is JobState.RUNNING
    finish(kept, task, nothing, at=AT)
    assert state_of(number) is JobState.DONE


def test_what_a_job_did_that_was_given_up_meanwhile_is_undone() -> None:
    queue("quick", number=1, key="k")
    lease = claim(worker="one", at=AT, length=MINUTE)
    assert lease is not None
    assert services.cancel(key="k", at=AT)
    assert not services.cancel(key="k", at=AT)
    with pytest.raises(LeaseLost):
        finish(lease, resolve(lease.task), lambda: resolve(lease.task).function(at=AT, number=1), at=AT)
    assert effects() == []


def test_work_that_kills_its_workers_fails_in_the_end() -> None:
    number = queue("waits_for_file", number=1, file="")
    at = AT
    while claim(worker="dies", at=at, length=MINUTE):
        at += 2 * MINUTE
    row = find_job(number)
    assert row is not None
    assert (row.state, row.attempt) == (JobState.FAILED, 3)
    assert "ended without a word" in row.error


@pytest.mark.django_db(transaction=True)
def test_several_workers_do_everything_once() -> None:
    for number in range(60):
        queue("quick" if number % 2 else "slow", number=number)
    workers = [Worker(f"w{number}", look_every=0.05) for number in range(4)]
    threads = [worker.run_in_thread() for worker in workers]
    wait_until(lambda: load(at=present()).counts[JobState.DONE] == 60)
    for worker in workers:
        worker.stop()
    for thread in threads:
        thread.join(10)
    assert effects() == list(range(60))
    assert set(Counter(effects()).values()) == {1}


@pytest.mark.django_db(transaction=True)
def test_a_worker_beside_the_server_starts_at_once() -> None:
    worker = Worker(look_every=60)
    thread = worker.run_in_thread()
    time.sleep(0.3)
    begin = time.monotonic()
    queue("quick", number=1)
    wait_until(lambda: effects() == [1])
    assert time.monotonic() - begin < 5
    worker.stop()
    thread.join(10)
    assert not thread.is_alive()


@pytest.mark.django_db(transaction=True)
def test_slow_work_is_kept_from_others_by_its_heartbeat(tmp_path: Path) -> None:
    queue("waits_to_be_released", number=1, folder=str(tmp_path))
    short = timedelta(seconds=0.6)
    worker = Worker("one", lease=short)
    with ThreadPoolExecutor(1) as pool:
        working = pool.submit(_run_one_and_close, worker)
        wait_until((tmp_path / "begun-1").exists)
        time.sleep(1.5)
        assert claim(worker="two", at=present(), length=short) is None
        (tmp_path / "release").touch()
        assert working.result(10)
    assert effects() == [1]


@pytest.mark.django_db(transaction=True)
def test_eight_at_once_queue_one_job_for_a_key() -> None:
    def enqueue(_number: int) -> int:
        try:
            with transaction.atomic():
                return queue("quick", number=1, key="same")
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(enqueue, range(16)))) == 1


def test_old_work_is_forgotten_but_not_what_failed() -> None:
    queue("quick", number=1)
    queue("hopeless")
    Worker().run_all()
    assert services.tidy(ended_before=present() + MINUTE) == 1
    assert [row.state for row in troubled()] == [JobState.FAILED]


@given(job=st.integers(1, 2**40), attempt=st.integers(1, 60))
def test_pauses_grow_up_to_a_limit_and_are_the_same_each_time(job: int, attempt: int) -> None:
    task = resolve(f"{ERRANDS}.quick")
    pause = task.pause(job, attempt)
    assert pause == task.pause(job, attempt)
    assert timedelta(seconds=7.5) <= pause <= LONGEST_PAUSE * 1.25
    assert task.pause(job, attempt + 1) > pause * 0.59


def test_jobs_that_failed_together_do_not_come_back_together() -> None:
    task = resolve(f"{ERRANDS}.quick")
    assert len({task.pause(job, 3) for job in range(100)}) > 90


def test_every_state_says_what_may_follow_and_done_is_done() -> None:
    assert set(TRANSITIONS) == set(JobState)
    assert TRANSITIONS[JobState.DONE] == frozenset()


def wait_until(condition: object, seconds: float = 20) -> None:
    assert callable(condition)
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


def _run_one_and_close(worker: Worker) -> bool:
    try:
        return worker.run_one()
    finally:
        connection.close()
