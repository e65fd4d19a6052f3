"""Listing work, estimating it, ordering it, and saying how far it is."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from makegood.foundation.errors import Denied, NotFound, Stale
from makegood.foundation.history.queries import story
from makegood.foundation.outbox.models import News
from makegood.promises.services import let_expire
from makegood.work.models import Predecessor, WorkItem
from makegood.work.queries import find_item, item_choices, item_page, items_of
from makegood.work.services import UnableToPlan, add_item, change_item, remove_item, report_progress
from makegood.work.states import Basis
from tests.promises.desk import admin, customer, draft
from tests.staff import AT, person
from tests.work.bench import item, team

pytestmark = pytest.mark.django_db


def test_a_name_and_a_team_are_enough_and_the_missing_estimate_is_seen() -> None:
    by = admin()
    promise = draft(by, customer(by))
    number = add_item(promise=promise, name="  build  ", team=team(by), by=by, at=AT)
    row = find_item(number, by)
    assert (row.name, row.basis, row.slots, row.done_share) == ("build", Basis.MISSING, 1, 0.0)
    assert [one.number for one in item_page(by, basis=Basis.MISSING).rows] == [number]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"p10": 5.0}, "p50"),
        ({"p10": 5.0, "p50": 4.0, "p90": 9.0}, "p50"),
        ({"p10": -1.0, "p50": 4.0, "p90": 9.0}, "p10"),
        ({"p50": float("nan")}, "p50"),
        ({"p50": 700_000.0}, "p10"),
        ({"wait_p90": 4.0}, "wait_p50"),
        ({"wait_p50": 9.0, "wait_p90": 4.0}, "wait_p90"),
        ({"wait_p50": 9.0, "wait_started": AT.date() + timedelta(days=2)}, "wait_started"),
        ({"slots": 0}, "slots"),
        ({"done_share": 1.2}, "done_share"),
        ({"name": ""}, "name"),
        ({"team": 99_999}, "team"),
        ({"after": [99_999]}, "after"),
    ],
)
def test_what_can_not_be_is_refused_with_its_field_and_nothing_is_kept(fields: dict[str, Any], field: str) -> None:
    by = admin()
    promise = draft(by, customer(by))
    given: dict[str, Any] = {"name": "build", "team": team(by), **fields}
    with pytest.raises(UnableToPlan) as refused:
        add_item(promise=promise, by=by, at=AT, **given)
    assert refused.value.field == field
    assert not WorkItem.objects.exists()
    assert not News.objects.filter(event="work.changed").exists()


def test_only_those_who_do_the_work_plan_it() -> None:
    by = admin()
    promise, assembly = draft(by, customer(by)), team(by)
    with pytest.raises(Denied):
        add_item(promise=promise, name="build", team=assembly, by=person("sales"), at=AT)
    with pytest.raises(NotFound):
        add_item(promise=99_999, name="build", team=assembly, by=by, at=AT)
    let_expire(number=promise, by=by, at=AT)
    with pytest.raises(UnableToPlan, match="ended"):
        add_item(promise=promise, name="build", team=assembly, by=by, at=AT)


def test_a_name_is_there_once_in_a_promise_whatever_its_case() -> None:
    by = admin()
    to, assembly = customer(by), team(by)
    first, second = draft(by, to), draft(by, to)
    item(by, first, assembly)
    item(by, second, assembly)
    with pytest.raises(UnableToPlan) as refused:
        item(by, first, assembly, name="BUILD")
    assert refused.value.field == "name"


def test_two_who_change_the_same_item_see_each_other() -> None:
    by = admin()
    number = item(by, draft(by, customer(by)), team(by))
    change_item(number=number, version=0, p90=80.0, by=by, at=AT)
    with pytest.raises(Stale) as stale:
        change_item(number=number, version=0, p90=70.0, by=by, at=AT)
    assert stale.value.details["fields"] == {"p90": {"now": 80.0}}


def test_every_change_is_told_on_the_promise_and_announced_once() -> None:
    by = admin()
    promise = draft(by, customer(by))
    News.objects.all().delete()
    number = item(by, promise, team(by))
    report_progress(number=number, done_share=0.25, by=by, at=AT)
    report_progress(number=number, done_share=0.25, by=by, at=AT)
    change_item(number=number, version=1, done_share=0.25, by=by, at=AT)  # changes nothing
    remove_item(number=number, by=by, at=AT)
    verbs = [event.verb for event in story(subject=("promise", promise), viewer=by)]
    assert verbs[:3] == ["work.remove", "work.progress", "work.add"]
    assert [one.payload for one in News.objects.filter(event="work.changed")] == [{"promises": [promise]}] * 3


def test_taking_work_off_joins_what_came_after_it_to_what_was_before() -> None:
    by = admin()
    promise, assembly = draft(by, customer(by)), team(by)
    first = item(by, promise, assembly, name="first")
    middle = item(by, promise, assembly, name="middle", after=[first])
    item(by, promise, assembly, name="last", after=[middle])
    remove_item(number=middle, by=by, at=AT)
    assert [(row.name, row.after_names) for row in items_of(promise, by)] == [("first", ()), ("last", ("first",))]


def test_what_another_promise_waits_for_is_not_taken_off() -> None:
    by = admin()
    to, assembly = customer(by), team(by)
    first, second = draft(by, to, key="A-1"), draft(by, to, key="A-2")
    waited_for = item(by, first, assembly)
    item(by, second, assembly, name="fit", after=[waited_for])
    with pytest.raises(UnableToPlan, match="A-2 waits for this"):
        remove_item(number=waited_for, by=by, at=AT)
    assert items_of(second, by)[0].after_names == ("A-1: build",)


def test_the_first_item_of_a_promise_may_come_after_work_of_another_one_to_the_same_customer() -> None:
    by = admin()
    to, elsewhere, assembly = customer(by), customer(by, "OT"), team(by)
    first, promise = draft(by, to), draft(by, to)
    build = item(by, first, assembly)
    item(by, draft(by, elsewhere), assembly)
    assert [number for number, _name in item_choices(promise, by)] == [build]


def test_an_address_in_a_tracker_is_a_link_that_is_safe_to_follow() -> None:
    by = admin()
    promise, assembly = draft(by, customer(by)), team(by)
    for address in ("javascript:alert(1)", "data:text/html,x", "tracker/1"):
        with pytest.raises(UnableToPlan) as refused:
            item(by, promise, assembly, address=address)
        assert refused.value.field == "address"
    assert find_item(item(by, promise, assembly, address="https://tracker.example/1"), by).address[:8] == "https://"


class Circles(TestCase):
    """Whatever is put after whatever, nothing ever waits for itself."""

    @given(st.lists(st.tuples(st.integers(0, 4), st.sets(st.integers(0, 4), max_size=3)), max_size=12))
    def test_no_sequence_of_orders_goes_in_circles(self, orders: list[tuple[int, set[int]]]) -> None:
        by = admin()
        to, assembly = customer(by), team(by)
        promises = [draft(by, to), draft(by, to)]
        numbers = [item(by, promises[n % 2], assembly, name=f"item {n}") for n in range(5)]
        for of, before in orders:
            row = find_item(numbers[of], by)
            with suppress(UnableToPlan):
                change_item(number=numbers[of], version=row.version, after=[numbers[n] for n in before], by=by, at=AT)
        after: dict[int, set[int]] = {number: set() for number in numbers}
        for pair in Predecessor.objects.all():
            after[pair.item_id].add(pair.before_id)
        while free := [number for number, before in after.items() if not before & after.keys()]:
            for number in free:
                del after[number]
        assert after == {}
