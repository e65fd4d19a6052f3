"""What would help: for each kind of change the smallest one that was found, what it brings and whom it would harm."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text

from makegood.cli.layout import paragraph
from makegood.cli.view import QUIET, STYLES, View
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
from makegood.engine.remedies import Remedy
from makegood.engine.results import Message

INDENT = "  "
ENDANGERED_NAMED = 3


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


def render_remedies(view: View, remedies: Sequence[Remedy]) -> Iterator[Text]:
    """Yield a line for each remedy with the P(kept) it brings, and a quiet one for those it endangers."""
    for remedy in remedies:
        style = STYLES["green" if remedy.safe else "amber"]
        share = view.text(f"{view.share(remedy.p_kept):>6}", style)
        indent = " " * (share.cell_len + 2 * len(INDENT))
        change = paragraph(
            view.sentence("remedy", change_message(remedy.change)), view.terminal.prose_width, indent=indent
        )
        first, *more = change
        first.plain = first.plain.lstrip()
        yield Text.assemble(INDENT, share, INDENT, first)
        yield from more
        yield from paragraph(effect_of(view, remedy), view.terminal.prose_width, indent=indent, style=QUIET)


def effect_of(view: View, remedy: Remedy) -> str:
    """Say whose promises the change would endanger."""
    others = remedy.endangers
    if not others:
        return view.say("No other promise gets less likely.")
    falls = [
        view.say(
            "{promise} from {before:percent} to {after:percent}",
            promise=other.promise,
            before=other.before,
            after=other.after,
        )
        for other in others[:ENDANGERED_NAMED]
    ]
    line = view.say("It would lower {falls}", falls=view.language.listing(falls))
    rest = len(others) - ENDANGERED_NAMED
    more = view.say_plural(", and {count} more", ", and {count} more", rest) if rest > 0 else ""
    return view.terminal.safe(f"{line}{more}.")
