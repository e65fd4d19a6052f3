from __future__ import annotations

import json

import pytest
from django.conf import settings

from makegood.customers.models import Customer
from tests.api.callers import Program

pytestmark = pytest.mark.django_db
NORTHWIND = {"key": "N", "name": "Northwind"}


@pytest.fixture
def program() -> Program:
    return Program()


def test_every_problem_has_one_shape(program: Program) -> None:
    said = program.write("POST", "customers", {**NORTHWIND, "zone": "Mars"}, status=422)
    assert said == {
        "code": "unable-to-add-customer",
        "message": "Please choose a time zone such as Europe/Berlin.",
        "field": "zone",
        "details": {},
    }


@pytest.mark.parametrize("address", ["customers/4711", "customers/x", "nowhere", "promises/terms/%0A/remove", "%0A"])
def test_what_is_not_there_is_404(program: Program, address: str) -> None:
    answer = program.ask("GET", address)
    assert answer.status_code == 404
    assert answer["Content-Type"].startswith("application/json")


def test_who_changes_an_older_version_gets_409_with_what_is_there_now(program: Program) -> None:
    made = program.write("POST", "customers", NORTHWIND, status=201)
    address = f"customers/{made['number']}"
    program.write("PATCH", address, {"version": 0, "name": "Northwind Ltd"})
    said = program.write("PATCH", address, {"version": 0, "name": "North"}, status=409)
    assert said["code"] == "stale"
    assert said["details"] == {"fields": {"name": {"now": "Northwind Ltd"}}, "version": 1}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"key": "N"}, "name"),
        ({**NORTHWIND, "nmae": "x"}, "nmae"),
        ({**NORTHWIND, "tier": "golden"}, "tier"),
        ({**NORTHWIND, "replanning_days": "many"}, "replanning_days"),
        ({**NORTHWIND, "replanning_days": None}, "replanning_days"),
        ({**NORTHWIND, "owner": 2**63}, "owner"),
        ({**NORTHWIND, "owner": True}, "owner"),
        ({**NORTHWIND, "replanning_days": "3"}, "replanning_days"),
        ({**NORTHWIND, "name": "a\x00b"}, "name"),
        ({**NORTHWIND, "name": "a\ud800b"}, "name"),
        ({**NORTHWIND, "note": "\udfff"}, "note"),
        ([], ""),
        ("text", ""),
    ],
)
def test_what_is_not_as_described_is_422_and_names_the_field(program: Program, body: object, field: str) -> None:
    said = program.write("POST", "customers", body, status=422)
    assert (said["code"], said["field"]) == ("invalid", field)
    assert Customer.objects.count() == 0


def test_everything_that_is_wrong_is_said_at_once(program: Program) -> None:
    said = program.write("POST", "customers", {"tier": "golden"}, status=422)
    assert sorted(error["field"] for error in said["details"]["errors"]) == ["key", "name", "tier"]


@pytest.mark.parametrize(
    "body",
    [b"{", b"\xff", b"", b"nul", b"[" * 100_000, b'{"key": 1' + b"0" * 5_000 + b"}", b'"\\ud800'],
)
def test_a_body_that_can_not_be_read_is_no_failure_of_ours(program: Program, body: bytes) -> None:
    answer = program.ask("POST", "customers", body)
    assert answer.status_code in {400, 422}
    assert json.loads(answer.content)["code"] in {"unreadable", "invalid"}


def test_a_body_that_is_too_large_is_413(program: Program) -> None:
    assert settings.DATA_UPLOAD_MAX_MEMORY_SIZE is not None
    answer = program.ask("POST", "customers", b" " * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1))
    assert (answer.status_code, json.loads(answer.content)["code"]) == (413, "too-large")


@pytest.mark.parametrize("number", ["9223372036854775808", "1" + "0" * 400, "0"])
def test_a_number_that_no_database_knows_is_refused(program: Program, number: str) -> None:
    assert program.ask("GET", f"customers/{number}").status_code == 422


@pytest.mark.parametrize(
    "query", ["page=0", "page=x", "size=201", "page=100001", "sort=drop", "text=%00", "owner=0", "onwer=1"]
)
def test_a_list_refuses_what_it_does_not_understand(program: Program, query: str) -> None:
    answer = program.ask("GET", f"customers?{query}")
    assert (answer.status_code, json.loads(answer.content)["field"]) == (422, query.partition("=")[0])


def test_sentences_come_in_the_language_that_the_program_asks_for(program: Program) -> None:
    english = json.loads(program.ask("GET", "customers/4711", Accept_Language="en").content)
    assert english["message"] == "There is no such customer."
