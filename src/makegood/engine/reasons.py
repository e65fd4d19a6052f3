"""The reason in one code with its values: what binds, by how much, because of whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from makegood.engine.portfolio import Promise
from makegood.engine.results import Cause, Message, Taker, TermForecast
from makegood.engine.shortages import Shortage

_NAME_OF = {
    "queue": "team",
    "effort": "item",
    "wait": "item",
    "predecessor": "item",
    "risk": "risk",
    "start": "item",
    "specification": "attribute",
    "no capacity": "team",
}


def reason(
    promise: Promise,
    *,
    overdue_days: int | None,
    p85: date | None,
    binding: Cause | None,
    binding_term: TermForecast | None,
    takers: Sequence[Taker],
    has_dates: bool,
    shortage: Shortage | None = None,
) -> Message:
    """Say why the forecast of ``promise`` is what it is."""
    by_date = binding_term is None or binding_term.kind == "date"
    if overdue_days is not None and (has_dates or by_date):
        return Message("overdue", {"days": overdue_days})
    if binding_term is not None and binding_term.kind != "date" and binding_term.state != "met":
        return _term_reason(binding_term)
    if not has_dates:
        return Message("no work items") if binding_term is None else _term_reason(binding_term)
    late = None if p85 is None else (p85 - promise.due).days
    if late is not None and late <= 0:
        return Message("on course", {"slack_days": -late, **_bound_by(binding)})
    if binding is None:
        return Message("late", {"gap_days": late})
    if shortage is not None:
        return _short(shortage, late, takers)
    return Message(f"binds {binding.kind}", {"gap_days": late, **_cause_values(binding, takers)})


def _short(shortage: Shortage, late: int | None, takers: Sequence[Taker]) -> Message:
    values = {"gap_days": late, "team": shortage.team, "start": shortage.start}
    first = {"takers": [taker.customer for taker in takers]} if takers else {}
    if shortage.end is None:
        return Message("binds cut", {**values, "slots": shortage.slots, "before": shortage.before, **first})
    if shortage.slots is None:
        return Message("binds absence", {**values, "end": shortage.end, **first})
    return Message("binds part absence", {**values, "end": shortage.end, "slots": shortage.slots, **first})


def _term_reason(term: TermForecast) -> Message:
    if term.kind == "service level":
        return Message("service level", {"measure": term.name, "p": term.p_kept})
    if term.state == "met later":
        return Message("specification later", {"attribute": term.name, "p": term.p_kept})
    if term.state == "met":
        return Message("on course", {"slack_days": 0})
    return Message("specification not met", {"attribute": term.name})


def _bound_by(binding: Cause | None) -> Mapping[str, object]:
    return {} if binding is None else {"kind": binding.kind, "name": binding.name, "share": binding.share}


def _cause_values(binding: Cause, takers: Sequence[Taker]) -> Mapping[str, object]:
    values = {_NAME_OF[binding.kind]: binding.name, "share": binding.share, "days": binding.days}
    return {**values, "takers": [taker.customer for taker in takers]} if binding.kind == "queue" else values
