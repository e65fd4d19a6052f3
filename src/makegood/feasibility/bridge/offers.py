"""What somebody asks that could be promised, as the engine reads it: a promise that nobody has made yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from makegood.engine.portfolio import Promise, ServiceLevelTerm, SpecificationTerm
from makegood.engine.quoting import Offer
from makegood.feasibility.bridge.inputs import (
    engine_item,
    engine_service_level,
    engine_specification,
    is_specification,
)
from makegood.feasibility.queries.inputs import ItemInput, TermInput

LAST = "\U0010fffd"
"""Begins the key of what nobody has promised yet, so that of equals it comes last; no key of the register has it."""
NOBODY: Mapping[str, tuple[float, float, float]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked: pieces of work and terms as a quote keeps them, for whom, by when and in which class."""

    number: int
    customer: str
    tier: str
    zone: str
    wished: date
    rank_class: int
    work: Sequence[Mapping[str, Any]]
    terms: Sequence[Mapping[str, Any]]
    by: str


def offer_of(asked: Asked, teams: Mapping[int, str], as_of: date) -> Offer:
    """Return what is ``asked`` as the engine reads it; ``teams`` are keys by number. KeyError for one that is none."""
    promise = Promise(
        key=f"{LAST}{asked.number:012d}",
        customer=asked.customer,
        due=asked.wished,
        made_at=as_of,
        told=asked.wished,
        priority_class=asked.rank_class,
        tier=asked.tier or None,
        zone=asked.zone or None,
        made_by=asked.by,
        attributes=MappingProxyType({"severity": f"S{min(asked.rank_class, 4)}"}),
    )
    terms = [_term(asked.number, term) for term in asked.terms]
    return Offer(
        promise=promise,
        items=tuple(
            engine_item(
                _item(asked.number, piece, teams),
                promise.key,
                tuple(f"{promise.key}/{name}" for name in piece.get("after", ())),
                NOBODY,
                as_of,
            )
            for piece in asked.work
        ),
        specifications=_specifications(terms, promise),
        service_levels=_service_levels(terms, promise),
    )


def _specifications(terms: Sequence[TermInput], promise: Promise) -> tuple[SpecificationTerm, ...]:
    return tuple(engine_specification(term, promise.key) for term in terms if is_specification(term))


def _service_levels(terms: Sequence[TermInput], promise: Promise) -> tuple[ServiceLevelTerm, ...]:
    return tuple(engine_service_level(term, promise) for term in terms if not is_specification(term))


def _item(number: int, piece: Mapping[str, Any], teams: Mapping[int, str]) -> ItemInput:
    return ItemInput(
        number=0,
        promise=number,
        name=piece["name"],
        team=teams[piece["team"]],
        p10=piece.get("p10"),
        p50=piece.get("p50"),
        p90=piece.get("p90"),
        wait_p50=piece.get("wait_p50"),
        wait_p90=piece.get("wait_p90"),
        wait_started=None,
        not_before=None,
        slots=piece.get("slots", 1),
        pausable=piece.get("pausable", True),
        done_share=0.0,
        external_id="",
    )


def _term(number: int, term: Mapping[str, Any]) -> TermInput:
    target, days = term.get("target"), term.get("window_days")
    return TermInput(
        promise=number,
        kind=term["kind"],
        subject=term["subject"],
        operator=term["operator"],
        value=term["value"],
        unit=term.get("unit", ""),
        target=None if target is None else Decimal(str(target)),
        window_days=days,
    )
