"""How a portfolio contradicts itself; codes of :class:`makegood.engine.validation.Problem`, said after its subject."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from makegood.phrases.phrase import Phrase, phrase

CONTRADICTIONS: Mapping[str, Phrase] = MappingProxyType(
    {
        "duplicate": phrase("another {kind} has the same name"),
        "unknown team": phrase("there is no team {team}"),
        "unknown promise": phrase("there is no promise {promise}"),
        "unknown predecessor": phrase("there is no item {predecessor} to wait for"),
        "unknown item": phrase("there is no item {item}"),
        "unknown risk": phrase("there is no risk {risk}"),
        "unknown term": phrase("{term} is not promised"),
        "no work to hand over": phrase("{team} has nothing left to do for it"),
        "no work instead": phrase("a workaround has to say who does what instead"),
        "out of range": phrase("{field} can't be {value}"),
        "ends before it starts": phrase("it ends before it starts"),
        "percentiles out of order": phrase("the percentiles don't ascend: {value}"),
        "unknown zone": phrase("there is no time zone {zone}"),
        "unknown country or region": phrase("nothing is known of the holidays of {country} {region}"),
        "in the future": phrase("{field} {value} lies after the day of the forecast"),
        "cycle": phrase("these wait for one another: {items}"),
    }
)

REPAIRS: Mapping[str, Phrase] = MappingProxyType(
    {
        "duplicate": phrase("Give one of them another name."),
        "unknown team": phrase("Choose another team, or add this one."),
        "unknown promise": phrase("Choose another promise."),
        "unknown predecessor": phrase("Take this wait away."),
        "unknown item": phrase("Take this item away from the risk."),
        "unknown risk": phrase("Choose another risk."),
        "unknown term": phrase("Choose another term."),
        "no work to hand over": phrase("Choose another team or promise."),
        "no work instead": phrase("Say how many hours which team would need."),
        "out of range": phrase("Correct the value."),
        "ends before it starts": phrase("Correct one of the two days."),
        "percentiles out of order": phrase("Give hours that grow from good to bad."),
        "unknown zone": phrase("Choose another time zone."),
        "unknown country or region": phrase("Choose another country or region."),
        "in the future": phrase("Correct the day."),
        "cycle": phrase("Take one of these waits away; until then their plan says nothing."),
    }
)
"""How to mend each, where it was entered in the register."""
