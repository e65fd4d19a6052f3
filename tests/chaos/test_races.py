"""Two people, each in a process of their own, ask for the last capacity of a team at the same moment, again and again.

Beside them runs a server, with its worker and the process that holds the forecast. `TEST_DEEPLY=1` makes it a thousand
races.
"""

from __future__ import annotations

import json
import time

import pytest

from tests.chaos.test_kills import ready_house
from tests.cli.server.houses import House, until
from tests.depth import DEEPLY

__all__ = ["ready_house"]
pytestmark = [pytest.mark.database, pytest.mark.no_cover]

RACES = 1_000 if DEEPLY else 12
APART = 0.06
"""Seconds from one race to the next."""
PATIENCE = 600.0 if DEEPLY else 90.0
FILL = f"""
from datetime import timedelta
from makegood.capability.services import add_team
from makegood.customers.services import add_customer
from makegood.feasibility.services import ask_quote
from makegood.foundation.actors import HOUSE
from makegood.foundation.clock import present
from makegood.people.queries import find_viewer
from makegood.people.services import add_person
at = present()
two = [find_viewer(add_person(email=f"{{name}}@x.example", name=name, functions=["sales", "administrator"],
                              password=None, by=HOUSE, at=at), at=at) for name in ("Ada", "Marco")]
to = add_customer(key="NW", name="Northwind", by=two[0], at=at)
for race in range({RACES}):
    team = add_team(name=f"Team {{race}}", slots=1.0, available_share=1.0, by=two[0], at=at)
    work = [{{"name": "it", "team": team, "p10": 120.0, "p50": 160.0, "p90": 200.0}}]
    for by in two:
        ask_quote(today=at.date(), wished=at.date() + timedelta(days=300), customer=to, work=work, by=by, at=at)
"""
LEFT = """
from makegood.feasibility.models import Quote, Reservation
print(Quote.objects.filter(state="waiting").count(), Reservation.objects.filter(state="waiting").count())
"""
RESULT = """
import json
from collections import Counter
from makegood.feasibility.models import Reservation
from makegood.promises.models import Promise
from makegood.work.models import WorkItem
races = {}
for wish in Reservation.objects.select_related("quote").order_by("pk"):
    races.setdefault(wish.quote.work[0]["team"], []).append([wish.state, bool(wish.said)])
print(json.dumps({
    "races": list(races.values()),
    "states": Counter(Promise.objects.values_list("state", flat=True)),
    "teams": sorted(WorkItem.objects.values_list("team", flat=True)) == sorted(races),
}))
"""


def left(house: House) -> tuple[int, ...]:
    """Return how many quotes and wishes wait for an answer."""
    return tuple(map(int, house.python(LEFT).split()))


def test_of_two_who_race_for_the_last_capacity_one_gets_it_and_the_other_is_told(ready_house: House) -> None:
    ready_house.python(FILL)
    with ready_house.serving():
        until(lambda: left(ready_house)[0] == 0, patience=PATIENCE)
        begin = time.time() + 3
        racers = [
            ready_house.begin(str(who), str(begin), str(APART), program=("-m", "tests.chaos.racer")) for who in (0, 1)
        ]
        for racer in racers:
            _said, wrong = racer.communicate(timeout=PATIENCE)
            assert racer.returncode == 0, wrong
        until(lambda: left(ready_house) == (0, 0), patience=PATIENCE)
    result = json.loads(ready_house.python(RESULT))
    assert len(result["races"]) == RACES
    for race in result["races"]:
        assert sorted(state for state, _said in race) == ["held", "refused"]
        assert [said for state, said in race if state == "refused"] == [True], "whoever gets nothing is told why"
    assert result["states"] == {"reserved": RACES}
    assert result["teams"], "every team's capacity is sold once"
