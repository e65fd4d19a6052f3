"""How long it takes to bring in 100,000 promises from a CSV file, and again when nothing has changed.

Reading the file, looking at it first, bringing it in and bringing it in once more are timed apart, with the processor
time of our process beside the time on the clock. Rows come in as a worker brings them in, turn by turn. The yardstick
is one loop of plain Python: compare its times, not the mood of the machine. SQLite is always measured, PostgreSQL
where BENCH_POSTGRESQL holds an address. ``--rows`` makes it smaller, ``--profile`` shows where the time goes.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.houses import databases, house, opened

AT = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
CUSTOMERS, PEOPLE = 500, 20
HEADINGS = ("ID", "Customer", "Title", "Wording", "Channel", "Said at", "Value", "Currency", "Owner", "Due")


def main() -> None:
    """Measure each database and print one table."""
    options = _options()
    if options.inside:
        print(json.dumps(_profiled(options.rows) if options.profile else _measure(options.rows)))
        return
    print(f"{f'{options.rows:,} rows':<44}{'clock':>10}{'processor':>12}")
    for name, address in databases().items():
        with house(address) as environment:
            command = [sys.executable, __file__, *sys.argv[1:], "--inside"]
            found = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True, text=True)
        *said, figures = found.stdout.splitlines()
        if said:
            print("\n".join(said))
        for label, (clock, processor) in json.loads(figures).items():
            print(f"{f'{name}, {label}':<44}{clock:>8.1f} s{processor:>10.1f} s", flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def _profiled(rows: int) -> dict[str, tuple[float, float]]:
    import cProfile
    import pstats

    profile = cProfile.Profile()
    found = profile.runcall(_measure, rows)
    pstats.Stats(profile).sort_stats("cumulative").print_stats(60)
    pstats.Stats(profile).sort_stats("tottime").print_stats(40)
    return found


def _measure(rows: int) -> dict[str, tuple[float, float]]:
    opened()
    from makegood.foundation.actors import HOUSE, Viewer
    from makegood.foundation.kept_files import keep_file
    from makegood.people.queries import find_viewer
    from makegood.people.services import add_person
    from makegood.promises.imports import guess_mapping, read_table
    from makegood.promises.services import begin_import, preview_import
    from makegood.tables.queries import find_run

    number = add_person(
        email="ada@bench.example", name="Ada", functions=["administrator"], password=None, by=HOUSE, at=AT
    )
    by: Viewer = find_viewer(number, at=AT)
    _customers_and_people(by)
    content = _file(rows)
    found: dict[str, tuple[float, float]] = {}

    def timed(label: str, work: Callable[[], Any]) -> Any:  # noqa: ANN401  # of any kind
        clock, processor = time.perf_counter(), time.process_time()
        made = work()
        found[label] = (time.perf_counter() - clock, time.process_time() - processor)
        return made

    timed("yardstick", _yardstick)
    table = timed("file read", lambda: read_table(content, "promises.csv"))
    chosen: dict[str, Any] = {
        "mapping": guess_mapping(table.headings), "source": "crm", "by": by, "at": AT, "today": AT.date()
    }  # fmt: skip
    timed("looked at", lambda: preview_import(rows=table.rows, **chosen))
    digest = keep_file(content)

    def bring_in() -> Any:  # noqa: ANN401  # how an import stands
        run = begin_import(table=table, name="promises.csv", digest=digest, **chosen)
        while _one_turn(run):
            pass
        return find_run(run, by)

    outcome = timed("brought in", bring_in)
    assert (outcome.new, outcome.refused) == (rows, 0)
    again = timed("brought in again, nothing changed", bring_in)
    assert again.same == rows
    return found


def _one_turn(run: int) -> bool:
    from django.db import transaction

    from makegood.promises.tasks import bring_in

    effect = bring_in.function(run=run, at=AT)
    with transaction.atomic():
        if effect is not None:
            effect()
    return effect is not None


def _yardstick() -> int:
    """Do what takes plain Python about a second: words cut, looked up and counted."""
    counts: dict[str, int] = {}
    for n in range(1_000_000):
        word = f"{n % 9973} sensors"
        counts[word] = counts.get(word, 0) + len(word.split())
    return len(counts)


def _customers_and_people(by: Any) -> None:  # noqa: ANN401  # a viewer
    from makegood.customers.services import add_customer
    from makegood.people.services import add_person

    for number in range(CUSTOMERS):
        add_customer(key=f"C{number}", name=f"Customer {number}", by=by, at=AT)
    for number in range(PEOPLE):
        add_person(
            email=f"p{number}@bench.example",
            name=f"Person {number}",
            functions=["sales"],
            password=None,
            by=by.actor,
            at=AT,
        )


def _file(rows: int) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(HEADINGS)
    for n in range(rows):
        due = date(2027, 2, 1) + timedelta(days=n % 500)
        writer.writerow((
            f"A-{n}", f"C{n % CUSTOMERS}", f"{n} sensors for line {n % 17}",
            f"You will have {n} sensors of type S{n % 89} on {due}, mounted and tested by our own people.",
            "mail", "2026-12-01", n % 90_000 + 0.5, "EUR", f"p{n % PEOPLE}@bench.example", due,
        ))  # fmt: skip
    return out.getvalue().encode()


if __name__ == "__main__":
    main()
