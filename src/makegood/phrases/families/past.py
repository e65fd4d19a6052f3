"""What became of promises like this one, and how a history was learnt from; codes of the engine's outside view."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from makegood.phrases.phrase import Phrase, counted, phrase

LIKE_LATE_BY = counted(
    "Of {n:number} promises like this one ({like:plain}) {late} was late, by {span}.",
    "Of {n:number} promises like this one ({like:plain}) {late:number} were late, by {span} in the middle.",
    "late",
)
LIKE_LATE = counted(
    "Of {n:number} promises like this one ({like:plain}) {late} was not kept.",
    "Of {n:number} promises like this one ({like:plain}) {late:number} were not kept.",
    "late",
)
LIKE_KEPT = phrase("Of {n:number} promises like this one ({like:plain}) none was late.")
ALL_LATE_BY = counted(
    "Of all {n:number} earlier promises {late} was late, by {span}.",
    "Of all {n:number} earlier promises {late:number} were late, by {span} in the middle.",
    "late",
)
ALL_LATE = counted(
    "Of all {n:number} earlier promises {late} was not kept.",
    "Of all {n:number} earlier promises {late:number} were not kept.",
    "late",
)
ALL_KEPT = phrase("Of all {n:number} earlier promises none was late.")
NO_OUTCOME = phrase("No earlier promise has an outcome yet.")

LEADERS: Mapping[str, Phrase] = MappingProxyType(
    {
        "inside": phrase("the plan decides"),
        "outside": phrase("the past moves it"),
        "both": phrase("both agree"),
    }
)
METHODS: Mapping[str, Phrase] = MappingProxyType(
    {
        "level": phrase("the level of the time"),
        "base rate": phrase("the share kept so far"),
        "recent rate": phrase("the share kept lately"),
        "class": phrase("the share kept of promises alike"),
        "slack curve": phrase("how late promises alike were"),
        "boosted": phrase("boosted trees"),
    }
)
LEFT_OUT: Mapping[str, Phrase] = MappingProxyType(
    {
        "blank while open": phrase("{attribute} is not used: it is blank while a promise is open."),
        "tells the outcome": phrase("{attribute} is not used: only the outcome can have filled it."),
        "tells the duration": phrase("{attribute} is not used: it tells how long the promise took."),
        "later than the forecast": phrase("{attribute} is not used: its dates lie after the forecast."),
    }
)
