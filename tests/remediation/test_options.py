"""Ways out of a case: none before the criteria are locked, each simulated, and none of them lost."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from hashlib import sha256

import pytest
from django.db import DatabaseError, transaction

from makegood.feasibility.models import Standing
from makegood.feasibility.queries import find_scenario
from makegood.foundation.errors import Denied, NotFound
from makegood.remediation.models import Option
from makegood.remediation.queries import (
    LockRow,
    OptionRow,
    lock_in_force,
    locks_of,
    options_of,
    seen_what_ifs,
)
from makegood.remediation.services import (
    UnableToDecide,
    UnableToLock,
    UnableToPropose,
    lock_criteria,
    propose_option,
    propose_what_if,
    simulate_options,
    submit_decision,
    withdraw_option,
)
from makegood.remediation.states import Measure, OptionKind, kind_of
from tests.feasibility.what_ifs import begun, more, placed, team_of, tried
from tests.remediation.cases import Case, all_judged, case, option, with_options
from tests.staff import AT, GUEST, person

pytestmark = pytest.mark.django_db


def found(of: Case, title: str) -> OptionRow:
    return next(one for one in options_of(of.row, of.boss) if one.title == title)


def lock_of(of: Case) -> LockRow:
    lock = lock_in_force(locks_of(of.plan, of.boss))
    assert lock is not None
    return lock


def test_what_a_way_out_is_follows_from_what_it_changes() -> None:
    assert kind_of([]) is OptionKind.NOTHING
    assert kind_of(["added-slots", "swapped-team"]) is OptionKind.ADDED_CAPACITY
    assert kind_of(["later-date", "less-scope"]) is OptionKind.COMBINATION


def test_nobody_sees_a_way_out_before_the_criteria_are_locked() -> None:
    of = case()
    with pytest.raises(UnableToPropose, match="fixed before anybody sees"):
        option(of, "Two more", more(team_of(of.promise), 2.0))
    with pytest.raises(DatabaseError, match="before the criteria are locked"), transaction.atomic():
        Option.objects.create(plan_id=of.plan, title="Around the house", at=AT)
    digest = lock_criteria(plan=of.plan, by=of.four["product"], at=AT)
    assert sha256(lock_of(of).text.encode()).hexdigest() == digest
    assert [one.kind for one in options_of(of.row, of.boss)] == [OptionKind.NOTHING]
    with pytest.raises(UnableToLock, match="locked already"):
        lock_criteria(plan=of.plan, by=of.four["product"], at=AT)


def test_a_way_out_is_simulated_for_its_effect_on_this_promise_and_on_all_others() -> None:
    of = with_options()
    nothing, first, added = found(of, "Change nothing"), found(of, "First of all"), found(of, "Two more")
    assert first.measured[Measure.KEPT].value > nothing.measured[Measure.KEPT].value
    assert first.measured[Measure.SPILLOVER].value > 0 == added.measured[Measure.SPILLOVER].value
    assert (added.measured[Measure.COST].value, first.kind, added.kind) == (
        20_000,
        OptionKind.REPRIORITISATION,
        OptionKind.ADDED_CAPACITY,
    )
    assert all(one.is_fresh for one in (nothing, first, added))
    assert find_scenario(added.scenario or 0, of.four["product"]).shared_at == AT  # everybody sees what is proposed


def test_what_people_tried_before_the_criteria_were_locked_is_listed() -> None:
    of = case()
    seller, other = of.four["sales"], of.four["operations"]
    tried(of.forecaster, begun(seller, placed(of.promise), name="Me first"), seller)
    tried(of.forecaster, begun(seller, more(team_of(of.promise)), promise=of.promise, name="Mine"), seller)
    lock_criteria(plan=of.plan, by=other, at=AT + timedelta(hours=1))
    option(of, "After", more(team_of(of.promise), 3.0), at=AT + timedelta(hours=2))
    before = lock_of(of).at
    assert {one.name for one in seen_what_ifs(of.row, seller, before=before)} == {"Me first", "Mine"}
    told = seen_what_ifs(of.row, other, before=before)
    assert [(one.name, one.is_shown, one.by_name) for one in told] == [("", False, seller.name)] * 2
    assert seen_what_ifs(of.row, GUEST, before=before) == ()


def test_a_withdrawn_way_out_stays_to_be_seen_with_its_reason() -> None:
    of = with_options()
    number = found(of, "Two more").number
    with pytest.raises(UnableToPropose, match="always stands"):
        withdraw_option(option=found(of, "Change nothing").number, reason="Never", by=of.boss, at=AT)
    withdraw_option(option=number, reason="There is nobody to hire", by=of.four["operations"], at=AT)
    assert number not in of.options()
    kept = next(one for one in options_of(of.row, of.boss, also_withdrawn=True) if one.number == number)
    assert kept.withdrawn_why == "There is nobody to hire"
    with pytest.raises(NotFound):
        withdraw_option(option=number + 1_000_000, reason="None", by=of.boss, at=AT)


def test_a_named_what_if_becomes_a_way_out_once() -> None:
    of = with_options()
    seller = of.four["sales"]
    scenario = begun(seller, placed(of.promises[0], 5), name="The small one last", cost=Decimal(0), currency="EUR")
    propose_what_if(plan=of.plan, scenario=scenario, by=seller, at=AT)
    assert find_scenario(scenario, of.four["product"]).shared_at == AT
    with pytest.raises(UnableToPropose, match="stands among the options"):
        propose_what_if(plan=of.plan, scenario=scenario, by=seller, at=AT)


def test_ways_out_are_simulated_again_where_the_forecast_has_moved() -> None:
    of = all_judged()
    assert simulate_options(plan=of.plan, by=of.four["sales"], at=AT) == 0
    Standing.objects.update(inputs_hash="0" * 64)
    with pytest.raises(UnableToDecide, match="simulate these again: "):
        submit_decision(plan=of.plan, by=of.four["sales"], at=AT)
    assert simulate_options(plan=of.plan, by=of.four["sales"], at=AT) == 2


def test_only_who_works_on_a_plan_proposes_for_it() -> None:
    of = with_options()
    stranger = person("sales", name="Some One")
    with pytest.raises(Denied, match="Join"):
        propose_option(plan=of.plan, title="Mine", changes=[placed(of.promise)], by=stranger, at=AT)
    assert options_of(of.row, GUEST) == ()
