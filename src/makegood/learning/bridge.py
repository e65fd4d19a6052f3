"""Between what is on record and the engine: facts as a track record, and what comes of it as rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any, get_args
from zoneinfo import ZoneInfo

from makegood.engine.track_record import (
    Agreement,
    End,
    Handed,
    Told,
    TrackRecord,
    Wish,
    closeness,
    told_last,
    warning_of,
)
from makegood.learning.queries.facts import Accepted, Facts
from makegood.learning.states import MADE_WITHIN, Kind
from makegood.promises.states import State, TermKind

THOUSAND = 1000
ENDS: dict[str, End] = {State.CANCELLED_BY_CUSTOMER: "customer", State.CANCELLED_BY_US: "us"}


@dataclass(frozen=True, slots=True)
class Reckoned:
    """What comes of the facts: the fields of a result, and those of each score."""

    result: dict[str, Any]
    scores: tuple[dict[str, Any], ...]


def track_record_of(facts: Facts, zone: str) -> TrackRecord:
    """Return what is on record as the engine reads it; days are those of ``zone``. ValueError without any date."""
    return TrackRecord(
        made_on=_day(facts.said_at, zone),
        agreed=_agreements(facts.agreed, zone),
        handed=_handed(facts.accepted),
        told=tuple(Told(due, None if at is None else _day(at, zone)) for due, at in facts.told),
        replanning_days=facts.replanning_days,
        parts=tuple(map(_handed, facts.parts)),
        whole_first=_first_date(facts, zone),
    )


def _first_date(facts: Facts, zone: str) -> date | None:
    """Return the date that the first word about the order is held against that ``facts`` are a part of."""
    agreed = _agreements(facts.whole_agreed, zone)
    return TrackRecord(_day(facts.said_at, zone), agreed).first_date if agreed else None


def _agreements(agreed: Iterable[tuple[date, str, datetime]], zone: str) -> tuple[Agreement, ...]:
    return tuple(Agreement(due, _wish(origin), _day(at, zone)) for due, origin, at in agreed)


def reckon(facts: Facts, zone: str) -> Reckoned:
    """Return the rows that come of ``facts``."""
    record = track_record_of(facts, zone)
    warning, done = warning_of(record), record.done_on
    told = warning is not None and facts.red_on is not None
    sorted_by = {"customer_id": facts.customer, "team_id": facts.team, "kind": kind_of(facts)}
    result = {
        **sorted_by,
        "parent_id": facts.parent,
        "made_on": record.made_on,
        "said_first": record.said_first,
        "first_date": record.first_date,
        "in_force": record.in_force,
        "told_last": told_last(record),
        "done_on": done,
        "whole_on": record.whole_on,
        "is_flawless": record.handed.is_flawless,
        "whole_flawless": record.is_flawless,
        "is_open": facts.accepted_on is None and facts.state in {State.COMMITTED, State.DELIVERED},
        "is_excluded": record.is_excluded,
        "agreed_days": (record.in_force - record.said_first).days,
        "error_days": None if done is None else (done - record.said_first).days,
        "closeness": None if done is None else closeness(record.made_on, record.said_first, done),
        "warned_on": warning.on if warning else None,
        "warned_days": warning.lead_days if warning else None,
        "warned_in_time": warning.in_time if warning else None,
        "red_on": facts.red_on,
        "tell_days": (warning.on - facts.red_on).days if told and warning and facts.red_on else None,
    }
    return Reckoned(result, () if record.is_excluded else _scores(facts, record, sorted_by, zone))


def kind_of(facts: Facts) -> Kind:
    """Return what a promise is made of besides its date."""
    if TermKind.SERVICE_LEVEL in facts.kinds:
        return Kind.SERVICE_LEVEL
    return Kind.SPECIFICATION if facts.kinds else Kind.DATE


def _scores(facts: Facts, record: TrackRecord, sorted_by: dict[str, Any], zone: str) -> tuple[dict[str, Any], ...]:
    """Return what each frozen forecast said, as far as it was about a date that was really agreed and still held."""
    counted, said = {each.due for each in record.agreed} - _waived(record), list(facts.frozen)
    made, committed = facts.made, _day(facts.agreed[0][2], zone)
    if made and made.due == record.said_first and abs((made.day - committed).days) <= MADE_WITHIN:
        said.insert(0, made)
    return tuple(
        {
            **sorted_by,
            "horizon": one.horizon.value,
            "day": one.day,
            "due": one.due,
            "said": round(THOUSAND * one.p_kept),
            "p50": one.p50,
            "p85": one.p85,
            "p95": one.p95,
            "done_on": record.done_on,
            "seller": facts.seller,
        }
        for one in said
        if one.due in counted
    )


def _waived(record: TrackRecord) -> set[date]:
    """Return the dates that the customer moved to a later day before they came: nothing was due on them any more."""
    moved = {
        before.due
        for before, now in pairwise(record.agreed)
        if now.wish == "customer" and now.due > before.due and now.on <= before.due
    }
    return moved - {record.in_force}


def _handed(one: Accepted) -> Handed:
    return Handed(one.on, bool(one.in_full), ENDS.get(one.state, ""), one.documents_right, one.condition_right)


def _wish(origin: str) -> Wish:
    for known in get_args(Wish):
        if known == origin:
            wish: Wish = known
            return wish
    raise ValueError(f"nobody is called {origin}")


def _day(at: datetime, zone: str) -> date:
    return at.astimezone(ZoneInfo(zone)).date()
