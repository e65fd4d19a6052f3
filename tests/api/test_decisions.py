"""How a case is decided, for programs: the same verbs as on the pages, and the same refusals."""

from __future__ import annotations

from typing import Any

import pytest

from makegood.engine import Settings
from makegood.feasibility.services import Forecaster
from makegood.foundation.clock import present
from makegood.promises.models import Promise
from makegood.remediation.services import open_plan
from tests.api.callers import Program
from tests.api.test_forecast import listed, promised
from tests.feasibility.test_renewing import heard

pytestmark = pytest.mark.django_db
CRITERIA: list[dict[str, Any]] = [
    {"key": "kept", "meaning": "It is kept", "worst": 0, "best": 1, "swing": 100},
    {"key": "trust", "meaning": "Their trust", "worst": 0, "best": 10, "swing": 50},
]
SIGN_OFF = [{"severity": f"S{n}", "function": "executive"} for n in range(1, 5)]
FRAME = {"criteria": CRITERIA, "acceptable_risk": 1, "acceptable_delay_days": 30, "sign_off": SIGN_OFF, "reason": "So"}


def people() -> dict[str, Program]:
    """Return a program for each of the four functions, and one of an executive."""
    functions = ("sales", "product", "operations", "customer-success", "executive")
    return {function: Program(function, name=f"For {function}") for function in functions}


def test_a_case_is_decided_by_programs() -> None:
    keeper, four = Program(), people()
    boss = four.pop("executive")
    promise = promised(keeper, "A")
    listed(keeper, promise)
    heard()
    forecaster = Forecaster(Settings(samples=64))
    forecaster.renew(at=present())
    draft = keeper.write("POST", "plans/criteria", {**FRAME, "name": "Two things"}, status=201)
    refused = keeper.write("POST", f"plans/criteria/{draft['number']}/publish", {"version": 0}, status=403)
    assert refused["code"] == "denied"
    published = boss.write("POST", f"plans/criteria/{draft['number']}/publish", {"version": 0})
    assert [one["number"] for one in keeper.get("plans/criteria")] == [published["number"], 0]
    Promise.objects.filter(pk=promise).update(state="committed", committed_at=present(), first_due="2030-01-01")
    plan = open_plan(promise=promise, by=keeper.viewer, at=present())
    seller = four["sales"]
    change = {"kind": "place", "promise": promise, "rank_class": 0}
    given = {"title": "First", "changes": [change], "cost": "0", "currency": "EUR"}
    early = seller.write("POST", f"plans/{plan}/options", given, status=422)
    assert early["code"] == "unable-to-propose"
    (lock,) = seller.write("POST", f"plans/{plan}/criteria/lock", {})
    assert (lock["digest"], lock["is_approved"]) == (published["digest"], True)
    option = seller.write("POST", f"plans/{plan}/options", given, status=201)
    assert (option["kind"], option["measured"]) == ("re-prioritisation", {})
    heard()
    forecaster.renew(at=present())
    forecaster.answer_trials(at=present())
    assert seller.write("POST", f"plans/{plan}/options/simulate", {})["simulated"] in {0, 1}
    forecaster.answer_trials(at=present())
    options = seller.get(f"plans/{plan}/options")
    assert all(0 <= one["measured"]["kept"]["value"] <= 1 for one in options)
    for who in four.values():
        said = [{"option": one["number"], "criterion": "trust", "value": 5, "reason": "A call"} for one in options]
        who.write("POST", f"plans/{plan}/judgements", {"judgements": said})
    seen = seller.get(f"plans/{plan}/judgements")
    assert (seen["is_revealed"], len(seen["judgements"])) == (True, 8)
    decision = seller.write("POST", f"plans/{plan}/decisions", {}, status=201)
    assert decision["decider_name"] == "For executive"
    where = f"plans/decisions/{decision['number']}"
    refused = seller.write("POST", f"{where}/decide", {"option": option["number"], "reason": "I say so"}, status=403)
    assert refused["code"] == "denied"
    given_back = boss.write("POST", f"{where}/return", {"reason": "And the supplier?"})
    assert (given_back["state"], given_back["ended_why"]) == ("returned", "And the supplier?")
    again = seller.write("POST", f"plans/{plan}/decisions", {}, status=201)
    where = f"plans/decisions/{again['number']}"
    signed = boss.write("POST", f"{where}/decide", {"option": option["number"], "reason": "It holds"})
    assert (signed["state"], signed["place"], bool(signed["reopened_by"])) == ("decided", 2, True)
    assert seller.write("POST", f"{where}/reopen", {"reason": "New facts"})["state"] == "reopened"
    withdrawn = seller.write("POST", f"plans/options/{option['number']}/withdraw", {"reason": "No more"})
    assert withdrawn["withdrawn_why"] == "No more"
    wider = {**FRAME, "acceptable_delay_days": 40}
    assert seller.write("POST", f"plans/{plan}/criteria", wider, status=201)[0]["is_approved"] is None
    answered = four["product"].write("POST", f"plans/{plan}/criteria/answer", {"is_approved": True})
    assert answered[0]["answered_by"] == "For product"
    assert seller.get(f"plans/{plan}/judgements")["is_revealed"] is False
    scenario = seller.write("POST", "forecast/scenarios", {"name": "Again", "changes": [change]}, status=201)
    taken = seller.write("POST", f"plans/{plan}/options/what-if", {"scenario": scenario["number"]}, status=201)
    assert taken["title"] == "Again"
    assert seller.get(f"plans/{plan}/decisions")[0]["place"] == 2


def test_criteria_that_contradict_themselves_are_refused_with_the_field() -> None:
    program = Program()
    twice = {**FRAME, "criteria": [CRITERIA[0], CRITERIA[0]], "name": "Twice"}
    refused = program.write("POST", "plans/criteria", twice, status=422)
    assert (refused["code"], refused["field"]) == ("unable-to-set-criteria", "criteria.kept")
    nobody = {**FRAME, "sign_off": SIGN_OFF[:3], "name": "Nobody"}
    assert program.write("POST", "plans/criteria", nobody, status=422)["field"] == "sign_off.S4"
