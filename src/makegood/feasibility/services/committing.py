"""Committing with open eyes: what was known is stamped in the transaction in which the company is bound."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings as house
from django.db import transaction

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
from makegood.feasibility.models import Stamp
from makegood.feasibility.services.warm import WarmRows
from makegood.feasibility.states import Status
from makegood.foundation.actors import Viewer
from makegood.promises.models import Promise
from makegood.promises.services import record_commitment


@transaction.atomic
def commit_promise(*, number: int, by: Viewer, at: datetime, settings: Settings | None = None) -> None:
    """Bind the company to a promise, and stamp what was known of it at that moment, by plan and past.

    The stamp holds every row that the promise then has work in common with and what became of promises like it, so the
    same figures can be computed again to the bit. Where the rows contradict themselves it says that nothing is known.
    Denied, NotFound, UnableToMove.
    """
    record_commitment(number=number, by=by, at=at)
    promise = Promise.objects.get(pk=number)
    as_of = at.astimezone(ZoneInfo(house.DEFAULT_ZONE)).date()
    rows = WarmRows(zone=house.DEFAULT_ZONE, as_of=as_of)
    rows.read_all()
    whole = rows.portfolio()
    used = resolved(settings or Settings(), whole, as_of)
    inputs = _of_promise(whole, promise.key)
    past: PastView | None = None
    figures: dict[str, object] = {"status": Status.UNKNOWN}
    inputs_hash = ""
    try:
        plan = forecast(inputs, as_of=as_of, settings=used)
        past = learn_past(whole, as_of=as_of, horizon=plan.horizon, seed=used.seed).views.get(promise.key)
        result = _heard(plan, inputs, promise.key, past, used)
        figures, inputs_hash = bridge.figures_of(result.of(promise.key)), result.inputs_hash
    except InvalidPortfolio:  # what contradicts itself elsewhere must not keep anybody from committing
        past = None
    Stamp.objects.create(
        promise=promise,
        as_of=as_of,
        due=promise.due,
        seed=used.seed,
        samples=used.samples,
        horizon_days=used.horizon_days or 0,
        inputs_hash=inputs_hash,
        inputs=bridge.frozen(inputs),
        past=bridge.frozen_past(past),
        at=at,
        by_id=by.number,
        **figures,
    )


def compute_again(stamp: Stamp) -> Forecast:
    """Return the forecast that a stamp was made of, computed from what it holds."""
    settings = Settings(seed=stamp.seed, samples=stamp.samples, horizon_days=stamp.horizon_days or None)
    inputs = bridge.thawed(bytes(stamp.inputs))
    plan = forecast(inputs, as_of=stamp.as_of, settings=settings)
    return _heard(plan, inputs, stamp.promise.key, bridge.thawed_past(stamp.past), settings)


def _heard(plan: Forecast, inputs: Portfolio, key: str, past: PastView | None, settings: Settings) -> Forecast:
    """Return ``plan`` after the past was heard about one promise, as the forecast of all hears it about each."""
    return plan if past is None else combined(plan, inputs, {key: past}, settings)


def _of_promise(portfolio: Portfolio, key: str) -> Portfolio:
    """Return the part of a portfolio that a promise has work in common with."""
    for part in parts_by_team(portfolio).values():
        if any(promise.key == key for promise in part.promises):
            return replace(part, history=())
    return Portfolio(company_zone=portfolio.company_zone)
