"""Between rows and the engine's scores and decision."""

from __future__ import annotations

from makegood.remediation.bridge.scores import OptionScores, card_of, read_card, said_card, weighed
from makegood.remediation.bridge.weighing import Weighed, weigh

__all__ = ["OptionScores", "Weighed", "card_of", "read_card", "said_card", "weigh", "weighed"]
