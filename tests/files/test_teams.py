"""Teams with their weeks, holidays, planned changes and absences."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from makegood.engine.portfolio import Absence, CapacityChange, Team
from tests.files.desk import only_error, read

WEEK = (8.0, 8.0, 8.0, 8.0, 8.0, 0.0, 0.0)


def teams_with(column: str, value: str) -> str:
    return f'team,slots,{column}\nAssembly,3,"{value}"\nSoftware,2,\n'


def test_every_column_finds_its_place(tmp_path: Path) -> None:
    teams = (
        "team,slots,hours_per_day,country,region,available_share\n"
        "Assembly,2.5,8 8 8 8 6 4 0,de,by,75 %\nSoftware,2,,,,\n"
    )
    assembly, software = read(tmp_path, teams=teams).portfolio.teams
    assert assembly == Team(
        name="Assembly",
        slots=2.5,
        hours_per_day=(8, 8, 8, 8, 6, 4, 0),
        country="DE",
        region="BY",
        available_share=0.75,
    )
    assert software == Team(name="Software", slots=2)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("8", WEEK), ("7,5", (7.5, 7.5, 7.5, 7.5, 7.5, 0, 0)), ("8;8;8;8;8;0;0", WEEK), ("8,8,8,8,8,0,0", WEEK),
        ("8/8/8/8/8/0/0", WEEK), ("8  8 8 8 8 0 0", WEEK), ("7,5 7,5 7,5 7,5 7,5 0 0", (7.5, 7.5, 7.5, 7.5, 7.5, 0, 0)),
        ("24 24 24 24 24 24 24", (24.0,) * 7), ("", WEEK),
    ],
)  # fmt: skip
def test_a_week_is_read_in_every_usual_form(tmp_path: Path, text: str, hours: tuple[float, ...]) -> None:
    assert read(tmp_path, teams=teams_with("hours_per_day", text)).portfolio.teams[0].hours_per_day == hours


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("hours_per_day", "8 8 8", "not hours per day"), ("hours_per_day", "25", "out of range"),
        ("hours_per_day", "8 8 8 8 8 0 -1", "out of range"), ("hours_per_day", "full", "not a number"),
        ("available_share", "80", "bare percentage"), ("available_share", "1.5", "bare percentage"),
        ("available_share", "-0.1", "out of range"), ("available_share", "101 %", "out of range"),
        ("country", "XX", "unknown country"), ("region", "BY", "needs other column"),
    ],
)  # fmt: skip
def test_a_value_that_makes_no_sense_is_refused(tmp_path: Path, column: str, value: str, code: str) -> None:
    error = only_error(tmp_path, teams=teams_with(column, value))
    assert (error.row, error.column, error.value, error.problem.code) == (2, column, value, code)


@pytest.mark.parametrize("share", ["0.95", "95%", "95 %", "0,95"])
def test_a_share_is_read_with_its_sign_or_without(tmp_path: Path, share: str) -> None:
    assert read(tmp_path, teams=teams_with("available_share", share)).portfolio.teams[0].available_share == 0.95


def test_slots_may_be_none_and_not_too_many(tmp_path: Path) -> None:
    assert read(tmp_path, teams="team,slots\nAssembly,0\nSoftware,1000\n").portfolio.teams[0].slots == 0
    (tmp_path / "more").mkdir()
    error = only_error(tmp_path / "more", teams="team,slots\nAssembly,1001\nSoftware,2\n")
    assert error.mend.values == {"low": 0, "high": 1000}


@pytest.mark.parametrize(
    ("country", "suggestion"), [("Germany", "DE"), ("Deutschland", None), ("Polnd", "PL"), ("united kingdom", "GB")]
)
def test_a_country_by_its_name_is_mended_to_its_code(tmp_path: Path, country: str, suggestion: str | None) -> None:
    error = only_error(tmp_path, teams=teams_with("country", country))
    assert error.mend.values == ({"suggestion": suggestion} if suggestion else {"example": "DE"})


@pytest.mark.parametrize(("region", "suggestion"), [("Bayern", "BY"), ("bayer", "BY"), ("Augsbrug", "Augsburg")])
def test_a_region_by_its_name_is_mended_to_its_code(tmp_path: Path, region: str, suggestion: str) -> None:
    error = only_error(tmp_path, teams=f"team,slots,country,region\nAssembly,3,DE,{region}\nSoftware,2,,\n")
    assert (error.problem.code, error.problem.values) == ("unknown region", {"country": "DE"})
    assert error.mend.values == {"suggestion": suggestion}


def test_a_region_like_no_other_is_mended_with_examples(tmp_path: Path) -> None:
    error = only_error(tmp_path, teams="team,slots,country,region\nAssembly,3,DE,Q\nSoftware,2,,\n")
    assert error.mend.code == "write a region code"


def test_a_team_listed_twice_is_refused(tmp_path: Path) -> None:
    error = only_error(tmp_path, teams="team,slots\nAssembly,3\nSoftware,2\nAssembly,4\n")
    assert (error.row, error.column, error.problem.values) == (4, "team", {"row": 2})


def test_changes_are_ordered_and_absences_kept(tmp_path: Path) -> None:
    capacity = "team,from,slots\nAssembly,2027-03-01,5\nAssembly,2027-02-01,4\n"
    absences = "team,from,to,slots\nAssembly,2026-12-24,2026-12-31,\nAssembly,2027-01-04,2027-01-04,1\n"
    team = read(tmp_path, capacity=capacity, absences=absences).portfolio.teams[0]
    assert team.changes == (CapacityChange(date(2027, 2, 1), 4), CapacityChange(date(2027, 3, 1), 5))
    assert team.absences == (
        Absence(date(2026, 12, 24), date(2026, 12, 31)),
        Absence(date(2027, 1, 4), date(2027, 1, 4), 1),
    )


def test_two_changes_of_a_team_on_one_day_are_refused(tmp_path: Path) -> None:
    error = only_error(tmp_path, capacity="team,from,slots\nAssembly,2027-02-01,4\nAssembly,2027-02-01,5\n")
    assert (error.row, error.problem.values) == (3, {"row": 2})


def test_an_absence_that_ends_before_it_starts_is_refused(tmp_path: Path) -> None:
    error = only_error(tmp_path, absences="team,from,to\nAssembly,2027-02-02,2027-02-01\n")
    assert (error.column, error.problem.values) == ("to", {"other": "from", "date": date(2027, 2, 2)})


@pytest.mark.parametrize("name", ["capacity", "absences"])
def test_an_unknown_team_is_refused_with_the_nearest(tmp_path: Path, name: str) -> None:
    text = {
        "capacity": "team,from,slots\nAsembly,2027-02-01,4\n",
        "absences": "team,from,to\nAsembly,2027-02-01,2027-02-01\n",
    }
    error = only_error(tmp_path, **{name: text[name]})
    assert (error.file, error.column, error.mend.values) == (f"{name}.csv", "team", {"suggestion": "Assembly"})
