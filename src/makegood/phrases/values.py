"""Values with their units as people write them: −30 °C for ``-30 degC``, kN·m for ``kN*m``."""

from __future__ import annotations

import re

from makegood.engine.units import written
from makegood.phrases.figures import write_number

_NUMBER = r"[-+−]?\d{1,15}(?:\.\d{1,6})?"
VALUE = re.compile(rf"(?P<low>{_NUMBER})(?:\s*(?:\.{{2,3}}|…)\s*(?P<high>{_NUMBER}))?(?:\s+(?P<unit>\D\S.*|\D))?")
"""``-30 degC``, ``95..105 mm``: numbers that are written out, and a unit; anything else is shown as it is."""
DECIMALS = 6
"""At most so many decimals of a value, as the engine states it."""


def write_value(stated: str, language: str) -> str:
    """Write a value with its unit, as the engine states it; what is no number stays as it is."""
    found = VALUE.fullmatch(stated.strip())
    if found is None:
        return stated
    ends = [_number(end, language) for end in (found["low"], found["high"]) if end]
    return f"{' … '.join(ends)} {written(found['unit'] or '')}".strip()


def write_unit(unit: str) -> str:
    """Write a unit alone."""
    return written(unit)


def _number(text: str, language: str) -> str:
    return write_number(float(text.replace("−", "-")), language, decimals=DECIMALS).replace("-", "−")
