"""What a decision says, as codes and values: for its sentences and for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from makegood.engine.results import Message

if TYPE_CHECKING:
    from makegood.engine.deciding import Decision, Reopening


def verdict_message(decision: Decision) -> Message:
    """Return who is ahead and by how much, or that nobody is; for the family ``verdict``."""
    match decision.verdict:
        case "clear":
            return Message("clear", {"first": decision.first, "lead": decision.lead})
        case "tie":
            return Message("tie", {"tied": decision.tied})
        case "only one left":
            return Message("only one left", {"first": decision.first})
        case "nobody left":
            return Message("nobody left")


def swaying_messages(decision: Decision) -> tuple[Message, ...]:
    """Return how firmly the first is first and what would flip it, for the family ``swaying``."""
    if decision.first is None:
        return ()
    (share,) = (each.same_order[0] for each in decision.acceptabilities if each.option == decision.first)
    firmly = Message("robust" if decision.robust else "not robust", {"first": decision.first, "share": share})
    flip = decision.weight_flip
    if flip is None:
        return firmly, Message("no weights flip")
    told = {"points": 100 * flip.moved, "taken": tuple(flip.taken), "onto": flip.onto, "to": flip.to}
    return firmly, Message("weights flip", {**told, "first": decision.first})


def exclusion_message(reason: Message) -> Message:
    """Return ``reason`` of a standing for the family ``exclusion``, with the number of those who dominate."""
    by = reason.values.get("by")
    return Message(reason.code, {**reason.values, "count": len(by)}) if isinstance(by, tuple) else reason


def reopening_message(line: Reopening) -> Message:
    """Return what reopens a decision; for the family ``reopening``."""
    code = line.subject if line.kind == "limit" else f"{line.kind} {line.direction}"
    return Message(code, {"option": line.option, "subject": line.subject, "at": line.at, "to": line.to})
