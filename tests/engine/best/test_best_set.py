"""The best set: within every demand, simulated whole, never worse than nothing, and as good as trying all."""

from __future__ import annotations

from datetime import timedelta
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from makegood.engine import (
    AddedSlots,
    FirstPlace,
    HigherClass,
    LaterDate,
    LessScope,
    LowerClass,
    RemovedRisk,
    Settings,
    SwappedTeam,
    forecast,
)
from makegood.engine.best import (
    BestSet,
    Demands,
    UnableToMeet,
    UnknownInDemands,
    best_by_trying_all,
    best_set,
    best_set_of,
)
from makegood.engine.candidates import Prices, propose
from makegood.engine.changes import applied
from makegood.engine.scenarios import Comparison, Scenario
from tests.engine.portfolios import MONDAY, a_portfolio, a_promise, a_range, a_team, an_item, day
from tests.engine.shapes import Plan, shaped_portfolio

QUICK = Settings(samples=64)
BUSY = shaped_portfolio(Plan(promises=12, teams=3, working_days=40, seed=3))
SLOTS = tuple(
    Scenario(f"help for {team.name}", (AddedSlots(team.name, 2, MONDAY, MONDAY + timedelta(days=27)),), cost=20_000.0)
    for team in BUSY.teams
)
MOVES = tuple(
    Scenario(f"{kind.__name__} {promise.key}", (kind(promise.key, number),))
    for promise in BUSY.promises[::4]
    for kind, number in ((HigherClass, 1), (LowerClass, 5))
)
LATER = tuple(
    Scenario(f"later {promise.key}", (LaterDate(promise.key, promise.due + timedelta(days=21)),))
    for promise in BUSY.promises[2:5]
)
OPTIONS = (*SLOTS, *MOVES, *LATER)


@cache
def busy() -> Comparison:
    """Share what was simulated: every example below asks about the same options."""
    return Comparison(BUSY, as_of=MONDAY, settings=QUICK, until=max(promise.due for promise in BUSY.promises))


def names(found: BestSet) -> list[str]:
    return [option.name for option in found.chosen]


DEMANDS = st.builds(
    Demands,
    budget=st.none() | st.floats(0, 60_000),
    delay_days=st.none() | st.integers(0, 30),
    protected=st.frozensets(st.sampled_from([promise.key for promise in BUSY.promises]), max_size=4),
    vetoed_kinds=st.frozensets(st.sampled_from(["later date", "lower class", "added slots"]), max_size=1),
    vetoed_teams=st.frozensets(st.sampled_from([team.name for team in BUSY.teams]), max_size=1),
    vetoed_promises=st.frozensets(st.sampled_from([promise.key for promise in BUSY.promises[:5]]), max_size=2),
    exclusions=st.just(()) | st.just((frozenset({OPTIONS[0].name, OPTIONS[1].name}),)),
    money_weight=st.sampled_from([0.0, 1.0]),
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(DEMANDS)
def test_whatever_is_demanded_is_kept_and_nothing_is_worse_than_doing_nothing(demands: Demands) -> None:
    found = best_set_of(busy(), OPTIONS, demands)
    assert demands.budget is None or found.cost <= demands.budget
    assert found.effect.saved >= demands.money_weight * found.cost - 1
    for effect in found.effect.effects:
        assert effect.before is not None
        if effect.promise in demands.protected:
            assert effect.gain >= 0
        if demands.delay_days is not None and effect.before.counted_on and effect.after.counted_on:
            assert (effect.after.counted_on - effect.before.counted_on).days <= demands.delay_days
    touched = {getattr(change, "promise", None) for option in found.chosen for change in option.changes}
    assert not touched & demands.vetoed_promises
    assert not {getattr(change, "team", None) for one in found.chosen for change in one.changes} & demands.vetoed_teams
    assert len({OPTIONS[0].name, OPTIONS[1].name} & set(names(found))) < 2 or not demands.exclusions
    assert {*names(found), *(out.option.name for out in found.ruled_out)} == {option.name for option in OPTIONS}


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.permutations(range(len(OPTIONS))), st.floats(0, 60_000))
def test_neither_the_order_of_options_nor_an_earlier_search_decides(order: list[int], budget: float) -> None:
    demands = Demands(budget=budget)
    found = best_set_of(busy(), OPTIONS, demands)
    again = best_set_of(busy(), [OPTIONS[place] for place in order], demands)
    assert set(names(found)) == set(names(again))
    assert (found.effect.effects, found.rounds) == (again.effect.effects, again.rounds)


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sets(st.sampled_from(OPTIONS), min_size=3, max_size=6), st.sampled_from([None, 20_000.0, 40_000.0]))
def test_few_options_are_chosen_as_well_as_by_trying_all_of_their_sets(
    some: set[Scenario], budget: float | None
) -> None:
    few = sorted(some, key=lambda option: option.name)
    found, best = (choose(busy(), few, Demands(budget=budget)) for choose in (best_set_of, best_by_trying_all))
    assert found.net >= 0.97 * best.net - 1


APART = a_portfolio(
    *(an_item(f"P{number}/work", a_range(40 + 8 * number), team=f"T{number}") for number in range(5)),
    promises=tuple(a_promise(f"P{number}", due_in=4, value=1_000.0 * (1 + number)) for number in range(5)),
    teams=tuple(a_team(f"T{number}") for number in range(5)),
)


@settings(max_examples=8, deadline=None)
@given(st.lists(st.integers(0, 1_500), min_size=5, max_size=5), st.integers(0, 4_000))
def test_where_effects_only_add_the_choice_is_exactly_that_of_trying_all(costs: list[int], budget: int) -> None:
    comparison = apart()
    options = [Scenario(f"cut {n}", (LessScope(f"P{n}", 0.4),), float(cost)) for n, cost in enumerate(costs)]
    found, best = (choose(comparison, options, Demands(budget=budget)) for choose in (best_set_of, best_by_trying_all))
    assert found.net == pytest.approx(best.net, abs=0.01)
    assert (found.agreed, found.proven, len(found.rounds)) == (True, True, min(1, len(found.rounds)))


@cache
def apart() -> Comparison:
    return Comparison(APART, as_of=MONDAY, settings=QUICK)


def test_a_worked_example() -> None:
    """Two promises want the same week of Assembly; the gold one is worth a helper, the small one can wait for it."""
    portfolio = a_portfolio(
        an_item("GOLD/build", 40.0),
        an_item("SMALL/build", 40.0),
        promises=(
            a_promise("GOLD", due_in=4, value=10_000.0, tier="gold", priority_class=3),
            a_promise("SMALL", due_in=3, value=1_000.0, priority_class=3),
        ),
    )
    helper = Scenario("a helper", (AddedSlots("Assembly", 1, day(0), day(6)),), cost=5_000.0)
    first = Scenario("gold first", (FirstPlace("GOLD"),))
    found = best_set(portfolio, [helper, first], as_of=MONDAY, settings=QUICK)
    assert found.effect.lost_before == 21_000.0
    assert names(found) == ["gold first"]
    assert (found.effect.lost, found.cost) == (1_000.0, 0.0)
    assert [(out.option.name, out.reason) for out in found.ruled_out] == [("a helper", "others are better")]
    protected = best_set(
        portfolio, [helper, first], Demands(protected=frozenset({"SMALL"})), as_of=MONDAY, settings=QUICK
    )
    assert names(protected) == ["gold first"]  # it was lost already, so nothing is taken from it
    vetoed = best_set(
        portfolio, [helper, first], Demands(vetoed_promises=frozenset({"GOLD"})), as_of=MONDAY, settings=QUICK
    )
    assert names(vetoed) == ["a helper"]
    assert [(out.reason, out.subject) for out in vetoed.ruled_out] == [("vetoed promise", "GOLD")]
    poor = Demands(vetoed_promises=frozenset({"GOLD"}), budget=100.0)
    assert names(best_set(portfolio, [helper, first], poor, as_of=MONDAY, settings=QUICK)) == []


def test_what_two_options_save_only_together_is_found() -> None:
    """P stands behind two rivals: to let one of them wait brings it nearer, and not in time."""
    portfolio = a_portfolio(
        *(an_item(f"{key}/work", 40.0) for key in "ABP"),
        promises=(
            a_promise("A", due_in=4, value=50.0, priority_class=1),
            a_promise("B", due_in=11, value=50.0, priority_class=1),
            a_promise("P", due_in=5, value=1_000.0),
        ),
    )
    waits = [Scenario(f"{key} waits", (LowerClass(key, 5),)) for key in "AB"]
    found = best_set(portfolio, waits, as_of=MONDAY, settings=QUICK)
    assert [one.saved for one in found.alone] == [-50.0, -50.0]
    assert names(found) == ["A waits", "B waits"]
    assert (found.effect.saved, found.agreed) == (900.0, True)


def test_options_that_cannot_be_applied_together_are_never_chosen_together() -> None:
    """What is handed over to another team is not there any more to be handed over."""
    portfolio = a_portfolio(
        an_item("P/one", 40.0),
        an_item("P/two", 40.0),
        an_item("R/work", 8.0, team="Spare"),
        promises=(a_promise("P", due_in=3, value=1_000.0), a_promise("R", value=10.0)),
    )
    options = [
        Scenario("all of it", (SwappedTeam("P", "Assembly", "Spare"), LessScope("P", 0.2))),
        Scenario("one of it", (SwappedTeam("P", "Assembly", "Spare", item="P/two"),)),
    ]
    found = best_set(portfolio, options, as_of=MONDAY, settings=QUICK)
    assert found.agreed
    assert {"all of it", "one of it"} - set(names(found))
    assert found.effect.saved >= 0


def test_a_probability_out_of_reach_is_named_with_what_is_attainable() -> None:
    wanted = Demands(reach={BUSY.promises[-1].key: 1.0, BUSY.promises[0].key: 0.0}, budget=0.0)
    with pytest.raises(UnableToMeet) as refused:
        best_set_of(busy(), SLOTS, wanted)
    (short,) = refused.value.shortfalls
    assert (short.promise, short.wanted) == (BUSY.promises[-1].key, 1.0)
    assert short.attainable < 1.0
    assert refused.value.best.chosen == ()


def test_a_probability_to_be_reached_outweighs_money() -> None:
    helped = Scenario("dear", (LessScope("P0", 0.9),), cost=1e6)
    assert best_set(APART, [helped], as_of=MONDAY, settings=QUICK).chosen == ()
    found = best_set(APART, [helped], Demands(reach={"P0": 0.95}), as_of=MONDAY, settings=QUICK)
    assert found.chosen == (helped,)


def test_options_that_cannot_be_applied_are_left_out_and_said_so() -> None:
    options = [Scenario("wrong", (RemovedRisk("?"),)), Scenario("right", (LessScope("P4", 0.5),))]
    found = best_set(APART, options, Demands(money_weight=0.0, delay_days=0), as_of=MONDAY, settings=QUICK)
    assert next((out.option.name, out.reason) for out in found.ruled_out) == ("wrong", "can't be applied")


@pytest.mark.parametrize(
    "demands",
    [
        Demands(protected=frozenset({"?"})),
        Demands(vetoed_teams=frozenset({"?"})),
        Demands(exclusions=(frozenset({"?", "x"}),)),
        Demands(reach={"?": 0.5}),
    ],
)
def test_demands_on_what_is_not_there_are_refused(demands: Demands) -> None:
    with pytest.raises(UnknownInDemands, match=r"\?"):
        best_set_of(busy(), OPTIONS, demands)


@pytest.mark.parametrize(
    "wrong",
    [{"budget": -1.0}, {"delay_days": -1}, {"delays": {"P": -2}}, {"reach": {"P": 1.5}}, {"money_weight": -1.0}],
)
def test_demands_that_cannot_be_meant_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"."):
        Demands(**wrong)  # type: ignore[arg-type]  # of any kind, as the cases have them


def test_two_options_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="two options"):
        best_set_of(busy(), [OPTIONS[0], OPTIONS[0]], Demands())


def test_candidates_can_all_be_applied_and_are_named_once() -> None:
    baseline = forecast(BUSY, as_of=MONDAY, settings=QUICK)
    found = propose(BUSY, baseline, settings=QUICK, prices=Prices(slot_week=1_000.0), promises=2)
    assert len({option.name for option in found}) == len(found) > 3
    for option in found:
        applied(BUSY, *option.changes)
        (change,) = option.changes
        assert (option.cost > 0) == isinstance(change, AddedSlots)
    assert found == propose(BUSY, baseline, settings=QUICK, prices=Prices(slot_week=1_000.0), promises=2)
    assert propose(BUSY, baseline, settings=QUICK, promises=0) == ()
