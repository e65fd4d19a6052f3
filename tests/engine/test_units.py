from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest

from makegood.engine.units import UnableToConvert, convert


@pytest.mark.parametrize(
    ("value", "unit", "wanted", "expected"),
    [
        (95, "cm", "m", 0.95),
        (85, "°C", "°F", 185),
        (3, "m/s", "mm/s", 3_000),
        (3, "kg·m", "g*m", 3_000),
        (1, "m^2", "cm**2", 10_000),
        (0.5, "1/s", "Hz", 0.5),
        (7, "IP", "IP", 7),
        (7, "", "mm", 7),
        (7, "mm ", " mm", 7),
    ],
)
def test_values_are_converted(value: float, unit: str, wanted: str, expected: float) -> None:
    assert convert(value, unit, wanted) == pytest.approx(expected)


@pytest.mark.parametrize(("unit", "wanted"), [("kg", "V"), ("frobs", "V"), ("V", "frobs"), ("dB", "V"), ("(m", "m")])
def test_what_cannot_be_converted_is_refused(unit: str, wanted: str) -> None:
    with pytest.raises(UnableToConvert):
        convert(1, unit, wanted)


def test_arithmetic_in_place_of_a_unit_is_not_evaluated() -> None:
    started = time.perf_counter()
    with pytest.raises(UnableToConvert):
        convert(1, "9**9**9**9", "m")
    assert time.perf_counter() - started < 1


def test_pint_is_not_loaded_where_units_are_the_same() -> None:
    code = "import sys, makegood.engine.units as u; u.convert(1, 'mm', 'mm'); sys.exit('pint' in sys.modules)"
    paths = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    assert subprocess.run([sys.executable, "-c", code], check=False, env=paths).returncode == 0
