"""The pages of a decision, as five people use them: from what counts to a signature, and back once more."""

from __future__ import annotations

from decimal import Decimal
from html.parser import HTMLParser

import pytest
from django.test import Client

from makegood.foundation.actors import Viewer
from makegood.people.models import User
from makegood.remediation.models import CriteriaVersion, Decision, Judgement, Option
from makegood.remediation.queries import find_decision, locks_of
from makegood.remediation.services import submit_decision
from tests.feasibility.what_ifs import begun, more, placed, team_of
from tests.remediation.cases import Case, all_judged, case, judged, with_options
from tests.staff import AT, person

pytestmark = pytest.mark.django_db


def client_of(who: Viewer) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=who.number))
    return client


def told(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def page_of(of: Case) -> str:
    return f"/plans/{of.plan}/decision/"


def test_what_counts_is_shown_and_locked_before_anybody_can_propose() -> None:
    of = case()
    client, page = client_of(of.four["operations"]), page_of(of)
    before = told(client, page)
    assert "Lock the criteria" in before
    assert "options/add" not in before
    stranger = client_of(person("sales", name="Some One"))
    assert "Lock the criteria" not in told(stranger, page)
    assert stranger.post(f"{page}lock/").status_code == 403
    assert client.post(f"{page}lock/")["Location"] == page
    after = told(client, page)
    assert locks_of(of.plan, of.boss)[0].digest in after
    assert f"/plans/{of.plan}/options/add/added-slots/" in after
    assert "Change nothing" in after


def test_a_way_out_is_proposed_with_what_it_changes_and_costs_and_the_page_goes_on_by_itself() -> None:
    of = case()
    client, page = client_of(of.four["operations"]), page_of(of)
    client.post(f"{page}lock/")
    add = f"/plans/{of.plan}/options/add/place/"
    assert of.row.key in told(client, add)
    refused = client.post(add, {"title": "First", "promise": of.row.key, "rank_class": "0", "words": "kept words"})
    assert (refused.status_code, "kept words" in refused.content.decode()) == (422, True)
    sent = {"title": "First", "cost": "0", "currency": "EUR", "promise": of.row.key, "rank_class": "0", "words": ""}
    assert client.post(add, sent)["Location"] == page
    waiting = told(client, page)
    assert 'hx-trigger="load delay' in waiting.partition('id="decision"')[2].partition(">")[0]
    of.forecaster.answer_trials(at=AT)
    known = told(client, page)
    assert "being simulated" not in known
    assert "re-prioritisation" in known
    assert client.get(f"/plans/{of.plan}/options/add/nonsense/").status_code == 404
    scenario = begun(
        of.four["operations"], more(team_of(of.promise)), placed(of.promise), name="Both", cost=Decimal(5),
        currency="EUR",
    )  # fmt: skip
    what_if = f"/plans/{of.plan}/options/what-if/"
    assert client.post(what_if, {"scenario": str(scenario), "title": "", "words": ""})["Location"] == page
    both = Option.objects.get(title="Both")
    withdraw = f"/plans/options/{both.pk}/withdraw/"
    assert client.post(withdraw, {"reason": " "}).status_code == 422
    assert client.post(withdraw, {"reason": "Nobody to hire"}).status_code == 302
    assert "Nobody to hire" in told(client, page)


def test_everybody_judges_alone_and_then_all_see_all() -> None:
    of = with_options()
    judge = f"{page_of(of)}judge/"
    seller, maker = client_of(of.four["sales"]), client_of(of.four["operations"])
    assert client_of(of.boss).get(judge).status_code == 403
    fields = {f"value{n}": "5" for n in range(9)} | {f"reason{n}": f"Because {n}" for n in range(9)}
    refused = seller.post(judge, {**fields, "value3": "99"})
    assert refused.status_code == 422
    assert "from 10, the worst, to 0, the best" in refused.content.decode()
    assert not Judgement.objects.exists()
    half = {name: value for name, value in fields.items() if name not in {"value8", "reason8"}}
    assert seller.post(judge, half).status_code == 302
    assert "Because 3" in told(seller, judge)
    assert seller.post(judge, fields).status_code == 302
    assert "Because" not in told(maker, page_of(of))
    assert "Because" not in told(maker, judge)
    for function in ("product", "operations", "customer-success"):
        judged(of, of.four[function])
    revealed = told(maker, page_of(of))
    assert "Because 3" in revealed
    assert "Put it up…" in revealed


def test_the_decider_reads_what_the_criteria_say_signs_and_sees_what_would_reopen_it() -> None:
    of = all_judged()
    seller, maker = client_of(of.four["sales"]), client_of(of.four["operations"])
    submit = f"{page_of(of)}submit/"
    assert "For operations" in told(seller, submit)
    where = seller.post(submit, {"decider": str(of.four["operations"].number)})["Location"]
    assert where == f"{page_of(of)}1/"
    assert "Decide…" not in told(seller, where)
    assert seller.get(f"{where}decide/").status_code == 403
    assert "Decide…" in told(maker, where)
    first = find_decision(of.plan, 1, of.boss).result["first"]
    assert maker.post(f"{where}decide/", {"option": first, "reason": ""}).status_code == 422
    assert maker.post(f"{where}decide/", {"option": first, "reason": "It holds"})["Location"] == where
    signed = told(seller, where)
    assert "It holds" in signed
    assert "Decide again once the risk of breaking the promise" in signed
    assert "Decided for" in told(seller, page_of(of))
    assert seller.post(f"{where}reopen/", {"reason": "New facts"}).status_code == 302
    assert Decision.objects.get().state == "reopened"
    assert "New facts" in told(seller, page_of(of))


def test_a_case_is_given_back_with_what_is_missing() -> None:
    of = all_judged()
    submit_decision(plan=of.plan, by=of.four["sales"], at=AT)
    maker = client_of(of.four["operations"])
    back = f"{page_of(of)}1/return/"
    assert client_of(of.boss).get(back).status_code == 403
    assert maker.post(back, {"reason": "Ask the supplier"}).status_code == 302
    assert "Ask the supplier" in told(maker, f"{page_of(of)}1/")


class Fields(HTMLParser):
    """What a form of a page would send: its inputs and what is chosen."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self._within = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        name = known.get("name") or ""
        if tag in {"input", "select", "textarea"} and name:
            self.found[name] = known.get("value") or ""
            self._within = name if tag == "select" else ""
        elif tag == "option" and "selected" in known and self._within:
            self.found[self._within] = known.get("value") or ""


def criteria_sent(client: Client, address: str, **other: str) -> dict[str, str]:
    """Return what the form of an address would send, with ``other`` instead."""
    fields = Fields()
    fields.feed(told(client, address))
    return fields.found | other


def test_other_criteria_in_a_case_are_proposed_with_a_reason_and_count_once_somebody_else_says_so() -> None:
    of = with_options()
    seller, maker = client_of(of.four["sales"]), client_of(of.four["operations"])
    change = f"{page_of(of)}criteria/"
    sent = criteria_sent(seller, change, acceptable_risk="12", reason="They sue")
    wrong = seller.post(change, sent | {"best0": "0", "worst0": "0"})
    assert (wrong.status_code, "They sue" in wrong.content.decode()) == (422, True)
    assert seller.post(change, sent).status_code == 302
    assert seller.get(f"{change}answer/").status_code == 403
    assert "They sue" in told(maker, f"{change}answer/")
    assert maker.post(f"{change}answer/", {"is_approved": "no", "reason": ""}).status_code == 422
    assert maker.post(f"{change}answer/", {"is_approved": "yes", "reason": ""}).status_code == 302
    assert "Version 2, locked by" in told(seller, page_of(of))
    assert maker.get(f"{change}answer/").status_code == 404


def test_criteria_of_the_company_are_proposed_by_one_and_published_by_another() -> None:
    seller, boss = client_of(person("sales")), client_of(person("executive", name="Evelyn Boss"))
    assert "As the house was delivered" in told(seller, "/criteria/")
    sent = criteria_sent(seller, "/criteria/propose/", name="Trust first", reason="We lost two", swing1="100")
    proposed = seller.post("/criteria/propose/", sent)["Location"]
    assert seller.post(f"{proposed}publish/", {"version": "0"}).status_code == 403
    again = criteria_sent(seller, f"{proposed}change/", name="Trust before all", reason="We lost two", version="0")
    assert seller.post(f"{proposed}change/", again).status_code == 302
    assert boss.post(f"{proposed}publish/", {"version": "0"}).status_code == 409
    assert boss.post(f"{proposed}publish/", {"version": "1"})["Location"] == "/criteria/"
    assert CriteriaVersion.objects.get().name == "Trust before all"
    assert "Version 1: Trust before all" in told(seller, "/criteria/")
    assert "in force" in told(seller, "/criteria/")
    assert told(seller, "/criteria/0/")
    taken_back = seller.post("/criteria/propose/", sent)["Location"]
    assert seller.post(f"{taken_back}take-back/").status_code == 302
    assert seller.get(taken_back).status_code == 404


def test_every_table_of_a_decision_can_be_taken_along() -> None:
    of = all_judged()
    client = client_of(of.four["sales"])
    for table, said in (
        ("criteria", "P(kept)"),
        ("options", "Two more"),
        ("reasons", "Their mail"),
        ("ranking", "Two"),
    ):
        answer = client.get(f"{page_of(of)}?table={table}&format=csv")
        text = answer.getvalue().decode() if answer.streaming else answer.content.decode()
        assert said in text
    submit_decision(plan=of.plan, by=of.four["sales"], at=AT)
    answer = client.get(f"{page_of(of)}1/?table=scores&format=csv")
    assert "forecast " in (answer.getvalue().decode() if answer.streaming else answer.content.decode())
