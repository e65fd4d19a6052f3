"""What a table of rules is made of: a kind of wording, and how it is written in one language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, get_args

Kind = Literal["accusation", "absolute", "mind reading", "sarcasm", "reproach", "label", "half apology"]

KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Rule:
    """One way of blaming."""

    kind: Kind
    pattern: re.Pattern[str]


def rule(kind: Kind, pattern: str) -> Rule:
    """Return a rule that reads ``pattern`` whatever the case; a space stands for any white space."""
    return Rule(kind, re.compile(pattern.replace(" ", r"\s+"), re.IGNORECASE))
