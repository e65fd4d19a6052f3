from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from makegood.foundation.clock import present
from makegood.people.models import User
from makegood.promises.queries import promise_story
from tests.api.callers import Program, forecast_answers

pytestmark = pytest.mark.django_db


@pytest.fixture
def program() -> Program:
    return Program()


@pytest.fixture
def customer(program: Program) -> int:
    return int(program.write("POST", "customers", {"key": "N", "name": "Northwind"}, status=201)["number"])


def capture(program: Program, customer: int, **more: object) -> int:
    said = {"customer": customer, "wording": "It arrives in May.", "channel": "call", "due": "2027-05-31", **more}
    return int(program.write("POST", "promises", said, status=201)["number"])


def test_a_promise_lives_its_life_through_the_interface(program: Program, customer: int) -> None:
    number = capture(program, customer, value="1234.50", currency="EUR")
    address = f"promises/{number}"
    made = program.get(address)
    assert (made["title"], made["value"], made["state"], made["version"]) == (
        "It arrives in May.",
        "1234.50",
        "draft",
        0,
    )
    changed = program.write("PATCH", address, {"version": 0, "core_need": "Their fair"})
    assert (changed["core_need"], changed["wording"], changed["version"]) == ("Their fair", "It arrives in May.", 1)
    assert program.write("PATCH", address, {"version": 0, "core_need": "No"}, status=409)["code"] == "stale"
    assert program.write("POST", f"{address}/quote")["state"] == "quoted"
    asked = program.write("POST", f"{address}/reserve", {"days": 3}, status=202)
    assert (asked["verb"], asked["state"], asked["committed"]) == ("reserve", "waiting", None)
    forecast_answers()
    kept = program.get(asked["address"].removeprefix("/api/v1/"))
    assert (kept["state"], kept["committed"], program.get(address)["state"]) == ("done", None, "reserved")
    assert program.write("POST", f"{address}/release")["state"] == "quoted"
    program.write("POST", f"{address}/commit", status=202)
    forecast_answers()
    assert program.get(address)["state"] == "committed"
    assert program.write("POST", f"{address}/commit", status=422)["code"] == "unable-to-move"
    refused = program.write("PATCH", address, {"version": 5, "due": "2027-06-01"}, status=422)
    assert (refused["code"], refused["field"]) == ("unable-to-change-promise", "due")
    told = program.write("POST", f"{address}/notices", {"date_told": None, "how": "mail"}, status=201)
    assert [one["date_told"] for one in told["notices"]] == [None, "2027-05-31"]
    today = present().date().isoformat()
    assert program.write("POST", f"{address}/deliver", {"on": today})["delivered_on"] == today
    assert program.write("POST", f"{address}/reject", {"reason": "Scratched"})["state"] == "committed"
    program.write("POST", f"{address}/deliver", {"on": today})
    taken = {"on": today, "in_full": True, "accepted_by": "Cleo", "documents_right": False}
    accepted = program.write("POST", f"{address}/accept", taken)
    assert (accepted["accepted_by"], accepted["kept_first"], accepted["first_due"]) == ("Cleo", "kept", "2027-05-31")
    assert (accepted["documents_right"], accepted["condition_right"]) == (False, None)
    assert accepted["dates"][0]["origin"] == "first"
    assert len(promise_story(number, program.viewer)) == 13


def test_an_end_is_told_with_its_reason(program: Program, customer: int) -> None:
    number = capture(program, customer)
    assert program.write("POST", f"promises/{number}/expire", {})["state"] == "expired"
    other = capture(program, customer)
    program.write("POST", f"promises/{other}/quote")
    ended = program.write("POST", f"promises/{other}/cancel", {"by_customer": True, "reason": "No money"})
    assert (ended["state"], ended["end_reason"], ended["kept_first"]) == (
        "cancelled-by-customer",
        "No money",
        "excluded",
    )
    assert program.get("promises")["total"] == 0
    assert program.get("promises?state=ended")["total"] == 2


def test_terms_evidence_people_and_comments_belong_to_a_promise(program: Program, customer: int) -> None:
    number = capture(program, customer)
    address, ben = f"promises/{number}", Program("product", name="Ben")
    level = {"kind": "service-level", "subject": "uptime", "operator": ">=", "value": "99", "target": "0.95",
             "window_days": 30}  # fmt: skip
    term = program.write("POST", f"{address}/terms", level, status=201)["terms"][0]
    assert (term["target"], term["checked_at"]) == ("0.95000", None)
    checked = ben.write("POST", f"promises/terms/{term['number']}/check", {"note": "Measured"})["terms"][0]
    assert (checked["checked_by"], checked["check_note"]) == ("Ben", "Measured")
    assert program.write("POST", f"promises/terms/{term['number']}/remove")["terms"] == []
    assert program.write("POST", f"promises/terms/{term['number']}/remove", status=404)["code"] == "not-found"
    assert program.write("POST", f"{address}/check-date")["date_checked_at"] is not None
    link = {"kind": "link", "title": "Wiki", "address": "https://wiki.example/1"}
    piece = program.write("POST", f"{address}/evidence", link, status=201)["evidence"][0]
    program.write("POST", f"{address}/evidence", {"kind": "mail", "title": "Hi", "text": "In May"}, status=201)
    left = program.write("POST", f"promises/evidence/{piece['number']}/withdraw", {"reason": "Of another"})
    assert [one["kind"] for one in left["evidence"]] == ["mail"]
    script = {**link, "address": "javascript:alert(1)"}
    assert program.write("POST", f"{address}/evidence", script, status=422)["field"] == "address"
    role = {"person": ben.viewer.number, "role": "consulted"}
    assert program.write("POST", f"{address}/involve", role)["involved"][0]["name"] == "Ben"
    assert program.write("POST", f"{address}/uninvolve", {"person": ben.viewer.number})["involved"] == []
    said = program.write("POST", f"{address}/comments", {"text": "Hm"}, status=201)
    assert [(one["text"], one["by"]) for one in said["comments"]] == [("Hm", "Anna Berg")]


def test_a_list_shows_what_every_filter_lets_through(program: Program, customer: int) -> None:
    first = capture(program, customer, title="Spindle", due="2027-05-02")
    second = capture(program, customer, title="Gear", due=None, owner=None)

    def listed(query: str) -> list[int]:
        return [row["number"] for row in program.get(f"promises?{query}")["items"]]

    assert listed("") == listed("sort=due") == [first, second]
    assert listed("sort=title") == [second, first]
    assert listed("text=spin") == listed(f"owner={program.viewer.number}") == [first]
    assert listed("finding=no-date") == listed("finding=no-owner") == [second]
    assert listed(f"customer={customer}&size=1&page=2") == [second]
    assert listed("customer=4711") == listed("state=committed") == []
    for query in ("state=kept", "finding=none", "sort=colour", "what=1"):
        assert program.ask("GET", f"promises?{query}").status_code == 422


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"value": 12.5}, "value"),
        ({"value": "1e5"}, "value"),
        ({"value": "1.234"}, "value"),
        ({"value": "12"}, "currency"),
        ({"due": 1}, "due"),
        ({"due": "20270101"}, "due"),
        ({"due": "2027-02-30"}, "due"),
        ({"said_at": (present() + timedelta(days=2)).isoformat()}, "said_at"),
        ({"customer": 4711}, "customer"),
        ({"wording": ""}, "wording"),
        ({"channel": "drums"}, "channel"),
        ({"state": "committed"}, "state"),
        ({"committed_at": "2027-01-01"}, "committed_at"),
    ],
)
def test_what_makes_no_promise_is_refused_by_field(
    program: Program, customer: int, body: dict[str, object], field: str
) -> None:
    said = {"customer": customer, "wording": "In May.", "channel": "call", **body}
    assert program.write("POST", "promises", said, status=422)["field"] == field
    assert program.get("promises?state=all")["total"] == 0


def test_a_list_of_one_and_of_three_takes_the_same_queries(program: Program, customer: int) -> None:
    def counted() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as queries:
            rows = program.get("promises")["items"]
        return len(rows), len(queries)

    capture(program, customer)
    program.get("promises")
    one, queries_for_one = counted()
    capture(program, customer)
    capture(program, customer)
    three, queries_for_three = counted()
    assert (one, three) == (1, 3)
    assert queries_for_one == queries_for_three <= 6


def test_a_program_sends_again_what_it_is_not_sure_of(program: Program, customer: int) -> None:
    said = {"customer": customer, "wording": "In May.", "channel": "call"}
    answers = [program.write("POST", "promises", said, status=201, Idempotency_Key="k1") for _ in range(2)]
    assert answers[0] == answers[1]
    assert program.get("promises")["total"] == 1


def test_what_is_watched_is_read_and_stands_where_its_readings_put_it(program: Program, customer: int) -> None:
    number, today = capture(program, customer), present().date().isoformat()
    scrap = {"name": "Scrap", "unit": "percent", "direction": "lower", "amber": "3", "red": "5.5"}
    (made,) = program.write("POST", f"promises/{number}/indicators", scrap, status=201)["indicators"]
    assert (made["light"], made["red"], made["readings"]) == ("unread", "5.500000", [])
    readings = f"promises/indicators/{made['number']}/readings"
    whole = program.write("POST", readings, {"on": today, "value": "0.06", "unit": "dimensionless"}, status=201)
    assert (whole["indicators"][0]["light"], "red-indicator" in whole["findings"]) == ("red", True)
    whole = program.write("POST", readings, {"on": today, "value": "4", "note": "Line 2"}, status=201)
    assert whole["indicators"][0]["light"] == "amber"
    assert [(one["value"], one["by"], one["note"]) for one in whole["indicators"][0]["readings"]] == [
        ("4.000000", "Anna Berg", "Line 2"),
        ("6.000000", "Anna Berg", ""),
    ]
    for wrong, field in [({"on": today, "value": 4}, "value"), ({"on": today, "value": "4", "unit": "kg"}, "unit")]:
        assert program.write("POST", readings, wrong, status=422)["field"].endswith(field)
    assert program.write("POST", f"promises/indicators/{made['number']}/retire")["indicators"] == []
    assert program.write("POST", readings, {"on": today, "value": "4"}, status=404)["code"] == "not-found"


def test_an_acceptance_is_taken_back_with_what_the_customer_said(program: Program, customer: int) -> None:
    address, today = f"promises/{capture(program, customer)}", present().date().isoformat()
    program.write("POST", f"{address}/commit", status=202)
    forecast_answers()
    program.write("POST", f"{address}/deliver", {"on": today})
    program.write("POST", f"{address}/accept", {"on": today, "in_full": True, "accepted_by": "Cleo"})
    why = {"reason": "It leaks"}
    assert program.write("POST", f"{address}/reject", why, status=422)["code"] == "unable-to-move"
    assert program.write("POST", f"{address}/unaccept", why, status=422)["code"] == "unable-to-accept"
    program.write("POST", f"{address}/evidence", {"kind": "mail", "title": "Hi", "text": "It leaks"}, status=201)
    taken_back = program.write("POST", f"{address}/unaccept", why)
    assert (taken_back["state"], taken_back["accepted_on"], taken_back["kept_first"]) == ("delivered", None, "open")


def test_who_is_named_finds_the_comment_and_says_that_it_is_read(program: Program, customer: int) -> None:
    address, ben = f"promises/{capture(program, customer)}", Program("sales", name="Ben")
    email = User.objects.get(pk=ben.viewer.number).email
    program.write("POST", f"{address}/comments", {"text": f"@{email} Is it so?"}, status=201)
    (one,) = ben.get("promises/mentions")["items"]
    assert (one["text"], one["by"]) == (f"@{email} Is it so?", "Anna Berg")
    assert program.write("POST", f"promises/mentions/{one['number']}/read", status=404)["code"] == "not-found"
    ben.write("POST", f"promises/mentions/{one['number']}/read")
    assert ben.get("promises/mentions")["items"] == []
