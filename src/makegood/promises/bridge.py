"""Between the register and the engine: which units can be compared, and what a figure is in another one."""

from __future__ import annotations

from decimal import Decimal

from makegood.engine.units import UnableToConvert, convert, is_known


def is_unit(unit: str) -> bool:
    """Say whether the engine can compare values in ``unit``; blank for what is counted or named, such as IP67."""
    return is_known(unit)


def in_unit(value: Decimal, unit: str, wanted: str) -> Decimal | None:
    """Return ``value`` in the ``wanted`` unit, None where the two measure different things; blank is the wanted one."""
    if not unit or unit == wanted:
        return value
    try:
        return Decimal(repr(convert(float(value), unit, wanted))) if wanted else None
    except UnableToConvert:
        return None
