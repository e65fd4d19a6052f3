"""The ledger scores what was frozen, and nothing else, against what happened."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest

from makegood.engine.ledger import CURVE_FROM
from makegood.feasibility.models import Snapshot
from makegood.foundation.actors import Viewer
from makegood.learning.models import Score, ScoreTally
from makegood.learning.queries import Slice, biases, headline, ledger, score_page
from makegood.learning.services import count_months, renew_all, renew_results
from makegood.learning.states import Horizon
from tests.learning.history import TODAY, accepted, agree, any_fate, ended, relied_on
from tests.promises.desk import admin, customer
from tests.staff import AT, GUEST

pytestmark = pytest.mark.django_db
ALL = Slice(date(2020, 1, 1), date(2030, 1, 1))
WEEK = timedelta(days=7)


def frozen(number: int, p: float, *, due: date, day: date, milestone: str = "D-7", **more: object) -> None:
    """Freeze what was said of a promise on a day."""
    given = {"status": "green", "p50": due - WEEK, "p85": due, "p95": due + WEEK, "inputs_hash": "", "at": AT, **more}
    Snapshot.objects.create(promise_id=number, p_kept=p, due=due, day=day, milestone=milestone, **given)


def scored(by: Viewer, to: int, count: int) -> list[tuple[float, bool, date, date | None]]:
    """Make promises of any fate with a forecast a week ahead; return what was said, and what became of it."""
    random, found = Random(3), []
    for _ in range(count):
        due = TODAY - timedelta(days=random.randint(-3, 90))
        number = relied_on(by, to, made=due - 6 * WEEK, due=due)
        said = random.choice([0.2, 0.5, 0.5, 0.8, 0.95])
        done = None
        if random.random() < said + 0.1:
            done = min(due + timedelta(days=random.randint(-12, 4)), TODAY)
            accepted(number, on=done, by=by)
        frozen(number, said, due=due, day=due - WEEK)
        if due < TODAY:
            found.append((said, done is not None and done <= due, due, done))
    renew_all()
    return found


def test_scores_are_those_of_plain_python_over_all_that_is_over_open_and_late_included() -> None:
    by = admin()
    found = scored(by, customer(by), 40)
    known = ledger(by, ALL, Horizon.WEEK, today=TODAY)
    assert (known.frozen, known.known) == (40, len(found))
    scores = known.scores
    assert scores is not None
    assert scores.brier == pytest.approx(sum((said - kept) ** 2 for said, kept, *_ in found) / len(found))
    assert scores.murphy.brier == pytest.approx(scores.brier)
    assert scores.corp.brier == pytest.approx(scores.brier)
    base = sum(kept for _said, kept, *_ in found) / len(found)
    assert scores.skill == pytest.approx(1 - scores.brier / (base * (1 - base)))
    for coverage, days in zip(known.coverage, (-7, 0, 7), strict=True):
        over = [(due + timedelta(days=days), done) for _p, _k, due, done in found if due + timedelta(days=days) < TODAY]
        open_too = Score.objects.filter(due__gte=TODAY, **{f"p{coverage.percentile}__lt": TODAY})
        assert coverage.share.n == len(over) + open_too.count()
        held = sum(done is not None and done <= day for day, done in over)
        assert coverage.share.kept == held + sum(
            1 for one in open_too if one.done_on and one.done_on <= getattr(one, f"p{coverage.percentile}")
        )
    page = score_page(by, ALL, Horizon.WEEK, today=TODAY, size=100)
    assert sorted((row.said, row.kept) for row in page.rows) == sorted((said, kept) for said, kept, *_ in found)


def test_months_that_were_counted_say_the_same_on_any_later_day() -> None:
    by, random = admin(), Random(8)
    one, other = customer(by, "NW"), customer(by, "KE")
    scored(by, one, 22)
    scored(by, other, 9)
    for _ in range(20):
        any_fate(random, by, random.choice([one, other]))
    windows = [ALL, Slice(TODAY - 11 * WEEK, TODAY - 3 * WEEK), Slice(ALL.since, TODAY, kind="date")]
    days = [TODAY, TODAY + WEEK / 7 * 4, TODAY + 6 * WEEK]

    def said() -> list[object]:
        return [
            (ledger(by, asked, Horizon.WEEK, today=day), headline(by, asked, today=day),
             [biases(by, asked, Horizon.WEEK, of, today=day) for of in ("team", "customer", "kind", "seller")])
            for asked in windows
            for day in days
        ]  # fmt: skip

    live = said()
    assert count_months(today=TODAY) > 5
    assert ScoreTally.objects.filter(horizon=Horizon.WEEK, frozen__gt=0).exists()
    assert said() == live
    late = Score.objects.filter(done_on=None).latest("pk")
    accepted(late.promise_id, on=TODAY, by=by)
    renew_results([late.promise_id])
    changed = said()
    ScoreTally.objects.all().delete()
    assert said() == changed != live


def test_too_few_outcomes_are_counted_and_not_scored() -> None:
    by = admin()
    found = scored(by, customer(by), 12)
    known = ledger(by, ALL, Horizon.WEEK, today=TODAY)
    assert known.known == len(found) < CURVE_FROM
    assert known.scores is None
    assert not any(each.is_shown for each in known.coverage)
    assert ledger(by, ALL, Horizon.MONTH, today=TODAY).frozen == 0
    assert ledger(GUEST, ALL, Horizon.WEEK, today=TODAY).frozen == 0


def test_what_the_customer_cancelled_is_not_scored_and_what_we_cancelled_is_broken() -> None:
    by = admin()
    to, due = customer(by), TODAY - WEEK
    for by_customer in (True, False):
        number = relied_on(by, to, made=due - 6 * WEEK, due=due)
        frozen(number, 0.9, due=due, day=due - WEEK)
        ended(number, by_customer=by_customer, by=by)
    renew_all()
    assert [row.kept for row in score_page(by, ALL, Horizon.WEEK, today=TODAY).rows] == [False]


def test_what_was_said_of_an_earlier_date_is_held_against_that_date() -> None:
    by = admin()
    to, due = customer(by), TODAY - 4 * WEEK
    number = relied_on(by, to, made=due - 6 * WEEK, due=due)
    frozen(number, 0.7, due=due, day=due - WEEK)
    agree(number, due + 2 * WEEK, origin="us", on=due - timedelta(days=2))
    frozen(number, 0.9, due=due + 2 * WEEK, day=due + WEEK)
    frozen(number, 0.9, due=due + timedelta(days=3), day=due, milestone="D-7")  # a draft's date that nobody agreed to
    accepted(number, on=due + WEEK, by=by)
    renew_results([number])
    rows = score_page(by, ALL, Horizon.WEEK, today=TODAY, sort="due").rows
    assert [(row.said, row.kept) for row in rows] == [(0.7, False), (0.9, True)]


def test_what_was_said_of_a_date_that_the_customer_moved_before_it_came_is_not_scored() -> None:
    by = admin()
    to, due = customer(by), TODAY - 4 * WEEK
    later, day = due + 2 * WEEK, timedelta(days=1)
    moved, too_late, back = (relied_on(by, to, made=due - 6 * WEEK, due=due) for _ in range(3))
    for number, said in ((moved, 0.9), (too_late, 0.7), (back, 0.5)):
        frozen(number, said, due=due, day=due - WEEK)
    agree(moved, later, origin="customer", on=due)
    frozen(moved, 0.8, due=later, day=later - WEEK)
    accepted(moved, on=later, by=by)
    agree(too_late, later, origin="customer", on=due + day)
    agree(back, later, origin="customer", on=due - 3 * day)
    agree(back, due, origin="customer", on=due - 2 * day)
    renew_all()
    rows = score_page(by, ALL, Horizon.WEEK, today=TODAY, size=100).rows
    assert {(row.promise, row.said, row.kept) for row in rows} == {
        (moved, 0.8, True),
        (too_late, 0.7, False),
        (back, 0.5, False),
    }


def test_what_was_said_when_it_was_made_is_the_first_forecast_within_a_week() -> None:
    by = admin()
    to, due = customer(by), TODAY - WEEK
    made = due - 8 * WEEK
    soon, late = (relied_on(by, to, made=made, due=due) for _ in range(2))
    frozen(soon, 0.75, due=due, day=made + timedelta(days=2), milestone="", is_first=True)
    frozen(late, 0.75, due=due, day=made + timedelta(days=8), milestone="", is_first=True)
    renew_all()
    assert [row.promise for row in score_page(by, ALL, Horizon.MADE, today=TODAY).rows] == [soon]


def test_a_frozen_forecast_is_scored_in_thousandths_and_a_second_look_changes_nothing() -> None:
    by = admin()
    to, due = customer(by), TODAY - WEEK
    number = relied_on(by, to, made=due - 6 * WEEK, due=due)
    frozen(number, 0.84951, due=due, day=due - WEEK)
    renew_results([number])
    assert Score.objects.get().said == 850
    assert renew_results([number]) == 0


def test_optimism_is_counted_by_group_and_nobody_is_ranked() -> None:
    by = admin()
    one, other = customer(by, "NW"), customer(by, "KE")
    scored(by, one, 15)
    scored(by, other, 8)
    found = dict(biases(by, ALL, Horizon.WEEK, "customer", today=TODAY))
    assert list(found) == sorted(found, key=lambda number: number or 0)
    rows = list(Score.objects.filter(customer=one, due__lt=TODAY))
    mine = found[one]
    kept = sum(row.done_on is not None and row.done_on <= row.due for row in rows)
    assert (mine.kept.kept, mine.kept.n) == (kept, len(rows))
    assert mine.optimism.bias == pytest.approx(sum(row.said for row in rows) / 1000 / len(rows) - kept / len(rows))
    assert mine.warns[0] >= mine.alarms[0]
    assert not found[other].optimism.shown
