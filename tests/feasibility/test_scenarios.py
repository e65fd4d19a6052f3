"""Named what-ifs: a list of typed changes, tried on every promise, and put into effect all at once or not at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import reduce
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from makegood.capability.models import CapacityChange
from makegood.capability.services import add_absence, close_team
from makegood.engine import Forecast, forecast
from makegood.engine.changes import applied
from makegood.engine.combined import combined
from makegood.engine.past import learn_past
from makegood.feasibility import bridge
from makegood.feasibility.models import Application, Placement, Scenario, ScenarioChange, Trial, TrialRow
from makegood.feasibility.policies import NeedsConsent, can_apply
from makegood.feasibility.queries import (
    changes_in,
    compared_scenarios,
    contrasts,
    effects,
    find_scenario,
    find_trial,
    found_by,
    promise_keyed,
    scenario_page,
    scenarios_about,
    tries_of,
)
from makegood.feasibility.services import (
    Forecaster,
    HasMoved,
    UnableToApply,
    UnableToRank,
    UnableToSuppose,
    add_change,
    apply_scenario,
    begin_scenario,
    change_scenario,
    copy_scenario,
    list_changes,
    look_for_help,
    remove_change,
    replace_change,
    share_scenario,
    take_back_scenario,
    try_scenario,
)
from makegood.feasibility.services.warm import WarmRows
from makegood.feasibility.states import NEEDED, ChangeKind, TrialKind, TrialState
from makegood.foundation.actors import EVERYONE, Viewer
from makegood.foundation.errors import Denied, NotFound, Stale
from makegood.foundation.history.models import Entry
from makegood.people.services import close_account
from makegood.promises.models import Promise
from makegood.promises.services import add_term, cancel_promise
from makegood.work.models import WorkItem
from tests.feasibility.test_ranking import crowd, running
from tests.feasibility.test_renewing import DUE, SETTINGS, fresh, heard, stands, would_stand
from tests.promises.desk import admin, customer, draft, taken
from tests.staff import AT, GUEST, person
from tests.work.bench import item, team

pytestmark = pytest.mark.django_db

START, END = AT.date(), AT.date() + timedelta(weeks=8)


def more(of: int, slots: float = 1.0) -> dict[str, Any]:
    return {"kind": "added-slots", "team": of, "slots": slots, "start": START, "end": END}


def placed(promise: int, rank_class: int = 0) -> dict[str, Any]:
    return {"kind": "place", "promise": promise, "rank_class": rank_class}


def begun(by: Viewer, *changes: dict[str, Any], **fields: Any) -> int:
    return begin_scenario(**{"name": "Some more", **fields}, changes=changes, by=by, at=AT)


def tried(forecaster: Forecaster, scenario: int, by: Viewer) -> int:
    """Try a what-if, and return the trial once it is answered."""
    trial = try_scenario(number=scenario, by=by, at=AT)
    assert forecaster.answer_trials(at=AT) == 1
    return trial


def team_of(promise: int) -> int:
    return WorkItem.objects.filter(promise=promise).values_list("team", flat=True)[0]


def recomputed(scenario: int) -> Forecast:
    """Return the forecast of what stands in the database with the changes of a what-if, computed from nothing."""
    rows = WarmRows(zone="UTC", as_of=AT.date())
    rows.read_all()
    changes = changes_in(scenario, Scenario.objects.get(pk=scenario).revision)
    portfolio = reduce(applied, map(bridge.engine_change, changes), rows.portfolio())
    plan = forecast(portfolio, as_of=AT.date(), settings=replace(SETTINGS, policy=rows.policy))
    past = learn_past(portfolio, as_of=AT.date(), horizon=plan.horizon, seed=SETTINGS.seed)
    return combined(plan, portfolio, past.views, SETTINGS) if past.views else plan


def says(trial: int, result: Forecast, before: dict[str, tuple[Any, ...]], by: Viewer) -> None:
    """Require that a trial says of every promise what a forecast says, to the bit."""
    said = find_trial(trial, by)
    assert (said.state, said.after_hash) == (TrialState.DONE, result.inputs_hash)
    assert said.after["expected_kept"] == result.portfolio.expected_kept
    assert said.after["expected_loss"] == dict(result.portfolio.expected_loss)
    shown = {one.key: one for one in effects(trial, by, size=500).rows}
    for one in result.promises:
        if one.promise in shown:
            row = shown[one.promise]
            assert (row.kept_after, row.safe_after, row.harm_after) == (one.p_kept, one.p85, one.harm)
        elif one.promise in before:
            assert (one.p_kept, one.p50, one.p85, one.p95) == (before[one.promise][0], *before[one.promise][2:5])


@pytest.mark.parametrize("kind", list(ChangeKind))
def test_what_is_said_of_each_kind_of_change_is_a_full_recomputation_to_the_bit(kind: ChangeKind) -> None:
    by = admin()
    promises = crowd(by)
    taken(by, customer(by, "PAST"), on=AT.date() - timedelta(days=9), in_full=True, key="OLD",
          due=AT.date() - timedelta(days=12))  # fmt: skip
    offer = draft(by, customer(by, "SO"), due=DUE, key="OFFER")
    item(by, offer, team_of(promises[0]))
    add_term(promise=offer, kind="specification", subject="Weight", operator="<=", value="2", unit="kg", by=by, at=AT)
    said = {
        ChangeKind.ADDED_SLOTS: more(team_of(promises[0])),
        ChangeKind.PLACE: placed(promises[3]),
        ChangeKind.LESS_SCOPE: {"kind": kind, "promise": promises[1], "share": 0.3},
        ChangeKind.SPLIT_DELIVERY: {"kind": kind, "promise": promises[2], "share": 0.5, "due": date(2027, 4, 30)},
        ChangeKind.LATER_DATE: {"kind": kind, "promise": promises[0], "due": date(2027, 3, 26)},
        ChangeKind.DROPPED_TERM: {"kind": kind, "promise": offer, "term": "weight"},
    }
    forecaster = running()
    before = stands()
    scenario = begun(by, said[kind])
    trial = tried(forecaster, scenario, by)
    says(trial, recomputed(scenario), before, by)
    assert stands() == before  # nothing has changed
    rest = find_trial(trial, by).after["more"]
    assert [one["key"] for one in rest] == (["P2 (rest)"] if kind == ChangeKind.SPLIT_DELIVERY else [])


def test_several_changes_are_tried_together_and_come_as_they_were_tried() -> None:
    by, operations = admin(), person("operations")
    promises = crowd(by)
    assembly = team_of(promises[0])
    add_absence(team=assembly, start=START + timedelta(days=7), end=START + timedelta(days=9), by=by, at=AT)
    forecaster = running()
    scenario = begun(operations, more(assembly, 0.5), placed(promises[3]), more(assembly, 1.0))
    trial = tried(forecaster, scenario, operations)
    expected = {one.key: one.kept_after for one in effects(trial, operations, size=500).rows}
    assert expected
    apply_scenario(trial=trial, reason="They wait.", by=operations, at=AT)
    heard()
    forecaster.renew(at=AT)
    now = stands()
    assert now == would_stand(fresh())
    assert {key: now[key][0] for key in expected} == expected
    planned = dict(CapacityChange.objects.order_by("start").values_list("start", "slots"))
    assert planned == {START: 2.5, END + timedelta(days=1): 1.0}
    assert Placement.objects.get().trial_id == trial
    row = find_scenario(scenario, operations)
    assert (row.is_open, row.applied_reason, row.applied_by) == (False, "They wait.", operations.name)
    told = set(Entry.objects.filter(verb="scenario.apply").values_list("subject_kind", "subject_number"))
    assert told == {("scenario", scenario), ("team", assembly), ("promise", promises[3])}
    with pytest.raises(UnableToApply, match="already"):
        apply_scenario(trial=trial, reason="Again.", by=operations, at=AT)
    with pytest.raises(DatabaseError), transaction.atomic():
        Application.objects.update(reason="Another one")


def test_what_nobody_relies_on_yet_may_be_changed_in_every_way() -> None:
    by = admin()
    offer = draft(by, customer(by), due=DUE, key="OFFER")
    number = item(by, offer, team(by), done_share=0.5)
    add_term(promise=offer, kind="specification", subject="Weight", operator="<=", value="2", unit="kg", by=by, at=AT)
    forecaster = running()
    later = DUE + timedelta(days=30)
    scenario = begun(
        by,
        {"kind": "less-scope", "promise": offer, "share": 0.2},
        {"kind": "later-date", "promise": offer, "due": later},
        {"kind": "dropped-term", "promise": offer, "term": "Weight"},
    )
    apply_scenario(trial=tried(forecaster, scenario, by), reason="So they want it.", by=by, at=AT)
    found = Promise.objects.get(pk=offer)
    assert (found.due, found.terms.count()) == (later, 0)
    work = WorkItem.objects.get(pk=number)
    assert (work.p50, work.done_share) == (pytest.approx(28.8), pytest.approx(0.5 / 0.9))  # 16 of 32 hours are done


def test_where_one_change_is_refused_nothing_is_applied() -> None:
    by = admin()
    promises = crowd(by)
    offer = draft(by, customer(by, "SO"), due=DUE, key="OFFER")
    item(by, offer, team_of(promises[0]), name="guess", p10=None, p50=None, p90=None)
    forecaster = running()
    scenario = begun(
        by, more(team_of(promises[0])), placed(promises[3]), {"kind": "less-scope", "promise": offer, "share": 0.5}
    )
    trial = tried(forecaster, scenario, by)
    before = Entry.objects.count()
    with pytest.raises(UnableToApply, match=r"OFFER.*“guess” has no estimate") as refused:
        apply_scenario(trial=trial, reason="So.", by=by, at=AT)
    assert refused.value.details == {"code": "unable-to-plan"}
    assert not CapacityChange.objects.exists()
    assert not Placement.objects.exists()
    assert (Entry.objects.count(), find_scenario(scenario, by).is_open) == (before, True)


@pytest.mark.parametrize(
    "said",
    [
        {"kind": "later-date", "due": DUE + timedelta(days=30)},
        {"kind": "less-scope", "share": 0.2},
        {"kind": "split-delivery", "share": 0.5, "due": DUE + timedelta(days=30)},
    ],
    ids=lambda said: said["kind"],
)
def test_what_the_customer_has_to_agree_to_is_refused_by_name(said: dict[str, Any]) -> None:
    by = admin()
    promises = crowd(by)
    forecaster = running()
    scenario = begun(by, more(team_of(promises[0])), {**said, "promise": promises[0]})
    trial = tried(forecaster, scenario, by)
    with pytest.raises(NeedsConsent, match="P0") as refused:
        apply_scenario(trial=trial, reason="So.", by=by, at=AT)
    assert refused.value.details == {"promise": promises[0]}
    assert not CapacityChange.objects.exists()


def test_who_applies_has_to_own_every_thing_that_changes() -> None:
    by = admin()
    promises = crowd(by)
    offer = draft(by, customer(by, "SO"), due=DUE, key="OFFER")
    item(by, offer, team_of(promises[0]))
    kinds = {
        ChangeKind.ADDED_SLOTS: {"operations", "administrator"},
        ChangeKind.PLACE: {"operations", "executive", "administrator"},
        ChangeKind.LESS_SCOPE: {"operations", "product", "support", "administrator"},
    }
    for kind, allowed in kinds.items():
        for function in ("sales", "product", "operations", "customer-success", "support", "executive", "legal",
                         "administrator"):  # fmt: skip
            assert can_apply(person(function), [kind]) == (function in allowed), (kind, function)
    boss = person("executive")
    forecaster = running()
    scenario = begun(boss, placed(promises[3]), more(team_of(promises[0])))
    trial = tried(forecaster, scenario, boss)
    with pytest.raises(Denied, match="Only operations"):
        apply_scenario(trial=trial, reason="So.", by=boss, at=AT)
    assert not Placement.objects.exists()
    with pytest.raises(Denied):
        begin_scenario(name="Guest", by=GUEST, at=AT)


def test_it_is_not_applied_unseen_where_the_forecast_or_the_list_has_moved() -> None:
    by = admin()
    promises = crowd(by)
    forecaster = running()
    scenario = begun(by, more(team_of(promises[0])))
    waiting = try_scenario(number=scenario, by=by, at=AT)
    assert try_scenario(number=scenario, by=by, at=AT) == waiting
    with pytest.raises(UnableToRank, match="nobody knows"):
        apply_scenario(trial=waiting, reason="So.", by=by, at=AT)
    forecaster.answer_trials(at=AT)
    add_change(number=scenario, **placed(promises[3]), by=by, at=AT)
    with pytest.raises(UnableToApply, match="another one"):
        apply_scenario(trial=waiting, reason="So.", by=by, at=AT)
    assert find_scenario(scenario, by).tried is None
    trial = tried(forecaster, scenario, by)
    cancel_promise(number=promises[1], by_customer=False, reason="No", by=by, at=AT)
    with pytest.raises(HasMoved) as refused:
        apply_scenario(trial=trial, reason="So.", by=by, at=AT)
    assert refused.value.details == {"trial": trial}
    apply_scenario(trial=trial, reason="So.", although_moved=True, by=by, at=AT)
    assert Application.objects.get().has_moved
    assert [one.number for one in tries_of(scenario, by)] == [trial, waiting]


def test_what_is_about_something_that_is_gone_can_not_be_known() -> None:
    by = admin()
    promises = crowd(by, 2)
    forecaster = running()
    ended = begun(by, placed(promises[1]))
    paint = team(by, "Paint")
    closed = begun(by, more(paint))
    cancel_promise(number=promises[1], by_customer=False, reason="No", by=by, at=AT)
    heard()
    forecaster.renew(at=AT)
    assert find_trial(tried(forecaster, ended, by), by).state == TrialState.FAILED
    close_team(number=paint, reason="So", by=by, at=AT)
    heard()
    forecaster.renew(at=AT)
    trial = tried(forecaster, closed, by)
    with pytest.raises(UnableToApply, match="closed"):
        apply_scenario(trial=trial, reason="So.", by=by, at=AT)


def test_a_what_if_is_its_makers_own_until_it_is_shared() -> None:
    maker, other, keeper = person("sales"), person("operations"), admin()
    promises = crowd(keeper)
    forecaster = running()
    scenario = begun(maker, placed(promises[3]), promise=promises[3], cost=Decimal("1200.5"), currency="eur")
    trial = tried(forecaster, scenario, maker)
    assert [one.number for one in scenario_page(maker).rows] == [scenario]
    for hidden in (lambda: find_scenario(scenario, other), lambda: find_trial(trial, other)):
        with pytest.raises(NotFound):
            hidden()
    assert scenario_page(other).total == len(scenarios_about(other, promise=promises[3])) == 0
    assert compared_scenarios([scenario], other) == ()
    assert effects(trial, other).total == 0 == len(contrasts([trial], other))
    assert set(Entry.objects.filter(subject_kind="scenario").values_list("audience", flat=True)) == {
        f"person:{maker.number}"
    }
    share_scenario(number=scenario, by=maker, at=AT)
    share_scenario(number=scenario, by=maker, at=AT)
    assert Entry.objects.filter(verb="scenario.share", audience=EVERYONE).count() == 1
    row = find_scenario(scenario, other)
    assert (row.cost, row.currency, row.by_name) == (Decimal("1200.50"), "EUR", maker.name)
    assert effects(trial, other).total > 0
    assert [one.number for one in scenarios_about(other, promise=promises[3])] == [scenario]
    for refused in (
        lambda: add_change(number=scenario, **placed(promises[0]), by=other, at=AT),
        lambda: change_scenario(number=scenario, version=0, name="Mine", by=other, at=AT),
        lambda: take_back_scenario(number=scenario, by=other, at=AT),
        lambda: share_scenario(number=scenario, by=other, at=AT),
    ):
        with pytest.raises(Denied):
            refused()
    copied = copy_scenario(number=scenario, by=other, at=AT)
    copy = find_scenario(copied, other)
    assert (copy.name, copy.shared_at, copy.cost) == ("Some more (copy)", None, row.cost)
    assert [(one.kind, one.promise) for one in copy.changes] == [(ChangeKind.PLACE, promises[3])]
    take_back_scenario(number=scenario, by=maker, at=AT)
    assert scenario_page(other, whose="shared").total == 0
    with pytest.raises(UnableToSuppose, match="taken back"):
        try_scenario(number=scenario, by=maker, at=AT)
    with pytest.raises(NotFound):
        share_scenario(number=scenario, by=maker, at=AT)


def test_a_list_of_changes_is_never_rewritten() -> None:
    by = admin()
    promises = crowd(by)
    scenario = begun(by)
    add_change(number=scenario, **placed(promises[0], 5), by=by, at=AT)
    add_change(number=scenario, **more(team_of(promises[0])), by=by, at=AT)
    first, second = find_scenario(scenario, by).changes
    replace_change(change=first.number, **placed(promises[1], 1), by=by, at=AT)
    with pytest.raises(NotFound, match="another one"):
        remove_change(change=second.number, by=by, at=AT)  # it is one of the list before
    now = find_scenario(scenario, by).changes
    assert [one.kind for one in now] == [ChangeKind.PLACE, ChangeKind.ADDED_SLOTS]
    remove_change(change=now[0].number, by=by, at=AT)
    row = find_scenario(scenario, by)
    assert ([one.kind for one in row.changes], row.revision) == ([ChangeKind.ADDED_SLOTS], 4)
    assert [one.rank_class for one in changes_in(scenario, 1)] == [5]
    list_changes(number=scenario, changes=[more(team_of(promises[0]))], by=by, at=AT)
    assert find_scenario(scenario, by).revision == 4  # the same again is nothing new
    with pytest.raises(DatabaseError), transaction.atomic():
        ScenarioChange.objects.filter(pk=first.number).update(rank_class=0)
    change_scenario(number=scenario, version=0, name="Another name", by=by, at=AT)
    with pytest.raises(Stale) as stale:
        change_scenario(number=scenario, version=0, name="A third one", by=by, at=AT)
    assert stale.value.details["fields"] == {"name": {"now": "Another name"}}
    list_changes(number=scenario, changes=[], by=by, at=AT)
    with pytest.raises(UnableToSuppose, match="changes nothing"):
        try_scenario(number=scenario, by=by, at=AT)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"kind": "wish"}, "kind"),
        ({"team": None}, "team"),
        ({"team": 999_999}, "team"),
        ({"slots": 0.0}, "slots"),
        ({"slots": float("nan")}, "slots"),
        ({"slots": 1001.0}, "slots"),
        ({"end": START - timedelta(days=1)}, "end"),
        ({"start": date(1960, 1, 1)}, "start"),
        ({"share": 0.5}, "share"),
        ({"kind": "place", "rank_class": 6}, "rank_class"),
        ({"kind": "place", "promise": 999_999, "rank_class": 1}, "promise"),
        ({"kind": "less-scope", "share": 1.0}, "share"),
        ({"kind": "less-scope", "share": 0.0}, "share"),
        ({"kind": "later-date", "due": DUE}, "due"),
        ({"kind": "dropped-term", "term": "Colour"}, "term"),
    ],
)
def test_what_makes_no_change_is_refused_with_its_field(said: dict[str, Any], field: str) -> None:
    by = admin()
    (promise,) = crowd(by, 1)
    usual = more(team_of(promise)) if said.get("kind", "added-slots") == "added-slots" else {"promise": promise}
    with pytest.raises(UnableToSuppose) as refused:
        begun(by, placed(promise), {**usual, **said})
    assert (refused.value.field, refused.value.details) == (field, {"place": 1})
    assert not Scenario.objects.exists()


def test_what_contradicts_itself_is_refused() -> None:
    by = admin()
    (promise,) = crowd(by, 1)
    for changes, match in (
        ([placed(promise), placed(promise)], "already"),
        ([placed(promise), placed(promise, 1)], "already"),
        ([more(team_of(promise), n + 1.0) for n in range(21)], "20 changes"),
    ):
        with pytest.raises(UnableToSuppose, match=match):
            begun(by, *changes)
    for fields, field in (({"name": " "}, "name"), ({"cost": Decimal(5)}, "currency"), ({"cost": Decimal(-5)}, "cost")):
        with pytest.raises(UnableToSuppose) as refused:
            begun(by, **fields)
        assert refused.value.field == field


def test_the_database_takes_no_change_that_says_too_little_or_too_much() -> None:
    by = admin()
    (promise,) = crowd(by, 1)
    scenario = begun(by)
    given: dict[str, Any] = {
        "promise_id": promise, "team_id": team_of(promise), "slots": 1.0, "start": START, "end": END,
        "rank_class": 1, "share": 0.5, "due": DUE, "term": "Weight",
    }  # fmt: skip
    for revision, kind in enumerate(ChangeKind, 1):
        needed = {f"{name}_id" if name in {"promise", "team"} else name for name in NEEDED[kind]}
        whole = {name: value for name, value in given.items() if name in needed}
        known = {"scenario_id": scenario, "revision": revision, "kind": kind}
        ScenarioChange.objects.create(**known, place=0, **whole)
        wrong = [{n: v for n, v in whole.items() if n != left} for left in whole]
        wrong += [{**whole, name: value} for name, value in given.items() if name not in needed]
        for one in wrong:
            with pytest.raises(IntegrityError), transaction.atomic():
                ScenarioChange.objects.create(**known, place=1, **one)


def test_what_would_help_is_found_and_tried_in_one_act() -> None:
    by, keeper = person("operations", language="de"), admin()
    promises = crowd(keeper)
    forecaster = running()
    search = look_for_help(promise=promises[3], by=by, at=AT)
    assert look_for_help(promise=promises[3], by=by, at=AT) == search
    assert forecaster.answer_trials(at=AT) == 1
    found = found_by(search, by)
    assert found
    assert found_by(search, keeper) == ()
    assert forecaster.answer_trials(at=AT) == len(found)
    rows = compared_scenarios(found, by)
    assert {row.promise for row in rows} == {promises[3]}
    assert all(row.tried is not None and row.tried.state == TrialState.DONE for row in rows)
    assert all(row.name.startswith("P3: ") for row in rows)
    trials = [row.tried.number for row in rows if row.tried]
    TrialRow.objects.exclude(promise=promises[3]).update(points=0.0)  # as where dates move and nothing else
    best = contrasts(trials, by)
    own = next(one for one in best if one.promise == promises[3])
    assert own.now is not None
    assert max(one for one in own.then if one is not None) > own.now
    again = look_for_help(promise=promises[3], by=by, at=AT)
    forecaster.answer_trials(at=AT)
    assert found_by(again, by) == found  # what was not touched is tried again, not made again
    assert find_trial(again, by).kind == TrialKind.HELP


def test_a_search_of_somebody_who_has_left_ends() -> None:
    by, keeper = person("operations"), admin()
    promises = crowd(keeper, 2)
    forecaster = running()
    search = look_for_help(promise=promises[1], by=by, at=AT)
    close_account(number=by.number, by=keeper.actor, at=AT)
    forecaster.answer_trials(at=AT)
    assert Trial.objects.get(pk=search).state == TrialState.FAILED
    assert promise_keyed("p1", keeper) == promises[1]
    assert promise_keyed("P1", GUEST) is None


CHANGES = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 3), st.integers(0, 5)), min_size=1, max_size=4)


class AnySequence(TestCase):
    """Whatever is tried, applied and taken back, the forecast is what a fresh one is, and a trial what comes."""

    @settings(max_examples=8)
    @given(st.lists(CHANGES, min_size=1, max_size=3))
    def test_what_is_tried_is_what_comes(self, lists: list[list[tuple[int, int, int]]]) -> None:
        by = admin()
        promises = crowd(by)
        assembly = team_of(promises[0])
        forecaster = running()
        for number, drawn in enumerate(lists):
            changes = []
            for kind, which, size in drawn:
                one = placed(promises[which], size) if kind else more(assembly, 0.25 * (size + 1))
                if not any(one["kind"] == "place" and one["promise"] == other.get("promise") for other in changes):
                    changes.append(one)
            distinct = [one for place, one in enumerate(changes) if one not in changes[:place]]
            scenario = begun(by, *distinct)
            trial = tried(forecaster, scenario, by)
            expected = {one.key: one.kept_after for one in effects(trial, by, size=500).rows}
            before = stands()
            if number % 2:
                take_back_scenario(number=scenario, by=by, at=AT)
                assert stands() == before == would_stand(fresh())
                continue
            apply_scenario(trial=trial, reason="so", by=by, at=AT)
            heard()
            forecaster.renew(at=AT)
            now = stands()
            assert now == would_stand(fresh())
            assert {key: one[0] for key, one in now.items()} == {key: one[0] for key, one in before.items()} | expected
