"""Offers to ask about, and the whole forecasts that answers must equal."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import numpy as np

from makegood.engine import Portfolio, Promise, WorkItem, forecast
from makegood.engine.quoting import Offer, WarmPortfolio, inserted
from makegood.engine.results import Forecast, PromiseForecast
from tests.engine.portfolios import MONDAY, a_promise

NOT_REPEATED = {"takers", "harm"}
"""What an answer leaves out, or reckons beside the portfolio as it was."""


def an_offer(*items: WorkItem, key: str = "N", **facts: Any) -> Offer:
    """Return an offer of ``items`` to a customer called after it."""
    return Offer(promise=a_promise(key, **facts), items=items)


def renamed(portfolio: Portfolio, promise: Promise, key: str) -> Offer:
    """Return an offer like ``promise`` of ``portfolio``, its work waiting for nobody else."""
    names = {item.key: f"{key}/{item.name}" for item in portfolio.items_by_promise.get(promise.key, ())}
    items = tuple(
        replace(
            item,
            key=names[item.key],
            promise=key,
            after=tuple(names[before] for before in item.after if before in names),
        )
        for item in portfolio.items_by_promise.get(promise.key, ())
    )
    return Offer(
        promise=replace(promise, key=key, accepted_at=None),
        items=items,
        specifications=tuple(replace(s, promise=key) for s in portfolio.specifications if s.promise == promise.key),
        service_levels=tuple(replace(s, promise=key) for s in portfolio.service_levels if s.promise == promise.key),
    )


def whole(warm: WarmPortfolio, *offers: Offer) -> Forecast:
    """Return the whole forecast with ``offers`` in it."""
    return forecast(inserted(warm.portfolio, offers), as_of=MONDAY, settings=warm.settings)


def known(result: Forecast) -> dict[str, float]:
    """Return P(kept) of every promise that has one."""
    return {each.promise: each.p_kept for each in result.promises if each.p_kept is not None}


def unlike(one: PromiseForecast, other: PromiseForecast) -> list[str]:
    """Return the names of the figures in which both differ; sentences name takers, so only their codes count."""
    return [
        field.name
        for field in fields(PromiseForecast)
        if field.name not in NOT_REPEATED and _plain(getattr(one, field.name)) != _plain(getattr(other, field.name))
    ]


def bits(warm: WarmPortfolio) -> list[bytes]:
    """Return all that it holds, bit by bit."""
    stand = warm._stand
    parts = [
        np.ascontiguousarray(part)
        for checkpoint in stand.checkpoints
        for block in checkpoint.blocks
        for part in (block.spans, block.starts, block.flat, block.border, block.rows, block.finish)
    ]
    return [part.tobytes() for part in (*parts, stand.kept)]


def _plain(value: Any) -> Any:
    if hasattr(value, "counts"):
        return value.counts.tolist()
    return value.code if hasattr(value, "code") else value
