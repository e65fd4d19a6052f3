"""A later date that both views call safe, where the plan alone sees no need for one, or where there is no plan."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from makegood.engine import Fixed, LaterDate, Portfolio, Promise, Settings, Team, WorkItem, forecast
from makegood.engine.combined import combined
from makegood.engine.later_date import later_date
from makegood.engine.remedies import Remedy
from makegood.engine.results import Likeness
from makegood.engine.two_views import PastView

AS_OF = date(2026, 11, 23)
DUE = AS_OF + timedelta(days=20)
SETTINGS = Settings(samples=128)
PORTFOLIO = Portfolio(
    teams=(Team(name="Assembly", slots=1.0),),
    promises=(
        Promise(key="planned", customer="Ann", due=DUE),
        Promise(key="unplanned", customer="Bob", due=DUE),
        Promise(key="fine", customer="Cid", due=DUE),
    ),
    items=(WorkItem(key="planned/x", promise="planned", name="x", team="Assembly", estimate=Fixed(8.0)),),
)
SLOW = PastView(Likeness((), 400, 300, 12.0), 0.3, np.clip(np.arange(200) / 66, 0.0, 0.99))
QUICK = PastView(Likeness((), 400, 4, 1.0), 0.97, np.clip(np.arange(200) / 10, 0.0, 0.99))


def helps(promise: str, past: PastView) -> Remedy | None:
    plan = forecast(PORTFOLIO, as_of=AS_OF, settings=SETTINGS)
    both = combined(plan, PORTFOLIO, {promise: past}, SETTINGS)
    return later_date(promise, portfolio=PORTFOLIO, both=both, past={promise: past}, settings=SETTINGS)


@pytest.mark.parametrize("promise", ["planned", "unplanned"])
def test_a_date_is_found_that_is_safe_by_both(promise: str) -> None:
    slower = PastView(SLOW.likeness, 0.02, np.clip((np.arange(200) - 15) / 60, 0.0, 0.99))
    found = helps(promise, slower if promise == "planned" else SLOW)
    assert found is not None
    assert isinstance(found.change, LaterDate)
    assert found.change.due > DUE
    assert found.safe
    assert found.p_kept >= 0.85
    assert found.endangers == ()


def test_nothing_is_proposed_for_what_is_safe_already() -> None:
    assert helps("fine", QUICK) is None


def test_nothing_is_proposed_where_the_past_knows_no_dates_or_has_nothing_to_say() -> None:
    assert helps("unplanned", PastView(SLOW.likeness, 0.3, None)) is None
    plan = forecast(PORTFOLIO, as_of=AS_OF, settings=SETTINGS)
    assert later_date("unplanned", portfolio=PORTFOLIO, both=plan, past={}, settings=SETTINGS) is None


def test_nothing_is_proposed_where_so_many_are_never_done() -> None:
    never = PastView(SLOW.likeness, 0.3, np.clip(np.arange(200) / 66, 0.0, 0.5))
    assert helps("unplanned", never) is None
