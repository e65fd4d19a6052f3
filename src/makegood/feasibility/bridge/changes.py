"""A change of a what-if as rows have it, as the engine has it, and in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from makegood.engine import changes as engine
from makegood.engine.portfolio import FIRST_CLASS
from makegood.feasibility.bridge.keeping import change_kept
from makegood.feasibility.bridge.telling import told_change
from makegood.feasibility.queries.scenarios import ScenarioChangeRow
from makegood.feasibility.states import ChangeKind


def engine_change(one: ScenarioChangeRow) -> engine.Change:
    """Return a change as the engine applies it; ValueError where it says less than its kind needs."""
    match one:
        case ScenarioChangeRow(kind=ChangeKind.ADDED_SLOTS, slots=float(slots), start=start, end=end) if start and end:
            return engine.AddedSlots(one.team_key, slots, start, end)
        case ScenarioChangeRow(kind=ChangeKind.PLACE, rank_class=int(number)):
            return _placed(one.promise_key, number)
        case ScenarioChangeRow(kind=ChangeKind.LESS_SCOPE, share=float(cut)):
            return engine.LessScope(one.promise_key, cut)
        case ScenarioChangeRow(kind=ChangeKind.SPLIT_DELIVERY, share=float(share), due=due) if due:
            return engine.SplitDelivery(one.promise_key, share, due)
        case ScenarioChangeRow(kind=ChangeKind.LATER_DATE, due=due) if due:
            return engine.LaterDate(one.promise_key, due)
        case ScenarioChangeRow(kind=ChangeKind.DROPPED_TERM, term=term) if term:
            return engine.DroppedTerm(one.promise_key, term)
    raise ValueError(f"change {one.number} says less than a {one.kind} needs")


def fields_of(change: engine.Change, promises: Mapping[str, int], teams: Mapping[str, int]) -> dict[str, Any]:
    """Return a change that the engine found as rows have it; ``promises`` and ``teams`` are numbers by key."""
    match change:
        case engine.AddedSlots(team, slots, start, end):
            said = {"team": teams[team], "slots": float(slots), "start": start, "end": end}
            return {"kind": ChangeKind.ADDED_SLOTS, **said}
        case engine.FirstPlace(key):
            return {"kind": ChangeKind.PLACE, "promise": promises[key], "rank_class": FIRST_CLASS}
        case engine.HigherClass(key, number):
            return {"kind": ChangeKind.PLACE, "promise": promises[key], "rank_class": number}
        case engine.LessScope(key, cut):
            return {"kind": ChangeKind.LESS_SCOPE, "promise": promises[key], "share": cut}
        case engine.SplitDelivery(key, share, rest_due):
            return {"kind": ChangeKind.SPLIT_DELIVERY, "promise": promises[key], "share": share, "due": rest_due}
        case engine.LaterDate(key, due):
            return {"kind": ChangeKind.LATER_DATE, "promise": promises[key], "due": due}
        case engine.DroppedTerm(key, term):
            return {"kind": ChangeKind.DROPPED_TERM, "promise": promises[key], "term": term}


def told_row(one: ScenarioChangeRow) -> str:
    """Say a change, without what it is about."""
    change = engine_change(one)
    if isinstance(change, engine.AddedSlots):
        change = replace(change, team=one.team_name)
    return told_change(change_kept(change))


def about(one: ScenarioChangeRow) -> str:
    """Return what a change is about, as people call it."""
    return f"{one.promise_key} {one.promise_title}" if one.promise else one.team_name


def _placed(key: str, number: int) -> engine.Change:
    return engine.FirstPlace(key) if number == FIRST_CLASS else engine.HigherClass(key, number)
