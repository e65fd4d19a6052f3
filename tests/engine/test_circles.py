"""Work that waits for itself is left out, and nothing else is."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as some

from makegood.engine import InvalidPortfolio, Portfolio, Settings, forecast
from makegood.engine.circles import untangle
from makegood.engine.portfolio import Fixed, Promise, RiskDriver, Team, WorkItem

AS_OF = date(2027, 1, 4)
MOST = 8


def plant(waits: set[tuple[int, int]], per_promise: int = 1) -> Portfolio:
    """Return promises with items of which each comes after others, by their numbers."""
    return Portfolio(
        teams=(Team(name="A", slots=1),),
        promises=tuple(Promise(key=f"P{n}", customer="C", due=date(2027, 2, 1)) for n in range(MOST)),
        items=tuple(
            WorkItem(
                key=f"I{n}",
                promise=f"P{n // per_promise}",
                name=f"I{n}",
                team="A",
                estimate=Fixed(8.0),
                after=tuple(f"I{before}" for item, before in sorted(waits) if item == n),
            )
            for n in range(MOST)
        ),
        risks=(RiskDriver(name="R", probability=0.5, items=("I0",), factor=2.0),),
    )


def test_a_circle_over_three_promises_is_named_with_what_waits_behind_it() -> None:
    found = untangle(plant({(0, 1), (1, 2), (2, 0), (3, 2), (4, 3), (5, 6)}))
    assert found.circles == (("I0", "I1", "I2"),)
    assert set(found.in_circle) == {"P0", "P1", "P2"}
    assert found.behind == {"P3": ("P0", "P1", "P2"), "P4": ("P0", "P1", "P2")}
    assert [item.key for item in found.portfolio.items] == ["I3", "I4", "I5", "I6", "I7"]
    assert found.portfolio.items[0].after == ()
    assert found.portfolio.items[2].after == ("I6",)
    assert found.portfolio.risks == ()


def test_what_is_done_holds_nobody_up_and_what_waits_for_itself_alone_is_found() -> None:
    assert untangle(plant({(0, 0)})).circles == (("I0",),)
    straight = plant({(0, 1), (1, 2)})
    assert untangle(straight).portfolio is straight


@given(
    some.sets(some.tuples(some.integers(0, MOST - 1), some.integers(0, MOST - 1)), max_size=14),
    some.sampled_from((1, 2)),
)
def test_what_is_left_can_be_forecast_and_nothing_is_left_out_without_need(
    waits: set[tuple[int, int]], per_promise: int
) -> None:
    portfolio = plant(waits, per_promise)
    found, settings = untangle(portfolio), Settings(samples=8)
    forecast(found.portfolio, as_of=AS_OF, settings=settings)
    assert bool(found.circles) == is_refused(portfolio, settings)
    for circle in found.circles:  # each of them alone is a circle
        kept = [item for item in portfolio.items if item.key in circle]
        whole = Portfolio(
            teams=portfolio.teams,
            promises=portfolio.promises,
            items=tuple(
                WorkItem(key=item.key, promise=item.promise, name=item.name, team=item.team, estimate=item.estimate,
                         after=tuple(key for key in item.after if key in circle)) for item in kept
            ),
        )  # fmt: skip
        assert is_refused(whole, settings)


def is_refused(portfolio: Portfolio, settings: Settings) -> bool:
    try:
        forecast(portfolio, as_of=AS_OF, settings=settings)
    except InvalidPortfolio as invalid:
        return [problem.code for problem in invalid.problems] == ["cycle"]
    return False
