"""Whoever does whatever in whichever order: the life of a promise stays what the table of states says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, ClassVar

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from makegood.foundation.actors import Viewer
from makegood.foundation.errors import Problem
from makegood.foundation.history.models import Entry
from makegood.foundation.history.verification import verify
from makegood.people.states import Function
from makegood.promises import services
from makegood.promises.models import AgreedDate, Notice, Promise
from makegood.promises.states import OWNED_BY, TRANSITIONS, State, Verb
from tests.promises.desk import DUE, TODAY, admin, customer, draft
from tests.promises.test_guards import refused
from tests.staff import AT, GUEST, person

pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]
DAYS = st.dates(TODAY - timedelta(days=40), TODAY + timedelta(days=40))
FACTS = ("first_due", "committed_at", "wording", "customer_id")

MOVES: dict[str, Callable[..., None]] = {
    "quote": services.quote_promise,
    "reserve": services.reserve_promise,
    "release": services.release_promise,
    "commit": services.record_commitment,
    "expire": services.let_expire,
}


FORBIDDEN = {
    "UPDATE promises_promise SET first_due = '2028-01-01' WHERE id = {number}",
    "UPDATE promises_promise SET first_due = NULL WHERE id = {number}",
    "UPDATE promises_promise SET wording = wording || '?' WHERE id = {number}",
    "UPDATE promises_promise SET committed_at = NULL WHERE id = {number}",
    "UPDATE promises_promise SET committed_at = NULL, first_due = NULL, state = 'draft' WHERE id = {number}",
    "UPDATE promises_promise SET state = 'kept' WHERE id = {number}",
    "UPDATE promises_agreed_date SET due = '2028-01-01' WHERE promise_id = {number}",
    "DELETE FROM promises_agreed_date WHERE promise_id = {number}",
    "UPDATE promises_notice SET date_told = '2028-01-01' WHERE promise_id = {number}",
    "DELETE FROM promises_notice WHERE promise_id = {number}",
    "DELETE FROM promises_promise WHERE id = {number}",
}


SETTINGS = settings(
    max_examples=30, stateful_step_count=50, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
"""Every step writes to a database, which may be slow where much else runs."""


class Life(RuleBasedStateMachine):
    """One promise, and people of every function who do things with it."""

    reached: ClassVar[set[str]] = set()

    @initialize(due=st.sampled_from([DUE, None]), moves=st.integers(0, 2))
    def begin(self, due: date | None, moves: int) -> None:
        """Begin with a draft that has been moved on a little, so that no walk is too short to see the end of a life."""
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        boss = admin()
        self.other = customer(boss, "OTHER")
        self.people: list[Viewer] = [boss, GUEST, person(), *(person(function) for function in Function)]
        self.number = draft(boss, customer(boss), due=DUE if moves else due)
        self.relied_on: tuple[object, ...] | None = None
        self.note()
        if moves > 0:
            self.bind()
        if moves > 1:
            self.hand_over(0)

    def teardown(self) -> None:
        if hasattr(self, "savepoint"):
            assert verify().flaw is None
            transaction.set_rollback(True)
            self.savepoint.__exit__(None, None, None)

    def note(self) -> None:
        """Remember how everything is."""
        self.promise = Promise.objects.get(pk=self.number)
        self.entries = Entry.objects.filter(subject_kind="promise", subject_number=self.number).count()
        self.reached.add(self.promise.state)
        self.added = (AgreedDate.objects.count(), Notice.objects.count())

    def attempt(self, do: Callable[[], object], *, may_take_back: bool = False) -> None:
        """Do something, and see that it happened whole with one entry in the history, or not at all with none."""
        before, entries, added = self.promise, self.entries, self.added
        try:
            with transaction.atomic():
                do()
        except Problem:
            self.note()
            assert (self.promise.state, self.promise.version) == (before.state, before.version)
            assert (self.entries, self.added) == (entries, added)
            return
        self.note()
        changes_nothing = self.promise.version == before.version
        assert self.entries == entries + 1 or (changes_nothing and self.entries == entries)
        if before.accepted_on is not None:
            kept = (before.accepted_on, before.in_full, before.accepted_by)
            assert (self.promise.accepted_on, self.promise.in_full, self.promise.accepted_by) == kept or (
                may_take_back and self.promise.state == State.DELIVERED
            ), "an acceptance went without being taken back"
        if self.promise.state != before.state:
            assert self.promise.state in TRANSITIONS[State(before.state)].values()
        if before.state != State.COMMITTED and self.promise.state == State.COMMITTED and self.relied_on is None:
            self.relied_on = tuple(getattr(self.promise, fact) for fact in FACTS)

    @rule(data=st.data(), move=st.sampled_from(sorted(MOVES)))
    def move(self, data: st.DataObject, move: str) -> None:
        by = self.somebody(data)
        self.attempt(lambda: MOVES[move](number=self.number, by=by, at=AT))

    @rule()
    def bind(self) -> None:
        """Commit as somebody who may, so that the walk comes further than the beginning."""
        self.attempt(lambda: services.record_commitment(number=self.number, by=self.people[0], at=AT))

    @rule(ago=st.integers(0, 3))
    def hand_over(self, ago: int) -> None:
        """Deliver as somebody who may, for the same reason."""
        said: dict[str, Any] = {"on": TODAY - timedelta(days=ago), "today": TODAY}
        self.attempt(lambda: services.deliver_promise(number=self.number, by=self.people[0], at=AT, **said))

    @rule(data=st.data(), on=DAYS)
    def deliver(self, data: st.DataObject, on: date) -> None:
        by = self.somebody(data)
        self.attempt(lambda: services.deliver_promise(number=self.number, on=on, today=TODAY, by=by, at=AT))

    @rule(data=st.data(), on=DAYS, in_full=st.booleans())
    def accept(self, data: st.DataObject, on: date, *, in_full: bool) -> None:
        by = self.somebody(data)
        said: dict[str, Any] = {"on": on, "in_full": in_full, "accepted_by": "Cleo", "today": TODAY}
        self.attempt(lambda: services.accept_delivery(number=self.number, by=by, at=AT, **said))

    @rule(data=st.data(), reason=st.sampled_from(["", "Broken"]))
    def reject(self, data: st.DataObject, reason: str) -> None:
        by = self.somebody(data)
        self.attempt(lambda: services.reject_delivery(number=self.number, reason=reason, by=by, at=AT))

    @rule(data=st.data(), reason=st.sampled_from(["", "It leaks"]))
    def take_back(self, data: st.DataObject, reason: str) -> None:
        by = self.somebody(data)
        self.attempt(
            lambda: services.take_back_acceptance(number=self.number, reason=reason, by=by, at=AT), may_take_back=True
        )

    @rule(statement=st.sampled_from(sorted(FORBIDDEN)))
    def go_behind_our_back(self, statement: str) -> None:
        """Write to the tables as whoever runs the application could: refused as soon as somebody relies on it."""
        if self.promise.committed_at is None:
            return
        tables = (Promise, AgreedDate, Notice)
        before = [list(table.objects.order_by("pk").values()) for table in tables]
        assert refused(statement.format(number=self.number)), statement
        assert [list(table.objects.order_by("pk").values()) for table in tables] == before

    @rule(data=st.data(), by_customer=st.booleans())
    def cancel(self, data: st.DataObject, *, by_customer: bool) -> None:
        by = self.somebody(data)
        said: dict[str, Any] = {"by_customer": by_customer, "reason": "No money"}
        self.attempt(lambda: services.cancel_promise(number=self.number, by=by, at=AT, **said))

    @rule(data=st.data(), due=st.none() | DAYS, wording=st.sampled_from(["In spring.", "In May.", ""]))
    def change(self, data: st.DataObject, due: date | None, wording: str) -> None:
        by, version = self.somebody(data), self.promise.version
        wanted: list[Any] = [{"due": due}, {"wording": wording}, {"customer": self.other}, {"channel": "mail"},
                             {"first_due": due}, {"told": due}]  # fmt: skip
        said: Any = data.draw(st.sampled_from(wanted))
        self.attempt(lambda: services.change_promise(number=self.number, version=version, by=by, at=AT, **said))

    @rule(data=st.data())
    def give_a_date(self, data: st.DataObject) -> None:
        by, version = self.somebody(data), self.promise.version
        self.attempt(lambda: services.change_promise(number=self.number, version=version, due=DUE, by=by, at=AT))

    @rule(data=st.data())
    def prove(self, data: st.DataObject) -> None:
        by = self.somebody(data)
        said: dict[str, Any] = {"kind": "note", "title": "Call", "text": "Said so"}
        entries = self.entries
        try:
            services.add_evidence(promise=self.number, by=by, at=AT, **said)
        except Problem:
            entries -= 1
        self.note()
        assert self.entries == entries + 1

    @invariant()
    def what_the_customer_relies_on_stays(self) -> None:
        if not hasattr(self, "promise"):
            return
        if self.relied_on is not None:
            assert tuple(getattr(self.promise, fact) for fact in FACTS) == self.relied_on
        if self.promise.committed_at is not None:
            assert self.promise.first_due is not None
            agreed = list(AgreedDate.objects.filter(promise=self.number).order_by("pk").values_list("due", flat=True))
            assert list(dict.fromkeys([self.promise.first_due, self.promise.due])) == agreed
            told = list(Notice.objects.filter(promise=self.number).order_by("pk").values_list("date_told", flat=True))
            assert told[0] == self.promise.first_due
        if self.promise.state in {State.COMMITTED, State.DELIVERED}:
            assert self.promise.committed_at is not None

    def somebody(self, data: st.DataObject) -> Viewer:
        """Return the administrator half of the time, so that something happens, else anybody."""
        return data.draw(st.just(self.people[0]) | st.sampled_from(self.people))


def test_no_sequence_of_calls_leaves_the_table_of_states_or_changes_what_was_promised() -> None:
    run_state_machine_as_test(Life, settings=SETTINGS)
    assert {State.COMMITTED, State.DELIVERED} <= Life.reached, "the walk was too short to show anything"


def test_the_table_says_of_every_state_what_follows_and_who_answers_for_it() -> None:
    assert set(TRANSITIONS) == set(OWNED_BY) == set(State)
    reached = {after for moves in TRANSITIONS.values() for after in moves.values()}
    assert reached | {State.DRAFT} == set(State)
    assert {verb for moves in TRANSITIONS.values() for verb in moves} == set(Verb)
