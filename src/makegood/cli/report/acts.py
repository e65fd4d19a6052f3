"""What to do about a promise: an act for each finding, in the order in which it would hurt the customer."""

from __future__ import annotations

from makegood.cli.table_cells import deciding_term
from makegood.cli.view import View
from makegood.engine.results import FindingCode, PromiseForecast

URGENCY: tuple[FindingCode, ...] = (
    "not told",
    "silent drift",
    "overdue",
    "no capacity",
    "beyond horizon",
    "date earlier than capability",
    "in a circle",
    "behind a circle",
    "no work items",
    "unchecked terms",
    "no owner",
    "single-point estimate",
    "value missing",
)
"""A customer who doesn't know comes first: the sooner they hear, the more they can still plan."""


def next_acts(view: View, promise: PromiseForecast) -> tuple[str, ...]:
    """Return the acts that the findings of ``promise`` ask for, and the term that fails; the most urgent first."""
    found = {finding.code: finding for finding in promise.findings}
    acts = [view.sentence("act", found[code]) for code in URGENCY if code in found]
    if (term := deciding_term(promise)) is not None and promise.status in ("red", "amber"):
        acts.append(view.say("Settle {term} with the customer", term=term.name))
    return tuple(dict.fromkeys(acts))
