"""What would make an offer safe: each change that is found does what a whole forecast says that it does."""

from __future__ import annotations

import pytest

from makegood.engine import (
    Portfolio,
    ProductAttribute,
    Settings,
    SpecificationTerm,
    SplitDelivery,
    Stated,
    forecast,
)
from makegood.engine.changes import AddedSlots, Change, FirstPlace, HigherClass, LaterDate, LessScope, applied
from makegood.engine.quoting import Hearing, Offer, WarmPortfolio, inserted, would_help
from makegood.engine.remedies import Remedy
from makegood.engine.two_views import Frame
from tests.engine.portfolios import MONDAY, a_portfolio, a_promise, an_item, day
from tests.engine.quoting.offers import an_offer, known

SETTINGS = Settings(samples=128)


def busy(*, compiled: bool) -> WarmPortfolio:
    """One team that is full for three weeks."""
    promises = tuple(a_promise(f"P{number}", due_in=20 + number, priority_class=2) for number in range(3))
    portfolio = a_portfolio(*(an_item(f"P{number}/work", Stated(20, 40, 70)) for number in range(3)), promises=promises)
    return held(portfolio, compiled=compiled)


def held(portfolio: Portfolio, *, compiled: bool = False) -> WarmPortfolio:
    return WarmPortfolio.of(portfolio, as_of=MONDAY, settings=SETTINGS, compiled=compiled, until=day(90))


def helped(warm: WarmPortfolio, offer: Offer) -> dict[type[Change], Remedy]:
    asked = warm.quote(offer).promise
    frame = Frame(warm.as_of, warm.horizon, warm.settings.samples)
    return {type(each.change): each for each in would_help(warm, offer, Hearing(asked, asked, None, frame))}


@pytest.mark.parametrize("compiled", [True, False])
def test_every_change_is_what_a_whole_forecast_makes_of_it(compiled: bool) -> None:
    warm = busy(compiled=compiled)
    offer = an_offer(an_item("N/work", Stated(10, 24, 40)), due_in=10, priority_class=3)
    found = helped(warm, offer)
    assert {LaterDate, AddedSlots, HigherClass} <= set(found)
    before = warm.p_kept()
    for remedy in found.values():
        after = known(
            forecast(applied(inserted(warm.portfolio, [offer]), remedy.change), as_of=MONDAY, settings=warm.settings)
        )
        assert remedy.p_kept == after["N"]
        assert remedy.safe == (after["N"] >= 0.85)
        fallen = {key: after[key] for key, was in before.items() if was - after[key] > 0.02}
        assert {other.promise: other.after for other in remedy.endangers} == fallen


def test_a_later_date_is_the_earliest_that_is_safe() -> None:
    warm = busy(compiled=False)
    offer = an_offer(an_item("N/work", Stated(10, 24, 40)), due_in=10, priority_class=3)
    change = helped(warm, offer)[LaterDate].change
    assert isinstance(change, LaterDate)
    earlier = an_offer(*offer.items, priority_class=3, due_in=(change.due - MONDAY).days - 1)
    assert (warm.quote(earlier).promise.p_kept or 0) < 0.85


def test_a_split_delivers_most_in_time_and_the_rest_when_it_is_safe_too() -> None:
    warm = held(a_portfolio(an_item("P/work", 8)))
    offer = an_offer(an_item("N/work", Stated(20, 32, 48)), due_in=4, priority_class=1)
    change = helped(warm, offer)[SplitDelivery].change
    assert isinstance(change, SplitDelivery)
    both = forecast(applied(inserted(warm.portfolio, [offer]), change), as_of=MONDAY, settings=warm.settings)
    assert all((both.of(key).p_kept or 0) >= 0.85 for key in ("N", "N (rest)"))
    cut = helped(warm, offer)[LessScope].change
    assert isinstance(cut, LessScope)
    assert change.share <= 1 - cut.cut + 0.1


def test_what_no_date_can_save_is_helped_by_leaving_the_wish_out() -> None:
    portfolio = a_portfolio(an_item("P/work", 8), attributes=(ProductAttribute(name="speed", value="70", unit="mm/s"),))
    term = SpecificationTerm(promise="N", attribute="speed", operator=">=", value="80", unit="mm/s")
    offer = Offer(promise=a_promise("N"), items=(an_item("N/work", 8),), specifications=(term,))
    (only,) = helped(held(portfolio), offer).values()
    assert (only.p_kept, only.safe) == (1.0, True)


def test_the_first_place_is_the_last_resort() -> None:
    promises = tuple(a_promise(f"P{number}", due_in=5, priority_class=1) for number in range(2))
    warm = held(a_portfolio(*(an_item(f"P{number}/work", 40) for number in range(2)), promises=promises))
    found = helped(warm, an_offer(an_item("Z/work", 8), key="Z", due_in=5, priority_class=1))
    assert found[FirstPlace].safe
    assert found[FirstPlace].endangers


def test_nothing_is_sought_for_what_is_safe_or_unknown() -> None:
    warm = busy(compiled=False)
    assert helped(warm, an_offer(an_item("N/work", 8), due_in=80)) == {}
    assert helped(warm, an_offer()) == {}
