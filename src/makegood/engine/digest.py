"""A fingerprint of everything that a forecast depends on: the same fingerprint, the same result, to the bit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from hashlib import blake2b

from makegood.engine.calendars import TeamCalendar
from makegood.engine.portfolio import Portfolio
from makegood.engine.settings import Settings

DIGEST_BYTES = 16
MODEL = 1
"""Raised with every change of the model, so that the same fingerprint never stands for two answers."""


def row_digest(row: object) -> bytes:
    """Return the fingerprint of one row of a portfolio."""
    return blake2b(repr(row).encode(), digest_size=DIGEST_BYTES).digest()


def inputs_digest(
    portfolio: Portfolio,
    as_of: date,
    settings: Settings,
    calendars: Mapping[str, TeamCalendar],
    digest_of: Callable[[object], bytes] = row_digest,
) -> str:
    """Return the fingerprint of ``portfolio`` with its teams' ``calendars``, whatever the order of its rows.

    Calendars are part of it, because public holidays come from a library that learns new ones. The history is not: no
    forecast of this kind reads it. ``digest_of`` may remember what :func:`row_digest` returned.
    """
    seen = blake2b(digest_size=DIGEST_BYTES)
    for fact in (MODEL, as_of, settings, portfolio.company_zone):
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
        seen.update(b"".join(sorted(map(digest_of, part))))
        seen.update(b";")
    for _, calendar in sorted(calendars.items()):
        seen.update(calendar.slot_minutes.tobytes())
        seen.update(calendar.capacity.tobytes())
    return seen.hexdigest()
