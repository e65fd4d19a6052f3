"""What is wrong with a promise besides its probability; codes of :data:`makegood.engine.results.FindingCode`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from makegood.phrases.phrase import Phrase, counted, phrase

FINDINGS: Mapping[str, Phrase] = MappingProxyType(
    {
        "date earlier than capability": counted(
            "Promised {days:number} day earlier than we can: {due} against {p85}.",
            "Promised {days:number} days earlier than we can: {due} against {p85}.",
            "days",
        ),
        "overdue": counted(
            "Overdue by {days:number} day, since {due}.", "Overdue by {days:number} days, since {due}.", "days"
        ),
        "no work items": phrase("No work is listed for it."),
        "unchecked terms": counted(
            "{terms} of its terms is unchecked.", "{terms} of its terms are unchecked.", "terms"
        ),
        "no owner": phrase("Nobody owns it."),
        "single-point estimate": phrase("Estimated by a single figure, without a range: {items}."),
        "silent drift": counted(
            "The customer was last told {told}; even odds are now on {p50}, {days:number} day later.",
            "The customer was last told {told}; even odds are now on {p50}, {days:number} days later.",
            "days",
        ),
        "not told": phrase("It is in danger, and nobody has told the customer a date."),
        "no capacity": phrase("{team} has no capacity for it, so it never finishes."),
        "beyond horizon": phrase("It is not finished within the time looked at."),
        "value missing": phrase("It has no value, so it is ranked as an average one."),
        "in a circle": phrase(
            "Its work waits for itself, so it can't be forecast by its plan: {items}. Take one of these waits away."
        ),
        "behind a circle": phrase(
            "It waits for work that waits for itself, and is forecast as if that were done: {promises}."
        ),
    }
)

FINDING_GROUPS: Mapping[str, Phrase] = MappingProxyType(
    {
        "date earlier than capability": counted(
            "{count} promised earlier than we can", "{count} promised earlier than we can", "count"
        ),
        "overdue": counted("{count} is overdue", "{count} are overdue", "count"),
        "no work items": counted("{count} has no work listed", "{count} have no work listed", "count"),
        "unchecked terms": counted("{count} has unchecked terms", "{count} have unchecked terms", "count"),
        "no owner": counted("{count} has no owner", "{count} have no owner", "count"),
        "single-point estimate": counted(
            "{count} is estimated without a range", "{count} are estimated without a range", "count"
        ),
        "silent drift": counted(
            "{count} later than the customer was told", "{count} later than the customer was told", "count"
        ),
        "not told": counted("{count} in danger, customer not told", "{count} in danger, customer not told", "count"),
        "no capacity": counted(
            "{count} waits for a team without capacity", "{count} wait for a team without capacity", "count"
        ),
        "beyond horizon": counted(
            "{count} ends beyond the time looked at", "{count} end beyond the time looked at", "count"
        ),
        "value missing": counted("{count} has no value", "{count} have no value", "count"),
        "in a circle": counted("{count} waits for itself", "{count} wait for themselves", "count"),
        "behind a circle": counted(
            "{count} waits for work that waits for itself", "{count} wait for work that waits for itself", "count"
        ),
    }
)
