"""The pages of revisions, as the people use them who take one through its gates."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from makegood.foundation.actors import Viewer
from makegood.foundation.clock import present
from makegood.people.models import User
from makegood.promises.models import Promise
from makegood.promises.services import add_evidence
from makegood.revisions.models import Revision
from makegood.revisions.queries import TermChange, find_revision
from makegood.revisions.services import change_revision
from tests.feasibility.test_ranking_pages import told
from tests.revisions.way import Company, state_of
from tests.staff import AT, person

pytestmark = pytest.mark.django_db


def client_for(viewer: Viewer) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=viewer.number))
    return client


def test_from_a_promise_in_danger_through_every_gate_to_one_in_force() -> None:
    company, at = Company(), present()
    company.look(at)
    later = (at + timedelta(days=200)).date()
    planner, boss, care, sales, works = (
        client_for(one)
        for one in (company.proposer, company.executive, company.success, company.sales, company.operations)
    )
    assert "Revise the promise" in told(planner, f"/revisions/of/{company.promise}/")
    begun = planner.post(f"/promises/{company.promise}/revise/")["Location"]
    number = Revision.objects.get().pk
    page = f"/revisions/{number}/"
    assert begun == f"{page}change/"
    assert planner.post(f"/promises/{company.promise}/revise/")["Location"] == page  # it is on its way already
    assert "Still missing" in told(planner, page)
    given: Any = {
        "due": later.isoformat(), "origin": "us", "owner": str(company.proposer.number), "version": "0",
        "rationale": "Late parts", "changes": "All come later", "stays": "The price", "risks": "A second lot",
        "message": f"The units arrive on {later.isoformat()}.",
    }  # fmt: skip
    assert planner.post(begun, {**given, "rationale": ""}).status_code == 422
    assert client_for(company.sales).get(begun).status_code == 403
    assert planner.post(begun, given)["Location"] == page
    assert "Revise the promise" not in told(planner, f"/revisions/of/{company.promise}/")
    assert planner.post(f"{page}do/propose/", {"version": "1"})["Location"] == page
    assert "Revisions that wait for you" in told(boss, "/")
    assert "Revisions that wait for you" not in told(care, "/")
    assert "Stand for it…" not in told(planner, page)
    assert planner.post(f"{page}act/sponsor/", {"reason": ""}).status_code == 422
    assert boss.post(f"{page}act/sponsor/", {"reason": "It is right."})["Location"] == page
    assert care.post(f"{page}do/noticed/").status_code == 422  # nobody has told them
    when = f"{at:%Y-%m-%dT%H:%M}"
    assert care.post(f"{page}act/warn/", {"how": "call", "told_at": when, "note": "Karin knows"})["Location"] == page
    assert "Simulate it now" in told(planner, page)
    planner.post(f"{page}do/validate/")
    assert "being simulated" in told(planner, page)
    company.look(at)
    assert state_of(number) == "validated"
    assert "Revisions that wait for you" in told(sales, "/")
    for client, side in ((sales, "sales"), (works, "delivery")):
        assert client.post(f"{page}do/approve-{side}/", {"version": "1"})["Location"] == page
    assert care.post(f"{page}do/approve-care/", {"version": "0"}).status_code == 409  # another page than this was read
    assert care.post(f"{page}act/decline-care/", {"reason": "Name Karin."})["Location"] == page
    assert "Name Karin." in told(planner, page)
    assert care.post(f"{page}do/approve-care/", {"version": "1"})["Location"] == page
    after = f"{present() + timedelta(minutes=1):%Y-%m-%dT%H:%M}"
    said = {"how": "call", "told_at": after, "evidence": "Karin: fine.", "accepted_by": "Karin"}
    answer = care.post(f"{page}act/tell/", said)
    assert answer.status_code == 302, answer.content.decode()
    assert state_of(number) == "in-force"
    assert Promise.objects.get().due == later
    assert "in force" in told(planner, f"/revisions/of/{company.promise}/")
    assert "The customer was told" in told(planner, f"/promises/{company.promise}/")
    assert planner.get(f"{page}pdf/").content.startswith(b"%PDF")


def test_the_list_says_what_each_waits_for_and_can_be_taken_along() -> None:
    company = Company()
    number = company.go(company.begin(), until="proposed")
    page = told(client_for(company.sales), "/revisions/")
    assert "an executive who did not propose it" in page
    assert f"/revisions/{number}/" in page
    assert f"/revisions/{number}/" not in told(client_for(company.sales), "/revisions/?state=in-force")
    assert client_for(company.sales).get("/revisions/?format=csv")["Content-Type"].startswith("text/csv")


def test_terms_are_changed_and_taken_off_where_they_stand() -> None:
    company = Company()
    number = company.begin()
    Revision.objects.filter(pk=number).update(
        terms=[
            {"kind": "specification", "subject": subject, "operator": ">=", "value": "5", "unit": "km", "target": None,
             "window_days": None}
            for subject in ("Range", "Reach")
        ]
    )  # fmt: skip
    client = client_for(company.proposer)
    row = find_revision(number, company.proposer)
    given: Any = {
        "due": row.due.isoformat(), "origin": "us", "owner": str(row.owner), "version": "0", "rationale": "x",
        "changes": "x", "stays": "x", "risks": "x", "term_0": "4", "term_1": "",
    }  # fmt: skip
    assert "Range &gt;=" in told(client, f"/revisions/{number}/change/")
    assert client.post(f"/revisions/{number}/change/", given).status_code == 302
    assert [(one["subject"], one["value"]) for one in find_revision(number, company.sales).terms] == [("Range", "4")]


def test_something_new_can_be_promised_by_a_revision() -> None:
    company = Company()
    number = company.begin()
    client, row = client_for(company.proposer), find_revision(number, company.proposer)
    given: Any = {
        "due": row.due.isoformat(), "origin": "us", "owner": str(row.owner), "version": "0", "rationale": "x",
        "changes": "x", "stays": "x", "risks": "x", "new_subject": "IP rating", "new_operator": ">=",
    }  # fmt: skip
    answer = client.post(f"/revisions/{number}/change/", given)
    assert "Please say how much is promised." in answer.content.decode()
    alone = {**given, "new_subject": "", "new_value": "67"}
    assert "Please say what this value is of." in client.post(f"/revisions/{number}/change/", alone).content.decode()
    assert client.post(f"/revisions/{number}/change/", {**given, "new_value": "67"}).status_code == 302
    assert find_revision(number, company.sales).changed_terms == [TermChange("IP rating", None, ">= 67")]


def test_what_nobody_may_do_says_so() -> None:
    company = Company()
    number = company.begin()
    client = client_for(person("legal", name="Lee Gal"))
    assert client.post(f"/promises/{company.promise}/revise/").status_code == 403
    assert client.get(f"/revisions/{number}/act/fly/").status_code == 404
    assert client.post(f"/revisions/{number}/do/fly/").status_code == 404
    assert client.get("/revisions/999999/").status_code == 404
    evidence = add_evidence(promise=company.promise, kind="note", title="Call", text="So", by=company.sales,
                            at=present())  # fmt: skip
    assert "Call" in told(client_for(company.proposer), f"/revisions/{number}/change/")
    assert evidence


def test_its_story_says_what_each_change_was_in_words() -> None:
    company = Company()
    number = company.begin()
    term: Any = {"kind": "specification", "subject": "Range", "operator": ">=", "value": "5", "unit": "km",
                 "target": None, "window_days": None}  # fmt: skip
    change_revision(number=number, version=0, due=date(2027, 5, 7), owner=company.sales.number, terms=[term],
                    by=company.proposer, at=AT)  # fmt: skip
    page = " ".join(told(client_for(company.sales), f"/revisions/{number}/").split())
    assert re.search("The new date:? .*30 Apr 2027.*7 May 2027", page)
    assert re.search("What is promised besides the date:? .*Range &gt;= 5 km", page)
    assert re.search("Who answers for it:? .*Sam Sales", page)
