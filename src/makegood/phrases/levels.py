"""Service levels as a language writes them: the engine states them with a decimal point, for programs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from makegood.phrases.figures import write_exact_share
from makegood.phrases.language import Language

if TYPE_CHECKING:
    from makegood.engine.results import TermForecast

STATED = re.compile(r"(?P<target>[\d.]+) %(?: (?P<operator>\S+) (?P<threshold>\S+)(?P<unit>.*))?")
"""``95 % <= 4 h`` as the engine states a promised level."""
SIGNS = {">=": "≥", "<=": "≤", "!=": "≠"}
DECIMALS = 6
"""At most so many decimals of a threshold, as the engine states it."""


def promised_level(term: TermForecast, language: Language) -> str:
    """Say the promised level of a service level term: 99,95 % ≥ 0,5 h in German."""
    found = STATED.fullmatch(term.promised)
    if found is None:
        return term.promised
    target = write_exact_share(float(found["target"]) / 100, language.code)
    if found["operator"] is None:
        return target
    threshold = language.number(float(found["threshold"]), decimals=DECIMALS)
    return f"{target} {SIGNS.get(found['operator'], found['operator'])} {threshold}{found['unit']}"


def capable_level(term: TermForecast, language: Language) -> str | None:
    """Say the level that was reached, which is the promised target less the gap; None where nobody knows."""
    found = STATED.fullmatch(term.promised)
    if term.capable is None or term.gap is None or found is None:
        return term.capable
    return write_exact_share(float(found["target"]) / 100 - term.gap, language.code)
