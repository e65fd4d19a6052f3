"""Why wording makes others defend themselves, and how to say it; codes of :data:`makegood.engine.wording.KINDS`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from makegood.phrases.phrase import Phrase, phrase

BLAMES: Mapping[str, Phrase] = MappingProxyType(
    {
        "accusation": phrase("“{text}” says who is guilty, not what happened."),
        "absolute": phrase("“{text}” is easily disputed: one exception, and the point is lost."),
        "mind reading": phrase("“{text}” says what others think; nobody can know that."),
        "sarcasm": phrase("“{text}” can be read as mockery."),
        "reproach": phrase("“{text}” looks back at what can't be changed any more."),
        "label": phrase("“{text}” judges people, not what happened."),
        "half apology": phrase("“{text}” makes the other one's feelings the problem."),
    }
)

FAIR_WORDINGS: Mapping[str, Phrase] = MappingProxyType(
    {
        "accusation": phrase(
            "Say what was seen, what it led to, and what would help: “On … the date moved; the customer … Could we …?”"
        ),
        "absolute": phrase(
            "Name the cases with their days: “On … and on …”, then what they led to and what would help."
        ),
        "mind reading": phrase("Say what was seen, and ask: “The forecast was not in the offer. How did that come?”"),
        "sarcasm": phrase("Say it plainly: what was seen, what it led to, and what would help."),
        "reproach": phrase("Turn it forwards: what it led to, and what to do next time: “Could we … before …?”"),
        "label": phrase("Say which act is meant, what it led to, and what would help."),
        "half apology": phrase("Say what we did and what it meant for them: “We told you late; you lost … days.”"),
    }
)
"""Observation, effect, request: what was seen, what it led to, what would help."""
