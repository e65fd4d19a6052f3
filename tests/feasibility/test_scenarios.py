"""Named what-ifs are kept: their lists of changes, who sees them, and what makes none."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from makegood.feasibility.models import Scenario, ScenarioChange, Trial, TrialRow
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
)
from makegood.feasibility.services import (
    UnableToSuppose,
    add_change,
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
from makegood.feasibility.states import NEEDED, ROWS, ChangeKind, TrialKind, TrialState
from makegood.foundation.actors import EVERYONE
from makegood.foundation.errors import Denied, NotFound, Stale
from makegood.foundation.history.models import Entry
from makegood.people.services import close_account
from tests.feasibility.test_ranking import crowd, running
from tests.feasibility.test_renewing import DUE
from tests.feasibility.what_ifs import END, START, begun, more, placed, team_of, tried
from tests.promises.desk import admin
from tests.staff import AT, GUEST, person
from tests.work.bench import team

pytestmark = pytest.mark.django_db


def test_a_what_if_is_its_makers_own_until_it_is_shared() -> None:
    maker, other, keeper = person("sales"), person("operations"), admin()
    promises = crowd(keeper)
    forecaster = running()
    scenario = begun(maker, placed(promises[3]), promise=promises[3], cost=Decimal("1200.5"), currency="eur")
    trial = tried(forecaster, scenario, maker)
    assert [one.number for one in scenario_page(maker).rows] == [scenario]
    with pytest.raises(NotFound):
        find_scenario(scenario, other)
    with pytest.raises(NotFound):
        find_trial(trial, other)
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
    with pytest.raises(Denied):
        add_change(number=scenario, **placed(promises[0]), by=other, at=AT)
    with pytest.raises(Denied):
        change_scenario(number=scenario, version=0, name="Mine", by=other, at=AT)
    with pytest.raises(Denied):
        take_back_scenario(number=scenario, by=other, at=AT)
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
        ({"kind": "workaround", "team": 999_999, "hours": 9.0}, "team"),
        ({"kind": "removed-risk", "risk": "Rain", "promise": None}, "risk"),
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
        "instead_id": team(by, "Paint"), "rank_class": 1, "share": 0.5, "due": DUE, "hours": 9.0, "term": "Weight",
        "risk": "Rain",
    }  # fmt: skip
    for revision, kind in enumerate(ChangeKind, 1):
        needed = {f"{name}_id" if name in ROWS else name for name in NEEDED[kind]}
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
