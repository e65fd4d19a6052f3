"""Names in few words: causes, states and kinds of terms, status."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from makegood.phrases.phrase import Phrase, phrase

CAUSES: Mapping[str, Phrase] = MappingProxyType(
    {
        "queue": phrase("{name} queue"),
        "effort": phrase("work: {name}"),
        "wait": phrase("wait: {name}"),
        "predecessor": phrase("after {name}"),
        "risk": phrase("risk: {name}"),
        "start": phrase("start: {name}"),
        "specification": phrase("{name} not ready"),
        "no capacity": phrase("nobody: {name}"),
    }
)
STATUSES: Mapping[str, Phrase] = MappingProxyType(
    {
        "red": phrase("danger"),
        "amber": phrase("watch"),
        "green": phrase("good"),
        "unknown": phrase("unknown"),
        "accepted": phrase("accepted"),
    }
)
TERM_STATES: Mapping[str, Phrase] = MappingProxyType(
    {
        "met": phrase("met"),
        "met later": phrase("met later"),
        "at risk": phrase("at risk"),
        "not met": phrase("not met"),
        "inconclusive": phrase("can't tell yet"),
        "unchecked": phrase("nobody checked"),
    }
)
TERM_KINDS: Mapping[str, Phrase] = MappingProxyType(
    {
        "date": phrase("date"),
        "specification": phrase("specification"),
        "service level": phrase("service level"),
    }
)
