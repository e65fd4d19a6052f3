"""A joint plan made by programs: the same verbs as on the pages, and the same refusals."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from makegood.foundation.clock import present
from makegood.promises.models import Promise
from makegood.remediation.services import propose_plan
from tests.api.callers import Program
from tests.api.test_forecast import promised
from tests.remediation.bench import forecast
from tests.staff import person

pytestmark = pytest.mark.django_db
FUNCTIONS = ("sales", "product", "operations", "customer-success")


class Case:
    """A promise in danger, the four who make its plan by programs, and an executive."""

    def __init__(self) -> None:
        self.four = {function: Program(function, name=f"For {function}") for function in FUNCTIONS}
        self.boss = Program("executive", name="Evelyn Boss")
        self.keeper = Program()
        self.promise = self.owed("A")
        forecast(self.promise, 0.4, at=present(), terms=[{"subject": "date", "gap_days": 19}])
        given = {"promise": self.promise, "opened_from": "person", "reason": "We won’t make it."}
        self.plan: dict[str, Any] = self.four["sales"].write("POST", "plans", given, status=201)
        self.at = f"plans/{self.plan['number']}"

    def owed(self, key: str) -> int:
        promise: int = promised(self.keeper, key)
        fields = {"state": "committed", "committed_at": present(), "first_due": "2030-01-01", "due": "2030-01-01"}
        Promise.objects.filter(pk=promise).update(**fields)
        return promise

    def act(self, what: str, body: object = None, *, by: str = "sales", status: int = 200, verb: str = "POST") -> Any:
        self.plan = self.four[by].write(verb, what, body, status=status)
        return self.plan

    def add(self, what: str, **said: object) -> Any:
        return self.act(f"{self.at}/{what}", said, status=201)

    def seen(self, function: str) -> str:
        plan = self.four[function].get(self.at)
        return next(str(one["seen"]) for one in plan["stands"] if one["function"] == function)

    def agree(self, function: str) -> Any:
        said = {"function": function, "seen": self.seen(function)}
        return self.act(f"{self.at}/agree", said, by=function)

    def communication(self) -> Any:
        teller, today = self.four["customer-success"].viewer.number, present().date()
        return self.add(
            "messages", teller=teller, to_whom="Karin Holm", on=str(today), channel="call",
            text="The date is in danger.", next_update=str(today + timedelta(days=3)),
        )  # fmt: skip


@pytest.fixture
def case() -> Case:
    return Case()


def test_a_plan_is_opened_talked_about_and_agreed_by_programs(case: Case) -> None:
    assert (case.plan["state"], case.plan["opened_from"], case.plan["p_kept"]) == ("open", "person", 0.4)
    assert [one["name"] for one in case.plan["members"]] == [f"For {function}" for function in FUNCTIONS]
    assert case.keeper.get("plans?mine=true")["total"] == 0
    assert [one["number"] for one in case.four["product"].get("plans")["items"]] == [case.plan["number"]]
    again = case.four["sales"].write("POST", "plans", {"promise": case.promise}, status=422)
    assert (again["code"], again["details"]["plan"]) == ("unable-to-open", case.plan["number"])
    case.act(f"{case.at}/acknowledge", by="operations")
    need = {"version": case.plan["version"], "core_need": "They open a line.", "intent": "All meant well."}
    case.act(case.at, need, verb="PATCH")
    assert (case.plan["core_need"], case.plan["impact"]) == ("They open a line.", "")
    assert case.four["sales"].write("PATCH", case.at, {**need, "core_need": "x"}, status=409)["code"] == "stale"
    case.act(f"{case.at}/severity", {"severity": "S1", "reason": "They stand still."})
    case.act(f"{case.at}/gap/freeze")
    assert case.plan["gap"] == [{"subject": "date", "gap_days": 19}]
    other = case.owed("B")
    assert [one["promise"] for one in case.act(f"{case.at}/scope", {"promise": other})["scope"]] == [other]
    assert case.act(f"{case.at}/scope/remove", {"promise": other})["scope"] == []
    case.add("comments", text="Two shifts?", stage="options", is_proposal=True)
    (said,) = case.plan["comments"]
    case.act(f"plans/comments/{said['number']}/answer", {"is_taken": True}, by="product")
    assert case.plan["comments"][0]["was_taken"] is True
    early = {"function": "sales", "seen": case.seen("sales")}
    assert case.four["sales"].write("POST", f"{case.at}/agree", early, status=422)["code"] == "unable-to-agree"
    case.communication()
    stale = case.four["sales"].write("POST", f"{case.at}/agree", early, status=409)
    assert (stale["code"], stale["details"]["function"]) == ("stale", "sales")
    for function in FUNCTIONS:
        case.agree(function)
    assert (case.plan["state"], case.plan["p_kept_at_agreement"]) == ("agreed", 0.4)
    case.act(case.at, {"version": case.plan["version"], "core_need": "By the fair."}, verb="PATCH")
    changed = {one["function"]: one["changed"] for one in case.plan["stands"] if one["standing"] == "reset"}
    assert changed == {"sales": ["need"], "customer-success": ["need"]}
    case.act(f"{case.at}/close", {"reason": "Kept after all."})
    assert (case.plan["state"], case.plan["close_reason"]) == ("closed", "Kept after all.")


def test_a_dissent_goes_to_an_executive_and_blocks_nobody(case: Case) -> None:
    case.communication()
    for function in FUNCTIONS[:3]:
        case.agree(function)
    said = {"function": "customer-success", "seen": case.seen("customer-success"), "reason": "Too late for them"}
    refused = case.four["sales"].write("POST", f"{case.at}/dissent", said, status=403)
    assert refused["code"] == "denied"
    case.act(f"{case.at}/dissent", said, by="customer-success")
    assert [(one["reason"], one["stands"]) for one in case.plan["dissents"]] == [("Too late for them", True)]
    assert case.four["sales"].write("POST", f"{case.at}/rule", {"reason": "Go"}, status=403)["code"] == "denied"
    ruled = case.boss.write("POST", f"{case.at}/rule", {"reason": "Nothing sooner is left"})
    assert (ruled["state"], ruled["rulings"][0]["by"], len(ruled["dissents"])) == ("agreed", "Evelyn Boss", 1)


def test_all_that_a_plan_is_made_of_is_added_changed_done_and_taken_off(case: Case) -> None:
    owner, today = case.four["operations"].viewer.number, present().date()
    (cause,) = case.add("causes", code="capacity", words="Two lines less", points=3)["causes"]
    assert (cause["weight"], cause["nature"]) == (1, "judgement")
    case.act(f"plans/causes/{cause['number']}", {"version": 0, "peers_would": True}, verb="PATCH")
    assert (case.plan["causes"][0]["nature"], case.plan["causes"][0]["words"]) == ("systemic", "Two lines less")
    case.add("actions", title="Hire two", function="operations", owner=owner, due=str(today))
    first = case.plan["actions"][0]["number"]
    case.add("actions", title="Train them", function="operations", owner=owner, due=str(today), after=first)
    second = next(one["number"] for one in case.plan["actions"] if one["waits"])
    case.act(f"plans/actions/{first}/progress", {"progress": 40}, by="operations")
    early = case.four["operations"].write("POST", f"plans/actions/{second}/finish", {"evidence": "Done"}, status=422)
    assert early["code"] == "unable-to-change-plan"
    case.act(f"plans/actions/{first}/finish", {"evidence": "Two contracts"}, by="operations")
    case.act(f"plans/actions/{first}/reopen", by="operations")
    case.act(f"plans/actions/{second}", {"version": 0, "after": None, "title": "Train both"}, verb="PATCH")
    assert [one["title"] for one in case.plan["actions"]] == ["Hire two", "Train both"]
    case.add("milestones", title="Housings here", due=str(today), acceptance="Counted")
    milestone = case.plan["milestones"][0]["number"]
    case.act(f"plans/milestones/{milestone}", {"version": 0, "acceptance": "Counted twice"}, verb="PATCH")
    case.add("contingencies", title="Ship by air", trigger="milestone", milestone=milestone)
    contingency = case.plan["contingencies"][0]["number"]
    case.add("steps", contingency=contingency, title="Book", function="operations", owner=owner, days=2)
    step = case.plan["contingencies"][0]["steps"][0]["number"]
    case.act(f"plans/steps/{step}", {"version": 0, "days": 3}, verb="PATCH")
    low = {"version": 0, "trigger": "kept-below", "threshold": 0.3}
    case.act(f"plans/contingencies/{contingency}", low, verb="PATCH")
    (kept,) = case.plan["contingencies"]
    assert (kept["threshold"], kept["milestone"], kept["steps"][0]["days"]) == (0.3, None, 3)
    case.act(f"plans/milestones/{milestone}/met", {"on": str(today)})
    done = case.four["sales"].write("POST", f"plans/milestones/{milestone}/remove", status=422)
    assert done["code"] == "unable-to-change-plan"
    case.add("risks", title="Late again", probability="medium", effect="high", mitigation="Call", owner=owner)
    risk = case.plan["risks"][0]["number"]
    case.act(f"plans/risks/{risk}", {"version": 0, "effect": "low"}, verb="PATCH")
    message = case.communication()["messages"][0]["number"]
    case.act(f"plans/messages/{message}", {"version": 0, "channel": "mail"}, verb="PATCH")
    case.act(f"plans/messages/{message}/told", {"date_told": "2030-01-09"}, by="customer-success")
    assert (case.plan["messages"][0]["channel"], bool(case.plan["told_at"])) == ("mail", True)
    for many, number in (("steps", step), ("contingencies", contingency), ("risks", risk), ("causes", cause["number"]),
                         ("actions", second)):  # fmt: skip
        case.act(f"plans/{many}/{number}/remove")
    assert [len(case.plan[many]) for many in ("contingencies", "risks", "causes", "actions")] == [0, 0, 0, 1]


def test_people_come_and_go(case: Case) -> None:
    keeper = case.keeper
    assert keeper.write("POST", f"{case.at}/join")["members"][-1]["function"] == ""
    assert len(keeper.write("POST", f"{case.at}/leave")["members"]) == 4
    wrong = keeper.ask("POST", f"{case.at}/speakers", {"function": "product", "person": keeper.viewer.number})
    assert (wrong.status_code, "do not have this function" in wrong.content.decode()) == (422, True)
    other = person("product", name="Paul Maker")
    named = case.act(f"{case.at}/speakers", {"function": "product", "person": other.number})
    assert {one["name"] for one in named["members"] if one["function"] == "product"} == {"Paul Maker"}


def test_what_the_forecast_proposes_is_taken_up_or_not(case: Case) -> None:
    first, second = (propose_plan(promise=case.owed(key), at=present()) for key in "CD")
    assert case.keeper.write("POST", f"plans/{first}/take-up")["state"] == "open"
    dismissed = case.keeper.write("POST", f"plans/{second}/dismiss", {"reason": "It is kept today."})
    assert dismissed["state"] == "dismissed"
    assert case.keeper.get("plans?state=dismissed&sort=-due")["total"] == 1
    assert case.keeper.ask("GET", "plans?stat=open").status_code == 422


def test_a_whole_plan_takes_as_many_queries_with_much_in_it(case: Case) -> None:
    def counted() -> int:
        case.keeper.get(case.at)
        with CaptureQueriesContext(connection) as queries:
            case.keeper.get(case.at)
        return len(queries)

    owner, today = case.four["operations"].viewer.number, str(present().date())
    few = 0
    for wave in range(2):
        for number in range(1 + 3 * wave):
            case.add("actions", title=f"{wave} {number}", function="product", owner=owner, due=today)
            case.add("contingencies", title=f"{wave} {number}", trigger="date", day="2029-01-01")
            of = case.plan["contingencies"][-1]["number"]
            case.add("steps", contingency=of, title="Book", function="sales", owner=owner, days=1)
            case.add("comments", text="So")
            case.communication()
        if wave == 0:
            few = counted()
    assert counted() == few <= 25
