from __future__ import annotations

import signal
import subprocess
import sys
import time
from datetime import UTC, datetime

import pytest
from django.db import connection

from makegood.foundation.clock import present
from makegood.foundation.history.verification import verify
from makegood.foundation.jobs.queries import load
from makegood.foundation.jobs.services import enqueue
from makegood.foundation.jobs.states import JobState
from makegood.foundation.outbox.models import News
from tests.house.sources import ROOT

AT = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
JOBS = 80
KILLS = 8
WORKER = """
import os, sys
from datetime import timedelta
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
sys.path[:0] = [".", "src"]
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
import django
django.setup()
from makegood.foundation.jobs.worker import Worker
Worker(lease=timedelta(seconds=2), look_every=0.05).run_until_signalled()
"""


def start_worker() -> subprocess.Popen[bytes]:
    name = str(connection.settings_dict["NAME"])
    return subprocess.Popen([sys.executable, "-c", WORKER, name], cwd=ROOT, stdout=subprocess.DEVNULL)


@pytest.mark.django_db(transaction=True)
def test_what_a_killed_worker_left_is_done_by_the_next_one_and_nothing_twice() -> None:
    for number in range(JOBS):
        task = "tests.foundation.errands." + ("slow" if number % 2 else "quick")
        enqueue(task=task, arguments={"number": number} | ({"seconds": 0.1} if number % 2 else {}), at=AT)
    workers = [start_worker(), start_worker()]
    end = time.monotonic() + 90
    kills = 0
    try:
        while load(at=present()).counts[JobState.DONE] < JOBS:
            assert time.monotonic() < end, load(at=present())
            time.sleep(0.9)
            if kills < KILLS:
                victim = workers.pop(0)
                victim.kill()
                victim.wait()
                workers.append(start_worker())
                kills += 1
    finally:
        for worker in workers:
            worker.kill()
            worker.wait()
    effects = News.objects.filter(event="done").order_by("subject_number").values_list("subject_number", flat=True)
    assert list(effects) == list(range(JOBS))
    assert verify().flaw is None


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_asked_to_stop_ends_the_job_in_hand_first() -> None:
    enqueue(task="tests.foundation.errands.slow", arguments={"number": 1, "seconds": 1.0}, at=AT)
    worker = start_worker()
    end = time.monotonic() + 30
    while load(at=present()).counts[JobState.RUNNING] == 0:
        assert time.monotonic() < end
        time.sleep(0.05)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(20) == 0
    assert load(at=present()).counts[JobState.DONE] == 1
