from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makegood.engine.portfolio import OPERATORS, Operator
from makegood.engine.specification_values import Grade, Range, Text, Value, chance, parse_value, reached, shortfall


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("67", Range(67, 67)),
        (" -40.5 ", Range(-40.5, -40.5)),
        ("−40", Range(-40, -40)),
        ("1e3", Range(1_000, 1_000)),
        ("95..105", Range(95, 105)),
        ("-40 .. 85", Range(-40, 85)),
        ("105…95", Range(95, 105)),
        ("IP67", Grade("ip", 67)),
        ("ip 67", Grade("ip", 67)),
        ("Cat6", Grade("cat", 6)),
        ("A2", Grade("a", 2)),
        ("Cat6a", Text("cat6a")),
        ("Stainless  Steel", Text("stainlesssteel")),
        ("1e999", Text("1e999")),
        ("", Text("")),
    ],
)
def test_values_are_read_as_people_write_them(text: str, value: Value) -> None:
    assert parse_value(text) == value


@given(st.text())
def test_any_text_is_some_value(text: str) -> None:
    assert isinstance(parse_value(text), Range | Grade | Text)


@given(st.floats(-1e9, 1e9), st.floats(0, 1e6))
def test_a_written_range_reads_the_same(low: float, width: float) -> None:
    written = Range(low, low + width)
    read = parse_value(str(written))
    assert isinstance(read, Range)
    assert (read.low, read.high) == pytest.approx((written.low, written.high), rel=1e-5)


@pytest.mark.parametrize(
    ("given_text", "operator", "promised", "expected"),
    [
        ("105", ">=", "100", 1),
        ("95", ">=", "100", 0),
        ("100", ">", "100", 0),
        ("95..105", ">=", "100", 0.5),
        ("95..105", "<", "97.5", 0.25),
        ("95..105", ">=", "90", 1),
        ("95..105", ">=", "110", 0),
        ("24", "=", "24", 1),
        ("24", "=", "23..25", 1),
        ("26", "=", "23..25", 0),
        ("23..25", "=", "24..30", 0.5),
        ("23..25", "!=", "24..30", 0.5),
        ("23..25", "=", "26", 0),
        ("23..25", "=", "24", None),
        ("23..25", "!=", "24", None),
        ("23", ">=", "20..22", None),
        ("IP65", ">=", "IP67", 0),
        ("IP68", ">=", "ip 67", 1),
        ("Cat6", ">=", "IP5", None),
        ("Cat6", "=", "IP5", 0),
        ("Stainless steel", "=", "stainless  STEEL", 1),
        ("brass", "!=", "steel", 1),
        ("brass", ">=", "steel", None),
        ("24 V nominal", "=", "24", None),
    ],
)
def test_the_chance_that_a_value_satisfies_a_promise(
    given_text: str, operator: Operator, promised: str, expected: float | None
) -> None:
    assert chance(parse_value(given_text), operator, parse_value(promised)) == expected


ranges = st.tuples(st.integers(-50, 50), st.integers(0, 50)).map(lambda ends: Range(ends[0], ends[0] + ends[1]))


@given(ranges, st.sampled_from(OPERATORS), ranges)
def test_a_chance_is_a_probability_and_its_opposite_the_rest(known: Range, operator: Operator, promised: Range) -> None:
    opposite: dict[Operator, Operator] = {"=": "!=", "!=": "=", ">=": "<", "<": ">=", ">": "<=", "<=": ">"}
    share, rest = chance(known, operator, promised), chance(known, opposite[operator], promised)
    if share is None or rest is None:
        assert share is rest
    else:
        assert 0 <= share <= 1
        assert share + rest == pytest.approx(1)


@given(ranges, st.sampled_from(OPERATORS), st.integers(-50, 100).map(lambda number: Range(number, number)))
def test_nothing_lacks_exactly_where_the_promise_is_certain(known: Range, operator: Operator, promised: Range) -> None:
    lacking = shortfall(known, operator, promised)
    if operator == "!=":
        assert lacking is None
    else:
        assert (lacking is None) == (chance(known, operator, promised) == 1)
        assert lacking is None or lacking >= 0


def test_the_shortfall_is_that_of_the_worst_end() -> None:
    assert shortfall(Range(95, 105), ">=", Range(100, 100)) == 5
    assert shortfall(Range(95, 105), "<=", Range(100, 100)) == 5
    assert shortfall(Range(90, 105), "=", Range(98, 102)) == 8


def test_what_most_units_reach_is_on_the_cautious_side() -> None:
    measured = [101.0, 102, 103, 104, 105, 106, 107, 108, 109, 90]
    assert reached(measured, ">=", 0.85) == Range(101, 101)
    assert reached(measured, "<=", 0.85) == Range(108, 108)
    assert reached(measured, "=", 0.85) == Range(90, 109)
