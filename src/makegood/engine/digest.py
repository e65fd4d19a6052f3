"""A fingerprint of everything that a forecast depends on: the same fingerprint, the same result, to the bit."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

from makegood.engine.portfolio import Portfolio
from makegood.engine.problem import Problem

MODEL = 1
"""Raised with every change of the model, so that the same fingerprint never stands for two answers."""


def inputs_digest(portfolio: Portfolio, problem: Problem) -> str:
    """Return the fingerprint of ``portfolio`` as laid out in ``problem``, whatever the order of its rows.

    Calendars are part of it, because public holidays come from a library that learns new ones. The history is not: no
    forecast of this kind reads it.
    """
    seen = blake2b(digest_size=16)
    for fact in (MODEL, problem.as_of, problem.days, problem.settings, portfolio.company_zone):
        seen.update(repr(fact).encode())
    rows: tuple[Iterable[object], ...] = (
        portfolio.teams,
        portfolio.promises,
        portfolio.items,
        portfolio.risks,
        portfolio.specifications,
        portfolio.attributes,
        portfolio.service_levels,
        portfolio.measurements,
    )
    for part in rows:
        for row in sorted(repr(row) for row in part):
            seen.update(row.encode())
    for _, calendar in sorted(zip(problem.teams, problem.calendars, strict=True), key=lambda pair: pair[0]):
        seen.update(calendar.slot_minutes.tobytes())
        seen.update(calendar.capacity.tobytes())
    return seen.hexdigest()
