"""What-ifs are tried on every promise, and put into effect all at once or not at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import reduce
from typing import Any

import pytest
from django.db import DatabaseError, transaction
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
from makegood.feasibility.models import Application, Placement, Scenario
from makegood.feasibility.policies import NeedsConsent, can_apply
from makegood.feasibility.queries import (
    changes_in,
    effects,
    find_scenario,
    find_trial,
    tries_of,
)
from makegood.feasibility.services import (
    HasMoved,
    UnableToApply,
    UnableToRank,
    add_change,
    apply_scenario,
    begin_scenario,
    take_back_scenario,
    try_scenario,
)
from makegood.feasibility.services.warm import WarmRows
from makegood.feasibility.states import ChangeKind, TrialState
from makegood.foundation.actors import Viewer
from makegood.foundation.errors import Denied
from makegood.foundation.history.models import Entry
from makegood.promises.models import Promise
from makegood.promises.services import add_term, cancel_promise
from makegood.work.models import Risk, WorkItem
from makegood.work.services import add_risk
from tests.feasibility.test_ranking import crowd, running
from tests.feasibility.test_renewing import DUE, SETTINGS, fresh, heard, stands, would_stand
from tests.feasibility.what_ifs import END, START, begun, more, placed, team_of, tried
from tests.promises.desk import admin, customer, draft, taken
from tests.staff import AT, GUEST, person
from tests.work.bench import item, team

pytestmark = pytest.mark.django_db


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
    assembly, paint = team_of(promises[0]), team(by, "Paint")
    at_risk = list(WorkItem.objects.values_list("pk", flat=True))
    add_risk(name="Late housings", probability=0.5, delay_days=9, items=at_risk, by=by, at=AT)
    said: dict[ChangeKind, dict[str, Any]] = {
        ChangeKind.ADDED_SLOTS: more(team_of(promises[0])),
        ChangeKind.PLACE: placed(promises[3]),
        ChangeKind.LESS_SCOPE: {"kind": kind, "promise": promises[1], "share": 0.3},
        ChangeKind.SPLIT_DELIVERY: {"kind": kind, "promise": promises[2], "share": 0.5, "due": date(2027, 4, 30)},
        ChangeKind.LATER_DATE: {"kind": kind, "promise": promises[0], "due": date(2027, 3, 26)},
        ChangeKind.DROPPED_TERM: {"kind": kind, "promise": offer, "term": "weight"},
        ChangeKind.SWAPPED_TEAM: {"kind": kind, "promise": promises[1], "team": assembly, "instead": paint},
        ChangeKind.WORKAROUND: {"kind": kind, "promise": promises[2], "team": paint, "hours": 12.0},
        ChangeKind.REMOVED_RISK: {"kind": kind, "risk": "late housings"},
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
    assert [work.p50, work.done_share] == pytest.approx([28.8, 0.5 / 0.9])  # 16 of 32 hours are done


def test_how_the_work_is_done_is_ours_to_change_and_comes_as_it_was_tried() -> None:
    by, operations = admin(), person("operations")
    promises = crowd(by)
    assembly, paint = team_of(promises[0]), team(by, "Paint")
    at_risk = list(WorkItem.objects.values_list("pk", flat=True))
    risk = add_risk(name="Late housings", probability=0.5, delay_days=9, items=at_risk[:2], by=by, at=AT)
    forecaster = running()
    scenario = begun(
        operations,
        {"kind": "swapped-team", "promise": promises[1], "team": assembly, "instead": paint},
        {"kind": "workaround", "promise": promises[2], "team": paint, "hours": 12.0},
        {"kind": "removed-risk", "risk": "late housings"},
    )
    trial = tried(forecaster, scenario, operations)
    expected = {one.key: one.kept_after for one in effects(trial, operations, size=500).rows}
    apply_scenario(trial=trial, reason="They have time.", by=operations, at=AT)
    heard()
    forecaster.renew(at=AT)
    now = stands()
    assert now == would_stand(fresh())
    assert {key: now[key][0] for key in expected} == expected
    assert not Risk.objects.filter(pk=risk).exists()
    assert team_of(promises[1]) == paint
    done = WorkItem.objects.filter(promise=promises[2]).values_list("name", "team", "p50")
    assert list(done) == [("workaround", paint, 12.0)]
    told = set(Entry.objects.filter(verb="scenario.apply").values_list("subject_kind", "subject_number"))
    assert told == {
        ("scenario", scenario),
        ("team", assembly),
        ("team", paint),
        *(("promise", n) for n in promises[1:3]),
    }


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
            changes: list[dict[str, Any]] = []
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
