from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from makegood.capability.bridge import engine_attributes, engine_measurements, engine_teams
from makegood.capability.queries import whole_capability
from makegood.capability.services import (
    Observation,
    add_absence,
    add_attribute,
    change_team,
    close_team,
    measure,
    plan_capacity,
    reopen_team,
)
from makegood.config.demo.capability import Plant
from makegood.engine.calendars import team_calendar
from makegood.files import read_portfolio
from makegood.files.demo import build_demo, write_demo
from tests.capability.plant import TODAY, hour, measure_of, on, team
from tests.staff import AT, person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("as_of", [date(2027, 1, 4), date(2026, 3, 29)])
def test_what_stands_here_is_what_the_terminal_reads_from_the_same_folder(as_of: date, tmp_path: Path) -> None:
    write_demo(tmp_path, as_of=as_of)
    read = read_portfolio(tmp_path, as_of=as_of).portfolio
    people = {name: person(name) for name in ("operations", "product", "support")}
    Plant(build_demo(as_of=as_of), **people).fill(since=AT, at=AT)
    found = whole_capability()
    assert engine_teams(found) == read.teams
    assert engine_attributes(found) == read.attributes
    assert sorted(engine_measurements(found, zone="UTC"), key=str) == sorted(read.measurements, key=str)
    assert len(read.teams) > 5 < len(read.attributes)


def test_all_of_it_takes_six_queries_however_much_there_is() -> None:
    operations, product, support = (person(name) for name in ("operations", "product", "support"))

    def fill(one: int) -> None:
        number = team(operations, name=f"Team {one}")
        plan_capacity(team=number, start=on(2, 1), slots=5, by=operations, at=AT)
        add_absence(team=number, start=on(2, 1), end=on(2, 3), by=operations, at=AT)
        add_attribute(name=f"Weight {one}", value="3", unit="kg", by=product, at=AT)
        of = measure_of(support, name=f"Reply {one}")
        measure(number=of, observations=[Observation(hour(1), 3.0)], by=support, at=AT)

    for count in (1, 3):
        while len(whole_capability().teams) < count:
            fill(len(whole_capability().teams))
        with CaptureQueriesContext(connection) as queries:
            found = whole_capability()
        assert len(queries) == 6
        assert {len(part) for part in (found.teams, found.changes, found.absences, found.measurements)} == {count}


def test_a_closed_team_has_no_capacity_from_that_day_on_and_all_of_it_again_when_reopened() -> None:
    operations = person("operations")
    number = team(operations)
    plan_capacity(team=number, start=on(2, 1), slots=9, by=operations, at=AT)
    before = engine_teams(whole_capability())
    close_team(number=number, reason="merged", by=operations, at=AT)
    closed = engine_teams(whole_capability())[0]
    assert team_calendar(closed, TODAY, 90).capacity.sum() == 0
    reopen_team(number=number, by=operations, at=AT)
    assert engine_teams(whole_capability()) == before


def test_the_key_names_a_team_in_a_forecast_whatever_it_is_called() -> None:
    operations = person("operations")
    number = team(operations)
    change_team(number=number, version=0, name="Assembly and packing", by=operations, at=AT)
    assert [one.name for one in engine_teams(whole_capability())] == ["Assembly"]


def test_a_measurement_is_read_by_the_clock_of_the_company() -> None:
    measure(number=measure_of(), observations=[Observation(hour(1, 23, 30), 3.0)], by=person("support"), at=AT)
    [here] = engine_measurements(whole_capability(), zone="Europe/Berlin")
    assert (here.at.isoformat(), here.measure, here.value) == ("2026-12-02T00:30:00", "first reply", 3.0)
