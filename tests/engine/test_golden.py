"""The same seed gives the same answer, on every machine and in every version: the numbers themselves.

A change here means that every user's forecast changes with the update. Say so in the changelog.
"""

from __future__ import annotations

from hashlib import blake2b

from makegood.engine import Absence, Learnt, Portfolio, RiskDriver, Stated, Wait
from makegood.engine.drawing import Draws
from makegood.engine.randomness import stream
from makegood.engine.results import Curve
from tests.engine.portfolios import (
    a_portfolio,
    a_promise,
    a_range,
    a_team,
    an_item,
    day,
    the_forecast,
    the_problem,
)

PORTFOLIO: Portfolio = a_portfolio(
    an_item("A/design", a_range(24), team="Design"),
    an_item("A/build", a_range(60), after=("A/design",), slots=2, wait=Wait(5, 10)),
    an_item("B/build", Learnt((10.0, 30.0, 80.0)), wait=Wait(10, 25, started=day(-6))),
    an_item("B/test", Stated(10, 16, 20), team="Design", after=("B/build", "A/design"), pausable=False),
    an_item("C/build", Stated.from_single_point(40), done_share=0.25, after=("B/build",)),
    teams=(a_team("Design", available_share=0.8), a_team(slots=2, absences=(Absence(day(7), day(11), slots=1),))),
    promises=(
        a_promise("A", due_in=21, value=10_000.0, currency="EUR"),
        a_promise("B", due_in=18, priority_class=1, zone="Asia/Tokyo", value=2_500.0, currency="EUR"),
        a_promise("C", due_in=30),
    ),
    risks=(RiskDriver(name="vendor", probability=0.2, items=("A/build", "C/build"), factor=1.5, delay_days=4),),
    company_zone="America/New_York",
)
SAMPLES = 256


def test_the_streams_of_chance_are_what_they_were() -> None:
    assert stream(1, "effort", "A/design") == 0x895647AD3393557E
    assert stream(-7, "team", "Größe") == 0xD5EA973C695789F7


def test_the_draws_are_what_they_were() -> None:
    problem = the_problem(PORTFOLIO, samples=SAMPLES)
    draws = Draws(problem, 0, 6)
    efforts = {job.item.key: draws.effort(job).tolist() for job in problem.jobs}
    waits = {job.item.key: draws.wait_days(job.stage).tolist() for job in problem.jobs if job.stage is not None}
    assert efforts == {
        "B/build": [2698, 2825, 600, 4006, 600, 600],
        "A/design": [1680, 794, 583, 2086, 772, 636],
        "B/test": [646, 134, 767, 1434, 93, 760],
        "A/build": [2012, 9987, 2971, 18106, 2251, 5357],
        "C/build": [3777, 2298, 1770, 3523, 1376, 2015],
    }
    assert waits == {"B/build": [14, 11, 12, 5, 19, 1], "A/build": [2, 5, 4, 7, 9, 4]}


def test_plain_draws_are_what_they_were() -> None:
    problem = the_problem(PORTFOLIO, samples=SAMPLES, stratified=False)
    draws = Draws(problem, 0, 6)
    assert [draws.effort(job).tolist() for job in problem.jobs[:2]] == [
        [1630, 2960, 600, 2732, 4383, 2800],
        [986, 2821, 817, 840, 1549, 1650],
    ]


def test_the_forecast_is_what_it_was() -> None:
    forecast = the_forecast(PORTFOLIO, samples=SAMPLES)
    assert {promise.promise: by_week(promise.curve) for promise in forecast.promises} == {
        "A": [1, 14, 108, 61, 30, 15, 11, 6, 3, 3, 1, 1, 2],
        "C": [6, 22, 43, 62, 45, 30, 17, 9, 7, 6, 3, 3, 2, 0, 0, 1],
        "B": [10, 56, 61, 69, 25, 16, 8, 3, 3, 2, 1, 1, 1],
    }
    assert {promise.promise: fingerprint(promise.curve) for promise in forecast.promises} == {
        "A": "decf7f510c2468b3",
        "C": "6790e1c54a8305bc",
        "B": "4aeaf0bf7ce8939c",
    }
    assert {promise.promise: (promise.p_kept or 0.0) * SAMPLES for promise in forecast.promises} == {
        "A": 140.0,
        "C": 157.0,
        "B": 116.0,
    }
    assert [(team.team, team.weeks[2].load) for team in forecast.teams] == [
        ("Design", 0.216357421875),
        ("Assembly", 0.6228458658854167),
    ]
    assert forecast.portfolio.loss_at_95 == {"EUR": 12500.0}


def by_week(curve: Curve | None) -> list[int]:
    """Return the samples finished in each week after the curve's first day, up to the last week with any."""
    assert curve is not None
    weeks = [int(curve.counts[first : first + 7].sum()) for first in range(0, len(curve.counts), 7)]
    return weeks[: max(number for number, count in enumerate(weeks) if count) + 1]


def fingerprint(curve: Curve | None) -> str:
    """Return a hash of all counts, day by day."""
    assert curve is not None
    return blake2b(repr(curve.counts.tolist()).encode(), digest_size=8).hexdigest()


def test_the_digest_is_what_it_was() -> None:
    assert the_forecast(PORTFOLIO, samples=SAMPLES).inputs_hash == "0dc75e7d903155a28af48f4b1f0da1d4"
