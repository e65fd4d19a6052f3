"""A forecast process killed while it writes: the next one goes on, and promises say what a fresh forecast does."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.server.houses import House, database_of_its_own, one_number, until

pytestmark = pytest.mark.database

PROMISES = 2_200
"""Written in several transactions, so that a process dies between two as well as within one."""
BEGIN = f"""
from datetime import timedelta
from makegood.capability.services import add_team
from makegood.customers.models import Customer
from makegood.foundation.actors import HOUSE
from makegood.foundation.clock import present
from makegood.people.queries import find_viewer
from makegood.people.services import add_person
from makegood.promises.models import Promise
from makegood.work.models import WorkItem
at = present()
number = add_person(email="uli@example.com", name="Uli", functions=["administrator", "operations"], password=None,
                    by=HOUSE, at=at)
by = find_viewer(number, at=at)
team = add_team(key="A", name="Assembly", slots=40.0, by=by, at=at)
to = Customer.objects.create(key="NW", name="Northwind", words="northwind", made_at=at)
made = Promise.objects.bulk_create(Promise(
    key=f"P-{{n}}", customer=to, title="So", words="so", wording="So.", channel="call", said_at=at, owner_id=number,
    due=at.date() + timedelta(days=20 + n % 40), first_due=at.date() + timedelta(days=20), state="committed",
    committed_at=at, severity="S2", made_at=at) for n in range({PROMISES}))
WorkItem.objects.bulk_create(WorkItem(promise=one, name="fit", words="fit", team_id=team, p10=2.0, p50=3.0, p90=5.0,
                                      stated_at=at, made_at=at) for one in made)
"""
ABSENCE = """
from datetime import timedelta
from makegood.capability.models import Team
from makegood.capability.services import add_absence
from makegood.foundation.clock import present
from makegood.foundation.jobs.worker import Worker
from makegood.people.queries import find_viewer
from makegood.people.models import User
at = present()
by = find_viewer(User.objects.get().pk, at=at)
day = at.date()
add_absence(team=Team.objects.get().pk, start=day, end=day + timedelta(days=14), slots=None, by=by, at=at)
Worker("here").run_all()
"""
FIGURES = """
import json
from collections import Counter
from dataclasses import replace
from django.apps import apps
from makegood.engine import Settings, forecast
from makegood.feasibility import bridge
from makegood.feasibility.services.warm import WarmRows
def all_of(name): return apps.get_model("makegood", name).objects
standing = all_of("Standing").get()
rows = WarmRows(zone="UTC", as_of=standing.as_of)
rows.read_all()
settings = replace(Settings(), policy=rows.policy)
fresh = {one.promise: one for one in forecast(rows.portfolio(), as_of=standing.as_of, settings=settings).promises}
stands = list(all_of("Outlook").select_related("promise"))
days = Counter(all_of("Snapshot").values_list("promise", "day"))
print(json.dumps({
    "promises": len(stands),
    "others": sum((one.p_kept, one.p85, one.harm, one.place, one.details) !=
                  (said.p_kept, said.p85, said.harm, said.place, bridge.details_of(said))
                  for one in stands for said in [fresh[one.promise.key]]),
    "noted": all_of("Change").count(),
    "frozen": len(days), "twice": sum(count > 1 for count in days.values()),
    "first": all_of("Snapshot").filter(is_first=True).count(),
}))
"""
MOVED = "SELECT count(*) FROM feasibility_outlook WHERE computed_at > (SELECT computed_at FROM feasibility_standing)"
WHOLE = {"promises": PROMISES, "others": 0, "noted": 0, "frozen": PROMISES, "twice": 0, "first": PROMISES}


def test_a_forecast_process_killed_while_it_writes_loses_nothing_and_doubles_nothing(tmp_path: Path) -> None:
    with database_of_its_own() as database:
        house = House(tmp_path, database, more={"MAKEGOOD_LOG_LEVEL": "error"}, is_covered=False)
        assert house.run("migrate").returncode == 0
        house.python(BEGIN)
        with forecasting(house) as process:
            until(lambda: one_number(house, "SELECT count(*) FROM feasibility_outlook") > 0)
            process.send_signal(signal.SIGKILL)
        assert one_number(house, "SELECT count(*) FROM feasibility_standing") == 0, "it was done before it was killed"
        with forecasting(house):
            until(lambda: one_number(house, "SELECT count(*) FROM feasibility_standing") == 1)
        assert json.loads(house.python(FIGURES)) == WHOLE
        house.python(ABSENCE)
        with forecasting(house) as process:
            until(lambda: one_number(house, MOVED) > 0)
            process.send_signal(signal.SIGKILL)
        assert one_number(house, "SELECT count(*) FROM feasibility_change") > 0, "it was done before it was killed"
        with forecasting(house):
            until(lambda: one_number(house, "SELECT count(*) FROM feasibility_change") == 0)
        assert json.loads(house.python(FIGURES)) == WHOLE


@contextmanager
def forecasting(house: House) -> Iterator[subprocess.Popen[bytes]]:
    """Run the process that forecasts, as a server of the house does."""
    command = [sys.executable, "-m", "makegood.config.forecasting", str(os.getpid())]
    process = subprocess.Popen(command, cwd=house.folder, env=house.environment)
    try:
        yield process
    finally:
        process.kill()
        process.wait()
