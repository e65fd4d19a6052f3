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
        "lower class": phrase("Let others come first: put it in class {number}."),
        "dropped term": phrase("Don't promise {term}."),
        "workaround": counted(
            "Work around it: {hours} hour of {teams} instead of the work that is left.",
            "Work around it: {hours} hours of {teams} instead of the work that is left.",
            "hours",
        ),
        "one workaround": counted(
            "Work around {item}: {hours} hour of {teams} instead.",
            "Work around {item}: {hours} hours of {teams} instead.",
            "hours",
        ),
        "swapped team": phrase("Let {by} do what {team} would have to do for it."),
        "one swapped team": phrase("Let {by} do {item} instead of {team}."),
        "removed risk": phrase("Rule out {risk}."),
    }
)
