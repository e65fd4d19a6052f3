"""Plan and past of one promise, combined day by day: the weight, the dates, terms beside the date, who leads."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from math import exp, log
from typing import Any

import numpy as np
import pytest

from makegood.engine.curves import quantile_date, share_by
from makegood.engine.results import Curve, Likeness, PromiseForecast, TermForecast
from makegood.engine.two_views import Combined, Frame, PastView, Seen, combine_all, combine_views, shifted

AS_OF, DUE = date(2026, 11, 23), date(2026, 12, 23)
DAYS = 200
SAMPLES = 1_000
NOTHING: dict[str, Any] = dict.fromkeys(("p_kept", "p_kept_se", "p50", "p85", "p95", "curve"))
"""What a plan says where no work is listed."""
FRAME = Frame(AS_OF, AS_OF + timedelta(days=DAYS - 1), SAMPLES)


def logit(p: float) -> float:
    return log(p / (1 - p))


def expit(x: float) -> float:
    return 1 / (1 + exp(-x))


def rising(to: float = 1.0) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Return a curve that rises evenly over a hundred days."""
    return np.minimum(np.arange(DAYS) / 100, 1.0) * to


def plan(in_time: int = 300, late: int = 700, *, joint: float | None = None, **changes: Any) -> PromiseForecast:
    """Return a plan in which ``in_time`` samples finish ten days before the date and ``late`` ones ten after."""
    counts = np.zeros(DAYS + 1, dtype=np.int64)
    counts[20], counts[40] = in_time, late
    p = in_time / (in_time + late)
    usual: dict[str, Any] = {
        "promise": "P",
        "customer": "C",
        "due": DUE,
        "status": "red",
        "p_kept": p if joint is None else joint,
        "p_kept_se": 0.01,
        "p_kept_first": p,
        "p50": AS_OF + timedelta(days=40),
        "p85": AS_OF + timedelta(days=40),
        "p95": AS_OF + timedelta(days=40),
        "gap_days": 10,
        "slack_days": -10,
        "harm": 1.0,
        "binding": None,
        "terms": (TermForecast("date", "date", DUE.isoformat(), None, None, p, "not met"),),
        "curve": Curve.of(AS_OF, counts),
    }
    return PromiseForecast(**{**usual, **changes})


def past(p_kept: float = 0.8, completed: int = 20, by_day: Any = None, late: int = 4) -> PastView:
    return PastView(
        Likeness((("kind", "order"),), completed, late, 9.0), p_kept, rising() if by_day is None else by_day
    )


def combined(of: PromiseForecast, with_past: PastView, first_due: date = DUE) -> Combined:
    return combine_views(of, first_due, with_past, FRAME)


def test_with_twenty_outcomes_the_past_counts_a_quarter_in_logits() -> None:
    both = combined(plan(), past(0.8, completed=20))
    assert both.views.weight == 0.25
    inside = (300 + 0.5) / (SAMPLES + 1)
    assert both.p_date == pytest.approx(expit(0.75 * logit(inside) + 0.25 * logit(0.8)))
    assert both.p_kept == both.p_date


def test_without_outcomes_in_the_class_the_plan_speaks_alone() -> None:
    both = combined(plan(), past(0.99, completed=0))
    assert both.p_kept == pytest.approx((300 + 0.5) / (SAMPLES + 1))
    assert both.curve is not None
    assert share_by(both.curve, DUE) == pytest.approx(0.3, abs=1e-3)


def test_the_more_outcomes_the_nearer_to_the_past_yet_never_beyond_half_way() -> None:
    figures = [combined(plan(), past(0.9, completed=n)).p_kept or 0.0 for n in (1, 20, 200, 100_000)]
    assert figures == sorted(figures)
    assert figures[-1] == pytest.approx(expit(0.5 * logit(0.3002) + 0.5 * logit(0.9)), abs=1e-3)


def test_the_combined_curve_agrees_with_the_figure_and_gives_the_dates() -> None:
    both = combined(plan(), past(0.8, completed=200))
    assert both.curve is not None
    assert both.p_date is not None
    assert share_by(both.curve, DUE) == pytest.approx(both.p_date, abs=1.5 / SAMPLES)
    assert int(both.curve.counts.sum()) == SAMPLES
    assert (both.curve.counts >= 0).all()
    assert quantile_date(both.curve, 0.5) is not None


def test_the_past_alone_is_told_with_its_own_dates_which_fit_its_own_chance() -> None:
    both = combined(plan(), past(0.5))
    outside = both.views.outside
    assert outside is not None
    assert outside.p_kept == pytest.approx(0.5)
    assert outside.p50 is not None
    assert abs((outside.p50 - DUE).days) <= 1


def test_the_plans_own_figures_stay_to_be_seen() -> None:
    views = combined(plan(), past()).views
    assert views.inside is not None
    assert (views.inside.p_kept, views.inside.p50) == (0.3, AS_OF + timedelta(days=40))


def test_other_terms_keep_their_share_given_the_date() -> None:
    whole, half = combined(plan(), past()), combined(plan(joint=0.15), past())
    assert half.p_kept == pytest.approx((whole.p_kept or 0.0) * 0.5)
    assert half.p_date == whole.p_date
    assert half.views.outside is not None
    assert half.views.outside.p_kept == pytest.approx(0.8 * 0.5)


def test_where_the_plan_never_keeps_the_date_other_terms_are_taken_as_independent() -> None:
    level = TermForecast("service level", "reply", "95 %", None, None, 0.9, "met")
    never = plan(0, 1_000)
    both = combined(plan(0, 1_000, terms=(*never.terms, level)), past())
    assert both.p_kept == pytest.approx((both.p_date or 0.0) * 0.9)


def test_the_past_moves_the_work_and_never_the_roadmap() -> None:
    waiting = plan(
        300,
        700,
        terms=(
            TermForecast("date", "date", DUE.isoformat(), None, None, 0.9, "met"),
            TermForecast("specification", "redundancy", "= yes", "yes", None, 0.33, "met later"),
        ),
    )
    both = combined(waiting, past(0.95, completed=500))
    assert both.p_date is not None
    assert both.p_kept is not None
    assert 0.9 < both.p_date < 0.95
    assert both.p_kept == pytest.approx(both.p_date * 0.3 / 0.9)
    assert both.p_kept < 0.33
    assert both.curve is not None
    assert share_by(both.curve, DUE) == pytest.approx(both.p_kept, abs=2 / SAMPLES)


def test_without_work_the_past_speaks_alone() -> None:
    both = combined(plan(**NOTHING), past(0.7))
    assert both.p_kept == 0.7
    assert (both.views.inside, both.views.weight, both.views.led_by) == (None, 1.0, "outside")
    assert both.curve is not None
    assert share_by(both.curve, DUE) == pytest.approx(0.7, abs=1e-3)


def test_a_past_without_dates_moves_the_chance_and_leaves_the_plans_dates_alone() -> None:
    mine = plan()
    both = combined(mine, PastView(Likeness((), 200, 20, None), 0.9, None))
    assert both.p_kept is not None
    assert both.p_kept > 0.3
    assert both.curve is mine.curve


def test_a_past_without_dates_alone_gives_no_curve() -> None:
    both = combined(plan(**NOTHING), PastView(Likeness((), 200, 20, None), 0.9, None))
    assert (both.p_kept, both.curve) == (0.9, None)


@pytest.mark.parametrize("work", [True, False])
def test_no_view_brings_back_a_date_that_has_passed(work: bool) -> None:
    gone = AS_OF - timedelta(days=3)
    without = {} if work else NOTHING
    both = combine_views(plan(**{**without, "due": gone, "p_kept": 0.0}), gone, past(0.4), FRAME)
    assert both.p_kept == 0.0


def test_the_first_date_promised_is_read_off_the_combined_curve() -> None:
    later = combined(plan(), past(0.8, completed=200), first_due=AS_OF + timedelta(days=5))
    assert later.p_kept_first is not None
    assert later.p_kept is not None
    assert later.p_kept_first < later.p_kept


@pytest.mark.parametrize(
    ("with_past", "leader"),
    [(past(0.9, completed=500), "outside"), (past(0.30), "both")],
)
def test_the_view_that_moved_the_figure_leads(with_past: PastView, leader: str) -> None:
    assert combined(plan(), with_past).views.led_by == leader


def test_a_plan_that_holds_against_the_past_leads() -> None:
    assert combined(plan(999, 1), past(0.7, completed=1)).views.led_by == "inside"


def test_the_error_of_the_simulation_shrinks_with_the_plans_weight() -> None:
    light, heavy = combined(plan(), past(0.3, completed=1)), combined(plan(), past(0.3, completed=10_000))
    assert light.p_kept_se == pytest.approx(0.01, rel=0.1)
    assert heavy.p_kept_se == pytest.approx(0.005, rel=0.1)


def test_a_curve_that_ends_early_or_begins_on_another_day_is_carried_on() -> None:
    short = combined(plan(), past(0.5, by_day=rising()[:60]))
    assert short.curve is not None
    mine = plan()
    assert mine.curve is not None
    shifted_by_a_day = Curve.of(AS_OF - timedelta(days=1), mine.curve.counts)
    assert combined(plan(curve=shifted_by_a_day), past()).curve is not None


def test_an_option_keeps_the_offset_of_the_baseline() -> None:
    assert shifted(0.5, before=0.5, after=0.5, samples=SAMPLES) == pytest.approx(0.5)
    moved = shifted(0.8, before=0.3, after=0.5, samples=SAMPLES)
    assert logit(moved) == pytest.approx(logit(0.8) + logit(0.5) - logit(0.3))


def test_many_promises_at_once_come_to_the_bit_to_what_each_comes_to_by_itself() -> None:
    counts = np.zeros(DAYS + 1, dtype=np.int64)
    counts[3], counts[60], counts[-1] = 100, 700, 200
    elsewhere = Curve.of(AS_OF - timedelta(days=1), np.append(counts, 0))
    shapes: list[tuple[dict[str, Any], dict[str, Any]]] = [
        ({}, {}), ({"curve": Curve.of(AS_OF, counts)}, {"p_kept": 0.31}), ({"curve": elsewhere}, {"completed": 400}),
        (NOTHING, {}), ({"due": AS_OF - timedelta(days=3), "p_kept": 0.0}, {}), ({"joint": 0.2}, {"completed": 0}),
        ({"due": AS_OF + timedelta(days=9_999)}, {"by_day": rising(0.4)}), ({}, {"by_day": rising()[:50]}),
        ({"in_time": 1_000, "late": 0, "curve": Curve.of(AS_OF, counts)}, {"p_kept": 1.0}),
    ]  # fmt: skip
    seen = [
        Seen(plan(**of), DUE - timedelta(days=n % 3), past(**with_past))
        for n, (of, with_past) in enumerate(shapes * 20)
    ]
    seen.append(Seen(plan(), DUE, PastView(past().likeness, 0.7, None)))
    alone = [combine_views(one.plan, one.first_due, one.past, FRAME) for one in seen]
    assert list(map(bits, combine_all(seen, FRAME))) == list(map(bits, alone))


def bits(both: Combined) -> object:
    """Return what two promises have in common that came to the same."""
    curve = both.curve
    days = None if curve is None else (curve.first_day, curve.before, curve.seen.tolist(), curve.days, curve.beyond)
    return replace(both, curve=None), days
