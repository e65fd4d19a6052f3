"""Survey figures with their uncertainty, and how many answers a bound needs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, log, sqrt

PROMOTER_FROM = 9
DETRACTOR_TO = 6


@dataclass(frozen=True, slots=True)
class NetPromoterScore:
    """Net promoter score and its standard error, both on the scale −100 to 100."""

    n: int
    score: float
    standard_error: float


def net_promoter_score(promoters: int, detractors: int, n: int) -> NetPromoterScore:
    """Return 100·(p − d) with SE = 100·√((p + d − (p − d)²)/n), p and d being shares of ``n`` answers.

    The variance of a multinomial difference (Rocks 2016). ValueError without answers or where the parts exceed them.
    """
    if n < 1 or promoters < 0 or detractors < 0 or promoters + detractors > n:
        raise ValueError(f"{promoters} promoters and {detractors} detractors don't fit into {n} answers")
    p, d = promoters / n, detractors / n
    return NetPromoterScore(n, 100 * (p - d), 100 * sqrt(max(0.0, p + d - (p - d) ** 2) / n))


def net_promoter_score_of(answers: Iterable[int]) -> NetPromoterScore:
    """Count answers from 0 to 10: 9 and 10 promote, 0 to 6 detract. ValueError for others, or without any."""
    given = list(answers)
    if not all(0 <= answer <= 10 for answer in given):
        raise ValueError("answers lie between 0 and 10")
    promoters = sum(answer >= PROMOTER_FROM for answer in given)
    return net_promoter_score(promoters, sum(answer <= DETRACTOR_TO for answer in given), len(given))


def least_n_for_upper_bound(q: float, *, confidence: float = 0.95) -> int:
    """Return from how many observations on the largest one bounds the quantile ``q`` from above (order statistics).

    The largest of n lies above it with probability 1 − qⁿ (David & Nagaraja 2003): 59 for P95, 19 for P85.
    """
    if not (0 < q < 1 and 0 < confidence < 1):
        raise ValueError("a quantile and a confidence lie between 0 and 1")
    return ceil(log(1 - confidence) / log(q))
