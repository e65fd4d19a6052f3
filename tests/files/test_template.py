"""The template: it explains every column, checks clean, and never overwrites anything."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from makegood.engine import forecast
from makegood.engine.validation import check_portfolio
from makegood.files import FolderNotEmpty, read_portfolio, write_new_files, write_template
from makegood.files.columns import SHEETS
from tests.files.desk import AS_OF


@pytest.mark.parametrize("as_of", [AS_OF, date(2028, 2, 29), date(2026, 12, 31), date(2026, 7, 5)])
def test_the_template_checks_clean_on_any_day(tmp_path: Path, as_of: date) -> None:
    write_template(tmp_path / "new" / "folder", as_of=as_of)
    files = read_portfolio(tmp_path / "new" / "folder", as_of=as_of)
    assert files.notes == ()
    assert set(files.rows) == set(SHEETS)
    assert all(files.rows.values())
    check_portfolio(files.portfolio)


@pytest.mark.parametrize("as_of", [AS_OF, date(2026, 7, 5)])
def test_the_first_check_of_the_template_shows_no_promise_in_danger_and_a_service_level(
    tmp_path: Path, as_of: date
) -> None:
    write_template(tmp_path, as_of=as_of)
    found = forecast(read_portfolio(tmp_path, as_of=as_of).portfolio, as_of=as_of)
    assert {promise.status for promise in found.promises} <= {"green", "amber"}
    levels = [term for promise in found.promises for term in promise.terms if term.kind == "service level"]
    assert [level.p_kept is not None and level.p_kept > 0.6 for level in levels] == [True]


def test_every_column_is_explained_in_a_comment(tmp_path: Path) -> None:
    for path in write_template(tmp_path, as_of=AS_OF):
        comments = [line for line in path.read_text().splitlines() if line.startswith("#")]
        for column in SHEETS[path.stem].columns:
            assert any(line.startswith(f"# {column.name} (") for line in comments), (path.name, column.name)
        assert all(len(line) <= 102 for line in comments)


@pytest.mark.parametrize("name", ["promises.csv", "history.csv"])
def test_a_folder_with_one_of_the_files_is_left_as_it_is(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mine")
    with pytest.raises(FolderNotEmpty) as refused:
        write_template(tmp_path, as_of=AS_OF)
    assert refused.value.files == (name,)
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [(name, "mine")]


def test_other_files_in_the_folder_are_kept(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    assert len(write_template(tmp_path, as_of=AS_OF)) == len(SHEETS)
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_nothing_is_left_behind_where_writing_fails(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"\w"):
        write_new_files(tmp_path / "a" / "b", {"first.csv": "1", "x" * 300: "2"})
    assert list(tmp_path.iterdir()) == []


def test_an_existing_folder_is_kept_where_writing_fails(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_new_files(tmp_path, {"first.csv": "1", "no/such/folder.csv": "2"})
    assert list(tmp_path.iterdir()) == []


def test_a_file_where_the_folder_should_be_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("mine")
    with pytest.raises(OSError, match=r"\w"):
        write_new_files(tmp_path / "taken", {"first.csv": "1"})
    assert (tmp_path / "taken").read_text() == "mine"


def test_the_columns_are_documented_for_the_reference() -> None:
    for sheet in SHEETS.values():
        assert sheet.meaning.startswith("Each row is")
        names = [column.name for column in sheet.columns]
        assert len(names) == len(set(names))
        assert all(column.meaning and column.form.description for column in sheet.columns)
        assert any(column.needed for column in sheet.columns)
