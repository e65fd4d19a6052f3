"""What is held part by part answers as the whole does, to the bit, and makes ready again only what a change touches."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from makegood.engine import InvalidPortfolio, Portfolio, RiskDriver, Settings
from makegood.engine.quoting import Hearing, Offer, WarmParts, WarmPortfolio, alone, would_help
from makegood.engine.two_views import Frame
from tests.depth import examples
from tests.engine.portfolios import MONDAY, a_portfolio, a_promise, a_range, an_item, day
from tests.engine.quoting.offers import an_offer, renamed, unlike
from tests.engine.shapes import Plan, grouped_portfolio
from tests.engine.strategies import portfolios

SETTINGS = Settings(samples=150)
GROUPS = grouped_portfolio(Plan(promises=20, teams=3, working_days=40, across=0.2), 3)
AT_RISK = replace(
    GROUPS,
    risks=(
        RiskDriver(
            name="all",
            probability=0.4,
            items=tuple(item.key for item in GROUPS.items[::7]),
            factor=1.7,
            delay_days=2,
        ),
    ),
)
"""Three groups of teams, and something that may happen to all of them at once."""


def in_parts(portfolio: Portfolio, before: WarmParts | None = None, *, compiled: bool = True) -> WarmParts:
    return WarmParts.of(portfolio, as_of=MONDAY, settings=SETTINGS, compiled=compiled, before=before)


def as_a_whole(portfolio: Portfolio, *, compiled: bool = True) -> WarmPortfolio:
    return WarmPortfolio.of(portfolio, as_of=MONDAY, settings=SETTINGS, compiled=compiled)


def agree(parts: WarmParts, whole: WarmPortfolio, *offers: Offer) -> None:
    """Require the same answer to ``offers`` together from both."""
    for one, other in zip(parts.quote_together(offers), whole.quote_together(offers), strict=True):
        assert unlike(one.promise, other.promise) == []
        assert (one.promise.harm, one.endangers) == (other.promise.harm, other.endangers)
    assert (parts.settings, parts.horizon, parts.as_of) == (whole.settings, whole.horizon, whole.as_of)


def across(portfolio: Portfolio, key: str, *teams: str) -> Offer:
    """Return an offer that works in ``teams`` one after the other, with a place in the middle."""
    like = portfolio.promises[len(portfolio.promises) // 2]
    items = [
        an_item(f"{key}/{place}", 60.0, team=team, after=(f"{key}/{place - 1}",) if place else ())
        for place, team in enumerate(teams)
    ]
    return Offer(promise=replace(like, key=key), items=tuple(items))


@settings(max_examples=examples(15))
@given(portfolio=portfolios(), asked=portfolios(most_promises=2), compiled=st.booleans())
def test_whatever_is_asked_the_answer_is_that_of_the_whole(
    portfolio: Portfolio, asked: Portfolio, compiled: bool
) -> None:
    parts, whole = in_parts(portfolio, compiled=compiled), as_a_whole(portfolio, compiled=compiled)
    teams = {team.name for team in portfolio.teams}
    held: list[Offer] = []
    for number, promise in enumerate(asked.promises):
        offer = renamed(asked, promise, f"N{number}")
        if {item.team for item in offer.items} <= teams:
            agree(parts, whole, offer)
            parts, whole = parts.with_offer(offer), whole.with_offer(offer)
            held.append(offer)
    agree(parts, whole, an_offer(key="LAST", due=day(30)))
    assert {offer.key for offer in held} <= {promise.key for promise in parts.portfolio.promises}


@pytest.mark.parametrize("reach", [["G000-T000"], ["G000-T000", "G002-T001"], ["G000-T000", "G001-T002", "G002-T001"]])
def test_an_offer_in_several_parts_makes_them_one(reach: list[str]) -> None:
    parts, whole = in_parts(AT_RISK), as_a_whole(AT_RISK)
    offer = across(AT_RISK, "N", *reach)
    agree(parts, whole, offer)
    other = across(AT_RISK, "M", "G002-T002")
    agree(parts.with_offer(offer), whole.with_offer(offer), other)
    agree(parts.with_offer(offer, other), whole.with_offer(offer, other), across(AT_RISK, "L", "G001-T000"))
    agree(parts, whole, offer, across(AT_RISK, "M", "G001-T001"))


def test_an_offer_that_waits_for_another_promise_is_played_with_it() -> None:
    first = AT_RISK.items_by_promise[AT_RISK.promises[3].key][-1]
    offer = an_offer(an_item("N/0", 40.0, team="G001-T001", after=(first.key,)), due=AT_RISK.promises[5].due)
    agree(in_parts(AT_RISK), as_a_whole(AT_RISK), offer)


def counted(portfolio: Portfolio, before: WarmParts, as_of: date = MONDAY) -> tuple[WarmParts, int]:
    """Return what is made ready after ``before``, and how many parts of it are made anew."""
    made: list[None] = []
    known = WarmParts.of(
        portfolio, as_of=as_of, settings=SETTINGS, compiled=True, before=before, between=lambda: made.append(None)
    )
    return known, len(made)


def test_only_what_has_work_in_common_with_a_change_is_made_ready_again() -> None:
    before = in_parts(GROUPS).with_offer(across(GROUPS, "HELD", "G000-T000"))
    moved = replace(GROUPS.items[0], done_share=0.5)
    changed = replace(GROUPS, items=(moved, *GROUPS.items[1:]))
    now, made = counted(changed, before)
    assert made == 1
    again, made = counted(changed, now)
    assert made == 0
    assert counted(changed, now, day(1))[1] == 1 + 3  # three groups, and what has no work
    whole = as_a_whole(changed)
    for parts in (now, again):
        agree(parts, whole, across(changed, "N", "G000-T001"))
        agree(parts, whole, across(changed, "N", "G001-T001"))


def test_a_key_that_is_taken_is_refused_in_whatever_part_it_is() -> None:
    parts = in_parts(GROUPS)
    taken = GROUPS.promises[-1].key
    with pytest.raises(InvalidPortfolio, match=taken):
        parts.quote(across(GROUPS, taken, "G000-T000"))
    with pytest.raises(InvalidPortfolio, match="nobody"):
        parts.quote(across(GROUPS, "N", "nobody"))


def test_what_would_help_is_what_helps_in_the_whole() -> None:
    portfolio = a_portfolio(
        an_item("P/1", a_range(90.0), team="A"),
        an_item("Q/1", a_range(30.0), team="B"),
        promises=(a_promise("P", due_in=20), a_promise("Q", due_in=20)),
    )
    parts, whole = in_parts(portfolio), as_a_whole(portfolio)
    offer = an_offer(an_item("N/1", a_range(100.0), team="A"), due=day(14))
    played = whole.quote(offer).promise
    hearing = Hearing(played, played, None, Frame(whole.as_of, whole.horizon, whole.settings.samples))
    assert alone(played, whole.as_of, whole.horizon, whole.settings).promises == (played,)
    found = would_help(whole, offer, hearing)
    assert found
    assert would_help(parts, offer, hearing) == found


def test_several_threads_may_ask_for_parts_together_that_nobody_has_joined_yet() -> None:
    parts = in_parts(GROUPS)
    offers = [across(GROUPS, f"N{number}", "G000-T000", f"G00{1 + number % 2}-T001") for number in range(6)]
    with ThreadPoolExecutor(3) as pool:
        answers = list(pool.map(parts.quote, offers))
    whole = as_a_whole(GROUPS)
    assert [one.promise.p_kept for one in answers] == [whole.quote(offer).promise.p_kept for offer in offers]
