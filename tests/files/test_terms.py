"""Specifications and service levels."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from makegood.engine.portfolio import ProductAttribute, ServiceLevelTerm, SpecificationTerm
from tests.files.desk import only_error, read

LEVELS = "promise,measure,operator,threshold,unit,target,from,to\n"
LEVEL = f"{LEVELS}P-1,reply,<=,4,h,90 %,2026-11-01,2027-01-31\n"
MEASUREMENTS = "measure,at,value\nreply,2026-11-02,3.5\n"


def specification(operator: str, value: str, unit: str = "") -> str:
    return f'promise,attribute,operator,value,unit\nP-1,range,{operator},"{value}",{unit}\n'


def attribute(value: str, unit: str = "") -> str:
    return f'attribute,value,unit\nrange,"{value}",{unit}\n'


@pytest.mark.parametrize(
    ("text", "operator"),
    [
        ("=", "="),
        ("==", "="),
        ("!=", "!="),
        ("≠", "!="),
        ("<>", "!="),
        (">=", ">="),
        ("≥", ">="),
        ("≤", "<="),
        ("<", "<"),
    ],
)
def test_operators_are_read_in_every_usual_form(tmp_path: Path, text: str, operator: str) -> None:
    files = read(tmp_path, specifications=specification(text, "5", "m"), attributes=attribute("6", "m"))
    assert files.portfolio.specifications == (
        SpecificationTerm(promise="P-1", attribute="range", operator=operator, value="5", unit="m"),  # type: ignore[arg-type]  # one of them
    )


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        ("0,5", "0.5"),
        ("95..105", "95..105"),
        ("0,5 .. 1,5", "0.5..1.5"),
        ("IP67", "IP67"),
        ("1.10", "1.10"),
        ("a..b", "a..b"),
    ],
)
def test_values_are_written_as_the_engine_reads_them(tmp_path: Path, value: str, plain: str) -> None:
    files = read(tmp_path, attributes=attribute(value))
    assert files.portfolio.attributes == (ProductAttribute(name="range", value=plain),)


def test_a_range_the_wrong_way_round_is_refused(tmp_path: Path) -> None:
    error = only_error(tmp_path, attributes=attribute("105..95"))
    assert (error.column, error.value, error.problem.code) == ("value", "105..95", "range reversed")


def test_an_ambiguous_value_is_refused(tmp_path: Path) -> None:
    assert only_error(tmp_path, attributes=attribute("1,234")).problem.code == "ambiguous number"


@pytest.mark.parametrize("value", ["blue", "5..6"])
def test_an_operator_that_compares_sizes_needs_one_number(tmp_path: Path, value: str) -> None:
    specifications = specification(">=", value, "m")
    error = only_error(tmp_path, specifications=specifications, attributes=attribute("6", "m"))
    assert (error.column, error.value, error.problem.code) == ("value", value, "not a number")


@pytest.mark.parametrize("value", ["IP67", "5"])
def test_grades_have_a_size(tmp_path: Path, value: str) -> None:
    specifications = specification(">=", value)
    assert read(tmp_path, specifications=specifications, attributes=attribute("IP68")).portfolio.specifications


@pytest.mark.parametrize("unit", ["cm", "km", "", "m"])
def test_units_that_convert_are_accepted(tmp_path: Path, unit: str) -> None:
    specifications = specification(">=", "5", unit)
    files = read(tmp_path, specifications=specifications, attributes=attribute("6", "m"))
    assert files.portfolio.specifications[0].unit == unit


@pytest.mark.parametrize("unit", ["kg", "furlongs per mile hour", "IP", "2**99999999", "(" * 60, "x" * 5000])
def test_units_that_do_not_convert_are_refused(tmp_path: Path, unit: str) -> None:
    specifications = specification(">=", "5", unit)
    error = only_error(tmp_path, specifications=specifications, attributes=attribute("6", "m"))
    assert (error.column, error.problem.code, error.mend.values) == ("unit", "units differ", {"unit": "m"})


def test_an_attribute_that_is_not_listed_is_noted_since_its_term_stays_unchecked(tmp_path: Path) -> None:
    specifications = specification(">=", "5", "m").replace("range", "rang")
    notes = read(tmp_path, specifications=specifications, attributes=attribute("6", "m")).notes
    assert [(note.file, note.message.code, note.message.values) for note in notes] == [
        ("specifications.csv", "unknown attribute", {"row": 2, "attribute": "rang", "suggestion": "range"})
    ]


@pytest.mark.parametrize(
    ("specifications", "column", "code"),
    [
        (specification("about", "5"), "operator", "not an operator"),
        (specification(">=", ""), "value", "missing value"),
        (specification(">=", "5").replace("P-1", "P-7"), "promise", "unknown promise"),
        (specification(">=", "5") + "P-1,range,>=,6,\n", "attribute", "duplicate"),
    ],
)
def test_a_specification_that_makes_no_sense_is_refused(
    tmp_path: Path, specifications: str, column: str, code: str
) -> None:
    error = only_error(tmp_path, specifications=specifications, attributes=attribute("6"))
    assert (error.file, error.column, error.problem.code) == ("specifications.csv", column, code)


def test_an_attribute_from_the_roadmap_has_its_days_in_order(tmp_path: Path) -> None:
    header = "attribute,value,available_from,available_p90\n"
    found = read(tmp_path, attributes=header + "range,6,2027-01-01,2027-03-01\n").portfolio.attributes
    assert (found[0].available_from, found[0].available_p90) == (date(2027, 1, 1), date(2027, 3, 1))
    for number, (row, code) in enumerate(
        [("range,6,2027-03-01,2027-01-01", "earlier than"), ("range,6,,2027-01-01", "needs other column")]
    ):
        (tmp_path / str(number)).mkdir()
        error = only_error(tmp_path / str(number), attributes=f"{header}{row}\n")
        assert (error.column, error.problem.code) == ("available_p90", code)


def test_a_service_level_finds_its_place(tmp_path: Path) -> None:
    files = read(tmp_path, service_levels=LEVEL, measurements=MEASUREMENTS)
    assert files.notes == ()
    assert files.portfolio.service_levels == (
        ServiceLevelTerm(
            promise="P-1",
            measure="reply",
            operator="<=",
            threshold=4,
            target=0.9,
            start=date(2026, 11, 1),
            end=date(2027, 1, 31),
            unit="h",
        ),
    )


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        ("P-1,reply,<=,4,h,90,2026-11-01,2027-01-31", "target", "bare percentage"),
        ("P-1,reply,<=,many,h,90 %,2026-11-01,2027-01-31", "threshold", "not a number"),
        ("P-1,reply,<=,4,h,90 %,2027-02-01,2027-01-31", "to", "earlier than"),
        ("P-9,reply,<=,4,h,90 %,2026-11-01,2027-01-31", "promise", "unknown promise"),
    ],
)
def test_a_service_level_that_makes_no_sense_is_refused(tmp_path: Path, row: str, column: str, code: str) -> None:
    error = only_error(tmp_path, service_levels=f"{LEVELS}{row}\n", measurements=MEASUREMENTS)
    assert (error.file, error.column, error.problem.code) == ("service_levels.csv", column, code)


def test_a_service_level_listed_twice_is_refused(tmp_path: Path) -> None:
    twice = LEVEL + LEVEL.removeprefix(LEVELS)
    assert only_error(tmp_path, service_levels=twice, measurements=MEASUREMENTS).problem.values == {"row": 2}


def test_a_measure_without_measurements_is_noted(tmp_path: Path) -> None:
    notes = read(tmp_path, service_levels=LEVEL, measurements=MEASUREMENTS.replace("reply", "replies")).notes
    assert [(note.message.code, note.message.values["measure"]) for note in notes] == [("no measurements", "reply")]


def test_measurements_after_the_day_of_the_forecast_are_kept_and_noted(tmp_path: Path) -> None:
    files = read(tmp_path, measurements=MEASUREMENTS + "reply,2026-11-24,1\nreply,2026-11-23T23:59,1\n")
    assert files.rows["measurements"] == len(files.portfolio.measurements) == 3
    assert [(note.message.code, note.message.values["count"]) for note in files.notes] == [("later than as-of", 1)]
