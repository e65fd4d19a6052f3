"""Why a forecast is what it is; codes of ``PromiseForecast.reason``.

A reason is told in up to three sentences: how far off, what decides it, who takes the capacity first.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from makegood.phrases.phrase import Phrase, counted, phrase

REASONS: Mapping[str, Phrase] = MappingProxyType(
    {
        "binds queue": phrase("{team}'s queue decides it in {share:percent} of runs."),
        "binds effort": phrase("Its own work on {item} decides it in {share:percent} of runs."),
        "binds wait": phrase("Waiting for {item} decides it in {share:percent} of runs."),
        "binds predecessor": phrase("{item}, which must be finished first, decides it in {share:percent} of runs."),
        "binds risk": phrase("The risk {risk} decides it in {share:percent} of runs."),
        "binds start": phrase("The earliest start of {item} decides it in {share:percent} of runs."),
        "binds specification": phrase("{attribute}, which is not ready yet, decides it in {share:percent} of runs."),
        "binds absence": phrase("{team} has nobody from {start} to {end}."),
        "binds part absence": phrase("{team} works with {slots} fewer from {start} to {end}."),
        "binds cut": phrase("{team} works with {slots} instead of {before} from {start} on."),
        "binds no capacity": phrase("{team} has no capacity for it."),
        "late": phrase("No earlier day is possible."),
        "on course": counted(
            "On course, with {slack_days:number} day to spare at the date we would quote.",
            "On course, with {slack_days:number} days to spare at the date we would quote.",
            "slack_days",
        ),
        "overdue": counted(
            "The date passed {days:number} day ago, and it is still open.",
            "The date passed {days:number} days ago, and it is still open.",
            "days",
        ),
        "no work items": phrase("Nobody has listed the work it needs, so nobody can say."),
        "in a circle": phrase("Its work waits for itself, so its plan says nothing."),
        "accepted": counted(
            "Accepted on {accepted_at}, {days_late:number} day late.",
            "Accepted on {accepted_at}, {days_late:number} days late.",
            "days_late",
        ),
        "service level": phrase("{measure} decides it: the level is met with {p:percent}."),
        "specification not met": phrase("{attribute} is not what was promised."),
        "specification later": phrase("{attribute} comes later: it is there in time with {p:percent}."),
    }
)

EXACTLY_ON_COURSE = phrase("On course, with no day to spare at the date we would quote.")
ACCEPTED_IN_TIME = phrase("Accepted on {accepted_at}, in time.")
LATE = counted(
    "{gap_days:number} day late at the date we would quote.",
    "{gap_days:number} days late at the date we would quote.",
    "gap_days",
)
BEYOND_HORIZON = phrase("No date can be quoted: it is not finished within the time looked at.")
TAKEN_FIRST = counted("{takers} takes it first.", "{takers} take it first.", "count")
LATER_ORDERS = phrase("orders still to come")
"""What takers without a name are called: simulated arrivals, all of them together."""
LATER_ORDERS_FIRST = phrase("Orders still to come take it first.")
