"""What a commitment would be stamped with, computed before anything is locked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings as house

from makegood.engine import Forecast, Settings
from makegood.engine.combined import combined
from makegood.engine.forecast import forecast
from makegood.engine.layout import resolved
from makegood.engine.parts import parts_by_team
from makegood.engine.past import learn_past
from makegood.engine.portfolio import Portfolio
from makegood.engine.two_views import PastView
from makegood.engine.validation import InvalidPortfolio
from makegood.feasibility import bridge
from makegood.feasibility.queries import HANDLERS
from makegood.feasibility.services.warm import Rows, WarmRows
from makegood.feasibility.states import Status
from makegood.foundation.outbox.queries import latest_for


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What is known of a promise on the supposition that the company is bound to it."""

    mark: tuple[int, ...]
    """The latest news before anything was read: where it is still that, nothing has changed since."""
    as_of: date
    own: Rows
    policy: int
    settings: Settings
    past: PastView | None
    figures: Mapping[str, object]
    inputs_hash: str
    """Empty where the rows contradict themselves."""
    pieces: Mapping[str, bytes]


def rehearse(*, number: int, at: datetime, settings: Settings) -> Rehearsal | None:
    """Read everything and simulate what the promise has work in common with; None where it is not open, or has no date.

    Nothing is locked meanwhile, so the rows may be of several moments: whoever uses it looks at the ``mark`` again.
    """
    mark = latest_for(HANDLERS)
    as_of = at.astimezone(ZoneInfo(house.DEFAULT_ZONE)).date()
    rows = WarmRows(zone=house.DEFAULT_ZONE, as_of=as_of)
    rows.read_all()
    if number not in rows.promises:
        return None
    rows.suppose_committed(number)
    whole, own = rows.portfolio(), rows.promises[number]
    key = own.promise.key
    used = resolved(replace(settings, policy=rows.policy), whole, as_of)
    inputs = _of_promise(whole, key)
    past: PastView | None = None
    figures: dict[str, object] = {"status": Status.UNKNOWN}
    inputs_hash = ""
    try:
        plan = forecast(inputs, as_of=as_of, settings=used)
        past = learn_past(whole, as_of=as_of, horizon=plan.horizon, seed=used.seed).views.get(key)
        result = heard(plan, inputs, key, past, used)
        figures, inputs_hash = bridge.figures_of(result.of(key)), result.inputs_hash
    except InvalidPortfolio:  # what contradicts itself elsewhere must not keep anybody from committing
        past = None
    return Rehearsal(mark, as_of, own, rows.ranking.number, used, past, figures, inputs_hash, bridge.pieces_of(inputs))


def heard(plan: Forecast, inputs: Portfolio, key: str, past: PastView | None, settings: Settings) -> Forecast:
    """Return ``plan`` after the past was heard about one promise, as the forecast of all hears it about each."""
    return plan if past is None else combined(plan, inputs, {key: past}, settings)


def _of_promise(portfolio: Portfolio, key: str) -> Portfolio:
    """Return the part of a portfolio that a promise has work in common with."""
    for part in parts_by_team(portfolio).values():
        if any(promise.key == key for promise in part.promises):
            return replace(part, history=())
    return Portfolio(company_zone=portfolio.company_zone)
