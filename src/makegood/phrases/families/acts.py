"""What to do next about a finding, in few words; codes of :data:`makegood.engine.results.FindingCode`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from makegood.phrases.phrase import Phrase, phrase

ACTS: Mapping[str, Phrase] = MappingProxyType(
    {
        "not told": phrase("Tell the customer"),
        "silent drift": phrase("Tell the customer"),
        "overdue": phrase("Agree on a new date"),
        "no capacity": phrase("Give {team} people"),
        "beyond horizon": phrase("Agree on a new date"),
        "date earlier than capability": phrase("Make room, or agree on a later date"),
        "in a circle": phrase("Take one of its waits away"),
        "behind a circle": phrase("Take one of the waits away that it hangs on"),
        "no work items": phrase("List the work"),
        "unchecked terms": phrase("Check the open terms"),
        "no owner": phrase("Name an owner"),
        "single-point estimate": phrase("Estimate as a range"),
        "value missing": phrase("State its value"),
    }
)
