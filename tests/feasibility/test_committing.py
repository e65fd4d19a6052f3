"""Committing beside people who change things, and what it leaves behind."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event
from typing import Any

import pytest
from django.db import connection
from django.db.models import Sum
from django.db.models.functions import Length

from makegood.engine import Settings
from makegood.feasibility import bridge
from makegood.feasibility.models import Piece, Stamp
from makegood.feasibility.services import Forecaster, commit_promise, committing, compute_again
from makegood.feasibility.services.rehearsing import Rehearsal, rehearse
from makegood.promises.models import Promise
from makegood.promises.services import add_evidence, take_back_acceptance
from makegood.work.queries import find_item
from makegood.work.services import change_item
from tests.feasibility.test_renewing import DUE, SETTINGS, fresh, heard, stands, would_stand
from tests.promises.desk import admin, committed, customer, draft, taken
from tests.staff import AT
from tests.work.bench import item, team

pytestmark = pytest.mark.django_db


def test_what_changes_during_the_rehearsal_is_in_the_stamp(monkeypatch: pytest.MonkeyPatch) -> None:
    by = admin()
    to, assembly = customer(by), team(by, slots=1.0)
    other, promise = committed(by, to, due=DUE), draft(by, to, due=DUE)
    number = item(by, other, assembly)
    item(by, promise, assembly)
    made: list[Rehearsal | None] = []

    def rehearse_while_another_edits(**asked: Any) -> Rehearsal | None:
        made.append(rehearse(**asked))
        if len(made) == 1:
            change_item(number=number, version=0, p90=900.0, by=by, at=AT)
        return made[-1]

    monkeypatch.setattr(committing, "rehearse", rehearse_while_another_edits)
    commit_promise(number=promise, by=by, at=AT, settings=SETTINGS)
    assert len(made) == 2
    stamp = Stamp.objects.get()
    assert (stamp.inputs_hash, stamp.p_kept) == (_fresh_part_hash(), _fresh_p(promise))
    assert made[0] is not None
    assert made[0].inputs_hash != stamp.inputs_hash


def test_who_edits_all_the_time_keeps_nobody_from_committing(monkeypatch: pytest.MonkeyPatch) -> None:
    by = admin()
    to, assembly = customer(by), team(by, slots=1.0)
    promise = draft(by, to, due=DUE)
    number = item(by, promise, assembly)
    asked: list[bool] = []

    def rehearse_while_another_edits(**given: Any) -> Rehearsal | None:
        asked.append(connection.in_atomic_block)
        known = rehearse(**given)
        if len(asked) <= committing.ATTEMPTS:
            change_item(number=number, version=find_item(number, by).version, p90=90.0 + len(asked), by=by, at=AT)
        return known

    monkeypatch.setattr(committing, "rehearse", rehearse_while_another_edits)
    commit_promise(number=promise, by=by, at=AT, settings=SETTINGS)
    assert len(asked) == committing.ATTEMPTS + 1
    assert Stamp.objects.get().inputs_hash == _fresh_part_hash()


def test_a_stamp_is_what_everybody_sees_then_and_is_computed_again_to_the_bit() -> None:
    by = admin()
    to, assembly = customer(by), team(by, slots=1.0)
    item(by, committed(by, to, due=DUE), assembly)
    promise = draft(by, to, due=DUE, severity="S1")
    item(by, promise, assembly)
    commit_promise(number=promise, by=by, at=AT, settings=SETTINGS)
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
    commit_promise(number=first, by=by, at=AT, settings=SETTINGS)
    kept = _bytes_kept()
    commit_promise(number=second, by=by, at=AT, settings=SETTINGS)
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
def test_two_processes_at_once_commit_and_edit_and_every_stamp_is_of_one_moment() -> None:
    by = admin()
    to, assembly = customer(by), team(by, slots=1.0)
    edited = item(by, committed(by, to, due=DUE), assembly)
    promises = [draft(by, to, due=DUE + timedelta(days=n)) for n in range(3)]
    for promise in promises:
        item(by, promise, assembly)
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

    def commit(number: int) -> None:
        try:
            commit_promise(number=number, by=by, at=AT, settings=Settings(samples=16))
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        editing = pool.submit(edit)
        try:
            list(pool.map(commit, promises))
        finally:
            stop.set()
        assert editing.result() > 0
    assert Stamp.objects.count() == 3
    for stamp in Stamp.objects.select_related("promise"):
        again = compute_again(stamp)
        assert stamp.promise.state == "committed"
        assert (again.inputs_hash, again.of(stamp.promise.key).p_kept) == (stamp.inputs_hash, stamp.p_kept)


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
