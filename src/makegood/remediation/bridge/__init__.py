"""Between rows and the engine's scores and decision."""

from __future__ import annotations

from makegood.remediation.bridge.scores import OptionScores, card_of, read_card, said_card, weighed
from makegood.remediation.bridge.telling import Placed, Told, reopening_of, told_fault, told_line, told_result
from makegood.remediation.bridge.weighing import Weighed, weigh

__all__ = [
    "OptionScores",
    "Placed",
    "Told",
    "Weighed",
    "card_of",
    "read_card",
    "reopening_of",
    "said_card",
    "told_fault",
    "told_line",
    "told_result",
    "weigh",
    "weighed",
]
