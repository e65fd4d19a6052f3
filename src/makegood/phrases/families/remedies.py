"""What would bring a promise over the line; codes are the kinds of change that the engine tries."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from makegood.phrases.phrase import Phrase, counted, phrase

REMEDIES: Mapping[str, Phrase] = MappingProxyType(
    {
        "later date": phrase("Agree on {due}."),
        "added slots": counted(
            "{slots} more in {team} from {start} to {end}.", "{slots} more in {team} from {start} to {end}.", "slots"
        ),
        "less scope": phrase("Leave out {cut:percent} of the work that is left."),
        "first place": phrase("Put it first in every queue."),
        "higher class": phrase("Promise it in class {number}."),
        "split delivery": phrase("Deliver {share:percent} of it by then, and the rest by {rest_due}."),
        "dropped term": phrase("Don't promise {term}."),
    }
)
