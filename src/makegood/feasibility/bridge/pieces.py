"""A portfolio in pieces that many commitments share: what did not change between two of them is kept once.

Promises with their work and terms go to one of 256 pieces by their keys, measurements by their measure, and what all
have in common to one of its own. At ten thousand promises a piece is some kilobytes, so that a commitment costs as much
as changed since the last one, and not the megabytes of everything it depends on.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from hashlib import blake2b
from itertools import chain
from types import MappingProxyType
from typing import TypeVar

from pydantic import TypeAdapter

from makegood.engine import portfolio as engine

DIGEST_BYTES = 16
LEVEL = 9
Row = TypeVar("Row")
_PORTFOLIO = TypeAdapter(engine.Portfolio)


def pieces_of(portfolio: engine.Portfolio) -> dict[str, bytes]:
    """Return the pieces of ``portfolio``, as they are before they are compressed, by their fingerprints."""
    promises = _grouped(portfolio.promises, lambda one: one.key)
    items = _grouped(portfolio.items, lambda one: one.promise)
    specifications = _grouped(portfolio.specifications, lambda one: one.promise)
    levels = _grouped(portfolio.service_levels, lambda one: one.promise)
    measured = _grouped(portfolio.measurements, lambda one: one.measure)
    zone = portfolio.company_zone
    made = [
        engine.Portfolio(
            teams=portfolio.teams, risks=portfolio.risks, attributes=portfolio.attributes, company_zone=zone
        )
    ]
    for place in sorted({*promises, *items, *specifications, *levels, *measured}):
        own = engine.Portfolio(
            promises=tuple(replace(one, attributes=dict(one.attributes)) for one in promises.get(place, ())),
            items=tuple(items.get(place, ())),
            specifications=tuple(specifications.get(place, ())),
            service_levels=tuple(levels.get(place, ())),
            measurements=tuple(measured.get(place, ())),
            company_zone=zone,
        )
        made.append(own)
    contents = [_PORTFOLIO.dump_json(one, exclude_defaults=True) for one in made]
    return {blake2b(content, digest_size=DIGEST_BYTES).hexdigest(): content for content in contents}


def packed(content: bytes) -> bytes:
    """Return a piece as it is kept."""
    return gzip.compress(content, LEVEL, mtime=0)


def digests_in(kept: bytes) -> list[str]:
    """Return the fingerprints that were written one after another."""
    return [kept[begin : begin + DIGEST_BYTES].hex() for begin in range(0, len(kept), DIGEST_BYTES)]


def joined(kept: Iterable[bytes]) -> engine.Portfolio:
    """Return the portfolio whose pieces were ``packed``; the order of its rows may be another one."""
    parts = [_PORTFOLIO.validate_json(gzip.decompress(piece)) for piece in kept]
    promises = chain.from_iterable(part.promises for part in parts)
    return engine.Portfolio(
        teams=tuple(chain.from_iterable(part.teams for part in parts)),
        promises=tuple(replace(one, attributes=MappingProxyType(dict(one.attributes))) for one in promises),
        items=tuple(chain.from_iterable(part.items for part in parts)),
        risks=tuple(chain.from_iterable(part.risks for part in parts)),
        specifications=tuple(chain.from_iterable(part.specifications for part in parts)),
        attributes=tuple(chain.from_iterable(part.attributes for part in parts)),
        service_levels=tuple(chain.from_iterable(part.service_levels for part in parts)),
        measurements=tuple(chain.from_iterable(part.measurements for part in parts)),
        company_zone=next((part.company_zone for part in parts), "UTC"),
    )


def _grouped(rows: Iterable[Row], key: Callable[[Row], str]) -> Mapping[int, list[Row]]:
    """Return ``rows`` by the first byte of their keys' fingerprint, each group in the order given."""
    groups: dict[int, list[Row]] = {}
    places: dict[str, int] = {}
    for row in rows:
        name = key(row)
        if name not in places:
            places[name] = blake2b(name.encode(), digest_size=1).digest()[0]
        groups.setdefault(places[name], []).append(row)
    return groups
