"""Which of all that happened can move a forecast: what is told beside one that moved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from makegood.foundation.history.queries import Event

ALWAYS = frozenset({"work", "risk", "team", "attribute", "measure"})
"""The first words of verbs that change what is to be done, or what can be done."""
OF_PROMISES = frozenset(
    {"promise.capture", "promise.commit", "promise.reserve", "promise.release", "promise.term", "promise.no-term",
     "promise.place", "promise.reject", "promise.unaccept", "promise.revise", "revision.in-force",
     "policy.publish"}
)  # fmt: skip
RANKING = frozenset({"due", "customer", "parent", "value", "severity"})
"""What of a promise is promised, or decides its place for capacity, when it is changed."""


def moving(events: Iterable[Event]) -> list[Event]:
    """Return those of ``events`` that can have moved a forecast: no comment, no reading, no word of explanation."""
    return [one for one in events if _moves(one)]


def _moves(event: Event) -> bool:
    if event.verb == "promise.change":
        changed = (event.facts or {}).get("changed")
        return isinstance(changed, Mapping) and not RANKING.isdisjoint(changed)
    return event.verb in OF_PROMISES or event.verb.partition(".")[0] in ALWAYS
