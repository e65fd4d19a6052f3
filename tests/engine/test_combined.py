"""A forecast that hears both views: whatever depends on a date or a probability is read from the combined curves."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from makegood.engine import Portfolio, Promise, Settings, Team, WorkItem, find_remedies, forecast
from makegood.engine.combined import combined, past_reason, remedies_after
from makegood.engine.past import NO_PAST, learn_past
from makegood.engine.portfolio import HistoryRow, Stated
from makegood.engine.results import Forecast, Likeness
from makegood.engine.two_views import PastView

AS_OF = date(2026, 11, 23)
SETTINGS = Settings(samples=256)
LIKE = Likeness((("kind", "order"), ("team", "Assembly")), 200, 150, 9.0)
DAYS = 400


def day(after: int) -> date:
    return AS_OF + timedelta(days=after)


def ours() -> Portfolio:
    """Return a promise with work and time enough, one that nobody listed the work of, and one that is accepted."""
    promises = (
        Promise(key="A", customer="Ann", due=day(30), made_at=day(-10), value=1_000.0, currency="EUR", told=day(30)),
        Promise(key="B", customer="Bob", due=day(60), made_at=day(-10), attributes={"kind": "order"}),
        Promise(key="C", customer="Cid", due=day(-20), accepted_at=day(-25)),
    )
    items = (WorkItem(key="A/build", promise="A", name="build", team="Assembly", estimate=Stated(30.0, 60.0, 110.0)),)
    return Portfolio(teams=(Team(name="Assembly", slots=1.0),), promises=promises, items=items)


def past(p_kept: float, median_day: int = 30) -> PastView:
    """Return a past in which half are done by ``median_day``."""
    by_day = np.clip(np.arange(DAYS) / (2 * median_day), 0.0, 0.98)
    return PastView(LIKE, p_kept, by_day)


def heard(plan: Forecast, **views: PastView) -> Forecast:
    return combined(plan, ours(), views, SETTINGS)


@pytest.fixture(scope="module")
def plan() -> Forecast:
    return forecast(ours(), as_of=AS_OF, settings=SETTINGS)


def test_the_combined_figure_is_the_headline_and_both_views_stay_to_be_seen(plan: Forecast) -> None:
    before, after = plan.of("A"), heard(plan, A=past(0.2)).of("A")
    assert before.status == "green"
    assert before.p_kept is not None
    assert after.p_kept is not None
    assert 0.2 < after.p_kept < before.p_kept
    assert after.views is not None
    assert after.views.inside is not None
    assert after.views.inside.p_kept == before.p_kept
    assert after.views.led_by == "outside"


def test_status_dates_gap_harm_terms_and_findings_follow_the_combined_figure(plan: Forecast) -> None:
    before, after = plan.of("A"), heard(plan, A=past(0.05, median_day=90)).of("A")
    assert (before.status, after.status) == ("green", "red")
    assert after.p85 is not None
    assert before.p85 is not None
    assert after.p85 > before.p85
    assert after.gap_days == (after.p85 - after.due).days
    assert after.harm > before.harm
    assert after.terms[0].p_kept == pytest.approx(after.p_kept)
    assert after.terms[0].capable == after.p85.isoformat()
    assert {finding.code for finding in after.findings} >= {"date earlier than capability"}
    assert after.binding == before.binding


def test_a_promise_without_work_gets_the_outside_view_alone_and_is_told_so(plan: Forecast) -> None:
    before, after = plan.of("B"), heard(plan, B=past(0.7, median_day=60)).of("B")
    assert (before.status, before.p_kept) == ("unknown", None)
    assert (after.status, after.p_kept) == ("amber", 0.7)
    assert after.terms_checked == 1
    assert after.p85 is not None
    assert "no work items" in {finding.code for finding in after.findings}
    assert after.reason == past_reason(LIKE)
    assert after.reason is not None
    assert after.reason.values["late"] == 150


def test_a_promise_that_the_past_knows_nothing_of_keeps_the_plans_figures(plan: Forecast) -> None:
    before, after = plan.of("A"), heard(plan, B=past(0.7)).of("A")
    assert (after.p_kept, after.p85) == (before.p_kept, before.p85)
    assert after.views is not None
    assert (after.views.outside, after.views.led_by) == (None, "inside")


def test_accepted_promises_are_left_alone_and_stay_last(plan: Forecast) -> None:
    after = heard(plan, A=past(0.2), B=past(0.2), C=past(0.2))
    assert after.promises[-1] == plan.of("C")


def test_promises_are_sorted_anew_and_counted_anew(plan: Forecast) -> None:
    after = heard(plan, A=past(0.01, median_day=150), B=past(0.9))
    assert [each.promise for each in after.promises] == ["A", "B", "C"]
    assert (after.portfolio.unknown, after.portfolio.checked) == (0, 2)
    assert after.portfolio.expected_kept == pytest.approx(sum(p.p_kept or 0.0 for p in after.promises))


def test_the_fingerprint_changes_with_what_the_past_says(plan: Forecast) -> None:
    prints = {plan.inputs_hash, heard(plan, A=past(0.2)).inputs_hash, heard(plan, A=past(0.3)).inputs_hash}
    assert len(prints) == 3
    assert heard(plan, A=past(0.2)).inputs_hash == heard(plan, A=past(0.2)).inputs_hash


def test_remedies_keep_the_offset_of_the_baseline() -> None:
    tight = ours()
    late = Portfolio(
        teams=tight.teams,
        promises=(Promise(key="A", customer="Ann", due=day(6), made_at=day(-10)),),
        items=(
            WorkItem(key="A/build", promise="A", name="build", team="Assembly", estimate=Stated(30.0, 60.0, 110.0)),
        ),
    )
    plan = forecast(late, as_of=AS_OF, settings=SETTINGS)
    both = combined(plan, late, {"A": past(0.05, median_day=120)}, SETTINGS)
    found = find_remedies(late, plan, "A", settings=SETTINGS)
    told = remedies_after(found, "A", plan=plan, both=both, thresholds=SETTINGS.thresholds)
    assert found
    assert [remedy.change for remedy in told] == [remedy.change for remedy in found]
    assert all(after.p_kept < before.p_kept for before, after in zip(found, told, strict=True))


class TestLearningFromAHistory:
    HISTORY = tuple(
        HistoryRow(
            promise=f"H-{number}",
            made=day(-300 + number),
            promised=day(-250 + number),
            delivered=day(-250 + number + (8 if number % 4 == 0 else -2)),
            attributes={"kind": "order", "customer": "Ann"},
        )
        for number in range(120)
    )

    def portfolio(self, *rows: HistoryRow) -> Portfolio:
        plain = ours()
        return Portfolio(teams=plain.teams, promises=plain.promises, items=plain.items, history=rows)

    def test_every_open_promise_hears_what_was_known(self) -> None:
        found = learn_past(self.portfolio(*self.HISTORY), as_of=AS_OF, horizon=day(DAYS))
        assert set(found.views) == {"A", "B"}
        assert found.completed == 120
        assert 0.6 < found.views["B"].p_kept < 0.9
        assert found.views["B"].likeness.completed >= 20

    def test_open_promises_count_even_where_the_history_lists_only_what_is_done(self) -> None:
        taken = np.ceil(90 * np.random.default_rng(1).lognormal(-0.25, 0.25, 200)).astype(int).tolist()
        rows = [
            HistoryRow(
                promise=f"H-{age}",
                made=day(-age),
                promised=day(90 - age),
                delivered=day(days - age) if days < age else None,
                attributes={"customer": "Ann"},
            )
            for age, days in enumerate(taken, start=1)
        ]
        still_open = tuple(
            Promise(key=row.promise, customer="Ann", due=day(90 - age), made_at=day(-age))
            for age, row in enumerate(rows, start=1)
            if row.delivered is None
        )
        whole, done = (
            learn_past(Portfolio(promises=still_open, history=tuple(listed)), as_of=AS_OF, horizon=day(DAYS))
            for listed in (rows, [row for row in rows if row.delivered is not None])
        )
        assert len(still_open) > 50
        for key, view in whole.views.items():
            assert done.views[key].p_kept == view.p_kept
            assert done.views[key].likeness == view.likeness

    def test_nothing_is_learnt_without_a_history_or_without_anything_open(self) -> None:
        assert learn_past(ours(), as_of=AS_OF, horizon=day(DAYS)) is NO_PAST
        closed = Portfolio(promises=(ours().promises[2],), history=self.HISTORY)
        assert learn_past(closed, as_of=AS_OF, horizon=day(DAYS)) is NO_PAST

    def test_a_history_without_any_outcome_says_nothing(self) -> None:
        found = learn_past(
            self.portfolio(HistoryRow(promise="H", made=day(-5), promised=day(40))), as_of=AS_OF, horizon=day(DAYS)
        )
        assert (dict(found.views), found.completed) == ({}, 0)
