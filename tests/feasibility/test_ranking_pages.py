"""The pages on which promises are ranked: proposed, tried, published and placed, as people do it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from makegood.feasibility.models import Placement, Policy, PolicyDraft, Trial
from makegood.feasibility.services import Forecaster, change_draft, propose_policy
from makegood.foundation.clock import present
from makegood.people.models import User
from makegood.people.queries import viewer_of
from makegood.work.services import report_progress
from tests.feasibility.test_ranking import crowd
from tests.feasibility.test_renewing import SETTINGS, heard
from tests.staff import person

pytestmark = pytest.mark.django_db

TYPED = {"name": "Dates", "rule_1": "due", "rule_2": "value", "offers": "last", "reason": "So."}


def client_of(*functions: str, name: str = "Some Body") -> tuple[Client, Any]:
    client, who = Client(), person(*functions, name=name)
    client.force_login(User.objects.get(pk=who.number))
    return client, who


def told(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_policy_is_proposed_tried_and_published_by_somebody_else() -> None:
    sales, _who = client_of("sales")
    boss, _boss = client_of("executive", name="The Boss")
    keeper = person("administrator")
    promises = crowd(keeper)
    heard()
    forecaster = Forecaster(SETTINGS)
    forecaster.renew(at=present())
    assert sales.post("/forecast/policy/propose/", {**TYPED, "rule_2": "due"}).status_code == 422
    made = sales.post("/forecast/policy/propose/", TYPED)
    draft = PolicyDraft.objects.get()
    assert made["Location"] == f"/forecast/policy/drafts/{draft.pk}/"
    assert draft.rules == ["due", "value"]
    tried = sales.post(f"/forecast/policy/drafts/{draft.pk}/try/")["Location"]
    assert 'hx-trigger="load' in told(sales, tried)
    forecaster.answer_trials(at=present())
    page = told(boss, tried)
    assert "Winners and losers" in page
    assert "hx-trigger" not in page.partition('id="tried"')[2].partition(">")[0]
    trial = Trial.objects.get()
    for row in trial.rows.all():
        assert f'href="/promises/{row.promise_id}/"' in page
    assert sales.post(f"/forecast/trials/{trial.pk}/publish/").status_code == 403
    assert boss.post(f"/forecast/trials/{trial.pk}/publish/")["Location"] == "/forecast/policy/"
    assert Policy.objects.get().rules == ["due", "value"]
    assert "Version 1: Dates" in told(sales, "/forecast/policy/")
    assert "This was applied" in told(sales, tried)
    heard()
    forecaster.renew(at=present())
    assert "agreed date" in told(sales, f"/forecast/place/{promises[0]}/")


def test_what_moved_is_said_before_it_is_applied_and_nothing_typed_is_lost() -> None:
    operations, who = client_of("operations")
    promises = crowd(person("administrator"))
    heard()
    forecaster = Forecaster(SETTINGS)
    forecaster.renew(at=present())
    tried = operations.post(f"/forecast/place/{promises[-1]}/", {"rank_class": "0"})["Location"]
    forecaster.answer_trials(at=present())
    number = Trial.objects.get().promise.items.get().pk  # type: ignore[union-attr]  # it is of a promise
    report_progress(number=number, done_share=0.5, by=who, at=present())
    assert "has moved since" in told(operations, tried)
    refused = operations.post(f"{tried}apply/", {"reason": "Their line stands still."})
    assert refused.status_code == 422
    assert "Their line stands still." in refused.content.decode()
    operations.post(f"{tried}apply/", {"reason": "Their line stands still.", "although_moved": "on"})
    assert Placement.objects.get().has_moved
    assert "Their line stands still." in told(operations, f"/forecast/place/{promises[-1]}/")
    assert "Given another place" in told(operations, f"/promises/{promises[-1]}/")


def test_two_who_change_a_proposal_are_put_together() -> None:
    sales, who = client_of("sales")
    number = propose_policy(name="A", rules=["due"], offers="last", reason="So.", by=who, at=present())
    change_draft(
        number=number, version=0, name="B", rules=["value"], offers="last", reason="So.",
        by=viewer_of(User.objects.get(pk=who.number), at=present()), at=present(),
    )  # fmt: skip
    address = f"/forecast/policy/drafts/{number}/change/"
    was = {**TYPED, "name": "A", **{f"rule_{place}": "" for place in range(2, 7)}}
    sent = {**was, "reason": "Because.", "version": "0", **{f"initial-{name}": value for name, value in was.items()}}
    assert sales.post(address, sent).status_code == 302
    draft = PolicyDraft.objects.get()
    assert (draft.name, draft.rules, draft.reason) == ("B", ["value"], "Because.")
    clash = sales.post(address, {**sent, "rule_1": "tier"})
    assert clash.status_code == 409
    assert "tier of the customer" in clash.content.decode()
