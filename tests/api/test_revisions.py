"""Revisions for programs: the same gates, and nobody passes one in another's name."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from makegood.engine import Settings
from makegood.feasibility.services import Forecaster
from makegood.foundation.clock import present
from tests.api.callers import Program
from tests.api.test_forecast import listed, promised
from tests.feasibility.test_renewing import heard

pytestmark = pytest.mark.django_db


def test_a_promise_is_revised_by_programs_of_the_people_who_have_to() -> None:
    keeper, boss = Program(), Program("executive", name="Eve Boss")
    sales, works, care = (
        Program("sales", name="Sam"),
        Program("operations", name="Olga"),
        Program("support", name="Tom"),
    )
    promise = promised(keeper, "A")
    listed(keeper, promise)
    keeper.write("POST", f"promises/{promise}/commit", {}, status=202)
    heard()
    forecaster = Forecaster(Settings(samples=32))

    def look() -> None:
        heard()
        forecaster.renew(at=present())
        forecaster.settle_commitments(at=present())
        forecaster.answer_validations(at=present())
        heard()

    look()
    later = (present() + timedelta(days=300)).date().isoformat()
    texts: Any = dict.fromkeys(("rationale", "changes", "stays", "risks"), "So it is")
    given = {"promise": promise, "due": later, **texts, "message": f"It arrives on {later}."}
    made = keeper.write("POST", "revisions/", given, status=201)
    assert (made["state"], made["due"], len(made["gates"])) == ("draft", later, 6)
    again = keeper.write("POST", "revisions/", given, status=422)
    assert (again["code"], again["details"]) == ("unable-to-revise", {"revision": made["number"]})
    at = f"revisions/{made['number']}"
    early = boss.write("POST", f"{at}/sponsor", {"version": 0}, status=422)
    assert early["code"] == "unable-to-pass"
    assert keeper.write("PATCH", at, {"version": 0, "risks": "None"})["version"] == 1
    assert keeper.write("POST", f"{at}/propose", {"version": 0}, status=409)["code"] == "stale"
    assert keeper.write("POST", f"{at}/propose", {"version": 1})["state"] == "proposed"
    assert keeper.write("POST", f"{at}/sponsor", {"version": 1}, status=403)["code"] == "denied"
    assert boss.write("POST", f"{at}/sponsor", {"version": 1})["state"] == "sponsored"
    now = present().isoformat()
    assert care.write("POST", f"{at}/warn", {"how": "call", "told_at": now, "note": "Karin"})["state"] == "warned"
    assert sales.write("POST", f"{at}/validate")["validation"]["state"] == "waiting"
    look()
    row = keeper.get(at)
    assert (row["state"], row["validation"]["samples"]) == ("validated", 8_192)
    for program, side in ((sales, "sales"), (works, "delivery"), (care, "care")):
        seen = next(one["now"] for one in program.get(at)["approvals"] if one["side"] == side)
        wrong = program.write("POST", f"{at}/approve", {"side": side, "seen": {}}, status=409)
        assert wrong["code"] == "stale"
        row = program.write("POST", f"{at}/approve", {"side": side, "seen": seen})
    assert row["state"] == "worded"
    said = {"version": 1, "how": "call", "told_at": present().isoformat(), "evidence": "They know."}
    assert care.write("POST", f"{at}/tell", said)["state"] == "in-force"
    assert keeper.get(f"promises/{promise}")["due"] == later
    assert keeper.get("revisions/?state=in-force")["items"][0]["number"] == made["number"]


def test_who_gives_up_refuses_or_objects() -> None:
    keeper, boss = Program(), Program("executive", name="Eve Boss")
    promise = promised(keeper, "A")
    keeper.write("POST", f"promises/{promise}/commit", {}, status=202)
    heard()
    forecaster = Forecaster(Settings(samples=32))
    forecaster.renew(at=present())
    forecaster.settle_commitments(at=present())
    made = keeper.write("POST", "revisions/", {"promise": promise}, status=201)
    at = f"revisions/{made['number']}"
    for verb, body in (("noticed", {}), ("exception", {"version": 0, "reason": "x"}),
                       ("decline", {"side": "sales", "seen": {}, "reason": "x"})):  # fmt: skip
        assert boss.write("POST", f"{at}/{verb}", body, status=422 if verb == "exception" else 403)
    assert boss.write("POST", f"{at}/refuse", {"reason": "No"}, status=422)["code"] == "unable-to-pass"
    assert keeper.write("POST", f"{at}/withdraw", {"reason": "It works"})["state"] == "withdrawn"
