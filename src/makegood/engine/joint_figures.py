"""Figures over all promises together once each one's probability has moved.

The plan's samples know how promises fail together; the past moves each probability by itself. So the dependence seen in
the samples is kept, and only the single probabilities are replaced:

* P(all kept) of independent promises is the product Πp. The samples have (Πp)^k, where k below 1 says that they stand
  and fall together; the same k is applied to the new product.
* The loss at 95 % lies m standard deviations of independent losses above the expected loss; the same m is applied
  again.

Where there are no samples (no plan) promises are taken as correlated with :data:`RHO`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import exp, log, sqrt
from statistics import NormalDist

from makegood.engine.combination import clamped_share
from makegood.engine.portfolio import Promise
from makegood.engine.results import CustomerForecast, Forecast, PortfolioForecast, PromiseForecast
from makegood.engine.stakes import Stake, expected_loss, stakes_of, value_exposed

RHO = 0.10
"""Correlation of losses where no samples tell, as across teams in the simulation (a convention)."""
Z95 = NormalDist().inv_cdf(0.95)
"""One-sided."""


def portfolio_after(plan: Forecast, both: Sequence[PromiseForecast], promises: Iterable[Promise]) -> PortfolioForecast:
    """Return the figures over all open promises for their combined probabilities ``both``."""
    before = {each.promise: each for each in plan.promises if each.status != "accepted"}
    checked = [each for each in both if each.p_kept is not None]
    statuses = [each.status for each in both]
    stakes_after = stakes_of(checked, promises)
    stakes_before = stakes_of([each for each in before.values() if each.p_kept is not None], promises)
    loss = {
        currency: _tail_after(plan.portfolio.loss_at_95.get(currency), stakes_before.get(currency, []), stakes)
        for currency, stakes in sorted(stakes_after.items())
    }
    return PortfolioForecast(
        open_promises=len(both),
        checked=len(checked),
        red=statuses.count("red"),
        amber=statuses.count("amber"),
        green=statuses.count("green"),
        unknown=statuses.count("unknown"),
        expected_kept=sum(each.p_kept or 0.0 for each in checked),
        value_exposed=value_exposed(stakes_after),
        expected_loss=expected_loss(stakes_after),
        loss_at_95=loss,
        p_all_kept=_all_kept(plan.portfolio.p_all_kept, before.values(), checked, plan.samples),
        customers=_customers(plan, before.values(), checked),
    )


def _tail_after(tail: float | None, before: Sequence[Stake], after: Sequence[Stake]) -> float:
    exposed = sum(value for value, _ in after)
    expected, spread = _loss(after)
    if tail is None or not before or (was := _loss(before))[1] == 0:
        common = sum(value * sqrt(p * (1 - p)) for value, p in after)
        return min(exposed, expected + Z95 * sqrt((1 - RHO) * spread**2 + RHO * common**2))
    expected_before, spread_before = was
    distance = (tail - expected_before) / spread_before
    return min(exposed, max(0.0, expected + distance * spread))


def _loss(stakes: Sequence[Stake]) -> tuple[float, float]:
    """Return mean and standard deviation of the loss as if promises were independent."""
    mean = sum(value * (1 - p) for value, p in stakes)
    return mean, sqrt(sum(value**2 * p * (1 - p) for value, p in stakes))


def _all_kept(
    share: float | None, before: Iterable[PromiseForecast], after: Sequence[PromiseForecast], samples: int
) -> float | None:
    """Return the chance that all of ``after`` are kept, where all of ``before`` were in ``share`` of the samples."""
    if not after:
        return None
    chances = [each.p_kept or 0.0 for each in after]
    if min(chances) <= 0:
        return 0.0
    least = float(clamped_share(0, samples))
    old = [log(min(1 - least, max(least, each.p_kept))) for each in before if each.p_kept is not None]
    together = 1.0 if share is None or not old else log(min(1 - least, max(least, share))) / sum(old)
    return min(exp(min(1.0, together) * sum(map(log, chances))), *chances, 1.0)


def _customers(
    plan: Forecast, before: Iterable[PromiseForecast], after: Iterable[PromiseForecast]
) -> tuple[CustomerForecast, ...]:
    known = {each.customer: each.p_all_kept for each in plan.portfolio.customers}
    was, now = _by_customer(before), _by_customer(after)
    return tuple(
        CustomerForecast(name, len(mine), _all_kept(known.get(name), was.get(name, ()), mine, plan.samples))
        for name, mine in sorted(now.items())
    )


def _by_customer(promises: Iterable[PromiseForecast]) -> dict[str, list[PromiseForecast]]:
    grouped: dict[str, list[PromiseForecast]] = {}
    for promise in promises:
        grouped.setdefault(promise.customer, []).append(promise)
    return grouped
