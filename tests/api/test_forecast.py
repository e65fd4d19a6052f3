"""The forecast for programs: what is said of promises, what was known at commitment, baselines held against today."""

from __future__ import annotations

import pytest

from makegood.engine import Settings
from makegood.feasibility.services import Forecaster
from makegood.foundation.clock import present
from tests.api.callers import Program

pytestmark = pytest.mark.django_db


@pytest.fixture
def program() -> Program:
    return Program()


def promised(program: Program, key: str) -> int:
    customers = program.get("customers")["items"]
    customer = customers[0]["number"] if customers else program.write(
        "POST", "customers", {"key": "N", "name": "Northwind"}, status=201
    )["number"]  # fmt: skip
    said = {"customer": customer, "wording": "It comes.", "channel": "call", "due": "2100-05-31", "key": key}
    return int(program.write("POST", "promises", said, status=201)["number"])


def listed(program: Program, promise: int, name: str = "build", **more: object) -> dict[str, object]:
    from makegood.capability.models import Team
    from makegood.capability.services import add_team

    team = Team.objects.first()
    number = team.pk if team else add_team(name="Assembly", slots=2.0, by=program.viewer, at=present())
    said = {"promise": promise, "name": name, "team": number, "p10": 8.0, "p50": 10.0, "p90": 16.0, **more}
    made: dict[str, object] = program.write("POST", "items", said, status=201)
    return made


def test_work_is_listed_and_the_forecast_follows(program: Program) -> None:
    promise = promised(program, "A")
    assert program.ask("GET", "forecast/whole").status_code == 404
    first = listed(program, promise)
    listed(program, promise, "test", after=[first["number"]])
    assert program.get(f"items?promise={promise}")["total"] == 2
    assert program.write("POST", f"items/{first['number']}/progress", {"done_share": 0.5})["done_share"] == 0.5
    refused = program.write("PATCH", f"items/{first['number']}", {"version": 1, "p90": 1.0}, status=422)
    assert (refused["code"], refused["field"]) == ("unable-to-plan", "p50")
    Forecaster(Settings(samples=32)).renew(at=present())
    said = program.get("forecast")["items"]
    assert [(one["key"], one["status"], one["p_kept"]) for one in said] == [("A", "green", 1.0)]
    whole = program.get(f"forecast/of/{promise}")
    assert {cause["kind"] for cause in whole["details"]["causes"]} == {"effort"}
    assert [day["milestone"] for day in program.get(f"forecast/of/{promise}/days")] == [""]
    assert program.get("forecast/whole")["portfolio"]["open_promises"] == 1
    assert program.get("forecast?status=red")["total"] == 0


def test_a_commitment_answers_with_what_was_known(program: Program) -> None:
    promise = promised(program, "A")
    listed(program, promise)
    assert program.ask("GET", f"forecast/of/{promise}/stamp").status_code == 404
    bound = program.write("POST", f"promises/{promise}/commit")
    assert (bound["state"], bound["first_due"], bound["p_kept"]) == ("committed", "2100-05-31", 1.0)
    assert program.get(f"forecast/of/{promise}/stamp")["inputs_hash"] == bound["inputs_hash"]


def test_a_baseline_is_held_against_today(program: Program) -> None:
    one = promised(program, "A")
    listed(program, one)
    assert program.write("POST", "forecast/baselines", {"name": "Review"}, status=422)["code"] == "unable-to-freeze"
    Forecaster(Settings(samples=32)).renew(at=present())
    made = program.write("POST", "forecast/baselines", {"name": "Review"}, status=201)
    promised(program, "B")
    Forecaster(Settings(samples=32)).renew(at=present())
    moved = program.get(f"forecast/compared?then=b{made['number']}")
    assert [(row["key"], row["then"], row["now"]["status"]) for row in moved["items"]] == [("B", None, "unknown")]
    assert program.ask("GET", "forecast/compared?then=2001-01-01").status_code == 404
    assert program.ask("GET", "forecast/compared?then=b0").status_code == 404
    assert program.ask("GET", "forecast/compared?then=nonsense").status_code == 404
    assert [row["name"] for row in program.get("forecast/baselines")] == ["Review"]


def test_what_names_one_thing_is_listed_by_whether_we_have_it(program: Program) -> None:
    promise = promised(program, "A")
    promised(program, "B")
    named = {"kind": "specification", "subject": "IP rating", "operator": ">=", "value": "67"}
    program.write("POST", f"promises/{promise}/terms", named, status=201)
    Forecaster(Settings(samples=32)).renew(at=present())
    (sold,) = program.get("forecast/sold")["items"]
    assert (sold["promises"], sold["short"], sold["unchecked"]) == (1, 0, 1)
    asked = {
        having: program.get(f"forecast?specification=ip+rating&having={having}") for having in ("short", "unchecked")
    }
    assert [asked["short"]["total"], [row["key"] for row in asked["unchecked"]["items"]]] == [0, ["A"]]
    assert program.get("forecast?service_level=ip+rating")["total"] == 0
    assert [row["key"] for row in program.get("promises?term=IP+RATING")["items"]] == ["A"]
