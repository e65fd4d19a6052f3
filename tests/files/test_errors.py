"""All errors of all files in one pass, in order, each with its place; the tables of codes are complete and used."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

import makegood.files
from makegood.files.errors import MAX_ERRORS, MENDS, NOTES, PROBLEMS, mend, note, problem
from makegood.files.journal import Journal
from tests.files.desk import SMALL, errors, errors_at, folder_of

SOURCE = Path(makegood.files.__file__).parent


def used(call: str) -> set[str]:
    """Return the codes that the package's own modules pass as first text argument to ``call``."""
    texts = [path.read_text() for path in sorted(SOURCE.glob("*.py")) if path.name != "errors.py"]
    return {code for text in texts for code in re.findall(rf'{call}\((?:[\w.]+,\s*)?"([^"]+)"', text)}


def test_all_files_are_read_before_anything_is_told(tmp_path: Path) -> None:
    found = errors(
        tmp_path,
        teams="team,slots\nAssembly,many\nSoftware,-2\n",
        promises="promise,customer,due\nP-1,Northwind,31.02.2027\nP-2,,2027-01-01\n",
        work="promise,item,team,hours\nP-1,build,Asembly,-4\nP-3,code,Software,3\n",
        absences="team,from\n",
        history=b"\xff\0",
    )
    assert [(error.file, error.row, error.column) for error in found] == [
        ("absences.csv", None, "to"),
        ("history.csv", 1, None),
        ("promises.csv", 2, "due"),
        ("promises.csv", 3, "customer"),
        ("teams.csv", 2, "slots"),
        ("teams.csv", 3, "slots"),
        ("work.csv", 2, "hours"),
        ("work.csv", 2, "team"),
        ("work.csv", 3, "promise"),
    ]


def test_errors_of_one_file_are_capped_and_the_rest_counted(tmp_path: Path) -> None:
    rows = "".join(f"P-1,i{number},Assembly,x\n" for number in range(MAX_ERRORS + 7))
    found = errors(tmp_path, work="promise,item,team,hours\n" + rows, teams="team,slots\nAssembly,x\n")
    assert len(found) == MAX_ERRORS + 2
    assert found[0].file == "teams.csv"
    assert (found[-1].row, found[-1].problem.values) == (None, {"count": 7, "limit": MAX_ERRORS})


def test_an_error_reads_as_place_value_and_reason() -> None:
    journal = Journal()
    journal.refuse(
        "work.csv", problem("not a number"), mend("write a number", example="1"), row=3, column="hours", value="x"
    )
    with pytest.raises(makegood.files.InvalidFiles, match=r'^work\.csv:3 hours "x": not a number$'):
        journal.raise_errors()


def test_nothing_wrong_raises_nothing() -> None:
    Journal().raise_errors()


@pytest.mark.parametrize(("make", "code"), [(problem, "no such code"), (mend, "no such code")])
def test_an_unknown_code_is_a_programming_error(make: object, code: str) -> None:
    with pytest.raises(KeyError):
        make(code)  # type: ignore[operator]  # one of the two functions


def test_a_message_has_exactly_the_values_of_its_code() -> None:
    assert problem("in the future", as_of=date(2026, 1, 1)).values == {"as_of": date(2026, 1, 1)}
    with pytest.raises(TypeError, match="in the future"):
        problem("in the future", day=date(2026, 1, 1))
    with pytest.raises(TypeError):
        note("work.csv", "read as one percent")


def test_every_code_of_a_problem_is_used_and_known() -> None:
    by_column = {"unknown team", "unknown promise"}  # handed to the check of a whole column
    by_effort = {"missing effort", "effort given twice", "percentiles incomplete", "percentiles out of order"}
    assert used("problem") | by_column | by_effort == set(PROBLEMS)


def test_every_code_of_a_mend_is_used_and_known() -> None:
    by_effort = {"give hours or percentiles", "give one of them", "give all three"}
    assert used("mend") | by_effort == set(MENDS)


def test_every_code_of_a_note_is_used_and_known() -> None:
    of_columns = {"column kept as attribute", "column ignored"}
    texts = "".join(path.read_text() for path in sorted(SOURCE.glob("*.py")) if path.name != "errors.py")
    assert {code for code in NOTES if f'"{code}"' in texts} == set(NOTES)
    assert of_columns <= set(NOTES)


def test_the_same_files_give_the_same_errors_in_the_same_order(tmp_path: Path) -> None:
    files = {**SMALL, "work": "promise,item,team,hours,after\nP-9,a,T1,x,b;c;d\nP-8,b,T2,y,e\nP-8,b,T3,z,f\n"}
    folder = folder_of(tmp_path, files)
    assert errors_at(folder) == errors_at(folder)
