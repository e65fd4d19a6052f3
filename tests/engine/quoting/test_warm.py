"""An answer from the warm portfolio is that of a whole forecast with the offer in it, to the bit."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from makegood.engine import Fixed, InvalidPortfolio, Portfolio, Settings, Stated
from makegood.engine.quoting import Offer, WarmPortfolio
from tests.depth import examples
from tests.engine.portfolios import MONDAY, a_portfolio, a_promise, a_team, an_item, day
from tests.engine.quoting.offers import an_offer, bits, known, renamed, unlike, whole
from tests.engine.shapes import Plan, grouped_portfolio, shaped_portfolio
from tests.engine.strategies import portfolios

FULL = Plan(promises=60, teams=4, working_days=60, across=0.3, widest=2)
ITEMS = 4 * FULL.promises
CHECKPOINTS = 6
SETTINGS = Settings(samples=150)


@pytest.fixture(scope="module")
def full() -> WarmPortfolio:
    """Four teams that are full for three months, with links across promises."""
    return held(shaped_portfolio(FULL))


def held(portfolio: Portfolio, *, compiled: bool = True) -> WarmPortfolio:
    return WarmPortfolio.of(portfolio, as_of=MONDAY, settings=SETTINGS, checkpoints=CHECKPOINTS, compiled=compiled)


def check(warm: WarmPortfolio, offer: Offer) -> None:
    """Hold an answer against the whole forecast."""
    answer, after, before = warm.quote(offer), whole(warm, offer), warm.p_kept()
    assert unlike(answer.promise, after.of(offer.key)) == []
    now = known(after)
    fallen = {key: (was, now[key]) for key, was in before.items() if was - now[key] > 0.02}
    assert {other.promise: (other.before, other.after) for other in answer.endangers} == fallen
    alone = warm.quote(offer, endangers=False)
    assert unlike(alone.promise, answer.promise) == []


@settings(max_examples=examples(15))
@given(portfolio=portfolios(), asked=portfolios(most_promises=1), checkpoints=st.integers(1, 4), compiled=st.booleans())
def test_an_answer_is_that_of_a_whole_forecast_whatever_stands_in_a_portfolio(
    portfolio: Portfolio, asked: Portfolio, checkpoints: int, compiled: bool
) -> None:
    warm = WarmPortfolio.of(
        portfolio,
        as_of=MONDAY,
        settings=Settings(samples=70, horizon_days=150),
        checkpoints=checkpoints,
        compiled=compiled,
    )
    assert dict(warm.p_kept()) == known(whole(warm))
    teams = {team.name for team in portfolio.teams}
    for promise in asked.promises:
        offer = renamed(asked, promise, "N")
        if {item.team for item in offer.items} <= teams:
            check(warm, offer)


@pytest.mark.parametrize("place", [0, 1, *(number * ITEMS // CHECKPOINTS for number in (1, 3)), 100, ITEMS])
def test_it_is_so_at_the_first_and_last_place_at_checkpoints_and_between(full: WarmPortfolio, place: int) -> None:
    promises = shaped_portfolio(FULL).promises
    like = promises[min(place // 4, len(promises) - 1)]
    due = like.due if place < ITEMS else max(promise.due for promise in promises)
    offer = renamed(shaped_portfolio(FULL), replace(like, due=due), "N" if place else "A")
    check(full, offer)


@settings(max_examples=examples(3))
@given(places=st.lists(st.integers(0, FULL.promises - 1), min_size=1, max_size=3), chance=st.randoms())
def test_putting_offers_in_and_taking_them_out_again_restores_every_bit(
    full: WarmPortfolio, places: list[int], chance: Random
) -> None:
    portfolio = shaped_portfolio(FULL)
    offers = [renamed(portfolio, portfolio.promises[place], f"N{number}") for number, place in enumerate(places)]
    warm = full
    for offer in offers:
        warm = warm.with_offer(offer)
    assert dict(warm.p_kept()) == known(whole(full, *offers))
    check(warm, renamed(portfolio, portfolio.promises[places[0]], "M"))
    assert bits(full.with_offer(*offers)) == bits(warm)
    for offer in chance.sample(offers, len(offers)):
        warm = warm.without(offer.key)
    assert bits(warm) == bits(full)


def test_the_order_in_which_they_were_put_in_leaves_no_trace(full: WarmPortfolio) -> None:
    portfolio = shaped_portfolio(FULL)
    one, other = (renamed(portfolio, portfolio.promises[place], f"N{place}") for place in (10, 40))
    assert bits(full.with_offer(one).with_offer(other)) == bits(full.with_offer(other).with_offer(one))


def test_several_threads_ask_at_once_and_hear_the_same(full: WarmPortfolio) -> None:
    portfolio = shaped_portfolio(FULL)
    offers = [renamed(portfolio, portfolio.promises[place], f"N{place}") for place in (0, 17, 40, 59, 3, 28)] * 3
    alone = [full.quote(offer) for offer in offers]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(full.quote, offers))
    assert [each.endangers for each in together] == [each.endangers for each in alone]
    assert all(unlike(one.promise, other.promise) == [] for one, other in zip(together, alone, strict=True))


def test_an_offer_that_joins_groups_of_teams_is_felt_in_both_and_in_no_other() -> None:
    portfolio = grouped_portfolio(Plan(promises=12, teams=2, working_days=40), 3)
    warm = held(portfolio)
    joined = an_offer(
        an_item("N/one", 60, team="G000-T000"),
        an_item("N/two", 60, team="G001-T001", after=("N/one",)),
        priority_class=1,
        due_in=1,
    )
    check(warm, joined)
    assert {other.promise[:4] for other in warm.quote(joined).endangers} == {"G000", "G001"}
    further = an_offer(an_item("M/work", 90, team="G000-T001"), key="M", priority_class=1, due_in=0)
    check(warm.with_offer(joined), further)


def test_offers_made_together_share_what_is_left() -> None:
    warm = held(a_portfolio(an_item("P/work", 40), promises=(a_promise("P", due_in=10),)))
    one, other = (an_offer(an_item(f"{key}/work", 40), key=key, due_in=14) for key in ("A", "B"))
    first, second = warm.quote_together((one, other))
    both = whole(warm, one, other)
    assert (first.promise.p50, second.promise.p50) == (both.of("A").p50, both.of("B").p50)
    assert first.promise.p50 == warm.quote(one).promise.p50 != second.promise.p50


def test_an_offer_that_waits_for_another_promise_is_answered_by_a_whole_forecast() -> None:
    warm = held(a_portfolio(an_item("P/work", 40), an_item("Q/work", 40)))
    waiting = an_offer(an_item("N/work", 8, after=("Q/work",)), priority_class=1)
    check(warm, waiting)
    assert dict(warm.with_offer(waiting).p_kept()) == known(whole(warm, waiting))


def test_one_without_work_is_unknown_and_moves_nobody() -> None:
    warm = held(a_portfolio(an_item("P/work", Stated(20, 40, 80))))
    answer = warm.quote(an_offer(priority_class=1))
    assert (answer.promise.p_kept, answer.promise.status, answer.endangers) == (None, "unknown", ())


def test_the_horizon_reaches_beyond_the_latest_date_asked_about() -> None:
    portfolio = a_portfolio(an_item("P/work", 40))
    warm = WarmPortfolio.of(portfolio, as_of=MONDAY, until=day(900))
    assert (warm.horizon - MONDAY).days >= 900 + 364
    check(warm, an_offer(an_item("N/work", 8, not_before=day(800)), due_in=900))


@pytest.mark.parametrize("compiled", [True, False])
def test_an_offer_is_refused_with_every_reason(compiled: bool) -> None:
    warm = held(a_portfolio(an_item("P/work", 40)), compiled=compiled)
    wrong = an_offer(an_item("P/work", Fixed(-1.0), team="Nobody", promise="P"), key="P")
    with pytest.raises(InvalidPortfolio) as refused:
        warm.quote(wrong)
    assert [problem.code for problem in refused.value.problems] == [
        "duplicate",
        "duplicate",
        "unknown team",
        "out of range",
    ]


def test_only_what_was_put_in_can_be_taken_out() -> None:
    warm = held(a_portfolio(an_item("P/work", 40)))
    with pytest.raises(KeyError):
        warm.without("P")


@pytest.mark.parametrize("compiled", [True, False])
def test_where_nothing_is_promised_yet_the_first_offer_has_everything(compiled: bool) -> None:
    warm = held(a_portfolio(teams=(a_team(),)), compiled=compiled)
    assert dict(warm.p_kept()) == {}
    check(warm, an_offer(an_item("N/work", Stated(10, 20, 40))))
    assert warm.quote(an_offer(an_item("N/work", 8), due_in=0)).promise.p_kept == 1.0


def test_what_is_accepted_is_no_offer() -> None:
    with pytest.raises(ValueError, match="accepted"):
        held(a_portfolio()).quote(an_offer(accepted_at=MONDAY))
