from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.http import HttpRequest
from django.test import Client
from django.urls import path
from pytest_django.fixtures import Settings

from makegood.api.interface import interface, scopes
from makegood.customers.models import Customer
from makegood.people.models import ApiToken, User
from makegood.web.programs import ProgramRequest, Programs
from tests.api.callers import ROOT, Operation, Program, asked, description, operations
from tests.staff import person

pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]
EVERY = pytest.mark.parametrize("operation", list(operations()), ids=str)


@EVERY
def test_every_operation_states_a_scope_that_a_token_can_have(operation: Operation) -> None:
    assert operation.scope in settings.API_SCOPES
    assert operation.scope.endswith(":read" if operation.verb == "GET" else ":write")


@EVERY
def test_a_stranger_is_turned_away(operation: Operation) -> None:
    for shown in (None, "Bearer ", "Bearer mg_wrong", "Basic bWc6bWc=", "mg_wrong", "Bearer \xe4"):
        answer = asked(operation.verb, operation.address, {}, **({"Authorization": shown} if shown else {}))
        assert answer.status_code == 401, shown
        assert json.loads(answer.content)["code"] == "unauthenticated"
        assert answer["WWW-Authenticate"] == "Bearer"


@EVERY
def test_a_token_without_the_scope_is_refused_before_anything_is_looked_at(operation: Operation) -> None:
    program = Program(scopes=set(settings.API_SCOPES) - {operation.scope})
    answer = program.ask(operation.verb, operation.address, b"{not even JSON")
    assert answer.status_code == 403
    said = json.loads(answer.content)
    assert (said["code"], said["details"]) == ("scope-missing", {"scope": operation.scope})


@EVERY
def test_a_sign_in_is_no_token(operation: Operation) -> None:
    client = Client()
    client.force_login(User.objects.get(pk=person("administrator").number))
    assert client.generic(operation.verb, operation.address).status_code == 401


def test_a_scope_gives_no_right_that_the_person_does_not_have() -> None:
    said = Program("product").write("POST", "customers", {"key": "N", "name": "Northwind"}, status=403)
    assert (said["code"], Customer.objects.count()) == ("denied", 0)


def test_a_token_ends_with_its_day_its_revocation_and_its_persons_account() -> None:
    program = Program()
    program.get("customers")
    ApiToken.objects.update(expires_at=datetime(2020, 1, 1, tzinfo=UTC))
    assert program.ask("GET", "customers").status_code == 401
    ApiToken.objects.update(expires_at=datetime(2100, 1, 1, tzinfo=UTC), revoked_at=datetime(2020, 1, 1, tzinfo=UTC))
    assert program.ask("GET", "customers").status_code == 401
    ApiToken.objects.update(revoked_at=None)
    assert program.ask("GET", "customers").status_code == 200
    User.objects.update(is_active=False)
    assert program.ask("GET", "customers").status_code == 401


def test_the_use_of_a_token_is_noted() -> None:
    Program().get("customers")
    assert ApiToken.objects.get().used_at is not None


def test_tokens_can_have_the_scopes_of_the_rooms_and_no_others() -> None:
    assert list(scopes()) == settings.API_SCOPES


careless = Programs("careless")


@careless.router.get("/open")
def forgotten(request: HttpRequest) -> str:
    return "never seen"


@careless.read("/mine", str)
def careful(request: ProgramRequest) -> str:
    return request.viewer.name


urlpatterns = [path("api/v1/", interface(rooms=[careless]).urls)]


@pytest.mark.urls("tests.api.test_access")
def test_an_operation_that_states_no_scope_is_closed_to_every_token() -> None:
    program = Program()
    ApiToken.objects.update(scopes=["careless:read"])
    assert program.ask("GET", "careless/open").status_code == 401
    assert program.get("careless/mine") == "Anna Berg"


def test_what_describes_the_interface_is_open_and_says_nothing_about_the_house() -> None:
    Program("sales", name="Secret Name").write("POST", "customers", {"key": "N", "name": "Northwind"}, status=201)
    for address in ("openapi.json", "docs"):
        answer = asked("GET", ROOT + address)
        assert answer.status_code == 200
        assert b"Northwind" not in answer.content
        assert b"Secret" not in answer.content
    assert description()["openapi"] == "3.1.0"


@pytest.mark.parametrize("address", ["", "nothing", "customers/", "customers/x", "customers/-1", "customers/1/nothing"])
@pytest.mark.parametrize("verb", ["GET", "POST"])
def test_other_addresses_are_answered_like_the_rest(verb: str, address: str) -> None:
    answer = asked(verb, ROOT + address)
    assert answer.status_code == 404
    assert json.loads(answer.content)["code"] == "not-found"


def test_a_token_that_asks_too_often_has_to_wait_and_others_have_not(settings: Settings) -> None:
    settings.API_REQUESTS_A_MINUTE = 3
    eager, other = Program(), Program(name="Ben")
    answers = [eager.ask("GET", "customers") for _ in range(8)]  # of which four fall into one minute at least
    refused = [answer for answer in answers if answer.status_code == 429]
    assert len(refused) >= 2
    assert json.loads(refused[0].content)["code"] == "too-many-requests"
    assert 0 < int(refused[0]["Retry-After"]) <= 60
    assert other.ask("GET", "customers").status_code == 200


def test_answers_are_kept_by_nobody_on_the_way() -> None:
    assert Program().ask("GET", "customers")["Cache-Control"] == "private, no-store"
