"""A change of a what-if as rows have it, as the engine has it, and in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from makegood.engine import changes as engine
from makegood.engine.portfolio import FIRST_CLASS, LAST_CLASS, Estimate, Fixed, Stated
from makegood.feasibility.bridge.keeping import change_kept
from makegood.feasibility.bridge.telling import told_change
from makegood.feasibility.queries.scenarios import ScenarioChangeRow
from makegood.feasibility.states import ChangeKind

ENGINE_KINDS: Mapping[ChangeKind, frozenset[engine.ChangeKind]] = {
    ChangeKind.PLACE: frozenset({"first place", "higher class", "lower class"}),
    ChangeKind.ADDED_SLOTS: frozenset({"added slots"}),
    ChangeKind.LESS_SCOPE: frozenset({"less scope"}),
    ChangeKind.SPLIT_DELIVERY: frozenset({"split delivery"}),
    ChangeKind.LATER_DATE: frozenset({"later date"}),
    ChangeKind.DROPPED_TERM: frozenset({"dropped term"}),
    ChangeKind.SWAPPED_TEAM: frozenset({"swapped team"}),
    ChangeKind.WORKAROUND: frozenset({"workaround"}),
    ChangeKind.REMOVED_RISK: frozenset({"removed risk"}),
}
"""What the engine calls each kind of change."""


def engine_change(one: ScenarioChangeRow) -> engine.Change:
    """Return a change as the engine applies it; ValueError where it says less than its kind needs."""
    match one:
        case ScenarioChangeRow(kind=ChangeKind.ADDED_SLOTS, slots=float(slots), start=start, end=end) if start and end:
            return engine.AddedSlots(one.team_key, slots, start, end)
        case ScenarioChangeRow(kind=ChangeKind.PLACE, rank_class=int(number)):
            return _placed(one.promise_key, number)
        case ScenarioChangeRow(kind=ChangeKind.SPLIT_DELIVERY, share=float(share), due=due) if due:
            return engine.SplitDelivery(one.promise_key, share, due)
        case ScenarioChangeRow(kind=ChangeKind.LATER_DATE, due=due) if due:
            return engine.LaterDate(one.promise_key, due)
        case ScenarioChangeRow(kind=ChangeKind.DROPPED_TERM, term=term) if term:
            return engine.DroppedTerm(one.promise_key, term)
    return _change_of_work(one)


def _change_of_work(one: ScenarioChangeRow) -> engine.Change:
    match one:
        case ScenarioChangeRow(kind=ChangeKind.LESS_SCOPE, share=float(cut)):
            return engine.LessScope(one.promise_key, cut)
        case ScenarioChangeRow(kind=ChangeKind.SWAPPED_TEAM):
            return engine.SwappedTeam(one.promise_key, one.team_key, one.instead_key)
        case ScenarioChangeRow(kind=ChangeKind.WORKAROUND, hours=float(hours)):
            return engine.Workaround(one.promise_key, (engine.Effort(one.team_key, _estimate(hours)),))
        case ScenarioChangeRow(kind=ChangeKind.REMOVED_RISK, risk=risk) if risk:
            return engine.RemovedRisk(risk)
    raise ValueError(f"change {one.number} says less than a {one.kind} needs")


def fields_of(change: engine.Change, promises: Mapping[str, int], teams: Mapping[str, int]) -> dict[str, Any]:
    """Return a change that the engine found as rows have it; ``promises`` and ``teams`` are numbers by key.

    ValueError for what no row says: a workaround in several steps, or of one item.
    """
    key = engine.promise_of(change)
    of = {} if key is None else {"promise": promises[key]}
    match change:
        case engine.AddedSlots(team, slots, start, end):
            said = {"team": teams[team], "slots": float(slots), "start": start, "end": end}
            return {"kind": ChangeKind.ADDED_SLOTS, **said}
        case engine.FirstPlace():
            return {"kind": ChangeKind.PLACE, **of, "rank_class": FIRST_CLASS}
        case engine.HigherClass(_, number) | engine.LowerClass(_, number):
            return {"kind": ChangeKind.PLACE, **of, "rank_class": number}
        case engine.SplitDelivery(_, share, rest_due):
            return {"kind": ChangeKind.SPLIT_DELIVERY, **of, "share": share, "due": rest_due}
        case engine.LaterDate(_, due):
            return {"kind": ChangeKind.LATER_DATE, **of, "due": due}
        case engine.DroppedTerm(_, term):
            return {"kind": ChangeKind.DROPPED_TERM, **of, "term": term}
    return of | _fields_of_work(change, teams)


def _fields_of_work(change: engine.Change, teams: Mapping[str, int]) -> dict[str, Any]:
    match change:
        case engine.LessScope(_, cut):
            return {"kind": ChangeKind.LESS_SCOPE, "share": cut}
        case engine.SwappedTeam(_, team, by, None):
            return {"kind": ChangeKind.SWAPPED_TEAM, "team": teams[team], "instead": teams[by]}
        case engine.RemovedRisk(risk):
            return {"kind": ChangeKind.REMOVED_RISK, "risk": risk}
    raise ValueError(f"no row says {change}")


def told_row(one: ScenarioChangeRow) -> str:
    """Say a change, without what it is about."""
    return told_change(kept_row(one))


def kept_row(one: ScenarioChangeRow) -> dict[str, Any]:
    """Return a change as JSON keeps it, with teams as people call them; see :func:`told_row`."""
    named = replace(one, team_key=one.team_name, instead_key=one.instead_name)
    return change_kept(engine_change(named))


def about(one: ScenarioChangeRow) -> str:
    """Return what a change is about, as people call it."""
    return f"{one.promise_key} {one.promise_title}" if one.promise else one.team_name or one.risk


def _estimate(hours: float) -> Estimate:
    """Return hours that somebody says as the rows of work have them: the middle of a wide range, or nothing to do."""
    return Stated.from_single_point(hours) if hours else Fixed(0.0)


def _placed(key: str, number: int) -> engine.Change:
    if number == FIRST_CLASS:
        return engine.FirstPlace(key)
    return engine.LowerClass(key, number) if number == LAST_CLASS else engine.HigherClass(key, number)
