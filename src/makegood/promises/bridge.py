"""Between the register and the engine: which units can be compared."""

from __future__ import annotations

from makegood.engine.units import is_known


def is_unit(unit: str) -> bool:
    """Say whether the engine can compare values in ``unit``; blank for what is counted or named, such as IP67."""
    return is_known(unit)
