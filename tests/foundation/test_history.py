"""The history: in order, unbroken, guarded by the database, readable by its audience, erasable where it must be."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from makegood.foundation.actors import HOUSE, Actor, Viewer
from makegood.foundation.guards.services import guards_lifted, missing_guards
from makegood.foundation.history import services
from makegood.foundation.history.chain import digest_of_body
from makegood.foundation.history.heads import Head, UnableToReadHeads, read_heads, write_head
from makegood.foundation.history.models import Body, Entry
from makegood.foundation.history.queries import current_head, story
from makegood.foundation.history.verification import verify

AT = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
ANNA = Actor("person", 7, "Anna Berg")
EVERYBODY = Viewer(1, "Somebody")


def tell(verb: str = "customer.rename", number: int = 1, **facts: object) -> int:
    with transaction.atomic():
        return services.record(verb=verb, subject=("customer", number), actor=ANNA, at=AT, facts=facts)


def run(sql: str, *values: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


@pytest.mark.django_db
def test_what_happened_is_read_newest_first_by_whoever_may() -> None:
    tell("customer.add")
    tell("customer.rename", before="Northwind", after="Northwind Rail")
    tell(number=2)
    with transaction.atomic():
        services.record(verb="customer.note", subject=("customer", 1), actor=ANNA, at=AT, audience="function:legal")
    told = story(subject=("customer", 1), viewer=EVERYBODY)
    assert [event.verb for event in told] == ["customer.rename", "customer.add"]
    assert told[0].facts == {"before": "Northwind", "after": "Northwind Rail"}
    assert told[0].actor == "Anna Berg"
    lawyer = Viewer(2, "L", audiences=frozenset({"everyone", "function:legal"}))
    assert story(subject=("customer", 1), viewer=lawyer)[0].verb == "customer.note"


@pytest.mark.django_db
def test_a_story_is_told_in_the_order_in_which_it_happened() -> None:
    tell("customer.add")
    tell("customer.rename")
    with transaction.atomic():
        services.record(verb="customer.met", subject=("customer", 1), actor=ANNA, at=AT - timedelta(days=1))
    told = story(subject=("customer", 1), viewer=EVERYBODY)
    assert [event.verb for event in told] == ["customer.rename", "customer.add", "customer.met"]


@pytest.mark.django_db(transaction=True)
def test_history_is_written_with_what_it_records_or_not_at_all() -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        services.record(verb="v", subject=("customer", 1), actor=HOUSE, at=AT)
    with transaction.atomic():
        services.record(verb="v", subject=("customer", 1), actor=HOUSE, at=AT)
        transaction.set_rollback(True)
    assert verify().entries == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE history_entry SET verb = 'x' WHERE position = 1",
        "DELETE FROM history_entry WHERE position = 2",
        "DELETE FROM history_body WHERE entry_id = 1",
        "UPDATE history_body SET content = '{}' WHERE entry_id = 1",
        "UPDATE history_body SET entry_id = 9, salt = NULL, content = NULL WHERE entry_id = 1",
        "UPDATE history_body SET salt = NULL WHERE entry_id = 1",
    ],
)
def test_the_database_refuses_to_change_history(sql: str) -> None:
    tell()
    tell()
    with pytest.raises(DatabaseError):
        run(sql)
    assert verify().flaw is None


@pytest.mark.django_db
def test_a_row_can_not_be_replaced_past_the_guards() -> None:
    tell()
    columns = ", ".join(str(field.column) for field in Entry._meta.local_concrete_fields)
    copy = f"INTO history_entry ({columns}) SELECT {columns} FROM history_entry"
    sql = f"INSERT OR REPLACE {copy}" if connection.vendor == "sqlite" else "TRUNCATE history_entry CASCADE"
    with pytest.raises(DatabaseError):
        run(sql)


@pytest.mark.django_db
def test_what_was_said_can_be_erased_and_the_chain_holds() -> None:
    position = tell(phone="+49 30 1234")
    with transaction.atomic():
        services.erase(position=position, by=ANNA, at=AT, reason="asked by the person")
    verdict = verify()
    assert (verdict.flaw, verdict.entries, verdict.erased) == (None, 2, 1)
    assert "1234" not in str(list(Body.objects.values_list("content", "salt")))
    newest, erased = story(subject=("customer", 1), viewer=EVERYBODY)
    assert newest.verb == "history.erase"
    assert erased.facts is None
    with pytest.raises(DatabaseError):
        run("UPDATE history_body SET content = '{}', salt = content WHERE entry_id = 1")


FORGERIES = {
    "digest": "UPDATE history_entry SET verb = 'forged' WHERE position = 2",
    "previous": "UPDATE history_entry SET previous = digest WHERE position = 2",
    "gap": "DELETE FROM history_entry WHERE position = 2",
    "body": 'UPDATE history_body SET content = \'{"actor":"Nobody"}\' WHERE entry_id = 2',
    "no-body": "DELETE FROM history_body WHERE entry_id = 2",
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("flaw", FORGERIES)
def test_what_the_owner_of_the_database_forges_is_found(flaw: str) -> None:
    for _ in range(3):
        tell()
    with guards_lifted():
        if flaw == "gap":
            run("DELETE FROM history_body WHERE entry_id = 2")
        run(FORGERIES[flaw])
    verdict = verify()
    assert (verdict.flaw, verdict.position) == (flaw, 2)


@pytest.mark.django_db(transaction=True)
def test_kept_heads_show_a_chain_that_was_cut_off_or_written_anew() -> None:
    for _ in range(3):
        tell()
    head = Head(3, verify().head, AT)
    assert verify(read_heads(write_head(head))).heads_met == 1
    with guards_lifted():
        run("DELETE FROM history_body WHERE entry_id = 3")
        run("DELETE FROM history_entry WHERE position = 3")
    assert verify().flaw is None
    assert (verify([head]).flaw, verify([head]).position) == ("short", 3)
    tell("something.else")
    assert verify().flaw is None
    assert (verify([head]).flaw, verify([head]).position) == ("head", 3)


@pytest.mark.django_db(transaction=True)
def test_kept_heads_show_a_chain_that_was_written_anew_from_the_start() -> None:
    assert current_head(at=AT) is None
    for _ in range(3):
        tell()
    head = current_head(at=AT)
    assert head is not None
    with guards_lifted():
        run("DELETE FROM history_body")
        run("DELETE FROM history_entry")
    for _ in range(5):
        tell("forged")
    assert verify().flaw is None
    verdict = verify(read_heads(write_head(head)))
    assert (verdict.flaw, verdict.position) == ("head", 3)
    assert "written anew" in verdict.reason


@pytest.mark.django_db(transaction=True)
def test_two_heads_that_contradict_each_other_can_not_both_be_met() -> None:
    tell()
    real = verify().head
    for heads in ([Head(1, real, AT), Head(1, bytes(32), AT)], [Head(1, bytes(32), AT), Head(1, real, AT)]):
        assert verify(heads).flaw == "head"


@pytest.mark.parametrize("text", ["x", "{}", '{"position": 0, "digest": "00", "at": "2027-01-04"}', "[1]"])
def test_a_file_that_holds_no_heads_is_refused_with_its_line(text: str) -> None:
    head = write_head(Head(1, bytes(32), AT))
    with pytest.raises(UnableToReadHeads, match="line 2"):
        list(read_heads(f"{head}\n{text}\n"))


@pytest.mark.django_db(transaction=True)
def test_a_guard_that_fell_is_noticed_and_raised_again() -> None:
    assert missing_guards() == ()
    with guards_lifted():
        assert len(missing_guards()) >= 4
    assert missing_guards() == ()


@pytest.mark.django_db(transaction=True)
def test_eight_writers_at_once_leave_one_chain() -> None:
    def write(number: int) -> None:
        for _ in range(10):
            tell(number=number)
        connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(1, 9)))
    assert (verify().flaw, verify().entries) == (None, 80)


@given(content=st.text(), salt=st.binary(min_size=32, max_size=32), other=st.text())
def test_a_digest_stands_for_one_body_only(content: str, salt: bytes, other: str) -> None:
    content, other = content.encode("utf-8", "replace").decode(), other.encode("utf-8", "replace").decode()
    assert (digest_of_body(salt, content) == digest_of_body(salt, other)) == (content == other)


class AnyHistory(TestCase):
    """Whatever happens, the chain holds; whatever one column is changed to, it does not."""

    @settings(max_examples=25)
    @given(
        facts=st.lists(st.dictionaries(st.text(), st.text() | st.integers() | st.none()), min_size=1, max_size=5),
        data=st.data(),
    )
    def test_one_change_breaks_the_chain_where_it_was_made(
        self, facts: list[dict[str, object]], data: st.DataObject
    ) -> None:
        for said in facts:
            with transaction.atomic():
                services.record(verb="v", subject=("customer", 1), actor=ANNA, at=AT, facts=said)
        self.assertIsNone(verify().flaw)
        position = data.draw(st.integers(1, len(facts)))
        column, value = data.draw(
            st.sampled_from(
                [("verb", "w"), ("subject_number", 2), ("actor_number", 8), ("audience", "x"), ("digest", bytes(32))]
            )
        )
        with guards_lifted():
            Entry.objects.filter(position=position).update(**{column: value})
            verdict = verify()
            self.assertEqual((verdict.flaw, verdict.position), ("digest", position))

    @settings(max_examples=25)
    @given(length=st.integers(2, 6), data=st.data())
    def test_entries_that_were_taken_swapped_or_put_in_are_found(self, length: int, data: st.DataObject) -> None:
        for number in range(length):
            with transaction.atomic():
                services.record(verb=f"v{number}", subject=("customer", number), actor=ANNA, at=AT)
        head = current_head(at=AT)
        assert head is not None
        first = data.draw(st.integers(1, length - 1))
        forge = data.draw(st.sampled_from([_take, _swap, _put_in]))
        with guards_lifted():
            forge(first, length)
            verdict = verify([head])
        self.assertIsNotNone(verdict.flaw)
        self.assertLessEqual(verdict.position, first + 1)


def _take(first: int, length: int) -> None:
    """Take one entry out and close the gap."""
    run(f"DELETE FROM history_body WHERE entry_id = {first}")
    run(f"DELETE FROM history_entry WHERE position = {first}")
    for position in range(first + 1, length + 1):
        _move(position, position - 1)


def _swap(first: int, length: int) -> None:
    _move(first, 1_000)
    _move(first + 1, first)
    _move(1_000, first + 1)


def _put_in(first: int, length: int) -> None:
    """Make room after one entry and put a copy of it there."""
    for position in range(length, first, -1):
        _move(position, position + 1)
    entry, body = Entry.objects.get(position=first), Body.objects.get(entry_id=first)
    entry.position = body.entry_id = first + 1
    entry.save(force_insert=True)
    body.save(force_insert=True)


def _move(position: int, to: int) -> None:
    """Give an entry and its body another place."""
    entry, body = Entry.objects.get(position=position), Body.objects.get(entry_id=position)
    run(f"DELETE FROM history_body WHERE entry_id = {position}")
    run(f"DELETE FROM history_entry WHERE position = {position}")
    entry.position = body.entry_id = to
    entry.save(force_insert=True)
    body.save(force_insert=True)


@pytest.mark.django_db
def test_many_things_at_once_are_chained_like_single_ones() -> None:
    with transaction.atomic():
        services.record(verb="x.begin", subject=("x", 1), actor=HOUSE, at=datetime(2027, 1, 1, tzinfo=UTC))
        happened = [services.Happened("x.do", ("x", number), {"n": number}) for number in range(1, 4)]
        last = services.record_many(happened=happened, actor=HOUSE, at=datetime(2027, 1, 2, tzinfo=UTC))
    assert last == Entry.objects.order_by("-position").values_list("position", flat=True)[0]
    assert [entry.subject_number for entry in Entry.objects.filter(verb="x.do").order_by("position")] == [1, 2, 3]
    assert (verify().flaw, verify().entries) == (None, last)
