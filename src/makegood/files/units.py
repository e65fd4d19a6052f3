"""Units of specifications: whether two can be converted into each other."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from makegood.files.errors import mend, problem
from makegood.files.refusals import Refused

if TYPE_CHECKING:
    import pint

_LONGEST_UNIT = 60
"""Characters; anything longer isn't a unit, and parsing it could take long."""


def check_units(unit: str, other: str, attribute: str) -> None:
    """Raise :class:`Refused` unless ``unit`` converts into ``other``, the unit in which ``attribute`` is listed.

    The same text is always fine, so that units nobody has defined (``IP``) can be used.
    """
    if unit == other:
        return
    here, there = _dimension(unit), _dimension(other)
    if here is None or there is None:
        why = problem("unknown unit", unit=unit if here is None else other)
        raise Refused(why, mend("write the same unit", unit=other))
    if here != there:
        why = problem("units differ", unit=unit, other_unit=other, attribute=attribute)
        raise Refused(why, mend("write the same unit", unit=other))


@cache
def _dimension(unit: str) -> object | None:
    """Return what ``unit`` measures; None where pint doesn't know it."""
    if len(unit) > _LONGEST_UNIT:
        return None
    try:
        return _registry().parse_units(unit).dimensionality
    except Exception:  # noqa: BLE001  # pint parses with Python's tokenizer and lets most of its exceptions through
        return None


@cache
def _registry() -> pint.UnitRegistry[float]:
    import pint  # half a second, needed only where units differ

    return pint.UnitRegistry()
