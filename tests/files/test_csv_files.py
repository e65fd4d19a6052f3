"""CSV as it comes from spreadsheets: delimiters, quotes, comments, byte order marks, encodings."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from makegood.files.limits import MAX_CELL, MAX_COLUMNS
from tests.files.desk import PROMISES, TEAMS, WORK, errors, only_error, read


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_every_delimiter_and_line_end_gives_the_same_portfolio(tmp_path: Path, delimiter: str, line_end: str) -> None:
    (tmp_path / "plain").mkdir()
    files = {name: text.replace(",", delimiter).replace("\n", line_end) for name, text in _all().items()}
    assert read(tmp_path, **files).portfolio == read(tmp_path / "plain").portfolio


def _all() -> dict[str, str]:
    return {"promises": PROMISES, "teams": TEAMS, "work": WORK}


def test_a_byte_order_mark_is_no_part_of_the_header(tmp_path: Path) -> None:
    promises = read(tmp_path, promises=codecs.BOM_UTF8 + PROMISES.encode()).portfolio.promises
    assert [promise.key for promise in promises] == ["P-1", "P-2"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_utf_16_is_named_rather_than_guessed(tmp_path: Path, encoding: str) -> None:
    error = only_error(tmp_path, promises=PROMISES.encode(encoding))
    assert (error.file, error.problem.code, error.mend.code) == ("promises.csv", "UTF-16", "save as UTF-8")


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n", b"\r"])
def test_latin_1_is_refused_with_its_line_and_byte(tmp_path: Path, line_end: bytes) -> None:
    promises = PROMISES.replace("Contoso", "Müller").encode("latin-1").replace(b"\n", line_end)
    error = only_error(tmp_path, promises=promises)
    assert (error.file, error.row, error.problem.code) == ("promises.csv", 3, "not UTF-8")
    assert error.problem.values == {"line": 3, "byte": "0xFC"}


def test_the_other_errors_of_a_latin_1_file_are_told_in_the_same_pass(tmp_path: Path) -> None:
    teams, work = "team,slots\nMünchen,3\n", "promise,item,team,hours\nP-1,Prüfung,München,8\nP-1,b,München,many\n"
    found = errors(tmp_path, teams=teams, work=work.encode("cp1252"))
    assert [(error.file, error.row, error.problem.code) for error in found] == [
        ("work.csv", 2, "not UTF-8"),
        ("work.csv", 3, "not a number"),
    ]


@pytest.mark.parametrize("broken", [b"M\xc3\xbcnchen \xfc", b"\x81\xfc", b"\xff\0\1"])
def test_damaged_text_is_not_looked_at_further(tmp_path: Path, broken: bytes) -> None:
    promises = b"promise,customer,due\nP-1,C,soon\n# " + broken + b"\n"
    assert only_error(tmp_path, promises=promises).problem.code == "not UTF-8"


def test_a_bad_byte_after_a_byte_order_mark_is_named_rightly(tmp_path: Path) -> None:
    error = only_error(tmp_path, promises=codecs.BOM_UTF8 + b"promise\n\xe4")
    assert error.problem.values == {"line": 2, "byte": "0xE4"}


def test_binary_content_is_refused(tmp_path: Path) -> None:
    error = only_error(tmp_path, promises=PROMISES.replace("Contoso", "Con\0toso"))
    assert (error.row, error.problem.code) == (3, "binary content")


def test_comments_and_blank_rows_are_left_out_and_row_numbers_stay_the_users(tmp_path: Path) -> None:
    work = "# what is left\n\npromise,item,team,hours\n# one\nP-1,a,Assembly,8\n,,,\n  \nP-1,b,Nobody,8\n"
    error = only_error(tmp_path, work=work)
    assert (error.row, error.column, error.value) == (8, "team", "Nobody")


def test_a_line_that_begins_with_a_hash_inside_quotes_is_text(tmp_path: Path) -> None:
    promises = 'promise,customer,due,wording\nP-1,C,2027-01-01,"first line\n# second line"\nP-2,C,soon,\n'
    error = only_error(tmp_path, promises=promises, work="")
    assert error.row == 4
    fixed = promises.replace("soon", "2027-01-01")
    (tmp_path / "fixed").mkdir()
    found = read(tmp_path / "fixed", promises=fixed, work="").portfolio.promises
    assert found[0].wording == "first line\n# second line"


def test_a_comment_that_looks_like_a_row_is_noted(tmp_path: Path) -> None:
    promises = PROMISES + "#1001,Fabrikam,2027-03-01\n#1002,Fabrikam,2027-03-01\n# a, remark, of three parts\n"
    files = read(tmp_path, promises=promises)
    assert files.rows["promises"] == 2
    assert [(note.file, note.message.code, note.message.values) for note in files.notes] == [
        ("promises.csv", "comment looks like a row", {"row": 4, "count": 2})
    ]


def test_excels_separator_line_is_understood(tmp_path: Path) -> None:
    files = read(tmp_path, promises="sep=;\n" + PROMISES.replace(",", ";"))
    assert [promise.customer for promise in files.portfolio.promises] == ["Northwind", "Contoso"]


def test_a_quoted_delimiter_in_the_header_does_not_mislead(tmp_path: Path) -> None:
    promises = 'promise;customer;due;"a,b,c,d,e"\nP-1;C;2027-01-01;x\n'
    promise = read(tmp_path, promises=promises, work="").portfolio.promises[0]
    assert promise.attributes == {"a,b,c,d,e": "x"}


def test_header_names_need_neither_case_nor_exact_blanks(tmp_path: Path) -> None:
    promises = " PROMISE ,Customer,Due,Made By\nP-1,C,2027-01-01,Ann\n"
    assert read(tmp_path, promises=promises, work="").portfolio.promises[0].made_by == "Ann"


def test_a_header_that_names_a_column_twice_is_refused(tmp_path: Path) -> None:
    error = only_error(tmp_path, promises="promise,customer,due,Due\nP-1,C,2027-01-01,2027-01-02\n")
    assert (error.row, error.column, error.problem.code, error.problem.values) == (
        1, "Due", "duplicate column", {"first": 3},
    )  # fmt: skip


@pytest.mark.parametrize("extra", ["P-1,C,2027-01-01,stray\n", 'P-1,"C",2027-01-01,,stray\n'])
def test_a_value_beyond_the_header_is_refused(tmp_path: Path, extra: str) -> None:
    error = only_error(tmp_path, promises="promise,customer,due\n" + extra, work="")
    assert (error.row, error.value, error.problem.code) == (2, "stray", "value without column")


def test_a_value_in_a_column_without_a_name_is_refused(tmp_path: Path) -> None:
    error = only_error(tmp_path, promises="promise,,customer,due\nP-1,,C,2027-01-01\nP-2,x,C,2027-01-01\n", work="")
    assert (error.row, error.column, error.value, error.problem.code) == (3, "2", "x", "value without column")


def test_blank_cells_beyond_the_header_and_short_rows_do_not_matter(tmp_path: Path) -> None:
    promises = "promise,customer,due,owner,\nP-1,C,2027-01-01\nP-2,C,2027-01-01,,,,\n"
    assert read(tmp_path, promises=promises, work="").rows["promises"] == 2


@pytest.mark.parametrize(
    ("text", "code"),
    [('P-1,"C,2027-01-01\nP-2,C,2027-01-01\n', "unclosed quote"), ('P-1,"C"x,2027-01-01\n', "broken quotes")],
)
def test_broken_quotes_are_refused_at_the_row_where_they_begin(tmp_path: Path, text: str, code: str) -> None:
    error = only_error(tmp_path, promises="promise,customer,due\nP-0,C,2027-01-01\n" + text)
    assert (error.row, error.problem.code) == (3, code)


@pytest.mark.parametrize("length", [MAX_CELL + 1, 200_000])
def test_a_cell_that_is_too_long_is_refused_and_shown_cut(tmp_path: Path, length: int) -> None:
    error = only_error(tmp_path, promises=f"promise,customer,due,wording\nP-1,C,2027-01-01,{'x' * length}\n", work="")
    assert (error.row, error.problem.code, error.problem.values) == (2, "cell too long", {"limit": MAX_CELL})
    assert len(error.value or "") <= 201


def test_more_columns_than_a_table_has_are_refused(tmp_path: Path) -> None:
    header = "promise,customer,due," + ",".join(f"c{number}" for number in range(MAX_COLUMNS))
    assert only_error(tmp_path, promises=header + "\n").problem.code == "too wide"


@pytest.mark.parametrize("promises", ["", "\n\n", "# nothing yet\n", "promise,customer,due\n", "\ufeff"])
def test_a_file_without_rows_is_an_empty_portfolio(tmp_path: Path, promises: str) -> None:
    files = read(tmp_path, promises=promises, work="", teams="")
    assert files.portfolio.promises == ()
    assert files.rows["promises"] == 0


def test_a_missing_column_is_named_with_the_one_that_may_be_meant(tmp_path: Path) -> None:
    found = errors(tmp_path, promises="promise,costumer\nP-1,C\n", work="")
    assert [(error.column, error.problem.code, error.mend.code, error.mend.values) for error in found] == [
        ("customer", "missing column", "rename the column", {"found": "costumer", "column": "customer"}),
        ("due", "missing column", "add the column", {"column": "due"}),
    ]


def test_a_file_that_cannot_be_read_accuses_nobody_else(tmp_path: Path) -> None:
    assert only_error(tmp_path, promises=b"\xff\xfe").file == "promises.csv"
    (tmp_path / "teams").mkdir()
    assert only_error(tmp_path / "teams", teams="slots\n3\n").file == "teams.csv"


def test_a_note_says_which_column_was_ignored_and_which_may_be_meant(tmp_path: Path) -> None:
    notes = read(tmp_path, teams="team,slots,countri\nAssembly,3,DE\nSoftware,2,\n").notes
    assert [(note.file, note.message.code, note.message.values) for note in notes] == [
        ("teams.csv", "column ignored", {"column": "countri", "suggestion": "country"})
    ]


def test_letters_are_the_same_however_they_are_composed(tmp_path: Path) -> None:
    teams, work = "team,slots\nMu\u0308nchen,3\n", "promise,item,team,hours\nP-1,a,M\u00fcnchen,3\n"
    assert read(tmp_path, teams=teams, work=work).portfolio.items[0].team == "M\u00fcnchen"


@pytest.mark.parametrize("failed", ["#REF!", "#N/A", "#WERT!"])
def test_a_failed_formula_is_no_text(tmp_path: Path, failed: str) -> None:
    error = only_error(tmp_path, promises=f"promise,customer,due\nP-1,{failed},2027-01-01\n", work="")
    assert (error.column, error.value, error.problem.code) == ("customer", failed, "spreadsheet error")
