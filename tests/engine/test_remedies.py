"""What would help: the smallest change of each kind that simulation shows to be enough, and whom it would harm."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest

from makegood.engine import (
    AddedSlots,
    FirstPlace,
    LaterDate,
    LessScope,
    Measurement,
    Portfolio,
    Remedy,
    ServiceLevelTerm,
    Settings,
    forecast,
)
from makegood.engine.changes import applied
from makegood.engine.remedies import find_remedies
from tests.engine.portfolios import MONDAY, a_portfolio, a_promise, a_range, an_item, day

SETTINGS = Settings(samples=256)


def remedies_for(portfolio: Portfolio, promise: str, settings: Settings = SETTINGS) -> dict[type, Remedy]:
    baseline = forecast(portfolio, as_of=MONDAY, settings=settings)
    found = find_remedies(portfolio, baseline, promise, settings=settings)
    return {type(remedy.change): remedy for remedy in found}


@pytest.fixture(scope="module")
def crowded() -> Portfolio:
    """Four promises of a week's work each for one slot; the last is due long before its turn can end."""
    items = [an_item(f"P{number}/work", a_range(40.0)) for number in range(4)]
    promises = [a_promise(f"P{number}", due_in=18 + number) for number in range(4)]
    return a_portfolio(*items, promises=tuple(promises))


def test_every_remedy_is_what_a_new_forecast_says(crowded: Portfolio) -> None:
    found = remedies_for(crowded, "P3")
    assert set(found) >= {LaterDate, AddedSlots, FirstPlace}
    for remedy in found.values():
        again = forecast(applied(crowded, remedy.change), as_of=MONDAY, settings=SETTINGS)
        assert again.of("P3").p_kept == remedy.p_kept
        assert remedy.safe == (remedy.p_kept >= SETTINGS.thresholds.quote)


def test_going_first_names_those_it_pushes_back(crowded: Portfolio) -> None:
    first = remedies_for(crowded, "P3")[FirstPlace]
    assert first.safe
    assert {other.promise for other in first.endangers} <= {"P0", "P1", "P2"}
    assert all(other.after < other.before for other in first.endangers)
    assert first.endangers


def test_a_later_date_harms_nobody_behind_it(crowded: Portfolio) -> None:
    later = remedies_for(crowded, "P3")[LaterDate]
    assert later.safe
    assert later.endangers == ()


def test_the_smallest_reinforcement_that_is_enough_is_named(crowded: Portfolio) -> None:
    added = remedies_for(crowded, "P3")[AddedSlots].change
    assert isinstance(added, AddedSlots)
    assert (added.team, added.start) == ("Assembly", MONDAY)
    if added.slots > 1 or (added.end - added.start).days > 14:
        smaller = replace(added, slots=1, end=day(13))
        p_kept = forecast(applied(crowded, smaller), as_of=MONDAY, settings=SETTINGS).of("P3").p_kept
        assert p_kept is not None
        assert p_kept < SETTINGS.thresholds.quote


def test_safe_remedies_come_first(crowded: Portfolio) -> None:
    baseline = forecast(crowded, as_of=MONDAY, settings=SETTINGS)
    safe = [remedy.safe for remedy in find_remedies(crowded, baseline, "P3", settings=SETTINGS)]
    assert safe == sorted(safe, reverse=True)


def test_what_is_safe_needs_no_remedy(crowded: Portfolio) -> None:
    assert remedies_for(crowded, "P0") == {}


def test_what_nobody_estimated_has_no_remedy() -> None:
    assert remedies_for(a_portfolio(promises=(a_promise(),)), "P") == {}


def test_a_change_that_hardly_helps_is_not_offered() -> None:
    """A promise that can't be met by less work, because a wait until after its date comes before it."""
    waiting = a_portfolio(an_item("P/work", 4.0, not_before=day(60)))
    assert LessScope not in remedies_for(waiting, "P")
    assert FirstPlace not in remedies_for(waiting, "P")


def with_a_slow_reply(target: float) -> Portfolio:
    level = ServiceLevelTerm(
        promise="P", measure="reply", operator="<=", threshold=1.0, target=target, start=day(-60), end=day(30)
    )
    slow = tuple(
        Measurement(
            "reply", datetime.combine(day(-53), time(9)) + timedelta(hours=8 * number), 2.0 if number % 9 == 0 else 0.5
        )
        for number in range(150)
    )
    return a_portfolio(
        an_item("P/work", a_range(200.0)), promises=(a_promise(due_in=20),), service_levels=(level,), measurements=slow
    )


def test_no_date_is_called_safe_when_another_term_fails() -> None:
    assert not any(remedy.safe for remedy in remedies_for(with_a_slow_reply(0.99), "P").values())


def test_where_no_date_is_safe_the_earliest_is_named_that_is_nearly_as_good_as_any() -> None:
    """Not the end of the search, months after everything is finished."""
    both = with_a_slow_reply(0.89)
    baseline = forecast(both, as_of=MONDAY, settings=SETTINGS).of("P")
    level = next(term.p_kept for term in baseline.terms if term.kind == "service level")
    later = remedies_for(both, "P")[LaterDate]
    assert isinstance(later.change, LaterDate)
    assert baseline.p95 is not None
    assert level is not None
    assert not later.safe
    assert later.p_kept >= level - 0.1
    assert later.change.due <= baseline.p95 + timedelta(days=3)


def test_an_unknown_promise_is_a_key_error(crowded: Portfolio) -> None:
    baseline = forecast(crowded, as_of=MONDAY, settings=SETTINGS)
    with pytest.raises(KeyError):
        find_remedies(crowded, baseline, "Nope", settings=SETTINGS)


def test_the_later_date_is_the_earliest_safe_one(crowded: Portfolio) -> None:
    change = remedies_for(crowded, "P3")[LaterDate].change
    assert isinstance(change, LaterDate)
    earlier = applied(crowded, replace(change, due=change.due - timedelta(days=1)))
    p_kept = forecast(earlier, as_of=MONDAY, settings=SETTINGS).of("P3").p_kept
    assert p_kept is not None
    assert p_kept < SETTINGS.thresholds.quote
