from __future__ import annotations

import numpy as np
import pytest

from makegood.engine.satisfaction import least_n_for_upper_bound, net_promoter_score, net_promoter_score_of


def test_the_net_promoter_score_of_the_worked_example() -> None:
    found = net_promoter_score(25, 10, 50)
    assert found.score == pytest.approx(30)
    assert found.standard_error == pytest.approx(11.05, abs=5e-3)


def test_answers_are_counted_as_promoters_and_detractors() -> None:
    assert net_promoter_score_of([10, 9, 8, 7, 6, 0]) == net_promoter_score(2, 2, 6)


def test_unanimous_answers_have_no_spread() -> None:
    assert net_promoter_score(5, 0, 5).standard_error == 0


@pytest.mark.parametrize(("promoters", "detractors", "n"), [(0, 0, 0), (3, 3, 5), (-1, 0, 5), (0, -1, 5)])
def test_counts_that_do_not_fit_are_refused(promoters: int, detractors: int, n: int) -> None:
    with pytest.raises(ValueError, match="don't fit"):
        net_promoter_score(promoters, detractors, n)


def test_answers_off_the_scale_are_refused() -> None:
    with pytest.raises(ValueError, match="between 0 and 10"):
        net_promoter_score_of([11])


def test_the_standard_error_is_the_spread_of_repeated_surveys() -> None:
    draws = np.random.default_rng(6).multinomial(80, [0.5, 0.3, 0.2], size=20_000)
    spread = (100 * (draws[:, 0] - draws[:, 2]) / 80).std()
    assert net_promoter_score(40, 16, 80).standard_error == pytest.approx(spread, rel=0.02)


@pytest.mark.parametrize(("q", "n"), [(0.95, 59), (0.85, 19)])
def test_so_many_observations_bound_a_percentile(q: float, n: int) -> None:
    assert least_n_for_upper_bound(q) == n
    assert 1 - q**n >= 0.95 > 1 - q ** (n - 1)


@pytest.mark.parametrize(("q", "confidence"), [(0, 0.95), (1, 0.95), (0.9, 0), (0.9, 1)])
def test_bounds_of_certainty_are_refused(q: float, confidence: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        least_n_for_upper_bound(q, confidence=confidence)
