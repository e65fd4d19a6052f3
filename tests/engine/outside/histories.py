"""Histories of which the truth is known: requests, projects that are estimated anew each week, orders, noise."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from makegood.engine.outside.history import History

START = 18_000.0
"""A day in 2019."""


def strings(values: NDArray[np.generic], prefix: str = "") -> list[str]:
    """Write codes as words."""
    return [f"{prefix}{value}" for value in values.tolist()]


def requests(
    count: int, *, seed: int = 1, days: float = 400.0, columns: int = 3, change_at: float | None = None
) -> tuple[History, NDArray[np.float64]]:
    """Return service requests with targets from minutes to weeks, and the true P(kept) of each.

    Two attributes matter (team and kind), the others are noise. From day ``change_at`` on, everything takes 2.5 times
    as long.
    """
    generator = np.random.default_rng(seed)
    made = START + np.sort(generator.uniform(0, days, count))
    team, kind = generator.integers(0, 12, count), generator.integers(0, 5, count)
    target = np.array([0.02, 0.1, 1.0, 5.0, 20.0])[kind]
    slow = np.linspace(-0.9, 0.5, 12)[team] + np.array([0.1, -0.2, 0.0, 0.3, -0.3])[kind]
    if change_at is not None:
        slow = slow + np.where(made - START >= change_at, np.log(2.5), 0.0)
    taken = target * np.exp(slow + 0.8 * generator.normal(size=count))
    noise = {f"noise{number}": strings(generator.integers(0, 4 + 3 * number, count)) for number in range(columns - 2)}
    history = History.of(
        [f"R{number}" for number in range(count)],
        made=made,
        promised=made + target,
        delivered=made + taken,
        attributes={"team": strings(team, "team "), "kind": strings(kind, "kind "), **noise},
    )
    return history, _normal_share(-slow / 0.8)


def projects(count: int = 160, *, seed: int = 1, teams: int = 6) -> History:
    """Return projects whose end is estimated anew each week, by teams that are 1.2 to 3 times too optimistic.

    The estimate of what remains is the truth divided by the team's bias, with heavy noise of its own for each project
    and each week.
    """
    generator = np.random.default_rng(seed)
    bias = np.linspace(np.log(1.2), np.log(3.0), teams)
    columns: dict[str, list[float]] = {"made": [], "as_of": [], "promised": [], "delivered": []}
    names, of_team = [], []
    for number in range(count):
        team = int(generator.integers(0, teams))
        made = START + np.floor(generator.uniform(0, 900))
        length = np.ceil(np.exp(generator.normal(np.log(90), 0.6)))
        own = 0.3 * generator.normal()
        for week in np.arange(0, length, 7):
            left = length - week
            said = left / np.exp(bias[team] + own + 0.35 * generator.standard_t(4))
            names.append(f"P{number}")
            of_team.append(f"team {team}")
            for name, value in (
                ("made", made),
                ("as_of", made + week),
                ("promised", made + week + max(1.0, np.round(said))),
                ("delivered", made + length),
            ):
                columns[name].append(float(value))
    return History.of(names, attributes={"team": of_team}, **columns)


def orders(count: int = 3_000, *, seed: int = 1, open_from: float = 760.0) -> History:
    """Return a shop's orders of two years, in whole days; those not done by day ``open_from`` are open."""
    generator = np.random.default_rng(seed)
    made = START + np.sort(np.floor(generator.uniform(0, 760, count)))
    product = generator.integers(0, 30, count)
    customer = generator.zipf(1.8, count) % 200
    lead = np.round(np.exp(generator.normal(3.0, 0.5, count)))
    late = generator.random(count) < 0.1 + 0.5 * (product % 7 == 0) + 0.15 * np.sin((made - START) / 60) ** 2
    slip = np.where(late, np.ceil(generator.exponential(9, count)), -np.floor(generator.exponential(1.5, count)))
    delivered = made + np.maximum(lead + slip, 0)
    return History.of(
        [f"O{number}" for number in range(count)],
        made=made,
        promised=made + lead,
        delivered=np.where(delivered < START + open_from, delivered, np.nan),
        attributes={"product": strings(product, "P"), "customer": strings(customer, "C")},
    )


def noise(count: int = 1_500, *, seed: int = 1, kept: float = 0.8, unique: bool = True) -> History:
    """Return a history in which nothing tells anything; with ``unique`` every attribute is another one in each row."""
    generator = np.random.default_rng(seed)
    made = START + np.sort(np.floor(generator.uniform(0, 500, count)))
    lead = generator.integers(5, 40, count)
    late = generator.random(count) >= kept
    ids = generator.permutation(count)
    most = count if unique else 8
    return History.of(
        [f"N{number}" for number in range(count)],
        made=made,
        promised=made + lead,
        delivered=made + lead + np.where(late, generator.integers(1, 20, count), 0),
        attributes={name: strings((ids * step) % most) for name, step in (("a", 1), ("b", 3), ("c", 7))},
    )


def _normal_share(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    from scipy.special import ndtr

    return np.asarray(ndtr(scores), dtype=np.float64)
