from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction

from makegood.customers.models import Customer
from makegood.foundation.repeats.models import Repeat
from makegood.foundation.repeats.services import (
    LEASE,
    Answered,
    Claim,
    KeyUsedForAnother,
    StillRunning,
    claim_key,
    forget_repeats,
    give_back,
    keep_answer,
)
from tests.api.callers import Program

AT = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
NORTHWIND = {"key": "N", "name": "Northwind"}
pytestmark = pytest.mark.django_db


def claimed(digest: str = "d", *, sender: int = 1, key: str = "k", at: datetime = AT) -> Claim:
    claim = claim_key(sender=sender, key=key, digest=digest, at=at)
    assert isinstance(claim, Claim)
    return claim


def test_what_is_sent_again_with_its_key_is_done_once_and_answered_alike() -> None:
    program = Program()
    first = program.ask("POST", "customers", NORTHWIND, Idempotency_Key="order-1")
    again = program.ask("POST", "customers", NORTHWIND, Idempotency_Key="order-1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    assert (first.headers.get("Idempotent-Replayed"), again["Idempotent-Replayed"]) == (None, "true")
    assert Customer.objects.count() == 1


def test_an_answer_reads_alike_with_a_key_and_without() -> None:
    program = Program()
    with_key = program.ask("POST", "customers", NORTHWIND, Idempotency_Key="1")
    number = json.loads(with_key.content)["number"]
    plain = program.ask("GET", f"customers/{number}")
    assert with_key.content == plain.content
    assert with_key["Content-Type"] == plain["Content-Type"]


@pytest.mark.parametrize("other", [{"key": "M", "name": "Northwind"}, {"name": "Northwind", "key": "N"}])
def test_a_key_used_for_another_request_is_refused(other: dict[str, str]) -> None:
    program = Program()
    program.write("POST", "customers", NORTHWIND, status=201, Idempotency_Key="1")
    said = program.write("POST", "customers", other, status=422, Idempotency_Key="1")
    assert (said["code"], Customer.objects.count()) == ("key-used-for-another", 1)
    assert program.write("POST", "glossary", NORTHWIND, status=422, Idempotency_Key="1")["code"] == "invalid"


def test_keys_of_two_tokens_have_nothing_to_do_with_each_other() -> None:
    Program().write("POST", "customers", NORTHWIND, status=201, Idempotency_Key="1")
    said = Program(name="Ben").write("POST", "customers", NORTHWIND, status=422, Idempotency_Key="1")
    assert said["field"] == "key"


def test_what_was_refused_may_be_tried_again_with_the_same_key() -> None:
    program = Program()
    program.write("POST", "customers", NORTHWIND, status=201)
    program.write("POST", "customers", NORTHWIND, status=422, Idempotency_Key="1")
    assert Repeat.objects.count() == 0
    Customer.objects.update(key="M")
    program.write("POST", "customers", NORTHWIND, status=201, Idempotency_Key="1")


@pytest.mark.parametrize("key", ["", "a b", "x" * 201, "\xe4"])
def test_a_key_that_can_not_be_kept_is_refused(key: str) -> None:
    said = Program().write("POST", "customers", NORTHWIND, status=422, Idempotency_Key=key)
    assert (said["code"], said["field"], Customer.objects.count()) == ("unusable-key", "Idempotency-Key", 0)


def test_a_second_request_is_told_that_the_first_still_runs() -> None:
    claimed()
    with pytest.raises(StillRunning):
        claim_key(sender=1, key="k", digest="d", at=AT + LEASE - timedelta(seconds=1))
    with pytest.raises(KeyUsedForAnother):
        claim_key(sender=1, key="k", digest="other", at=AT)
    claimed(sender=2)
    claimed(key="other")


def test_a_request_that_died_can_be_tried_again_and_can_not_finish_any_more() -> None:
    dead = claimed()
    second = claimed(at=AT + LEASE)
    with pytest.raises(StillRunning), transaction.atomic():
        keep_answer(claim=dead, status=201, answer="{}")
    give_back(claim=dead)
    keep_answer(claim=second, status=200, answer="[]")
    assert claim_key(sender=1, key="k", digest="d", at=AT) == Answered(200, "[]")
    give_back(claim=second)
    assert claim_key(sender=1, key="k", digest="d", at=AT) == Answered(200, "[]")


def test_old_keys_are_forgotten() -> None:
    claimed(key="old", at=AT - timedelta(days=8))
    claimed(key="new")
    assert forget_repeats(begun_before=AT - timedelta(days=7)) == 1
    assert Repeat.objects.get().key == "new"


@pytest.mark.django_db(transaction=True)
def test_an_answer_is_kept_with_what_was_done_or_not_at_all() -> None:
    claim = claimed()
    with pytest.raises(RuntimeError):
        keep_answer(claim=claim, status=200, answer="")


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_is_done_and_the_others_wait_or_hear_of_it() -> None:
    program = Program()

    def send(_n: int) -> tuple[int, str]:
        try:
            answer = program.ask("POST", "customers", NORTHWIND, Idempotency_Key="1")
        finally:
            connection.close()
        return answer.status_code, json.loads(answer.content).get("code", "")

    with ThreadPoolExecutor(6) as pool:
        answers = set(pool.map(send, range(12)))
    assert answers <= {(201, ""), (409, "still-running")}
    assert (201, "") in answers
    assert Customer.objects.count() == 1
