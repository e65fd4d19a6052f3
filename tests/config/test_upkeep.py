"""What is over is forgotten in time; what is not stays."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest

from makegood.config.upkeep import KEPT, KEYS_KEPT, Upkeep, sweep
from makegood.foundation.history.models import Entry
from makegood.foundation.jobs.models import Job
from makegood.foundation.outbox.models import News
from makegood.foundation.repeats.models import Repeat

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
