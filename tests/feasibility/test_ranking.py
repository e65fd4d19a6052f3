"""How promises rank: a policy is proposed, tried, published, and what was shown is what comes."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from makegood.capability.models import Team
from makegood.capability.services import change_team
from makegood.engine import forecast
from makegood.feasibility import bridge
from makegood.feasibility.models import Outlook, Placement, Policy, Standing, Trial, TrialRow
from makegood.feasibility.queries import (
    effects,
    find_ranking,
    find_trial,
    has_moved,
    latest_trial,
    place_of,
    ranking_in_force,
    rankings,
    stamp_of,
    trials_of,
    whole,
)
from makegood.feasibility.services import (
    Forecaster,
    HasMoved,
    UnableToRank,
    change_draft,
    place_promise,
    propose_policy,
    publish_draft,
    take_back_draft,
    try_draft,
    try_place,
)
from makegood.feasibility.services.trying import answer
from makegood.feasibility.services.warm import WarmRows
from makegood.feasibility.states import Offers, Rule, TrialState
from makegood.foundation.actors import Viewer
from makegood.foundation.errors import Denied, NotFound, Stale
from makegood.promises.services import cancel_promise
from tests.feasibility.test_renewing import DUE, SETTINGS, bind, fresh, heard, stands, would_stand
from tests.promises.desk import admin, committed, customer, draft
from tests.staff import AT, GUEST, person
from tests.work.bench import item, team

pytestmark = pytest.mark.django_db

BY_VALUE: dict[str, Any] = {
    "name": "Value first",
    "rules": ["value", "due"],
    "offers": "last",
    "reason": "Cash is short.",
}


def crowd(by: Viewer, count: int = 4) -> list[int]:
    """Return promises that want the same team at the same time: the later, the more it is worth."""
    to, assembly = customer(by), team(by, slots=1.0)
    made = []
    for n in range(count):
        values = {"value": Decimal(1000 * (n + 1)), "currency": "EUR", "severity": f"S{1 + n % 4}"}
        number = committed(by, to, due=DUE + timedelta(days=3 * n), key=f"P{n}", **values)
        item(by, number, assembly, p10=30.0, p50=40.0, p90=60.0)
        made.append(number)
    return made


def running() -> Forecaster:
    """Return a forecaster that is up to date."""
    heard()
    forecaster = Forecaster(SETTINGS)
    forecaster.renew(at=AT)
    return forecaster


def tried(forecaster: Forecaster, number: int, by: Viewer) -> int:
    """Try a proposal, and return the trial once it is answered."""
    trial = try_draft(number=number, by=by, at=AT)
    assert forecaster.answer_trials(at=AT) == 1
    return trial


def test_what_a_trial_says_is_what_comes_when_it_is_published() -> None:
    by, boss = admin(), person("executive")
    crowd(by)
    forecaster = running()
    before = stands()
    number = propose_policy(**BY_VALUE, by=by, at=AT)
    trial = tried(forecaster, number, by)
    assert stands() == before  # nothing is in force yet
    shown = {one.key: one for one in effects(trial, by, size=200).rows}
    assert {one.points > 0 for one in shown.values()} == {True, False}
    said = find_trial(trial, by)
    assert (said.losers > 0, said.winners > 0, has_moved(said)) == (True, True, False)
    assert publish_draft(number=number, trial=trial, by=boss, at=AT) == 1
    heard()
    forecaster.renew(at=AT)
    after = stands()
    assert after == would_stand(fresh()) != before
    for key, figures in after.items():
        if key in shown:
            assert (shown[key].kept_after, shown[key].safe_after, shown[key].harm_after, shown[key].place_after) == (
                figures[0], figures[3], figures[5], figures[6]
            )  # fmt: skip
        else:
            assert figures[:5] == before[key][:5]
    standing = Standing.objects.get()
    assert (standing.inputs_hash, standing.policy) == (said.after_hash, 1)
    found = whole(by)
    assert found is not None
    assert found.policy == 1
    assert said.after["expected_kept"] == found.portfolio["expected_kept"]


def test_a_trial_is_a_fresh_forecast_with_that_policy_to_the_bit() -> None:
    by = admin()
    crowd(by)
    forecaster = running()
    said = find_trial(tried(forecaster, propose_policy(**BY_VALUE, by=by, at=AT), by), by)
    rows = WarmRows(zone="UTC", as_of=AT.date())
    rows.read_all()
    policy = bridge.engine_policy((Rule.VALUE, Rule.DUE))
    anew = forecast(rows.portfolio(), as_of=AT.date(), settings=SETTINGS.__class__(samples=64, policy=policy))
    assert anew.inputs_hash == said.after_hash
    assert anew.portfolio.expected_kept == said.after["expected_kept"]
    for row in effects(said.number, by, size=200).rows:
        read = anew.of(row.key)
        assert (read.p_kept, read.p85, read.place) == (row.kept_after, row.safe_after, row.place_after)


def test_what_moved_since_it_was_tried_is_said_and_applied_only_knowingly() -> None:
    by, boss = admin(), person("executive")
    crowd(by)
    forecaster = running()
    number = propose_policy(**BY_VALUE, by=by, at=AT)
    trial = tried(forecaster, number, by)
    other = team(by, "Paint")
    change_team(number=other, version=0, slots=9.0, by=by, at=AT)
    with pytest.raises(HasMoved) as refused:
        publish_draft(number=number, trial=trial, by=boss, at=AT)
    assert refused.value.details == {"trial": trial}
    heard()
    forecaster.renew(at=AT)
    with pytest.raises(HasMoved):
        publish_draft(number=number, trial=trial, by=boss, at=AT)
    publish_draft(number=number, trial=trial, although_moved=True, by=boss, at=AT)
    assert find_ranking(1, by).has_moved


def test_nobody_publishes_alone_or_untried_or_something_else_than_was_tried() -> None:
    by, boss, sales = admin(), person("executive"), person("sales")
    crowd(by, 2)
    forecaster = running()
    number = propose_policy(**BY_VALUE, by=by, at=AT)
    with pytest.raises(UnableToRank, match="Try it first"):
        publish_draft(number=number, by=boss, at=AT)
    trial = try_draft(number=number, by=sales, at=AT)
    with pytest.raises(UnableToRank, match="nobody knows yet"):
        publish_draft(number=number, trial=trial, by=boss, at=AT)
    forecaster.answer_trials(at=AT)
    with pytest.raises(Denied, match="somebody else"):
        publish_draft(number=number, trial=trial, by=by, at=AT)
    with pytest.raises(Denied, match="Only executives"):
        publish_draft(number=number, trial=trial, by=sales, at=AT)
    with pytest.raises(Denied):
        propose_policy(**BY_VALUE, by=person("legal"), at=AT)
    change_draft(number=number, version=0, **{**BY_VALUE, "rules": ["value"]}, by=by, at=AT)
    with pytest.raises(UnableToRank, match="something else"):
        publish_draft(number=number, trial=trial, by=boss, at=AT)
    assert latest_trial(by, draft=number) is None
    with pytest.raises(Stale):
        change_draft(number=number, version=0, **{**BY_VALUE, "name": "Other"}, by=by, at=AT)
    take_back_draft(number=number, by=by, at=AT)
    with pytest.raises(NotFound):
        try_draft(number=number, by=by, at=AT)
    assert ranking_in_force().number == 0


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("rules", []),
        ("rules", ["due", "due"]),
        ("rules", ["who shouts"]),
        ("offers", "first"),
        ("name", " "),
        ("reason", ""),
    ],
)
def test_rules_that_make_no_order_are_refused_with_the_field(field: str, value: object) -> None:
    with pytest.raises(UnableToRank) as refused:
        propose_policy(**{**BY_VALUE, field: value}, by=admin(), at=AT)
    assert refused.value.field == field


def test_a_published_version_is_never_changed_and_stays_readable() -> None:
    by, boss = admin(), person("executive")
    first = publish_draft(number=propose_policy(**BY_VALUE, by=by, at=AT), by=boss, at=AT)
    crowd(by, 2)
    forecaster = running()
    number = propose_policy(**{**BY_VALUE, "name": "Dates", "rules": ["due"]}, by=by, at=AT)
    publish_draft(number=number, trial=tried(forecaster, number, by), by=boss, at=AT)
    assert [one.number for one in rankings(by)] == [2, 1, 0]
    assert find_ranking(first, by).rules == (Rule.VALUE, Rule.DUE)
    assert find_ranking(2, by).proposed_by == by.name
    for act in (lambda: Policy.objects.update(name="Mine"), lambda: Policy.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
    assert rankings(GUEST) == ()


def test_one_promise_gets_another_place_as_it_was_shown_and_says_why() -> None:
    by, operations = admin(), person("operations")
    last = crowd(by)[-1]
    forecaster = running()
    before = place_of(last, by)
    assert (before.place, before.of, before.rank_class) == (4, 4, None)
    trial = try_place(promise=last, rank_class=0, by=person("sales"), at=AT)
    forecaster.answer_trials(at=AT)
    said = find_trial(trial, by)
    won = next(one for one in effects(trial, by).rows if one.promise == last)
    assert (won.place_before, won.place_after, won.points > 0) == (4, 1, True)
    with pytest.raises(Denied):
        place_promise(trial=trial, reason="They wait.", by=person("sales"), at=AT)
    with pytest.raises(UnableToRank) as refused:
        place_promise(trial=trial, reason=" ", by=operations, at=AT)
    assert refused.value.field == "reason"
    place_promise(trial=trial, reason="Their line stands still.", by=operations, at=AT)
    heard()
    forecaster.renew(at=AT)
    assert stands() == would_stand(fresh())
    assert Standing.objects.get().inputs_hash == said.after_hash
    after = place_of(last, by)
    assert (after.place, after.rank_class, after.placements[0].reason) == (1, 0, "Their line stands still.")
    assert [one.number for one in trials_of(last, by)] == [trial]
    with pytest.raises(UnableToRank, match="already"):
        try_place(promise=last, rank_class=0, by=by, at=AT)
    back = try_place(promise=last, rank_class=None, by=by, at=AT)
    forecaster.answer_trials(at=AT)
    place_promise(trial=back, reason="It runs again.", by=operations, at=AT)
    heard()
    forecaster.renew(at=AT)
    assert place_of(last, by).place == 4
    assert Standing.objects.get().inputs_hash == said.before_hash
    with pytest.raises(DatabaseError), transaction.atomic():
        Placement.objects.update(reason="so")


def test_an_offer_never_moves_what_is_owed_unless_the_policy_ranks_it() -> None:
    by, boss = admin(), person("executive")
    to, assembly = customer(by), team(by, slots=1.0)
    owed, offer = committed(by, to, due=DUE + timedelta(days=5), severity="S4"), draft(by, to, due=DUE, severity="S1")
    for promise in (owed, offer):
        item(by, promise, assembly)
    forecaster = running()
    assert (place_of(owed, by).place, place_of(offer, by).place) == (1, 2)
    number = propose_policy(**{**BY_VALUE, "rules": ["value"]}, by=by, at=AT)
    assert find_trial(tried(forecaster, number, by), by).losers == 0  # though a value that is missing counts as none
    number = propose_policy(**{**BY_VALUE, "rules": ["class", "due"], "offers": "ranked"}, by=by, at=AT)
    trial = tried(forecaster, number, by)
    publish_draft(number=number, trial=trial, by=boss, at=AT)
    heard()
    forecaster.renew(at=AT)
    assert (place_of(owed, by).place, place_of(offer, by).place) == (2, 1)
    bind(offer, by=by)
    stamp = stamp_of(offer, by)
    assert stamp is not None
    assert stamp.policy == 1
    heard()
    forecaster.renew(at=AT)
    assert stamp.p_kept == Outlook.objects.get(pk=offer).p_kept


def test_what_can_not_be_known_is_said_to_have_failed() -> None:
    by = admin()
    promises = crowd(by, 2)
    forecaster = running()
    of_one = try_place(promise=promises[0], rank_class=4, by=by, at=AT)
    cancel_promise(number=promises[0], by_customer=False, reason="no", by=by, at=AT)
    heard()
    forecaster.renew(at=AT)
    forecaster.answer_trials(at=AT)
    assert find_trial(of_one, by).state == TrialState.FAILED
    Team.objects.filter(pk=team(by, "Odd")).update(country="ZZ")
    heard()
    forecaster.renew(at=AT)
    trial = try_draft(number=propose_policy(**BY_VALUE, by=by, at=AT), by=by, at=AT)
    forecaster.answer_trials(at=AT)
    assert find_trial(trial, by).state == TrialState.FAILED
    assert forecaster.answer_trials(at=AT) == 0


def test_a_trial_is_answered_once_whoever_does() -> None:
    by = admin()
    crowd(by)
    one, other = running(), Forecaster(SETTINGS)
    other.renew(at=AT)
    trial = try_draft(number=propose_policy(**BY_VALUE, by=by, at=AT), by=by, at=AT)
    waiting = Trial.objects.get(pk=trial)
    one.answer_trials(at=AT)
    rows = TrialRow.objects.count()
    answer(waiting, other._result, other._result, other._rows, at=AT)  # type: ignore[arg-type]  # it has read
    assert TrialRow.objects.count() == rows > 0


class AnyPolicy(TestCase):
    """Whatever the rules, a trial is what comes when it is published."""

    @settings(max_examples=15)
    @given(
        st.permutations(list(Rule)).flatmap(lambda rules: st.integers(1, len(rules)).map(lambda n: rules[:n])),
        st.sampled_from(list(Offers)),
        st.integers(0, 5),
    )
    def test_any_policy_is_a_total_order_and_comes_as_it_was_tried(
        self, rules: list[Rule], offers: Offers, placed: int
    ) -> None:
        by, boss = admin(), person("executive")
        promises = crowd(by, 3)
        promises.append(draft(by, customer(by, "SO", tier="strategic"), due=DUE, severity="S1"))
        item(by, promises[-1], team(by, "Paint"))
        forecaster = running()
        trial = try_place(promise=promises[0], rank_class=placed, by=by, at=AT)
        forecaster.answer_trials(at=AT)
        place_promise(trial=trial, reason="so", by=by, at=AT)
        heard()
        forecaster.renew(at=AT)
        assert Standing.objects.get().inputs_hash == find_trial(trial, by).after_hash
        number = propose_policy(
            name="Any", rules=[rule.value for rule in rules], offers=offers.value, reason="so", by=by, at=AT
        )
        trial = tried(forecaster, number, by)
        publish_draft(number=number, trial=trial, by=boss, at=AT)
        heard()
        forecaster.renew(at=AT)
        assert Standing.objects.get().inputs_hash == find_trial(trial, by).after_hash
        assert stands() == would_stand(fresh())
        assert sorted(Outlook.objects.values_list("place", flat=True)) == [1, 2, 3, 4]
