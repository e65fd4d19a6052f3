"""Changes that would help, as codes and values: for their sentences and for programs."""

from __future__ import annotations

from makegood.engine.changes import (
    AddedSlots,
    Change,
    DroppedTerm,
    Effort,
    FirstPlace,
    HigherClass,
    LaterDate,
    LessScope,
    LowerClass,
    RemovedRisk,
    SplitDelivery,
    SwappedTeam,
    Workaround,
)
from makegood.engine.portfolio import Estimate, Fixed, Learnt, Stated
from makegood.engine.results import Message


def change_message(change: Change) -> Message:
    """Return the code and values of a change, for its sentence and for programs.

    The code is that of the change's kind, with ``one `` before it where only one item of a promise is meant.
    """
    match change:
        case LaterDate(_, due):
            return Message("later date", {"due": due})
        case AddedSlots(team, slots, start, end):
            return Message("added slots", {"team": team, "slots": slots, "start": start, "end": end})
        case FirstPlace(_):
            return Message("first place")
        case HigherClass(_, number):
            return Message("higher class", {"number": number})
        case LowerClass(_, number):
            return Message("lower class", {"number": number})
        case RemovedRisk(risk):
            return Message("removed risk", {"risk": risk})
        case _:
            return _message_of_work(change)


def _message_of_work(change: LessScope | SplitDelivery | DroppedTerm | Workaround | SwappedTeam) -> Message:
    match change:
        case LessScope(_, cut):
            return Message("less scope", {"cut": cut})
        case SplitDelivery(_, share, rest_due):
            return Message("split delivery", {"share": share, "rest_due": rest_due})
        case DroppedTerm(_, term):
            return Message("dropped term", {"term": term})
        case Workaround(_, efforts, item):
            instead = {"teams": tuple(effort.team for effort in efforts), "hours": sum(map(_usual_hours, efforts))}
            return (
                Message("workaround", instead) if item is None else Message("one workaround", instead | {"item": item})
            )
        case SwappedTeam(_, team, by, item):
            teams = {"team": team, "by": by}
            return (
                Message("swapped team", teams) if item is None else Message("one swapped team", teams | {"item": item})
            )


def _usual_hours(effort: Effort) -> float:
    """Return the median of what a team has to do."""
    estimate: Estimate = effort.estimate
    match estimate:
        case Fixed(hours) | Stated(_, hours):
            return hours
        case Learnt(observed):
            return sorted(observed)[len(observed) // 2]
