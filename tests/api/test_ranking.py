"""How promises rank, for programs: proposed, tried, published by somebody else; and one promise's place."""

from __future__ import annotations

import pytest

from makegood.engine import Settings
from makegood.feasibility.services import Forecaster, publish_draft
from makegood.foundation.clock import present
from tests.api.callers import Program
from tests.api.test_forecast import listed, promised
from tests.feasibility.test_renewing import heard
from tests.staff import person

pytestmark = pytest.mark.django_db

GIVEN = {"name": "Dates", "rules": ["due", "class"], "offers": "ranked", "reason": "So."}


def test_a_policy_is_proposed_tried_and_published() -> None:
    program = Program()
    for key in ("A", "B"):
        listed(program, promised(program, key))
    heard()
    forecaster = Forecaster(Settings(samples=32))
    forecaster.renew(at=present())
    assert [one["number"] for one in program.get("forecast/policies")] == [0]
    draft = program.write("POST", "forecast/policy-drafts", {**GIVEN, "rules": ["class"]}, status=201)
    address = f"forecast/policy-drafts/{draft['number']}"
    assert program.write("PUT", address, {**GIVEN, "version": 0})["rules"] == ["due", "class"]
    assert program.write("PUT", address, {**GIVEN, "name": "Mine", "version": 0}, status=409)["code"] == "stale"
    trial = program.write("POST", f"{address}/try", {}, status=201)
    assert trial["state"] == "waiting"
    forecaster.answer_trials(at=present())
    done = program.get(f"forecast/trials/{trial['number']}")
    assert (done["state"], done["moved"], done["after"]["checked"]) == ("done", False, 2)
    assert program.get(f"forecast/trials/{trial['number']}/effects?side=lost")["total"] == done["losers"]
    refused = program.write("POST", f"{address}/publish", {"trial": trial["number"]}, status=403)
    assert refused["code"] == "denied"
    boss = person("executive")
    publish_draft(number=draft["number"], trial=trial["number"], by=boss, at=present())
    assert [one["number"] for one in program.get("forecast/policies")] == [1, 0]
    assert program.get("forecast/policy-drafts") == []
    other = program.write("POST", "forecast/policy-drafts", GIVEN, status=201)
    assert program.write("POST", f"forecast/policy-drafts/{other['number']}/take-back", {}) == []


def test_one_promise_is_tried_in_another_place_and_placed() -> None:
    program = Program()
    promise = promised(program, "A")
    listed(program, promise)
    heard()
    forecaster = Forecaster(Settings(samples=32))
    forecaster.renew(at=present())
    place = program.get(f"forecast/of/{promise}/place")
    assert (place["place"], place["effective_class"], place["rank_class"], place["is_owed"]) == (1, 5, None, False)
    trial = program.write("POST", f"forecast/of/{promise}/try-place", {"rank_class": 1}, status=201)
    refused = program.write("POST", f"forecast/trials/{trial['number']}/apply", {"reason": "So."}, status=422)
    assert (refused["code"], refused["field"]) == ("unable-to-rank", "trial")
    forecaster.answer_trials(at=present())
    placed = program.write("POST", f"forecast/trials/{trial['number']}/apply", {"reason": "So."})
    assert (placed["effective_class"], placed["placements"][0]["reason"]) == (1, "So.")
    again = program.write("POST", f"forecast/of/{promise}/try-place", {"rank_class": 1}, status=422)
    assert (again["code"], again["field"]) == ("unable-to-rank", "rank_class")
