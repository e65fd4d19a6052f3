from __future__ import annotations

import pytest

from makegood.foundation.jobs.worker import Worker
from tests.api.callers import Program

pytestmark = pytest.mark.django_db
TABLE = "team,slots,country\nAssembly,4,DE\nPacking,none,DE\n"


@pytest.fixture
def program() -> Program:
    return Program()


def promise(program: Program) -> int:
    customer = program.write("POST", "customers", {"key": "N", "name": "Northwind"}, status=201)["number"]
    said = {"customer": customer, "wording": "Ready in May.", "channel": "call", "due": "2090-05-31"}
    return int(program.write("POST", "promises", said, status=201)["number"])


def test_a_table_is_looked_at_and_brought_in_through_the_interface(program: Program) -> None:
    address = "capability/tables/teams"
    looked = program.write("POST", address, {"text": TABLE, "dry_run": True})
    assert (looked["state"], looked["number"], looked["new"], looked["refused"]) == ("dry-run", None, 1, 1)
    assert [(row["row"], row["column"]) for row in looked["rows"]] == [(3, "slots")]
    assert program.get("capability/teams")["total"] == 0
    begun = program.write("POST", address, {"text": TABLE})
    assert (begun["state"], begun["done"], begun["total"]) == ("waiting", 0, 2)
    Worker().run_all()
    ended = program.get(f"capability/imports/{begun['number']}")
    assert (ended["state"], ended["new"], ended["rows"]) == ("done", 1, looked["rows"])
    assert [team["key"] for team in program.get("capability/teams")["items"]] == ["Assembly"]
    again = program.write("POST", address, {"text": TABLE, "dry_run": True})
    assert (again["new"], again["same"]) == (0, 1)
    other = Program("operations", name="Ben")
    assert other.ask("GET", f"capability/imports/{begun['number']}").status_code == 404


@pytest.mark.parametrize(
    ("kind", "text", "status"),
    [
        ("secrets", TABLE, 422),
        ("teams", "team,slots\n", 422),
        ("teams", "nothing of ours\n1\n", 422),
        ("teams", '"unended', 422),
        ("teams", "", 422),
    ],
)
def test_what_is_no_table_of_its_kind_is_refused(program: Program, kind: str, text: str, status: int) -> None:
    assert program.ask("POST", f"capability/tables/{kind}", {"text": text}).status_code == status


def test_tables_are_brought_in_by_those_who_own_them() -> None:
    assert Program("sales").ask("POST", "capability/tables/teams", {"text": TABLE}).status_code == 403


def test_a_risk_lives_its_life_through_the_interface(program: Program) -> None:
    number = promise(program)
    team = program.write("POST", "capability/teams", {"name": "Assembly", "slots": 4}, status=201)["number"]
    item = program.write("POST", "items", {"promise": number, "name": "assemble", "team": team}, status=201)["number"]
    given = {"name": "vendor", "probability": 0.3, "factor": 1.5, "items": [item]}
    made = program.write("POST", "items/risks", given, status=201)
    address = f"items/risks/{made['number']}"
    assert (made["delay_days"], made["items"], made) == (0, [item], program.get(address))
    changed = program.write("PATCH", address, {"version": made["version"], "delay_days": 4})
    assert (changed["factor"], changed["delay_days"]) == (1.5, 4)
    assert program.write("PATCH", address, {"version": 0, "factor": 2.0}, status=409)["code"] == "stale"
    assert program.get(f"items/risks?promise={number}")["items"] == [changed]
    assert program.get("items/risks?promise=999")["total"] == 0
    nothing = {"name": "x", "probability": 0.1, "items": [item]}
    assert program.write("POST", "items/risks", nothing, status=422)["field"] == "factor"
    assert program.write("POST", f"{address}/remove") == changed
    assert program.get("items/risks")["total"] == 0


def test_a_template_is_made_of_the_work_of_a_promise(program: Program) -> None:
    number = promise(program)
    nothing = {"promise": number, "name": "usual"}
    assert program.write("POST", "items/templates", nothing, status=422)["code"] == "unable-to-make-template"
    team = program.write("POST", "capability/teams", {"name": "Assembly", "slots": 4}, status=201)["number"]
    program.write("POST", "items", {"promise": number, "name": "assemble", "team": team, "p50": 8.0}, status=201)
    made = program.write("POST", "items/templates", {**nothing, "note": "For sensors"}, status=201)
    assert (made["name"], made["note"], made["items"]) == ("usual", "For sensors", 1)
    assert program.get("items/templates") == [made]
