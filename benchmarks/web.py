"""Pages of the register with 10,000 open and 100,000 closed promises, served by the real server.

Times are what a client sees on this machine, one request after another and with many clients at once; the last column
is how many times a bare answer of the same server fits in. Run ``.venv/bin/python benchmarks/web.py``; an address of
PostgreSQL as the argument measures there.
"""

from __future__ import annotations

import http.cookiejar
import os
import re
import statistics
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

OPEN, CLOSED, CUSTOMERS = 10_000, 100_000, 500
ROUNDS, CLIENTS, EACH = 30, 50, 6
PORT = 8765
ADDRESS = f"http://127.0.0.1:{PORT}"
LOGIN, PASSWORD = "ada@bench.example", "a few words to measure"
PAGES = {
    "a bare answer": "/-/health/live",
    "list": "/promises/",
    "list, sorted and filtered": "/promises/?sort=-value&finding=no-evidence",
    "list, by words": "/promises/?q=sensors+7",
    "one promise": "/promises/5000/",
    "customer": "/customers/7/",
    "a customer's promises": "/promises/of/7/",
    "search": "/search/?q=sensors+4711",
    "start": "/",
}


def fill() -> None:
    """Write the promises straight into the tables: what is measured is reading."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from makegood.customers.models import Customer
    from makegood.foundation.actors import HOUSE
    from makegood.foundation.clock import present
    from makegood.foundation.search.words import folded
    from makegood.people.services import add_person
    from makegood.promises.models import AgreedDate, Promise
    from makegood.promises.services import rebuild_search

    at = present()
    ada = add_person(email=LOGIN, name="Ada", functions=["administrator", "sales"], password=PASSWORD, by=HOUSE, at=at)
    Customer.objects.bulk_create(
        Customer(key=f"C{n}", name=f"Customer {n}", words=folded(f"Customer {n} C{n}"), made_at=at)
        for n in range(CUSTOMERS)
    )
    customers = list(Customer.objects.values_list("pk", flat=True))
    promises = []
    for n in range(OPEN + CLOSED):
        is_open, due = n < OPEN, at.date() + timedelta(days=n % 400 - 40)
        promises.append(
            Promise(
                key=f"B-{n}",
                customer_id=customers[n % CUSTOMERS],
                title=f"{n} sensors",
                words=folded(f"{n} sensors B-{n}"),
                wording=f"You will have {n} sensors.",
                channel="mail",
                said_at=at,
                value=n,
                currency="EUR",
                owner_id=ada if n % 3 else None,
                state="committed" if is_open else "delivered",
                first_due=due,
                due=due,
                committed_at=at,
                delivered_on=None if is_open else due,
                accepted_on=None if is_open else due,
                in_full=None if is_open else n % 5 > 0,
                acceptance_recorded_at=None if is_open else at,
                accepted_by="" if is_open else "somebody",
                made_at=at,
            )
        )
    made = Promise.objects.bulk_create(promises, batch_size=2_000)
    AgreedDate.objects.bulk_create(
        (AgreedDate(promise=one, due=one.due, origin="first", at=at) for one in made if one.due), batch_size=5_000
    )
    rebuild_search()


def visitor() -> urllib.request.OpenerDirector:
    """Return a client that has signed in."""
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    page = opener.open(f"{ADDRESS}/account/login/").read().decode()
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)', page)
    assert token
    form = {"csrfmiddlewaretoken": token.group(1), "login": LOGIN, "password": PASSWORD}
    opener.open(f"{ADDRESS}/account/login/", urllib.parse.urlencode(form).encode())
    return opener


def timed(opener: urllib.request.OpenerDirector, path: str) -> float:
    """Return the milliseconds of one answer."""
    started = time.perf_counter()
    with opener.open(ADDRESS + path) as answer:
        answer.read()
        assert answer.status == 200
    return (time.perf_counter() - started) * 1_000


def measure() -> None:
    """Print the table."""
    opener = visitor()
    bare = 1.0
    print(f"{'page':28} {'p50 ms':>8} {'p95 ms':>8} {'× bare':>8}")
    for name, path in PAGES.items():
        timed(opener, path)
        times = [timed(opener, path) for _ in range(ROUNDS)]
        p50, p95 = statistics.median(times), statistics.quantiles(times, n=20)[-1]
        bare = p50 if name == "a bare answer" else bare
        print(f"{name:28} {p50:8.1f} {p95:8.1f} {p50 / bare:8.1f}")
    paths = list(PAGES.values())[1:]
    with ThreadPoolExecutor(CLIENTS) as crowd:
        started = time.perf_counter()
        times = list(crowd.map(lambda n: timed(opener, paths[n % len(paths)]), range(CLIENTS * EACH)))
        taken = time.perf_counter() - started
    p50, p95 = statistics.median(times), statistics.quantiles(times, n=20)[-1]
    print(f"{f'{CLIENTS} clients, mixed':28} {p50:8.1f} {p95:8.1f} {len(times) / taken:6.0f}/s")


def main(database: str) -> None:
    """Fill a house, serve it, measure."""
    with TemporaryDirectory() as folder:
        os.environ.update(
            MAKEGOOD_DATA=folder, MAKEGOOD_DATABASE=database, DJANGO_SETTINGS_MODULE="makegood.config.settings"
        )
        subprocess.run([sys.executable, "-W", "ignore", __file__, "--fill"], check=True)
        command = [str(Path(sys.executable).with_name("makegood")), "serve", "--port", str(PORT)]
        server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            for _ in range(200):
                with suppress(OSError):
                    urllib.request.urlopen(f"{ADDRESS}/-/health/live")
                    break
                time.sleep(0.2)
            measure()
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    if "--fill" in sys.argv:
        fill()
    else:
        main(sys.argv[1] if len(sys.argv) > 1 else "")
