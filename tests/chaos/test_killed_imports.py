"""A worker killed while it brings in a table: the next one goes on, and every row is in exactly once."""

from __future__ import annotations

import json
import os
import signal
import time
from pathlib import Path

import pytest

from tests.chaos.test_kills import nursery_of
from tests.cli.server.houses import House, database_of_its_own, one_number, until

pytestmark = pytest.mark.database

ROWS = 5_600
"""More than one turn brings in, so that a worker dies between turns as well as within one."""
BEGIN = f"""
from makegood.customers.services import add_customer
from makegood.foundation.actors import HOUSE
from makegood.foundation.clock import present
from makegood.foundation.kept_files import keep_file
from makegood.people.queries import find_viewer
from makegood.people.services import add_person
from makegood.promises.imports import guess_mapping, read_table
from makegood.promises.services import begin_import
at = present()
number = add_person(email="uli@example.com", name="Uli", functions=["administrator"], password=None, by=HOUSE, at=at)
by = find_viewer(number, at=at)
add_customer(key="NW", name="Northwind", by=by, at=at)
rows = "".join(f"{{n}};{{'NW' if n % 1000 else 'Nobody'}};It comes in line {{n}}.;mail\\n" for n in range({ROWS}))
content = ("id;customer;wording;channel\\n" + rows).encode()
table = read_table(content, "p.csv")
begin_import(table=table, name="p.csv", digest=keep_file(content), mapping=guess_mapping(table.headings), source="crm",
             by=by, at=at, today=at.date())
"""
FIGURES = """
import json
from django.apps import apps
def all_of(name): return apps.get_model("makegood", name).objects
run = all_of("ImportRun").get()
print(json.dumps({
    "state": run.state, "done": run.done, "new": run.new, "refused": all_of("Refusal").count(),
    "promises": sorted(int(one) for one in all_of("Promise").values_list("external_id", flat=True)),
    "told": all_of("Entry").filter(verb="promise.capture").count(),
    "found": all_of("Projection").filter(kind="promise").count(),
}))
"""


def test_a_worker_killed_in_the_middle_of_an_import_loses_nothing_and_doubles_nothing(tmp_path: Path) -> None:
    with database_of_its_own() as database:
        house = House(tmp_path, database, more={"MAKEGOOD_LOG_LEVEL": "error"})
        assert house.run("migrate").returncode == 0
        house.python(BEGIN)
        with nursery_of(house) as nursery:
            worker = nursery.begin(("worker",))
            until(lambda: done_of(house) > 0)
            time.sleep(0.1)  # in the middle of a block
            os.kill(worker, signal.SIGKILL)
            done_when_killed = done_of(house)
            worker = nursery.begin(("worker",))
            until(lambda: done_of(house) == ROWS)
            os.kill(worker, signal.SIGKILL)
        figures = json.loads(house.python(FIGURES))
    assert done_when_killed < ROWS, "it was done before anybody was killed"
    assert (figures["state"], figures["done"], figures["refused"]) == ("done", ROWS, 6)
    assert figures["promises"] == [n for n in range(ROWS) if n % 1000]
    assert figures["new"] == figures["told"] == figures["found"] == ROWS - 6


def done_of(house: House) -> int:
    """Return how many rows are done."""
    return one_number(house, "SELECT done FROM tables_run")
