"""How fast the ground is: history with 1 and 8 writers, jobs, and search of 100,000 rows, on each database there is.

SQLite is always measured, in a folder that is removed again; PostgreSQL where BENCH_POSTGRESQL holds an
address, in a database ``makegood_bench`` that is made and dropped. Each is measured in a process of its own.
``--rows`` and ``--records`` make it smaller.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
AT = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
PAST = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
NOUNS = ("pump", "valve", "Größe", "delivery", "report", "bearing", "audit", "Anlage", "training", "portal")
WRITERS = (1, 8)


def main() -> None:
    """Measure each database and print one table."""
    options = _options()
    if options.inside:
        print(json.dumps(_measure(options.records, options.rows)))
        return
    results = {"SQLite": _in_its_own_process(options, "")}
    if address := os.environ.get("BENCH_POSTGRESQL", ""):
        results["PostgreSQL"] = _in_its_own_process(options, address)
    names = list(results)
    print(f"| {options.rows:,} rows, {options.records:,} records | {' | '.join(names)} | ratio |")
    print(f"|---|{'---|' * len(names)}---|")
    for key, first in results["SQLite"].items():
        values = [result[key] for result in results.values()]
        ratio = f"{values[1] / first:.2f}" if len(values) > 1 else ""
        print(f"| {key} | {' | '.join(f'{value:,.4g}' for value in values)} | {ratio} |")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--records", type=int, default=2_000)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def _in_its_own_process(options: argparse.Namespace, address: str) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "MAKEGOOD_DATA": folder,
            "MAKEGOOD_CONFIG": os.devnull,
            "MAKEGOOD_DATABASE": address,
            "DJANGO_SETTINGS_MODULE": "makegood.config.settings",
            "PYTHONPATH": str(ROOT / "src"),
        }
        sizes = ["--rows", str(options.rows), "--records", str(options.records)]
        command = [sys.executable, __file__, "--inside", *sizes]
        outcome = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True)  # ourselves
    found: dict[str, float] = json.loads(outcome.stdout.splitlines()[-1])
    return found


def _measure(records: int, rows: int) -> dict[str, float]:
    import logging

    import django
    import structlog
    from django.db import connection

    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    django.setup()
    if connection.vendor == "postgresql":
        with connection._nodb_cursor() as cursor:  # noqa: SLF001  # how Django's own tests make a database
            cursor.execute("DROP DATABASE IF EXISTS makegood_bench")
            cursor.execute("CREATE DATABASE makegood_bench")
        connection.close()
        connection.settings_dict["NAME"] = "makegood_bench"
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    try:
        return {**_history(records), **_jobs(records), **_search(rows)}
    finally:
        connection.close()
        if connection.vendor == "postgresql":
            with connection._nodb_cursor() as cursor:  # noqa: SLF001  # see above
                cursor.execute("DROP DATABASE makegood_bench WITH (FORCE)")


def _history(records: int) -> dict[str, float]:
    from django.db import connection, transaction

    from makegood.foundation.actors import HOUSE
    from makegood.foundation.history.services import record
    from makegood.foundation.history.verification import verify

    def write(count: int) -> list[float]:
        waits = []
        for number in range(count):
            begin = time.perf_counter()
            with transaction.atomic():
                record(verb="bench", subject=("bench", number), actor=HOUSE, at=AT, facts={"before": 1, "after": 2})
            waits.append(time.perf_counter() - begin)
        connection.close()
        return waits

    found = {}
    for writers in WRITERS:
        begin = time.perf_counter()
        with ThreadPoolExecutor(writers) as pool:
            waits = sorted(wait for each in pool.map(write, [records // writers] * writers) for wait in each)
        label = f"{writers} writer{'s' if writers > 1 else ''}"
        found[f"history, {label}: entries a second"] = len(waits) / (time.perf_counter() - begin)
        found[f"history, {label}: median, ms"] = waits[len(waits) // 2] * 1e3
        found[f"history, {label}: slowest, ms"] = waits[-1] * 1e3
    verdict, seconds = _timed(verify)
    assert verdict.flaw is None
    found["history, verified: entries a second"] = verdict.entries / seconds
    return found


def _jobs(count: int) -> dict[str, float]:
    from django.db import transaction

    from makegood.foundation.jobs.services import enqueue
    from makegood.foundation.jobs.worker import Worker

    def queue() -> None:
        with transaction.atomic():
            for number in range(count):
                enqueue(task="makegood.foundation.timers.tasks.fire", arguments={"key": str(number)}, at=PAST)

    _nothing, queued = _timed(queue)
    done, worked = _timed(Worker().run_all)
    assert done == count
    return {"jobs queued a second": count / queued, "jobs done a second, one worker": count / worked}


def _search(rows: int) -> dict[str, float]:
    from makegood.foundation.actors import Viewer
    from makegood.foundation.search.queries import find
    from makegood.foundation.search.services import Findable, rebuild

    def text(number: int) -> str:
        words = [NOUNS[number * step % len(NOUNS)] for step in (1, 3, 7)]
        return f"{words[0]} {words[1]} number {number} for customer {number % 997} and {words[2]}s " * 3

    things = (Findable("note", n, f"{NOUNS[n % 10]} {n}", text(n), f"/notes/{n}") for n in range(rows))
    _count, seconds = _timed(lambda: rebuild(kind="note", things=things))
    found = {"search: rows indexed a second": rows / seconds}
    viewer = Viewer(1, "bench")
    for label, wanted in {"one row": f"number {rows // 2}", "a tenth": "grosse", "typing, 1 letter": "p"}.items():
        found[f"search, {label}: ms"] = (
            min(_timed(lambda wanted=wanted: find(wanted, viewer))[1] for _ in range(5)) * 1e3
        )
    return found


def _timed(work: Callable[[], Any]) -> tuple[Any, float]:
    begin = time.perf_counter()
    return work(), time.perf_counter() - begin


if __name__ == "__main__":
    main()
