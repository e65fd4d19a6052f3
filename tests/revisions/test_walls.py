"""Whoever writes to the database itself meets the same gates: tried with plain SQL."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Model
from django.utils.dateparse import parse_datetime

from makegood.feasibility.models import Validation
from makegood.foundation.guards.services import missing_guards
from makegood.promises.models import AgreedDate, Notice, Promise, PromiseTerm
from makegood.revisions import services
from makegood.revisions.models import GateRecord, Revision
from makegood.revisions.states import Gate
from tests.promises.desk import committed, customer, draft
from tests.promises.test_guards import refused
from tests.revisions.way import DUE, LATER, Company, state_of
from tests.staff import AT

pytestmark = pytest.mark.django_db

IN_FORCE = "UPDATE revisions_revision SET state = 'in-force', in_force_at = made_at"


def everything() -> list[list[dict[str, Any]]]:
    """Return all rows that somebody might want to be others."""
    models: tuple[type[Model], ...] = (Promise, AgreedDate, PromiseTerm, Revision, GateRecord, Validation)
    return [list(model._default_manager.order_by("pk").values()) for model in models]


@pytest.mark.parametrize("until", ["draft", "proposed", "sponsored", "warned", "validated", "worded"])
def test_no_revision_is_in_force_before_its_last_gate(until: str) -> None:
    company = Company()
    number = company.begin()
    if until != "draft":
        company.go(number, until=until)
    kept = everything()
    assert refused(IN_FORCE)
    assert refused("UPDATE promises_promise SET due = '2027-04-30'")
    assert until == "draft" or refused("DELETE FROM revisions_gate")
    assert refused("DELETE FROM revisions_revision")
    assert everything() == kept
    assert state_of(number) == until


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE promises_promise SET due = '2027-05-31'",
        "UPDATE promises_promise SET due = first_due",
        "UPDATE revisions_revision SET due = '2027-05-31'",
        "UPDATE revisions_revision SET applied_at = NULL",
        "UPDATE revisions_revision SET state = 'draft', in_force_at = NULL, applied_at = NULL",
        "UPDATE revisions_revision SET rationale = 'Because.'",
        "UPDATE revisions_gate SET passed = FALSE, reason = 'x'",
        "DELETE FROM revisions_gate",
        "DELETE FROM revisions_revision",
        "UPDATE feasibility_validation SET p_kept = 0.5",
        "DELETE FROM feasibility_validation",
        "UPDATE promises_agreed_date SET origin = 'customer'",
    ],
)
def test_what_is_in_force_stays_and_can_be_used_once(statement: str) -> None:
    company = Company()
    company.go(company.begin())
    kept = everything()
    assert refused(statement)
    assert everything() == kept


def test_the_date_that_is_in_force_is_not_agreed_a_second_time() -> None:
    company = Company()
    company.go(company.begin())
    with pytest.raises(DatabaseError, match="relies on"), transaction.atomic():
        AgreedDate.objects.create(promise_id=company.promise, due=LATER, origin="us", at=AT)
    assert AgreedDate.objects.count() == 2


@pytest.mark.parametrize("origin", ["us", "customer", "both", "first"])
def test_no_date_is_agreed_after_commitment_without_a_revision(origin: str) -> None:
    company = Company()
    company.go(company.begin(), until="worded")
    with pytest.raises(DatabaseError, match="relies on"), transaction.atomic():
        AgreedDate.objects.create(promise_id=company.promise, due=LATER, origin=origin, at=AT)
    assert AgreedDate.objects.count() == 1


def test_terms_of_a_promise_that_is_relied_on_stay_and_may_be_checked() -> None:
    company = Company()
    with pytest.raises(DatabaseError, match="relies on"), transaction.atomic():
        PromiseTerm.objects.create(promise_id=company.promise, kind="specification", subject="Colour", value="red")
    by = company.keeper
    other = draft(by, customer(by, "OTHER"))
    term = PromiseTerm.objects.create(promise_id=other, kind="specification", subject="Colour", value="red")
    assert not refused("UPDATE promises_term SET value = 'blue'")
    committed_at = "2027-01-04 09:00:00"
    assert not refused(
        f"UPDATE promises_promise SET state = 'committed', first_due = due, committed_at = '{committed_at}' "
        f"WHERE id = {other}"
    )
    assert parse_datetime(committed_at) is not None
    for statement in (
        "UPDATE promises_term SET value = 'green'",
        "UPDATE promises_term SET subject = 'Weight'",
        "DELETE FROM promises_term",
    ):
        assert refused(statement), statement
    assert not refused("UPDATE promises_term SET check_note = 'Seen'")
    assert PromiseTerm.objects.get(pk=term.pk).value == "blue"


def test_gates_can_not_be_entered_out_of_order_by_the_wrong_people_or_with_nothing_to_show() -> None:
    company = Company()
    number = company.go(company.begin(), until="proposed")
    warned = Notice.objects.create(promise_id=company.promise, how="call", told_at=AT, date_told=DUE, made_at=AT)
    asked = Validation.objects.create(promise_id=company.promise, due=LATER, by_id=company.sales.number, at=AT)

    def entered(gate: Gate, **fields: Any) -> bool:
        try:
            with transaction.atomic():
                GateRecord.objects.create(revision_id=number, gate=gate, passed=True, at=AT, **fields)
        except DatabaseError as error:
            assert "gate" in str(error).lower()  # noqa: PT017  # either database says it in its own way
            return False
        return True

    assert not entered(Gate.NOTICE, notice=warned)
    assert not entered(Gate.SPONSOR, by_id=company.proposer.number)
    assert not entered(Gate.SPONSOR)
    assert not entered(Gate.SPONSOR, by_id=company.executive.number, in_name_of_id=company.proposer.number)
    company.sponsor(number)
    assert not entered(Gate.NOTICE)
    assert not entered(Gate.NOTICE, notice=warned)  # it names a date
    other = committed(company.keeper, customer(company.keeper, "OTHER"))
    foreign = Notice.objects.create(promise_id=other, how="call", told_at=AT, made_at=AT)
    assert not entered(Gate.NOTICE, notice=foreign)
    company.warn(number)
    assert not entered(Gate.VALIDATION)
    assert not entered(Gate.VALIDATION, validation=asked)  # nobody has answered it
    assert not entered(Gate.VALIDATION, validation=asked, reason="Trust me", by_id=company.executive.number)
    assert not entered(Gate.MESSAGE)
    assert [one.gate for one in GateRecord.objects.order_by("pk")] == [1, 2, 3]


def test_what_gates_were_passed_on_is_not_exchanged_behind_them() -> None:
    company = Company()
    company.go(company.begin(), until="worded")
    for column in (
        "due = '2028-01-01'",
        "origin = 'customer'",
        "rationale = 'x'",
        "terms = '[1]'",
        "made_by_id = NULL",
    ):
        assert refused(f"UPDATE revisions_revision SET {column}"), column
    assert refused(f"UPDATE revisions_revision SET made_by_id = {company.executive.number}")


def test_a_revision_begins_as_a_draft_and_a_simulation_as_a_question() -> None:
    company = Company()
    company.begin()
    row: dict[str, Any] = dict(Revision.objects.values().get())
    services.withdraw_revision(number=row.pop("id"), reason="No", by=company.proposer, at=AT)
    for state in ("worded", "proposed"):
        with pytest.raises(DatabaseError, match="draft"), transaction.atomic():
            Revision.objects.create(**{**row, "state": state})
    with pytest.raises(DatabaseError, match="asked"), transaction.atomic():
        Validation.objects.create(promise_id=company.promise, due=LATER, by_id=company.sales.number, at=AT,
                                  state="done", as_of=DUE, samples=8_192, p_kept=1.0)  # fmt: skip


def test_the_walls_stand_on_this_database() -> None:
    assert missing_guards() == ()
    assert connection.vendor in {"sqlite", "postgresql"}
