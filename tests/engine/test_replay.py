"""Forecasts of past days against what happened: who counts as kept, and all views on the same promises."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from makegood.engine.portfolio import HistoryRow, Promise
from makegood.engine.replay import Case, Endings, endings_of, score_views
from makegood.engine.results import ViewFigures

DAY = date(2026, 6, 1)
LAST = date(2026, 11, 1)


def day(after: int) -> date:
    return DAY + timedelta(days=after)


def endings(*rows: HistoryRow, promises: tuple[Promise, ...] = ()) -> Endings:
    return endings_of(rows, promises, LAST)


def figures(p: float | None, p85: int | None = 20) -> ViewFigures:
    return ViewFigures(p, day(10), None if p85 is None else day(p85), day(30))


def case(number: int, *, kept: bool, inside: float | None, outside: float | None, combined: float = 0.6) -> Case:
    return Case(
        as_of=DAY,
        promise=f"P-{number}",
        customer="Ann",
        due=day(15),
        kept=kept,
        finished=day(12 if kept else 25),
        base=0.5,
        inside=None if inside is None else figures(inside),
        outside=None if outside is None else figures(outside, None),
        combined=figures(combined),
    )


class TestWhatHappened:
    def test_a_delivery_by_the_date_in_force_then_is_kept(self) -> None:
        ended = endings(HistoryRow(promise="P", promised=day(20), delivered=day(18)))
        assert (ended.kept("P", day(18)), ended.kept("P", day(17))) == (True, False)

    def test_a_stated_outcome_counts_for_the_date_it_is_about(self) -> None:
        ended = endings(HistoryRow(promise="P", promised=day(20), delivered=day(18), kept=False))
        assert ended.kept("P", day(20)) is False
        assert ended.kept("P", day(19)) is True

    def test_a_promise_that_is_still_open_after_its_date_is_broken(self) -> None:
        assert endings().kept("P", day(20)) is False

    def test_nothing_is_decided_before_the_date_not_even_an_early_delivery(self) -> None:
        ended = endings(HistoryRow(promise="P", promised=LAST + timedelta(days=30), delivered=day(18)))
        assert ended.kept("P", LAST + timedelta(days=30)) is None

    def test_what_the_customer_cancelled_does_not_count_and_what_we_cancelled_is_broken(self) -> None:
        ended = endings(
            HistoryRow(promise="C", promised=day(20), cancelled_by="customer"),
            HistoryRow(promise="U", promised=day(20), cancelled_by="us"),
        )
        assert (ended.kept("C", day(20)), ended.kept("U", day(20))) == (None, False)

    def test_accepted_promises_of_the_last_register_are_outcomes_too(self) -> None:
        ended = endings(promises=(Promise(key="P", customer="Ann", due=day(20), accepted_at=day(19)),))
        assert ended.kept("P", day(20)) is True

    def test_the_base_rate_knows_only_what_was_known_then(self) -> None:
        rows = (
            HistoryRow(promise="A", promised=day(-20), delivered=day(-25)),
            HistoryRow(promise="B", promised=day(-20), delivered=day(-5)),
            HistoryRow(promise="C", promised=day(20), delivered=day(18)),
        )
        assert endings(*rows).base_rate(DAY) == pytest.approx(1.5 / 3)
        assert endings(*rows).base_rate(day(-100)) == 0.5


class TestScoring:
    def test_all_views_are_scored_on_the_same_promises(self) -> None:
        found = score_views(
            [
                case(1, kept=True, inside=0.9, outside=0.7),
                case(2, kept=False, inside=0.2, outside=0.7),
                case(3, kept=True, inside=None, outside=0.7),
            ]
        )
        assert (found.n, found.left_out, found.promises) == (2, 1, 2)
        assert [score.view for score in found.scores] == ["base", "inside", "outside", "combined"]
        assert {score.n for score in found.scores} == {2}

    def test_a_better_view_has_more_skill_than_the_base_rate_which_has_none(self) -> None:
        found = score_views(
            [case(n, kept=n % 2 == 0, inside=0.9 if n % 2 == 0 else 0.1, outside=0.5) for n in range(8)]
        )
        skills = {score.view: score.skill for score in found.scores}
        assert skills["base"] == 0
        assert skills["inside"] == pytest.approx(0.96)
        assert skills["outside"] == pytest.approx(0.0)

    def test_a_view_that_never_had_a_figure_is_absent(self) -> None:
        found = score_views([case(n, kept=True, inside=0.9, outside=None) for n in range(3)])
        assert [score.view for score in found.scores] == ["base", "inside", "combined"]

    def test_dates_are_scored_where_there_were_any(self) -> None:
        scores = {
            s.view: s for s in score_views([case(n, kept=n > 0, inside=0.9, outside=0.5) for n in range(4)]).scores
        }
        assert scores["inside"].quoted is not None
        assert scores["inside"].quoted[0] == 0.75
        assert scores["inside"].days_off == 2
        assert scores["outside"].quoted is None
        assert scores["base"].days_off is None

    def test_nothing_to_score_gives_no_scores(self) -> None:
        found = score_views([])
        assert (found.n, found.kept, found.scores) == (0, None, ())
