"""Committing with open eyes: what was known is stamped in the transaction in which the company is bound."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings as house
from django.db import transaction

from makegood.engine import Forecast, PromiseForecast, Settings
from makegood.engine.forecast import forecast
from makegood.engine.parts import parts_by_team
from makegood.engine.portfolio import Portfolio
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
    """Bind the company to a promise, and stamp what was known of it at that moment.

    The stamp holds every row that the promise then has work in common with, so the same figures can be computed again
    to the bit. Where the rows contradict themselves it says that nothing is known. Denied, NotFound, UnableToMove.
    """
    record_commitment(number=number, by=by, at=at)
    promise = Promise.objects.get(pk=number)
    used = settings or Settings()
    as_of = at.astimezone(ZoneInfo(house.DEFAULT_ZONE)).date()
    rows = WarmRows(zone=house.DEFAULT_ZONE, as_of=as_of)
    rows.read_all()
    inputs = _of_promise(rows.portfolio(), promise.key)
    read, inputs_hash = _known(inputs, promise.key, as_of=as_of, settings=used)
    figures = bridge.figures_of(read) if read else {"status": Status.UNKNOWN}
    Stamp.objects.create(
        promise=promise,
        as_of=as_of,
        due=promise.due,
        seed=used.seed,
        samples=used.samples,
        inputs_hash=inputs_hash,
        inputs=bridge.frozen(inputs),
        at=at,
        by_id=by.number,
        **figures,
    )


def compute_again(stamp: Stamp) -> Forecast:
    """Return the forecast that a stamp was made of, computed from what it holds."""
    settings = Settings(seed=stamp.seed, samples=stamp.samples)
    return forecast(bridge.thawed(bytes(stamp.inputs)), as_of=stamp.as_of, settings=settings)


def _of_promise(portfolio: Portfolio, key: str) -> Portfolio:
    for part in parts_by_team(portfolio).values():
        if any(promise.key == key for promise in part.promises):
            return part
    return Portfolio(company_zone=portfolio.company_zone)


def _known(inputs: Portfolio, key: str, *, as_of: date, settings: Settings) -> tuple[PromiseForecast | None, str]:
    try:
        result = forecast(inputs, as_of=as_of, settings=settings)
    except InvalidPortfolio:
        return None, ""
    return result.of(key), result.inputs_hash
