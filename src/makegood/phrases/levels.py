"""Terms as a language writes them: the engine states them with a decimal point and plain signs, for programs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from makegood.engine.portfolio import OPERATORS
from makegood.engine.units import written
from makegood.phrases.figures import write_exact_share
from makegood.phrases.language import Language
from makegood.phrases.values import DECIMALS, write_value

if TYPE_CHECKING:
    from makegood.engine.results import TermForecast

STATED = re.compile(r"(?P<target>[\d.]+) %(?: (?P<operator>\S+) (?P<threshold>\S+)(?P<unit>.*))?")
"""``95 % <= 4 h`` as the engine states a promised level."""
SIGNS = {">=": "≥", "<=": "≤", "!=": "≠"}


def promised_level(term: TermForecast, language: Language) -> str:
    """Say the promised level of a service level term: 99,95 % ≥ 0,5 h in German."""
    found = STATED.fullmatch(term.promised)
    if found is None:
        return term.promised
    target = write_exact_share(float(found["target"]) / 100, language.code)
    if found["operator"] is None:
        return target
    threshold = language.number(float(found["threshold"]), decimals=DECIMALS)
    sign, unit = SIGNS.get(found["operator"], found["operator"]), written(found["unit"])
    return f"{target} {sign} {threshold} {unit}".strip()


def capable_level(term: TermForecast, language: Language) -> str | None:
    """Say the level that was reached, which is the promised target less the gap; None where nobody knows."""
    found = STATED.fullmatch(term.promised)
    if term.capable is None or term.gap is None or found is None:
        return term.capable
    return write_exact_share(float(found["target"]) / 100 - term.gap, language.code)


def promised_specification(stated: str, language: Language) -> str:
    """Say a promised property, ``<= -30 degC`` as the engine states it, as people write it: ≤ −30 °C."""
    operator, _space, rest = stated.partition(" ")
    if operator not in OPERATORS or not rest:
        return stated
    return f"{SIGNS.get(operator, operator)} {known_value(rest, language)}"


def known_value(stated: str, language: Language) -> str:
    """Say a value with its unit as people write it; what is no number stays as it is."""
    return write_value(stated, language.code)
