from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from makegood.customers.queries import customer_story
from tests.api.callers import Program

pytestmark = pytest.mark.django_db


@pytest.fixture
def program() -> Program:
    return Program()


def test_a_customer_lives_its_life_through_the_interface(program: Program) -> None:
    made = program.write("POST", "customers", {"key": "N", "name": " Northwind ", "tier": "key"}, status=201)
    address = f"customers/{made['number']}"
    assert made == program.get(address)
    assert (made["name"], made["tier"], made["version"]) == ("Northwind", "key", 0)
    changed = program.write("PATCH", address, {"version": 0, "owner": program.viewer.number})
    assert (changed["owner_name"], changed["name"], changed["tier"]) == ("Anna Berg", "Northwind", "key")
    cleared = program.write("PATCH", address, {"version": 1, "owner": None})
    assert cleared["owner"] is None
    closed = program.write("POST", f"{address}/close", {"reason": "Merged"})
    assert closed["closed_at"].endswith("Z")
    assert program.write("POST", f"{address}/close", {"reason": "Merged"}, status=422)["code"] == (
        "unable-to-close-customer"
    )
    assert program.write("POST", f"{address}/reopen")["closed_at"] is None
    verbs = [event.verb for event in customer_story(made["number"], program.viewer)]
    assert verbs == ["customer.reopen", "customer.close", "customer.change", "customer.change", "customer.add"]


def test_contacts_and_touchpoints_belong_to_their_customer(program: Program) -> None:
    number = program.write("POST", "customers", {"key": "N", "name": "Northwind"}, status=201)["number"]
    cleo = program.write("POST", f"customers/{number}/contacts", {"name": "Cleo", "is_main": True}, status=201)
    assert (
        program.write("PATCH", f"customers/contacts/{cleo['number']}", {"version": 0, "role": "Buyer"})["role"]
        == "Buyer"
    )
    met = program.write(
        "POST",
        f"customers/{number}/touchpoints",
        {
            "kind": "call",
            "direction": "from-customer",
            "text": "When?",
            "contact": cleo["number"],
            "happened_at": "2026-01-05T10:00:00+02:00",
        },
        status=201,
    )
    assert (met["at"], met["contact_name"], met["by_name"]) == ("2026-01-05T08:00:00Z", "Cleo", "Anna Berg")
    assert program.get(f"customers/{number}/touchpoints") == {"items": [met], "total": 1, "next": None}
    assert program.get(f"customers/{number}")["main_contact"] == "Cleo"
    left = program.write("POST", f"customers/contacts/{cleo['number']}/left")
    assert (left["is_main"], left["left_at"] is None) == (False, False)
    assert program.get(f"customers/{number}/contacts") == [left]


def test_a_term_lives_its_life_through_the_interface(program: Program) -> None:
    given = {"name": "wobble", "definition": "How far a date moves.", "language": "en", "synonyms": ["sway"]}
    made = program.write("POST", "glossary", given, status=201)
    assert (made["key"], made["synonyms"]) == ("wobble", ["sway"])
    address = f"glossary/{made['number']}"
    changed = program.write(
        "PATCH", address, {"version": 0, "reason": "Clearer", "definition": "How far a date moves in a week."}
    )
    assert (changed["version"], changed["synonyms"]) == (1, ["sway"])
    assert program.get("glossary?text=sway")["items"] == [changed] == [program.get(address)]
    assert program.write("POST", "glossary", given, status=422)["code"] == "unable-to-add-term"


def test_a_list_is_walked_page_by_page(program: Program) -> None:
    for key in "ABC":
        program.write("POST", "customers", {"key": key, "name": f"Customer & {key}"}, status=201)
    seen, following = [], "customers?size=2&text=customer+%26&sort=-key"
    while following:
        page = program.get(following)
        assert page["total"] == 3
        seen += [item["key"] for item in page["items"]]
        following = page["next"]
    assert seen == ["C", "B", "A"]


@pytest.mark.parametrize(
    "address", ["customers", "customers/{first}/contacts", "customers/{first}/touchpoints", "glossary"]
)
def test_a_list_of_one_and_of_three_takes_the_same_queries(program: Program, address: str) -> None:
    def add(n: int) -> int:
        made: int = program.write("POST", "customers", {"key": f"K{n}", "name": f"C{n}"}, status=201)["number"]
        of = made if n == 0 else first
        program.write("POST", f"customers/{of}/contacts", {"name": f"P{n}"}, status=201)
        met = {"kind": "call", "direction": "to-customer", "text": "Hi"}
        program.write("POST", f"customers/{of}/touchpoints", met, status=201)
        term = {"name": f"term {n}", "definition": "A word.", "language": "en", "synonyms": [f"other {n}"]}
        program.write("POST", "glossary", term, status=201)
        return made

    def counted() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as queries:
            answer = program.get(address.format(first=first))
        return len(answer if isinstance(answer, list) else answer["items"]), len(queries)

    first = 0
    first = add(0)
    program.get(address.format(first=first))
    one, queries_for_one = counted()
    add(1)
    add(2)
    three, queries_for_three = counted()
    assert (one, three) == (1, 3)
    assert queries_for_one == queries_for_three <= 6
