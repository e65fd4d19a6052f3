"""A change gives a new portfolio with exactly that change in it."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest

from makegood.engine import (
    AddedSlots,
    DroppedTerm,
    Effort,
    FirstPlace,
    HigherClass,
    LaterDate,
    LessScope,
    LowerClass,
    RemovedRisk,
    RiskDriver,
    SpecificationTerm,
    SplitDelivery,
    SwappedTeam,
    UnableToApply,
    Wait,
    Workaround,
)
from makegood.engine.changes import KINDS, Change, ChangeKind, applied, kind_of, promise_of, teams_of
from makegood.engine.portfolio import Fixed
from makegood.engine.results import Message
from makegood.phrases import sentence
from makegood.phrases.changes import change_message
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


def test_what_waits_in_a_lower_class_lets_others_come_first() -> None:
    changed = applied(TWO, LowerClass("Q", 5))
    assert (finish_in(changed, "P"), finish_in(changed, "Q")) == (4, 11)


def test_changes_are_applied_one_after_another_and_the_portfolio_stays_as_it_is() -> None:
    before = replace(TWO)
    changed = applied(TWO, LowerClass("Q", 5), LessScope("P", 0.5), LessScope("P", 0.5))
    assert (finish_in(changed, "P"), TWO) == (1, before)


def test_a_workaround_takes_the_place_of_the_work_that_is_left() -> None:
    lanes = a_portfolio(
        an_item("P/built", 8.0, done_share=1.0),
        an_item("P/parts", 80.0, after=("P/built",), wait=Wait(30, 30)),
        an_item("P/test", 40.0, team="Test", after=("P/parts",)),
        an_item("Q/after", 8.0, team="Test", after=("P/test",)),
        risks=(RiskDriver(name="fire", probability=1.0, items=("P/parts", "Q/after"), delay_days=1),),
    )
    round_it = Workaround("P", (Effort("Test", Fixed(8.0)), Effort("Assembly", Fixed(16.0))))
    changed = applied(lanes, round_it)
    assert [(item.key, item.after) for item in changed.items] == [
        ("P/built", ()),
        ("Q/after", ("P/workaround 2",)),
        ("P/workaround 1", ()),
        ("P/workaround 2", ("P/workaround 1",)),
    ]
    assert changed.risks[0].items == ("Q/after",)
    assert (finish_in(changed), finish_in(changed, "Q")) == (2, 4)


def test_a_workaround_of_one_item_stands_where_the_item_stood_and_waits_for_no_supplier() -> None:
    line = a_portfolio(
        an_item("P/first", 16.0),
        an_item("P/parts", 8.0, after=("P/first",), wait=Wait(30, 30)),
        an_item("P/last", 8.0, after=("P/parts",)),
    )
    changed = applied(line, Workaround("P", (Effort("Assembly", Fixed(24.0)),), item="P/parts"))
    assert [(item.key, item.after) for item in changed.items[1:]] == [
        ("P/last", ("P/parts (workaround)",)),
        ("P/parts (workaround)", ("P/first",)),
    ]
    assert (finish_in(line), finish_in(changed)) == (35, 7)


def test_another_team_does_what_is_left_of_a_team_or_one_item_of_it() -> None:
    items = (
        an_item("P/done", 8.0, done_share=1.0),
        an_item("P/one", 40.0),
        an_item("P/other", 40.0),
        an_item("R/work", 8.0, team="Spare"),
    )
    both = applied(a_portfolio(*items), SwappedTeam("P", "Assembly", "Spare"))
    assert [item.team for item in both.items] == ["Assembly", "Spare", "Spare", "Spare"]
    one = applied(a_portfolio(*items), SwappedTeam("P", "Assembly", "Spare", item="P/other"))
    assert [item.team for item in one.items] == ["Assembly", "Assembly", "Spare", "Spare"]
    assert (finish_in(a_portfolio(*items)), finish_in(one)) == (11, 4)


def test_a_risk_that_is_ruled_out_does_not_happen() -> None:
    risks = (RiskDriver(name="strike", probability=1.0, items=("P/work",), delay_days=7),)
    struck = a_portfolio(an_item("P/work", 8.0), risks=risks)
    assert (finish_in(struck), finish_in(applied(struck, RemovedRisk("strike")))) == (7, 0)


def test_a_term_that_is_dropped_is_promised_no_more() -> None:
    wish = SpecificationTerm(promise="P", attribute="speed", operator=">=", value="80")
    wished = replace(TWO, specifications=(wish, replace(wish, promise="Q")))
    assert applied(wished, DroppedTerm("P", "speed")).specifications == (replace(wish, promise="Q"),)


IMPOSSIBLE: dict[str, tuple[Change, ...]] = {
    "unknown promise": (FirstPlace("?"), LaterDate("?", day(9)), Workaround("?", (Effort("Assembly", Fixed(1.0)),))),
    "unknown team": (
        AddedSlots("?", 1, day(0), day(1)),
        SwappedTeam("P", "Assembly", "?"),
        Workaround("P", (Effort("?", Fixed(1.0)),)),
    ),
    "unknown item": (
        SwappedTeam("P", "Assembly", "Assembly", item="P/?"),
        Workaround("P", (Effort("Assembly", Fixed(1.0)),), item="Q/work"),
    ),
    "unknown risk": (RemovedRisk("?"),),
    "unknown term": (DroppedTerm("P", "?"),),
    "out of range": (
        AddedSlots("Assembly", -1, day(0), day(1)),
        LessScope("P", 1.2),
        SplitDelivery("P", float("nan"), day(9)),
        HigherClass("P", -1),
        LowerClass("P", 6),
    ),
    "ends before it starts": (AddedSlots("Assembly", 1, day(1), day(0)),),
    "no work instead": (Workaround("P", ()),),
}


@pytest.mark.parametrize(("code", "change"), [(code, one) for code, each in IMPOSSIBLE.items() for one in each])
def test_what_cannot_be_is_refused_with_a_reason_that_can_be_said(code: str, change: Change) -> None:
    with pytest.raises(UnableToApply) as refused:
        applied(TWO, change)
    codes = [problem.code for problem in refused.value.problems]
    assert code in codes
    assert refused.value.change is change
    said = [sentence("contradiction", Message(one.code, one.values), "de") for one in refused.value.problems]
    assert all(said)


def test_work_that_a_team_does_not_have_cannot_be_handed_over_nor_a_promise_be_split_twice() -> None:
    spare = replace(TWO, teams=(*TWO.teams, a_team("Spare")))
    with pytest.raises(UnableToApply, match="no work to hand over"):
        applied(spare, SwappedTeam("P", "Spare", "Assembly"))
    with pytest.raises(UnableToApply, match="duplicate"):
        applied(TWO, SplitDelivery("P", 0.5, day(9)), SplitDelivery("P", 0.5, day(12)))


EVERY: tuple[Change, ...] = (
    LaterDate("P", day(9)),
    AddedSlots("Assembly", 1, day(0), day(6)),
    LessScope("P", 0.25),
    FirstPlace("P"),
    HigherClass("P", 1),
    LowerClass("P", 5),
    SplitDelivery("P", 0.5, day(14)),
    DroppedTerm("P", "speed"),
    Workaround("P", (Effort("Assembly", Fixed(8.0)),)),
    SwappedTeam("P", "Assembly", "Test"),
    RemovedRisk("strike"),
)


def test_every_kind_has_a_code_and_says_whom_it_touches() -> None:
    assert {kind_of(change) for change in EVERY} == set(get_args(ChangeKind)) == set(KINDS.values())
    assert {type(change) for change in EVERY} == set(get_args(Change))
    assert {promise_of(change) for change in EVERY} == {"P", None}
    assert {team for change in EVERY for team in teams_of(change)} == {"Assembly", "Test"}


def test_programs_know_a_change_by_the_code_of_its_kind() -> None:
    assert [change_message(change).code for change in EVERY] == [kind_of(change) for change in EVERY]
    one = change_message(SwappedTeam("P", "Assembly", "Test", item="P/work"))
    assert sentence("remedy", one, "en") == "Let Test do P/work instead of Assembly."
    two = change_message(Workaround("P", (Effort("Assembly", Fixed(8.0)), Effort("Test", Fixed(4.0))), item="P/work"))
    assert sentence("remedy", two, "de") == "P/work umgehen: stattdessen 12 Stunden von Assembly und Test."
