"""Several people at a revision in the same moment: each thing happens once, and nobody approves what was changed."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection

from makegood.foundation.errors import Problem
from makegood.foundation.history.queries import story
from makegood.promises.models import AgreedDate, Notice, Promise
from makegood.revisions.models import GateRecord, Revision
from makegood.revisions.services import approve_message, begin_revision, change_revision, refuse_revision
from makegood.revisions.services.gates import digest_for
from makegood.revisions.states import Gate, RevisionState, Side
from tests.revisions.way import LATER, SAID, Company, seen, state_of, version
from tests.staff import AT

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Do things in the same moment, each with a connection of its own; return how each ended, sorted."""
    barrier, ended = Barrier(len(acts)), []

    def do(act: Callable[[], object]) -> None:
        barrier.wait()
        try:
            act()
            ended.append("done")
        except Problem as problem:
            ended.append(problem.code)
        finally:
            connection.close()

    threads = [Thread(target=do, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ended) == len(acts)
    return sorted(ended)


def test_three_sides_that_approve_at_once_pass_the_gate_once() -> None:
    company = Company()
    number = company.go(company.begin(), until="validated")
    speakers = {Side.SALES: company.sales, Side.DELIVERY: company.operations, Side.CARE: company.success}
    acts = [
        lambda side=side, by=by: approve_message(number=number, side=side, seen=seen(number, side), by=by, at=AT)
        for side, by in speakers.items()
    ]
    assert at_once(*acts) == ["done"] * 3
    assert state_of(number) == RevisionState.WORDED
    assert GateRecord.objects.filter(revision=number, gate=Gate.MESSAGE, passed=True).count() == 1
    said = [line.verb for line in story(subject=("revision", number), viewer=company.sales)]
    assert said.count("revision.approve") == 3


def test_the_last_approval_and_another_message_at_once_leave_nothing_approved_that_nobody_read() -> None:
    company = Company()
    number = company.go(company.begin(), until="validated")
    company.approve(number, sides=(Side.SALES, Side.DELIVERY))
    read, last = seen(number, Side.CARE), version(number)
    other = SAID["message"] + " Your contact is Cleo Care."
    ended = at_once(
        lambda: approve_message(number=number, side=Side.CARE, seen=read, by=company.success, at=AT),
        lambda: change_revision(number=number, version=last, message=other, by=company.proposer, at=AT),
    )
    assert ended in (["done", "done"], ["done", "stale"])  # whoever came second saw that the other had been there
    revision = Revision.objects.get(pk=number)
    assert (revision.message, revision.state) == (other, RevisionState.VALIDATED)
    passed = GateRecord.objects.filter(revision=number, gate=Gate.MESSAGE).order_by("pk").last()
    assert passed is None or not passed.passed or passed.digest == digest_for(Gate.MESSAGE, revision)


def test_two_who_told_the_customer_at_once_put_it_in_force_once() -> None:
    company = Company()
    number = company.go(company.begin(), until="worded")
    assert at_once(lambda: company.tell(number), lambda: company.tell(number)) == ["done", "unable-to-pass"]
    assert Promise.objects.get(pk=company.promise).due == LATER
    assert AgreedDate.objects.filter(promise=company.promise, due=LATER).count() == 1
    assert Notice.objects.filter(promise=company.promise, date_told=LATER).count() == 1


def test_two_who_begin_at_once_make_one_revision() -> None:
    company = Company()
    acts = [
        lambda by=by: begin_revision(promise=company.promise, by=by, at=AT)
        for by in (company.proposer, company.operations)
    ]
    assert at_once(*acts) == ["done", "unable-to-revise"]
    assert Revision.objects.count() == 1


def test_an_executive_who_refuses_while_another_stands_for_it_is_one_of_both() -> None:
    company = Company()
    number = company.go(company.begin(), until="proposed")
    ended = at_once(
        lambda: company.sponsor(number),
        lambda: refuse_revision(number=number, reason="Not again.", by=company.executive, at=AT),
    )
    assert (
        state_of(number) == RevisionState.REFUSED
    )  # after it was sponsored it can be refused still; not the other way round
    assert ended in (["done", "done"], ["done", "unable-to-pass"])
