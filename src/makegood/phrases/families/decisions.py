"""What a decision says; codes of :mod:`makegood.phrases.decisions` and of :data:`makegood.engine.deciding.FAULTS`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from makegood.phrases.phrase import Phrase, counted, phrase

DECISION_FAULTS: Mapping[str, Phrase] = MappingProxyType(
    {
        "no criteria": phrase("there is nothing to decide by"),
        "too many criteria": phrase("{count} criteria are too many to be weighed; {limit} are enough"),
        "blank": phrase("something must stand here"),
        "duplicate": phrase("{key} is there twice"),
        "not a number": phrase("this must be a number"),
        "scale too short": phrase("a scale needs its worst and its best score"),
        "scale turns back": phrase("the scores of a scale must go one way, from the worst to the best"),
        "values don't ascend": phrase("a better score must be worth more"),
        "values not from 0 to 100": phrase("the worst score is worth 0 and the best one 100"),
        "off its scale": phrase("{value:figure} is not on the scale from {worst:figure} to {best:figure}"),
        "out of range": phrase("{value:figure} is not between {least:figure} and {most:figure}"),
        "weight missing": phrase("{criterion} has no weight"),
        "unknown criterion": phrase("there is no criterion {criterion}"),
        "weights don't sum to 1": phrase("the weights sum to {total:figure}, not to 1"),
        "greatest swing not 100": phrase("the swing that matters most has 100 points, not {greatest}"),
        "another frame": phrase("these scores were given for other criteria than those that are locked"),
        "too few options": phrase("a decision needs at least two options; to change nothing is one"),
        "score missing": phrase("there is no score for {criterion}"),
        "data needed": phrase("{criterion} is measured, not judged"),
        "judgements needed": phrase("{criterion} is judged by people, not measured"),
        "source missing": phrase("the source of this figure is missing"),
        "reason missing": phrase("{judge} gives no reason"),
        "judged twice": phrase("{judge} has judged twice"),
        "judgement missing": phrase("the judgement of {judge} is missing"),
        "not a judge": phrase("{judge} was not asked to judge"),
        "range reversed": phrase("{value:figure} is not between its own limits {low:figure} and {high:figure}"),
    }
)
"""Said after the field."""

VERDICTS: Mapping[str, Phrase] = MappingProxyType(
    {
        "clear": phrase("{first} is ahead by {lead} of 100 points."),
        "tie": phrase("The criteria can't tell {tied} apart: decide explicitly, and say why."),
        "only one left": phrase("Only {first} is left."),
        "nobody left": phrase("No option is left: each is excluded by a veto or a limit."),
    }
)

EXCLUSIONS: Mapping[str, Phrase] = MappingProxyType(
    {
        "vetoed": phrase("{criterion} is {value:figure}; beyond {limit:figure} nothing makes up for it"),
        "too risky": phrase("the risk of breaking the promise is {value:level}, more than the accepted {limit:level}"),
        "too late": phrase("its delay in days is {value:figure}, more than the accepted {limit:figure}"),
        "dominated": counted(
            "{by} is nowhere worse and somewhere better", "{by} are nowhere worse and somewhere better", "count"
        ),
    }
)

SWAYINGS: Mapping[str, Phrase] = MappingProxyType(
    {
        "robust": phrase("{first} stays first for {share:percent} of all weights in the agreed order."),
        "not robust": phrase(
            "{first} is first for only {share:percent} of all weights in the agreed order: it hangs on the figures."
        ),
        "weights flip": phrase(
            "Were {points} points of weight moved from {taken} to {onto}, {to} would be level with {first}."
        ),
        "no weights flip": phrase("No weights put another option first."),
    }
)

REOPENINGS: Mapping[str, Phrase] = MappingProxyType(
    {
        "rival below": phrase("Decide again once {subject} falls to {at:figure}: {to} is then level with {option}."),
        "rival above": phrase("Decide again once {subject} rises to {at:figure}: {to} is then level with {option}."),
        "veto below": phrase("Decide again once {subject} falls below {at:figure}: a veto then excludes {option}."),
        "veto above": phrase("Decide again once {subject} rises above {at:figure}: a veto then excludes {option}."),
        "risk": phrase("Decide again once the risk of breaking the promise with {option} rises above {at:level}."),
        "delay": phrase("Decide again once the delay with {option} is more than {at:figure} days."),
    }
)
