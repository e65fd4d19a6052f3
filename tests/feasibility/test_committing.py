"""Committing beside people who change things, and what it leaves behind."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Event

import pytest
from django.db import connection
from django.db.models import Sum
from django.db.models.functions import Length

from makegood.capability.models import Team
from makegood.engine import Settings
from makegood.feasibility import bridge
from makegood.feasibility.models import Commitment, Piece, Stamp, Standing
from makegood.feasibility.services import Forecaster, ask_to_commit, compute_again, renewing
from makegood.feasibility.services.rehearsing import Known, Rehearsal, rehearse
from makegood.foundation.actors import Viewer
from makegood.people.models import User
from makegood.promises.models import AgreedDate, Promise
from makegood.promises.services import add_evidence, take_back_acceptance
from makegood.promises.states import Verb
from makegood.work.queries import find_item
from makegood.work.services import change_item
from tests.feasibility.test_renewing import DUE, SETTINGS, bind, fresh, heard, stands, would_stand
from tests.promises.desk import admin, committed, customer, draft, taken
from tests.staff import AT, person
from tests.work.bench import item, team

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("any_level")]


def test_what_changes_during_the_rehearsal_is_in_the_stamp(monkeypatch: pytest.MonkeyPatch) -> None:
    by = admin()
    to, assembly = customer(by), team(by, slots=1.0)
    other, promise = committed(by, to, due=DUE), draft(by, to, due=DUE)
    number = item(by, other, assembly)
    item(by, promise, assembly)
    made: list[Rehearsal | None] = []

    def rehearse_while_another_edits(promise: int, verb: Verb, known: Known) -> Rehearsal | None:
        made.append(rehearse(promise, verb, known))
        if len(made) == 1:
            change_item(number=number, version=0, p90=900.0, by=by, at=AT)
        return made[-1]

    monkeypatch.setattr(renewing, "rehearse", rehearse_while_another_edits)
    forecaster = waiting_for(promise, by=by)
    assert forecaster.settle_commitments(at=AT) == 0  # the promise is not owed yet, and nothing is stamped
    assert Promise.objects.get(pk=promise).state == "draft"
    assert forecaster.settle_commitments(at=AT) == 0  # the forecast does not know of it yet
    assert len(made) == 1
    heard()
    forecaster.renew(at=AT)
    assert forecaster.settle_commitments(at=AT) == 1
    assert len(made) == 2
    stamp = Stamp.objects.get()
    assert (stamp.inputs_hash, stamp.p_kept) == (_fresh_part_hash(), _fresh_p(promise))
    assert made[0] is not None
    assert made[0].inputs_hash != stamp.inputs_hash


def test_who_edits_all_the_time_keeps_nobody_from_committing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Others are not waited for after a while; what is edited itself, only until it is locked."""
    by = admin()
    to, assembly = customer(by), team(by, slots=1.0)
    other, promise = committed(by, to, due=DUE), draft(by, to, due=DUE)
    edited = [item(by, one, assembly) for one in (other, promise)]
    locked: list[bool] = []

    def edit(number: int) -> None:
        version = find_item(number, by).version
        change_item(number=number, version=version, p90=90.0 + len(locked), by=by, at=AT)

    def rehearse_while_others_edit(promise: int, verb: Verb, known: Known) -> Rehearsal | None:
        found = rehearse(promise, verb, known)
        locked.append(connection.in_atomic_block and len(connection.savepoint_ids) > outside)
        if not locked[-1]:
            for number in edited:
                edit(number)
        return found

    outside = len(connection.savepoint_ids)
    monkeypatch.setattr(renewing, "rehearse", rehearse_while_others_edit)
    forecaster = waiting_for(promise, by=by)
    for seconds, settled in ((0, 0), (6, 0), (31, 1)):
        assert forecaster.settle_commitments(at=AT + timedelta(seconds=seconds)) == settled
    assert locked == [False, False, True]
    assert compute_again(Stamp.objects.get()).inputs_hash == Stamp.objects.get().inputs_hash
    second = draft(by, to, due=DUE)
    item(by, second, assembly)
    edited.pop()
    forecaster = waiting_for(second, by=by)
    for seconds, settled in ((0, 0), (6, 1)):  # only others are edited
        assert forecaster.settle_commitments(at=AT + timedelta(seconds=seconds)) == settled


def test_two_who_ask_bind_once_and_who_may_no_more_by_then_is_told_so() -> None:
    by = admin()
    to = customer(by)
    promise, other = draft(by, to, due=DUE), draft(by, to, due=DUE)
    assert ask_to_commit(number=promise, by=by, at=AT) == ask_to_commit(number=promise, by=person("sales"), at=AT)
    gone = person("sales")
    ask_to_commit(number=other, by=gone, at=AT)
    User.objects.filter(pk=gone.number).update(functions=["support"], language="de")
    heard()
    forecaster = Forecaster(SETTINGS)
    forecaster.renew(at=AT)
    forecaster.settle_commitments(at=AT)
    heard()
    forecaster.renew(at=AT)
    forecaster.settle_commitments(at=AT)
    assert [(one.state, one.code) for one in Commitment.objects.order_by("pk")] == [("done", ""), ("refused", "denied")]
    assert "Vertrieb" in Commitment.objects.get(code="denied").said  # in the language of who asked
    assert [Promise.objects.get(pk=one).state for one in (promise, other)] == ["committed", "draft"]
    assert Stamp.objects.count() == 1


def test_what_contradicts_itself_elsewhere_keeps_nobody_from_committing() -> None:
    by = admin()
    to = customer(by)
    other, promise = committed(by, to, due=DUE), draft(by, to, due=DUE)
    item(by, promise, team(by, "Paint"))
    Team.objects.filter(pk=team(by, "Odd")).update(country="ZZ")
    forecaster = waiting_for(promise, by=by)
    assert Standing.objects.get().problems
    assert forecaster.settle_commitments(at=AT) == 1
    stamp = Stamp.objects.get()
    assert compute_again(stamp).of(stamp.promise.key).p_kept == stamp.p_kept
    assert stamp.p_kept is not None
    assert other


def test_a_large_portfolio_is_traced_as_sparsely_when_it_is_computed_again() -> None:
    """What decides is counted over fewer samples where much is open, whatever the part of the promise holds."""
    by = admin()
    to, assembly = customer(by), team(by, slots=1.0)
    promise = draft(by, to, due=DUE)
    item(by, promise, assembly)
    ask_to_commit(number=promise, by=by, at=AT)
    heard()
    forecaster = Forecaster(replace(SETTINGS, traced_samples=16))
    forecaster.renew(at=AT)
    forecaster.settle_commitments(at=AT)
    stamp = Stamp.objects.get()
    assert compute_again(stamp).inputs_hash == stamp.inputs_hash


def test_a_stamp_is_what_everybody_sees_then_and_is_computed_again_to_the_bit() -> None:
    by = admin()
    to, assembly = customer(by), team(by, slots=1.0)
    item(by, committed(by, to, due=DUE), assembly)
    promise = draft(by, to, due=DUE, severity="S1")
    item(by, promise, assembly)
    bind(promise, by=by)
    heard()
    Forecaster(SETTINGS).renew(at=AT)
    stamp = Stamp.objects.get()
    read = compute_again(stamp).of(stamp.promise.key)
    assert bridge.figures_of(read) == {name: getattr(stamp, name) for name in bridge.figures_of(read)}
    assert stamp.p_kept == Promise.objects.get(pk=promise).outlook.p_kept


def test_a_second_commitment_keeps_only_what_changed_since_the_first() -> None:
    by = admin()
    to, assembly = customer(by), team(by)
    for n in range(40):
        item(by, committed(by, to, due=DUE + timedelta(days=n)), assembly)
    first, second = (draft(by, to, due=DUE) for _ in range(2))
    for promise in (first, second):
        item(by, promise, assembly)
    bind(first, by=by)
    kept = _bytes_kept()
    bind(second, by=by)
    assert _bytes_kept() - kept < kept / 10
    for stamp in Stamp.objects.all():
        assert compute_again(stamp).inputs_hash == stamp.inputs_hash


def test_an_acceptance_that_is_taken_back_is_heard_by_the_forecast() -> None:
    by = admin()
    to, day = customer(by), AT.date() - timedelta(days=1)
    ended = [
        taken(by, to, on=day, in_full=n % 2 == 0, due=day - timedelta(days=n % 3), said_at=AT - timedelta(days=60))
        for n in range(30)
    ]
    committed(by, to, due=DUE)
    heard()
    forecaster, next_day = Forecaster(SETTINGS), AT + timedelta(days=1)
    forecaster.renew(at=next_day)
    add_evidence(promise=ended[-1], kind="note", title="Call", text="It broke.", by=by, at=AT)
    take_back_acceptance(number=ended[-1], reason="It broke.", by=by, at=AT)
    heard()
    forecaster.renew(at=next_day)
    assert stands() == would_stand(fresh(next_day))


@pytest.mark.django_db(transaction=True)
def test_two_processes_at_once_commit_while_others_edit_and_every_stamp_is_of_one_moment() -> None:
    by = admin()
    to, assembly = customer(by), team(by, slots=1.0)
    edited = item(by, committed(by, to, due=DUE), assembly)
    promises = [draft(by, to, due=DUE + timedelta(days=n)) for n in range(3)]
    for promise in promises:
        item(by, promise, assembly)
        ask_to_commit(number=promise, by=by, at=AT)
    stop = Event()

    def edit() -> int:
        done = 0
        try:
            while not stop.is_set():
                version = find_item(edited, by).version
                change_item(number=edited, version=version, p90=100.0 + done, by=by, at=AT)
                done += 1
                stop.wait(0.05)
        finally:
            connection.close()
        return done

    def keep(patience: float) -> None:
        forecaster = Forecaster(Settings(samples=16))
        try:
            for look in range(1, 200):
                forecaster.renew(at=AT)
                forecaster.settle_commitments(at=AT + timedelta(seconds=patience * look))
                if not Commitment.objects.filter(state="waiting").exists():
                    break
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        editing = pool.submit(edit)
        try:
            list(pool.map(keep, (6.0, 40.0)))
        finally:
            stop.set()
        assert editing.result() > 0
    assert Stamp.objects.count() == 3
    assert AgreedDate.objects.filter(promise__in=promises).count() == 3
    for stamp in Stamp.objects.select_related("promise"):
        again = compute_again(stamp)
        assert stamp.promise.state == "committed"
        assert (again.inputs_hash, again.of(stamp.promise.key).p_kept) == (stamp.inputs_hash, stamp.p_kept)


def waiting_for(promise: int, *, by: Viewer) -> Forecaster:
    """Ask to commit to a promise, and return a forecast process that is about to answer."""
    ask_to_commit(number=promise, by=by, at=AT)
    heard()
    forecaster = Forecaster(SETTINGS)
    forecaster.renew(at=AT)
    return forecaster


def _bytes_kept() -> int:
    pieces = Piece.objects.aggregate(all=Sum(Length("content")))["all"] or 0
    return int(pieces + (Stamp.objects.aggregate(all=Sum(Length("inputs")))["all"] or 0))


def _fresh_part_hash() -> str:
    again = compute_again(Stamp.objects.get())
    whole = fresh()
    key = Stamp.objects.get().promise.key
    assert again.of(key).p_kept == whole.of(key).p_kept
    return again.inputs_hash


def _fresh_p(promise: int) -> float | None:
    return fresh().of(Promise.objects.get(pk=promise).key).p_kept
