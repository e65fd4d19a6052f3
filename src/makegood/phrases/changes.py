"""Changes that would help, as codes and values: for their sentences and for programs."""

from __future__ import annotations

from makegood.engine.changes import (
    AddedSlots,
    Change,
    DroppedTerm,
    FirstPlace,
    HigherClass,
    LaterDate,
    LessScope,
    SplitDelivery,
)
from makegood.engine.results import Message


def change_message(change: Change) -> Message:
    """Return the code and values of a change, for its sentence and for programs."""
    match change:
        case LaterDate(_, due):
            return Message("later date", {"due": due})
        case AddedSlots(team, slots, start, end):
            return Message("added slots", {"team": team, "slots": slots, "start": start, "end": end})
        case LessScope(_, cut):
            return Message("less scope", {"cut": cut})
        case FirstPlace(_):
            return Message("first place")
        case HigherClass(_, number):
            return Message("higher class", {"number": number})
        case SplitDelivery(_, share, rest_due):
            return Message("split delivery", {"share": share, "rest_due": rest_due})
        case DroppedTerm(_, term):
            return Message("dropped term", {"term": term})
