"""Where the forms of decisions stand, with a new case to use them on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from makegood.feasibility.services import begin_scenario
from makegood.foundation.clock import present
from makegood.promises.models import Promise
from makegood.remediation import forms
from makegood.remediation.forms import initial_of
from makegood.remediation.models import CriteriaLock, Decision, Plan
from makegood.remediation.queries.frames import DELIVERED
from makegood.remediation.services import lock_criteria, propose_lock, propose_option
from makegood.remediation.states import DEFAULT_SIGN_OFF
from makegood.web.inputs import HouseForm
from tests.staff import person
from tests.web.plan_places import Places, Rest, plan
from tests.web.things import keeper

NOTHING_LEFT: dict[str, Any] = {
    "verdict": "nobody left",
    "standings": [],
    "acceptabilities": {},
    "said": {"verdict": {"code": "nobody left", "values": {}}, "swaying": []},
}


def case() -> int:
    """Return a plan whose criteria are locked."""
    number = plan()
    lock_criteria(plan=number, by=keeper(), at=present())
    return number


def _change(number: int) -> dict[str, object]:
    return {"kind": "place", "promise": Plan.objects.get(pk=number).promise_id, "rank_class": 5}


def _option() -> int:
    number = case()
    return propose_option(
        plan=number, title="Last", changes=[_change(number)], cost=Decimal(0), currency="EUR", by=keeper(), at=present()
    )


def _adding() -> Places:
    number = case()
    key = Plan.objects.select_related("promise").get(pk=number).promise.key
    return [
        (f"/plans/{number}/options/add/place/", {"promise": key, "rank_class": "0", "cost": "0", "currency": "EUR"})
    ]


def _taking() -> Places:
    number = case()
    scenario = begin_scenario(name="Last", changes=[_change(number)], by=keeper(), at=present())
    return [(f"/plans/{number}/options/what-if/", {"scenario": str(scenario)})]


def _answering() -> Places:
    number, frame = case(), replace(DELIVERED, acceptable_risk=0.1)
    boss = person("executive", name="Evelyn Boss")
    propose_lock(plan=number, frame=frame, sign_off=DEFAULT_SIGN_OFF, reason="Facts", by=boss, at=present())
    return [(f"/plans/{number}/decision/criteria/answer/", {"is_approved": "yes"})]


def _deciding() -> Places:
    """Return where the keeper decides; nothing is chosen, so nothing is decided."""
    number, boss = case(), person("executive", name="Evelyn Boss")
    Promise.objects.filter(plans=number).update(said_by=boss.number, owner=None)  # else they sold it
    Decision.objects.create(
        plan_id=number, number=1, lock=CriteriaLock.objects.get(plan=number), seed=1, card={"options": {}},
        result=NOTHING_LEFT, submitted_by_id=boss.number, submitted_at=present(), decider_id=keeper().number,
    )  # fmt: skip
    return [(f"/plans/{number}/decision/1/decide/", {})]


def _criteria() -> Rest:
    given = {
        name: "" if value is None else str(value) for name, value in initial_of(DELIVERED, DEFAULT_SIGN_OFF).items()
    }
    return {**given, "acceptable_risk": "40", "name": "Trust first"}


DECISION_PLACES: dict[type[HouseForm], Callable[[int], Places]] = {
    forms.CriteriaBase: lambda _n: [("/criteria/propose/", _criteria())],
    forms.OptionForm: lambda _n: _adding(),
    forms.WhatIfForm: lambda _n: _taking(),
    forms.ReasonForm: lambda _n: [(f"/plans/options/{_option()}/withdraw/", {})],
    forms.AnswerForm: lambda _n: _answering(),
    forms.DecideForm: lambda _n: _deciding(),
}
"""Of each form with text."""
