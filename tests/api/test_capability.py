from __future__ import annotations

import pytest

from tests.api.callers import Program

pytestmark = pytest.mark.django_db


@pytest.fixture
def program() -> Program:
    return Program()


def test_a_team_is_planned_through_the_interface(program: Program) -> None:
    made = program.write("POST", "capability/teams", {"name": "Assembly", "slots": 4}, status=201)
    number = made["number"]
    address = f"capability/teams/{number}"
    assert made == program.get(address)
    assert (made["key"], made["hours_per_day"], made["available_share"]) == ("Assembly", [8, 8, 8, 8, 8, 0, 0], None)
    changed = program.write("PATCH", address, {"version": 0, "country": "DE", "region": "SN", "slots": 4.5})
    assert (changed["slots"], changed["region"], changed["version"]) == (4.5, "SN", 1)
    assert program.write("PATCH", address, {"version": 0, "slots": 7}, status=409)["code"] == "stale"
    [change] = program.write("POST", f"{address}/capacity", {"start": "2027-02-01", "hours_per_week": 240})
    assert (change["slots"], program.get(f"{address}/capacity")) == (6, [change])
    assert program.write("POST", f"capability/capacity/{change['number']}/drop") == []
    away = {"start": "2090-02-01", "end": "2090-02-03"}
    absence = program.write("POST", f"{address}/absences", away, status=201)
    assert (absence["slots"], absence["team_name"]) == (None, "Assembly")
    later = program.write("PATCH", f"capability/absences/{absence['number']}", {"version": 0, "slots": 1})
    assert program.get(f"capability/absences?team={number}")["items"] == [later]
    assert program.get("capability/absences?since=2090-02-04")["items"] == []
    assert program.write("POST", f"capability/absences/{absence['number']}/remove") == later
    assert program.write("POST", f"{address}/close", {"reason": "merged"})["closed_at"]
    assert program.get("capability/teams")["total"] == 0
    assert program.write("POST", f"{address}/reopen")["closed_at"] is None


def test_attributes_are_stated_through_the_interface(program: Program) -> None:
    given = {"name": "Range", "value": "280..340", "unit": "m", "available_from": "2090-01-01"}
    made = program.write("POST", "capability/attributes", given, status=201)
    address = f"capability/attributes/{made['number']}"
    changed = program.write("PATCH", address, {"version": 0, "available_p90": "2090-02-01"})
    assert program.get(address) == changed
    assert program.get("capability/attributes?readiness=later&text=ran")["items"] == [changed]
    assert program.write("POST", f"{address}/remove", {"reason": "renamed"}) == changed
    assert program.get("capability/attributes")["total"] == 0


def test_measurements_are_pushed_by_name_and_count_once(program: Program) -> None:
    given = {"name": "first reply", "unit": "h", "sense": "<=", "threshold": 4, "target": 0.95}
    made = program.write("POST", "capability/measures", given, status=201)
    push = {
        "measure": "First reply",
        "measurements": [
            {"at": "2026-12-01T09:00:00+01:00", "value": 3.5, "reference": "T-1"},
            {"at": "2026-12-01T09:00:00+01:00", "value": 7.25, "reference": "T-2"},
        ],
    }
    assert program.write("POST", "capability/measurements", push) == {"new": 2, "changed": 0, "same": 0}
    by_number = {**push, "measure": made["number"]}
    assert program.write("POST", "capability/measurements", by_number) == {"new": 0, "changed": 0, "same": 2}
    found = program.get(f"capability/measures/{made['number']}")
    assert (found["count"], found["good"], found["latest"]) == (2, 1, "2026-12-01T08:00:00Z")
    listed = program.get(f"capability/measures/{made['number']}/measurements?since=2026-12-01T00:00:00Z")
    assert [one["value"] for one in listed["items"]] == [7.25, 3.5]
    late = program.get(
        f"capability/measures/{made['number']}/measurements?is_good=false&first=2026-12-01&last=2026-12-01"
    )
    assert [(one["value"], one["is_good"]) for one in late["items"]] == [(7.25, False)]
    said = program.get(f"capability/measures/{made['number']}/attainment?since=2026-12-01&until=2026-12-31")
    assert (said["attained"]["observations"], said["attained"]["share"], said["verdict"]) == (2, 0.5, "missed")
    empty = program.get(f"capability/measures/{made['number']}/attainment?until=2026-01-01")
    assert (empty["attained"], empty["verdict"]) == (None, None)
    changed = program.write("PATCH", f"capability/measures/{made['number']}", {"version": 0, "source": "desk"})
    assert program.get("capability/measures?text=reply")["items"] == [changed]
    unknown = {**push, "measure": "nobody measures this"}
    assert program.write("POST", "capability/measurements", unknown, status=404)["code"] == "not-found"
