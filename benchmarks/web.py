"""Pages of the register with 10,000 open and 100,000 closed promises, served by the real server.

For each page: what a client waits for its answers, one after another; the processor time that the server and its
database spend on one; the queries of one; and how many times the processor time of Django's own list of the same table
that is, served by the same server beside it (see plain_admin.py). Then 50 people at once, each with a session and a
connection of their own, who do what people do. SQLite is always measured, PostgreSQL where BENCH_POSTGRESQL holds an
address. ``--open`` and ``--closed`` make it smaller, ``--only WORD`` measures some pages.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.houses import databases, house
from benchmarks.register import CLOSED, OPEN
from benchmarks.serving import SERVE, Client, await_forecast, ran, served

ROUNDS, EACH = 40, 12
OURS, PLAIN = 8765, 8766
PAGES = {
    "a bare answer": "/-/health/live",
    "promises": "/promises/",
    "promises, closed ones as well": "/promises/?state=all",
    "promises, by finding and value": "/promises/?finding=no-evidence&sort=-value",
    "promises, with a conflict": "/promises/?finding=conflict",
    "promises, by customer": "/promises/?state=all&sort=customer",
    "promises, the last page": "/promises/?state=all&page={last}",
    "promises, words that many have": "/promises/?state=all&q=sensors",
    "promises, words that one has": "/promises/?state=all&q=4711+gearboxes",
    "one promise": "/promises/{promise}/",
    "search, words that many have": "/search/?q=mounted+sensors",
    "search, words that one has": "/search/?q=B-4711",
    "while typing": "/search/suggest/?q=se",
    "customers": "/customers/",
    "one customer": "/customers/{customer}/",
    "a customer's promises": "/promises/of/{customer}/",
    "start": "/",
    "dashboard": "/dashboard/",
    "how we kept our word": "/dashboard/record/",
    "reliability": "/reliability/",
    "reliability, by customer over three years": "/reliability/?by=customer&window=36",
    "promises that were kept": "/reliability/promises/?figure=kept-first",
    "calibration": "/calibration/",
    "calibration, by customer over three years": "/calibration/?by=customer&window=36",
    "frozen forecasts": "/calibration/forecasts/",
    "board": "/board/",
    "board, by customer": "/board/?group=customer",
    "board, lines in the middle": "/board/lines/?group=customer&from={middle}",
    "calendar": "/board/calendar/",
    "forecast": "/forecast/",
    "forecast of a promise": "/forecast/of/{promise}/",
    "what moved": "/forecast/compare/",
    "what we sold": "/sold/",
    "team": "/teams/1/",
    "forecast of a team": "/forecast/team/1/",
    "ways back": "/plans/",
    "plan": "/plans/1/",
    "how we decide": "/plans/1/decision/",
    "revisions": "/revisions/",
    "revision": "/revisions/1/",
    "list by API": "/api/v1/promises?size=50",
    "promise by API": "/api/v1/promises/{promise}",
}
LISTS = {
    "plain list": "/admin/makegood/promise/?state__exact=committed",
    "plain list, closed ones as well": "/admin/makegood/promise/",
    "plain list, words that many have": "/admin/makegood/promise/?q=sensors",
}
"""The yardstick, and beside it what of ours does the same."""
BESIDE = dict(zip(LISTS, ("promises", "promises, closed ones as well", "promises, words that many have"), strict=True))
MIX = ("promises", "one promise", "promises, words that one has", "one promise", "search, words that one has",
       "one customer", "a customer's promises", "start", "list by API", "promises", "one promise", "edit")  # fmt: skip


def main() -> None:
    """Measure each database and print a table for each."""
    options = _options()
    if options.inside:
        print(json.dumps(_queries(*options.inside, _pages(options))))
        return
    Client.open_ones = options.open
    for name, address in databases().items():
        with house(address) as environment:
            keys = json.loads(ran(environment, "-m", "benchmarks.register", str(options.open), str(options.closed)))
            queries = json.loads(
                ran(environment, __file__, *sys.argv[1:], "--inside", keys["sessions"][0], keys["tokens"][0])
            )
            with (
                served([*SERVE, str(OURS)], OURS, "/-/health/live", environment) as ours,
                served(
                    [sys.executable, "-m", "benchmarks.plain_admin", str(PLAIN)],
                    PLAIN,
                    "/admin/makegood/promise/?q=0",
                    environment,
                ) as plain,
            ):
                await_forecast(OURS, keys)
                print(f"\n{name}: {options.open:,} open and {options.closed:,} closed promises, {ROUNDS} times each\n")
                _measure(ours, plain, keys, queries, _pages(options))
                if not options.only:
                    _crowd(ours, keys)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--open", type=int, default=OPEN)
    parser.add_argument("--closed", type=int, default=CLOSED)
    parser.add_argument("--only", default="", help="measure only pages with this in their name, and nobody at once")
    parser.add_argument("--inside", nargs=2, help=argparse.SUPPRESS)
    return parser.parse_args()


def _pages(options: argparse.Namespace) -> dict[str, str]:
    last = str((options.open + options.closed) // 50)
    middle = str(options.open // 2)
    return {
        name: page.replace("{last}", last).replace("{middle}", middle)
        for name, page in PAGES.items()
        if options.only in name
    }


def _measure(
    ours: Callable[[], float],
    plain: Callable[[], float],
    keys: Mapping[str, Any],
    queries: Mapping[str, int],
    pages: Mapping[str, str],
) -> None:
    print("| page | p50 ms | p95 ms | processor ms | queries | × plain list |\n|---|---|---|---|---|---|")
    beside = Client(PLAIN)
    plainly = {name: _times(lambda address=address: beside.get(address)[0], plain) for name, address in LISTS.items()}
    of = {BESIDE[name]: spent for name, (_p50, _p95, spent) in plainly.items() if spent}
    one = Client(OURS, keys["sessions"][0], keys["tokens"][0])
    for name, address in pages.items():
        p50, p95, spent = _times(lambda address=address: one.get(address)[0], ours)
        ratio = f"{spent / of[name]:.1f}" if name in of else ""
        print(f"| {name} | {p50:.0f} | {p95:.0f} | {spent:.0f} | {queries[name]} | {ratio} |", flush=True)
    p50, p95, spent = _times(one.edit, ours)
    print(f"| an edit | {p50:.0f} | {p95:.0f} | | | |")
    callers = cycle(Client(OURS, token=token) for token in keys["tokens"])  # one alone may not ask so often
    dates: list[float] = []

    def quoted() -> float:
        dated, whole = next(callers).quote(keys["team"])
        dates.append(dated)
        return whole

    p50, p95, spent = _times(quoted, ours)
    measured = dates[-ROUNDS:]
    first, latest = statistics.median(measured), _p95(measured)
    print(f"| what can be promised, to the dates | {first:.0f} | {latest:.0f} | | | |")
    print(f"| what can be promised, to whom that endangers | {p50:.0f} | {p95:.0f} | | | |")
    for name, (p50, p95, spent) in plainly.items():
        print(f"| {name} | {p50:.0f} | {p95:.0f} | {spent:.0f} | | 1 |")


def _crowd(spent: Callable[[], float], keys: Mapping[str, Any]) -> None:
    crowd = [
        Client(OURS, session, token, seed)
        for seed, (session, token) in enumerate(zip(keys["sessions"], keys["tokens"], strict=True))
    ]

    def work(place: int) -> list[float]:
        steps = [MIX[(place + step) % len(MIX)] for step in range(EACH)]
        return [crowd[place].edit() if step == "edit" else crowd[place].get(PAGES[step])[0] for step in steps]

    before, began = spent(), time.perf_counter()
    with ThreadPoolExecutor(len(crowd)) as pool:
        times = [one for each in pool.map(work, range(len(crowd))) for one in each]
    taken, taken_up = time.perf_counter() - began, spent() - before
    print(
        f"\n{len(crowd)} people at once, mixed: {len(times) / taken:.0f} pages a second, p50 "
        f"{statistics.median(times):,.0f} ms, p95 {_p95(times):,.0f} ms, {taken_up / taken:.1f} of the processors taken"
    )


def _times(work: Callable[[], float], spent: Callable[[], float]) -> tuple[float, float, float]:
    """Return median and 95th percentile of the milliseconds, and those of the server's processor for one."""
    for _ in range(3):
        work()
    before = spent()
    times = [work() for _ in range(ROUNDS)]
    return statistics.median(times), _p95(times), (spent() - before) * 1_000 / ROUNDS


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def _queries(session: str, token: str, pages: Mapping[str, str]) -> dict[str, int]:
    """Return how many queries each page asks, in this process: a server does not tell."""
    from benchmarks.houses import opened

    opened()
    from django.db import connection
    from django.test import Client as Inside
    from django.test.utils import CaptureQueriesContext

    client = Inside(SERVER_NAME="127.0.0.1", headers={"Authorization": f"Bearer {token}"})
    client.cookies["makegood_session"] = session
    found = {}
    for name, address in pages.items():
        where = address.format(promise=7, customer=7)
        client.get(where)
        with CaptureQueriesContext(connection) as captured:
            client.get(where)
        found[name] = len(captured)
    return found


if __name__ == "__main__":
    main()
