"""The register as a portfolio: rows as the engine reads them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from makegood.engine import portfolio as engine
from makegood.feasibility.bridge.ranking import class_of
from makegood.feasibility.queries.inputs import HistoryInput, ItemInput, PromiseInput, RiskInput, TermInput
from makegood.feasibility.states import Offers
from makegood.promises.states import State, TermKind
from makegood.work.states import NO_ESTIMATE, Basis, basis_of, usual_name


def engine_promise(row: PromiseInput, zone: str, offers: Offers) -> engine.Promise:
    """Return a promise as the engine reads it; ``zone`` is the company's, in whose day it was said.

    The past is asked for promises of its severity, whatever place it was given since.
    """
    return engine.Promise(
        key=row.key,
        customer=row.customer,
        due=row.due,
        first_due=row.first_due,
        made_at=_day(row.said_at, zone),
        told=row.told,
        priority_class=class_of(row, offers),
        value=None if row.value is None else float(row.value),
        currency=row.currency or None,
        tier=row.tier,
        zone=row.zone,
        made_by=row.said_by,
        channel=row.channel,
        owner=row.owner,
        attributes=MappingProxyType({"severity": row.severity}),
    )


def engine_item(
    row: ItemInput, promise: str, after: Iterable[str], usual: Mapping[str, tuple[float, float, float]], as_of: date
) -> engine.WorkItem:
    """Return a piece of work as the engine reads it; a missing estimate is what templates say, or a wide range.

    A wait that began where it is tomorrow already began today.
    """
    started = None if row.wait_started is None else min(row.wait_started, as_of)
    wait = None if row.wait_p50 is None else engine.Wait(row.wait_p50, row.wait_p90, started)
    return engine.WorkItem(
        key=f"{promise}/{row.name}",
        promise=promise,
        name=row.name,
        team=row.team,
        estimate=_estimate(row, usual),
        after=tuple(after),
        not_before=row.not_before,
        wait=wait,
        slots=row.slots,
        pausable=row.pausable,
        done_share=row.done_share,
    )


def engine_specification(row: TermInput, promise: str) -> engine.SpecificationTerm:
    """Return a promised property as the engine reads it."""
    return engine.SpecificationTerm(
        promise=promise, attribute=row.subject, operator=_operator(row.operator), value=row.value, unit=row.unit
    )


def engine_service_level(row: TermInput, promise: engine.Promise) -> engine.ServiceLevelTerm:
    """Return a promised level of service as the engine reads it: over its window from the day it was promised on."""
    start = promise.made_at or promise.due
    return engine.ServiceLevelTerm(
        promise=promise.key,
        measure=row.subject,
        operator=_operator(row.operator),
        threshold=float(row.value.replace(",", ".")),
        target=float(row.target or 1),
        start=start,
        end=start + timedelta(days=row.window_days or 1),
        unit=row.unit,
    )


def is_specification(row: TermInput) -> bool:
    """Say whether a term is about a property rather than a level of service."""
    return row.kind == TermKind.SPECIFICATION


def engine_risk(row: RiskInput, keys: Mapping[int, str]) -> engine.RiskDriver | None:
    """Return a risk as the engine reads it; None where nothing that it would hit is left. ``keys`` are by item."""
    items = tuple(keys[number] for number in row.items if number in keys)
    if not items:
        return None
    return engine.RiskDriver(
        name=row.name, probability=row.probability, items=items, factor=row.factor, delay_days=row.delay_days
    )


def engine_history(row: HistoryInput, zone: str) -> engine.HistoryRow:
    """Return an ended promise as the outside view reads it: done when all of it was taken."""
    cancelled = {State.CANCELLED_BY_CUSTOMER: "customer", State.CANCELLED_BY_US: "us"}.get(State(row.state), "")
    ended = None if row.ended_at is None else _day(row.ended_at, zone)
    return engine.HistoryRow(
        promise=row.key,
        promised=row.due,
        delivered=row.accepted_on,
        made=_day(row.said_at, zone),
        kept=False if row.in_full is False else None,
        known_at=row.accepted_on or ended,
        cancelled_by=cancelled,
        attributes=MappingProxyType(
            {
                "customer": row.customer,
                "severity": row.severity,
                "tier": row.tier,
                "channel": row.channel,
                "value": "" if row.value is None else str(row.value),
                "currency": row.currency,
            }
        ),
    )


def without_unknown(items: Iterable[engine.WorkItem], known: Collection[str]) -> Iterator[engine.WorkItem]:
    """Yield ``items`` that wait for nothing that is not ``known``: what has ended holds nobody up."""
    for item in items:
        if all(before in known for before in item.after):
            yield item
        else:
            yield replace(item, after=tuple(before for before in item.after if before in known))


def _estimate(row: ItemInput, usual: Mapping[str, tuple[float, float, float]]) -> engine.Estimate:
    match basis_of(row.p10, row.p50):
        case Basis.RANGE if row.p10 is not None and row.p50 is not None and row.p90 is not None:
            return engine.Fixed(row.p50) if row.p10 == row.p90 else engine.Stated(row.p10, row.p50, row.p90)
        case Basis.SINGLE if row.p50 is not None:
            return engine.Stated.from_single_point(row.p50) if row.p50 else engine.Fixed(0.0)
    if row.wait_p50 is not None:
        return engine.Fixed(0.0)  # what only waits takes no effort
    return engine.Stated(*usual.get(usual_name(row.name, row.external_id).casefold(), NO_ESTIMATE), single_point=True)


def _operator(operator: str) -> engine.Operator:
    for known in engine.OPERATORS:
        if known == operator:
            return known
    raise ValueError(f"{operator} is no operator")


def _day(at: datetime, zone: str) -> date:
    return at.astimezone(ZoneInfo(zone)).date()
