"""What if? Every scenario's effect on every promise is that of a whole forecast, whatever was simulated for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from makegood.engine import (
    AddedSlots,
    FirstPlace,
    LaterDate,
    LessScope,
    LowerClass,
    RemovedRisk,
    RiskDriver,
    Settings,
    SplitDelivery,
    SwappedTeam,
    UnableToApply,
    forecast,
)
from makegood.engine.changes import applied, rest_of
from makegood.engine.harm import harm, stand_in_value
from makegood.engine.scenarios import Comparison, Scenario, effects
from tests.engine.portfolios import MONDAY, a_portfolio, a_promise, a_range, an_item, day
from tests.engine.shapes import Plan, grouped_portfolio

QUICK = Settings(samples=64)
GROUPS = grouped_portfolio(Plan(promises=5, teams=2, working_days=20), 3)
FIRST, TEAM = GROUPS.promises[0].key, GROUPS.teams[0].name
RISKY = replace(
    GROUPS,
    risks=(RiskDriver(name="flu", probability=0.5, items=(GROUPS.items[0].key, GROUPS.items[-1].key), factor=2.0),),
)
LATER = GROUPS.promises[0].due + timedelta(days=14)


@pytest.mark.parametrize(
    "changes",
    [
        (FirstPlace(FIRST),),
        (AddedSlots(TEAM, 2, MONDAY, MONDAY + timedelta(days=27)), LowerClass(FIRST, 5)),
        (SplitDelivery(FIRST, 0.5, LATER),),
        (RemovedRisk("flu"), LessScope(FIRST, 0.3)),
        (SwappedTeam(FIRST, GROUPS.items[0].team, GROUPS.teams[-1].name),),
        (LaterDate(FIRST, LATER),),
        (),
    ],
    ids=lambda changes: "+".join(type(change).__name__ for change in changes),
)
def test_the_effect_on_every_promise_is_that_of_a_whole_forecast(changes: tuple[object, ...]) -> None:
    comparison = Comparison(RISKY, as_of=MONDAY, settings=QUICK, until=LATER)
    found = comparison.of(Scenario("it", changes))  # type: ignore[arg-type]  # typed as they stand in the list
    whole = forecast(applied(RISKY, *changes), as_of=MONDAY, settings=comparison.settings)  # type: ignore[arg-type]  # see above
    before = forecast(RISKY, as_of=MONDAY, settings=comparison.settings)
    assert {one.promise: (one.after.p_kept, one.after.p85) for one in found.effects} == {
        one.promise: (one.p_kept, one.p85) for one in whole.promises
    }
    assert {one.promise: one.before.p_kept for one in found.effects if one.before} == {
        one.promise: one.p_kept for one in before.promises
    }


def test_only_the_groups_that_a_change_touches_are_simulated_again() -> None:
    comparison = Comparison(GROUPS, as_of=MONDAY, settings=QUICK)
    before = {name: len(known) for name, known in comparison._parts.items()}
    comparison.of(Scenario("it", (FirstPlace(FIRST),)))
    again = {name for name, known in comparison._parts.items() if len(known) > before[name]}
    assert len(again) == 1
    comparison.of(Scenario("it", (FirstPlace(FIRST), AddedSlots(GROUPS.teams[-1].name, 1, day(0), day(6)))))
    assert sum(len(known) for known in comparison._parts.values()) == sum(before.values()) + 2


ONE = a_portfolio(
    an_item("P/work", a_range(40)),
    an_item("Q/work", a_range(40)),
    promises=(
        a_promise("P", due_in=9, value=900.0, tier="gold"),
        a_promise("Q", due_in=4, value=100.0),
    ),
)


def test_harm_is_value_times_the_chance_of_breaking_it_times_the_tier_weight() -> None:
    (found,) = effects(ONE, [Scenario("first", (FirstPlace("P"),))], as_of=MONDAY, settings=QUICK).scenarios
    stand_in = stand_in_value(ONE.promises)
    for promise, effect in zip(ONE.promises, found.effects, strict=True):
        assert effect.after.harm == pytest.approx(harm(promise, effect.after.p_kept, stand_in))
        assert effect.after.lost == effect.after.harm
    assert [one.promise for one in found.winners] == ["P"]
    assert [one.promise for one in found.losers] == ["Q"]
    assert found.saved == pytest.approx(sum(one.saved for one in found.effects))
    assert found.saved > 0


def test_what_is_given_up_counts_as_lost_so_that_no_date_is_late_enough_to_be_free() -> None:
    options = [
        Scenario("much later", (LaterDate("P", day(350)),)),
        Scenario("nothing left", (LessScope("P", 1.0),)),
        Scenario("half of it later", (SplitDelivery("P", 0.5, day(9 + 70)),)),
    ]
    found = effects(ONE, options, as_of=MONDAY, settings=QUICK)
    later, nothing, half = ({one.promise: one.after for one in each.effects} for each in found.scenarios)
    assert later["P"].p_kept == nothing["P"].p_kept == 1.0
    assert later["P"].lost == pytest.approx(1_800 * 0.02 * (350 - 9) / 7)
    assert nothing["P"].lost == pytest.approx(1_800)
    rest = half[rest_of("P")]
    assert rest.p_kept == 1.0
    assert rest.lost == pytest.approx(900 * 0.02 * 10)
    assert half["P"].lost == pytest.approx(900 * (1 - (half["P"].p_kept or 0.0)))


def test_options_keep_as_far_from_the_plan_as_the_past_moved_it() -> None:
    comparison = Comparison(ONE, as_of=MONDAY, settings=QUICK)
    plan = comparison.plan.of("P")
    sad = replace(plan, p_kept=(plan.p_kept or 0.0) / 2, p85=None if plan.p85 is None else plan.p85 + timedelta(days=3))
    both = replace(comparison.plan, promises=tuple(sad if one is plan else one for one in comparison.plan.promises))
    options = [Scenario("nothing", ()), Scenario("first", (FirstPlace("P"),))]
    found = effects(ONE, options, as_of=MONDAY, settings=QUICK, both=both)
    alone = effects(ONE, options, as_of=MONDAY, settings=QUICK)
    assert found.of("nothing").effects[0].after.p_kept == sad.p_kept
    helped, by_plan = found.of("first").effects[0].after, alone.of("first").effects[0].after
    assert (sad.p_kept or 0.0) < (helped.p_kept or 0.0) < (by_plan.p_kept or 0.0)
    assert helped.p85 is not None
    assert by_plan.p85 is not None
    assert helped.p85 - by_plan.p85 == timedelta(days=3)


def test_a_scenario_that_cannot_be_applied_is_refused_and_unknown_ones_are_not_found() -> None:
    with pytest.raises(UnableToApply):
        effects(ONE, [Scenario("wrong", (FirstPlace("?"),))], as_of=MONDAY, settings=QUICK)
    with pytest.raises(KeyError):
        effects(ONE, [], as_of=MONDAY, settings=QUICK).of("?")
