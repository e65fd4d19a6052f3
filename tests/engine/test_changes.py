"""A change gives a new portfolio with exactly that change in it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from makegood.engine import AddedSlots, FirstPlace, LaterDate, LessScope
from makegood.engine.changes import applied
from tests.engine.portfolios import a_portfolio, a_promise, a_team, an_item, day, finish_in, the_promise

TWO = a_portfolio(
    an_item("P/work", 40.0),
    an_item("Q/work", 40.0),
    promises=(a_promise("P", due_in=7), a_promise("Q", due_in=6)),
)


def test_a_later_date_changes_the_due_date_and_nothing_else() -> None:
    later = applied(TWO, LaterDate("P", day(9)))
    assert later.promises == (replace(TWO.promises[0], due=day(9)), TWO.promises[1])
    assert replace(later, promises=TWO.promises) == TWO


def test_what_is_put_first_gets_its_team_before_what_was_due_earlier() -> None:
    assert (finish_in(TWO, "Q"), finish_in(TWO, "P")) == (4, 11)
    changed = applied(TWO, FirstPlace("P"))
    assert (finish_in(changed, "P"), finish_in(changed, "Q")) == (4, 11)


def test_half_the_scope_takes_half_the_time_of_what_is_left() -> None:
    begun = a_portfolio(an_item("P/work", 80.0, done_share=0.5), an_item("P/more", 40.0, after=("P/work",)))
    halved = applied(begun, LessScope("P", 0.5))
    assert (finish_in(begun), finish_in(halved)) == (11, 4)
    assert halved.items[0].done_share == pytest.approx(0.75)


def test_added_slots_work_only_while_they_are_there() -> None:
    crowd = a_portfolio(*(an_item(f"P{number}/work", 40.0) for number in range(4)))
    helped = applied(crowd, AddedSlots("Assembly", 1, day(0), day(6)))
    assert [finish_in(crowd, f"P{number}") for number in range(4)] == [4, 11, 18, 25]
    assert [finish_in(helped, f"P{number}") for number in range(4)] == [4, 4, 11, 18]


def test_added_slots_come_on_top_of_an_absence_of_everybody() -> None:
    away = a_portfolio(an_item("P/work", 16.0), teams=(replace(a_team(), slots=2),))
    absent = applied(away, AddedSlots("Assembly", 1, day(2), day(3)))
    assert the_promise(absent).p50 == the_promise(away).p50
