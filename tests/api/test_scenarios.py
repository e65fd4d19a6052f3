"""What-ifs for programs: begun with typed changes, tried, shared, and put into effect."""

from __future__ import annotations

import pytest

from makegood.engine import Settings
from makegood.feasibility.services import Forecaster
from makegood.foundation.clock import present
from tests.api.callers import Program
from tests.api.test_forecast import listed, promised
from tests.feasibility.test_renewing import heard

pytestmark = pytest.mark.django_db


def test_a_what_if_is_begun_tried_and_applied() -> None:
    program = Program()
    promises = [promised(program, key) for key in ("A", "B")]
    for promise in promises:
        listed(program, promise)
    heard()
    forecaster = Forecaster(Settings(samples=32))
    forecaster.renew(at=present())
    change = {"kind": "place", "promise": promises[1], "rank_class": 0}
    given = {"name": "B first", "cost": "1200.50", "currency": "EUR", "promise": promises[1], "changes": [change]}
    refused = program.write("POST", "forecast/scenarios", {**given, "changes": [{**change, "share": 0.5}]}, status=422)
    assert (refused["code"], refused["field"]) == ("unable-to-suppose", "share")
    made = program.write("POST", "forecast/scenarios", given, status=201)
    address = f"forecast/scenarios/{made['number']}"
    assert (made["changes"][0]["promise_key"], made["revision"], made["tried"]) == ("B", 1, None)
    renamed = program.write("PATCH", address, {"version": 0, "name": "B before all"})
    assert (renamed["name"], renamed["cost"]) == ("B before all", "1200.50")
    assert program.write("PUT", f"{address}/changes", {"changes": [change]})["revision"] == 1
    trial = program.write("POST", f"{address}/try", {}, status=201)
    assert (trial["state"], trial["scenario"], trial["revision"]) == ("waiting", made["number"], 1)
    forecaster.answer_trials(at=present())
    tried = program.get(address)["tried"]
    assert (tried["state"], tried["moved"], tried["number"]) == ("done", False, trial["number"])
    assert program.get(f"forecast/trials/{trial['number']}/effects")["total"] >= 0
    assert program.write("POST", f"{address}/share", {})["shared_at"]
    copied = program.write("POST", f"{address}/copy", {}, status=201)
    assert program.write("POST", f"forecast/scenarios/{copied['number']}/take-back", {})["ended_at"]
    wrong = {"trial": trial["number"], "reason": "So."}
    refused = program.write("POST", f"forecast/scenarios/{copied['number']}/apply", wrong, status=422)
    assert refused["code"] == "unable-to-apply"
    applied = program.write("POST", f"{address}/apply", wrong)
    assert (applied["applied_reason"], applied["applied_by"]) == ("So.", applied["by_name"])
    assert program.get(f"forecast/of/{promises[1]}/place")["rank_class"] == 0
    assert [one["number"] for one in program.get("forecast/scenarios?whose=shared")["items"]] == [made["number"]]


def test_what_would_help_is_asked_for() -> None:
    program = Program()
    promise = promised(program, "A")
    listed(program, promise)
    heard()
    forecaster = Forecaster(Settings(samples=32))
    forecaster.renew(at=present())
    asked = program.write("POST", f"forecast/of/{promise}/help", {}, status=201)
    assert (asked["state"], asked["scenarios"]) == ("waiting", [])
    forecaster.answer_trials(at=present())
    found = program.get(f"forecast/help/{asked['trial']}")
    assert found["state"] == "done"
    for number in found["scenarios"]:
        assert program.get(f"forecast/scenarios/{number}")["promise"] == promise
