"""What the verdict on a specification or a service level rests on; codes of the engine's two ``DETAILS`` tables."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from makegood.phrases.phrase import Phrase, counted, phrase

DETAILS: Mapping[str, Phrase] = MappingProxyType(
    {
        "attribute unknown": phrase("nothing is known about {attribute}"),
        "units incompatible": phrase("{promised_unit:unit} can't be compared with {known_unit:unit}"),
        "not comparable": phrase("{promised:value} can't be compared with {capable:value}"),
        "exact value within a range": phrase("exactly {promised:value} was promised; we know {capable:value}"),
        "share of the range": phrase("{share:percent} of the range {capable:value} is good enough"),
        "units measured": counted(
            "{kept} of {measured} unit measured ({low:percent} to {high:percent})",
            "{kept} of {measured} units measured ({low:percent} to {high:percent})",
            "measured",
        ),
        "on the roadmap": phrase("on the roadmap for {available_from}"),
        "not measured": phrase("there are no measurements of {measure}"),
        "measured too long ago": phrase("last measured {last}, too long ago"),
        "nothing falls into the window": phrase("nothing is measured between {start} and {end}"),
        "window over": counted(
            "{kept} of {observations} in the window, which is over",
            "{kept} of {observations} in the window, which is over",
            "observations",
        ),
        "window running": counted(
            "{observations} measured in a year, 95 % interval {low:level} to {high:level}; {days_left} day left",
            "{observations} measured in a year, 95 % interval {low:level} to {high:level}; {days_left} days left",
            "days_left",
        ),
    }
)
