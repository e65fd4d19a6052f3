"""Converting between units of measurement with pint, which is loaded only when two units differ."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pint

_FACTOR = r"[^\W\d_°%][^\W_]*|°[^\W\d_]*|%"
_POWER = r"(?:\s*(?:\^|\*\*)\s*-?[1-9])?"
_UNIT = re.compile(rf"(?:1\s*/\s*)?(?:{_FACTOR}){_POWER}(?:\s*[*/·]\s*(?:{_FACTOR}){_POWER}|\s+(?:{_FACTOR}){_POWER})*")
_LONGEST = 60
_PLAIN = re.compile(r"|[A-Za-z%°µΩ]{1,3}(?:/[A-Za-z]{1,3})?")
"""Units that are read as they are written, so that the library need not be loaded for them."""


class UnableToConvert(ValueError):
    """One of the units is unknown, or they measure different things."""


def convert(value: float, unit: str, wanted: str) -> float:
    """Convert ``value`` from ``unit`` to ``wanted``; a blank unit is read as the other one.

    Raises:
        UnableToConvert: where a unit is unknown or the two are incompatible.
    """
    unit, wanted = unit.strip(), wanted.strip()
    if unit == wanted or not unit or not wanted:
        return value
    if not (_readable(unit) and _readable(wanted)):
        raise UnableToConvert(unit, wanted)
    import pint

    registry = _registry()
    try:
        return float(registry.Quantity(value, unit).to(wanted).magnitude)
    except pint.PintError as error:
        raise UnableToConvert(unit, wanted) from error


def _readable(unit: str) -> bool:
    """Say whether ``unit`` is a product of named units: pint would also evaluate arithmetic, however long it takes."""
    return len(unit) <= _LONGEST and _UNIT.fullmatch(unit) is not None


@cache
def _registry() -> pint.UnitRegistry[float]:
    import pint

    return pint.UnitRegistry()


def is_known(unit: str) -> bool:
    """Say whether ``unit`` can be converted from and to; a blank one, for what is counted or named, is known."""
    if not unit.strip():
        return True
    if not _readable(unit.strip()):
        return False
    import pint

    try:
        _registry().Unit(unit.strip())
    except (pint.PintError, ValueError, TypeError):
        return False
    return True


@cache
def written(unit: str) -> str:
    """Return ``unit`` as people read it: °C for degC, kN·m for kN*m; itself where it is plain, or nobody knows it."""
    unit = unit.strip()
    if _PLAIN.fullmatch(unit) or not _readable(unit):
        return unit
    import pint

    try:
        return f"{_registry().Unit(unit):~P}"
    except (pint.PintError, ValueError, TypeError):
        return unit
