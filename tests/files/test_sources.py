"""A folder, a zip and a workbook of the same tables give the same portfolio; hostile ones cost little."""

from __future__ import annotations

import csv
import gzip
import struct
import zipfile
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

import pytest

from makegood.engine import Portfolio
from makegood.engine.validation import check_portfolio
from makegood.files import archives as archives_module
from makegood.files import read_history, read_portfolio, write_template
from makegood.files import sources as sources_module
from makegood.files.limits import MAX_BYTES
from tests.files.desk import AS_OF, PROMISES, SMALL, errors_at, folder_of, workbook_of, zip_of


def csv_members(prefix: str = "") -> Mapping[str, str]:
    return {f"{prefix}{name}.csv": text for name, text in SMALL.items()}


def rows_of(text: str) -> list[list[object]]:
    return [list(row) for row in csv.reader(text.splitlines())]


def small_folder(tmp_path: Path) -> Portfolio:
    return read_portfolio(folder_of(tmp_path, SMALL), as_of=AS_OF).portfolio


@pytest.mark.parametrize("prefix", ["", "q3/"])
def test_a_zip_gives_the_same_portfolio_as_the_folder(tmp_path: Path, prefix: str) -> None:
    archive = zip_of(tmp_path / "files.zip", csv_members(prefix))
    assert read_portfolio(archive, as_of=AS_OF).portfolio == small_folder(tmp_path)


def test_a_workbook_of_texts_gives_the_same_portfolio_as_the_folder(tmp_path: Path) -> None:
    book = workbook_of(tmp_path / "book.xlsx", {name.upper(): rows_of(text) for name, text in SMALL.items()})
    assert read_portfolio(book, as_of=AS_OF).portfolio == small_folder(tmp_path)


def test_native_cells_of_a_workbook_give_the_same_portfolio_as_texts(tmp_path: Path) -> None:
    promises: list[list[object]] = [["promise", "customer", "due"], ["P-1", "Northwind", date(2027, 1, 15)]]
    promises.append(["P-2", "Contoso", datetime(2027, 2, 1)])  # noqa: DTZ001  # spreadsheets know no zones
    teams: list[list[object]] = [["team", "slots"], ["Assembly", 3], ["Software", 2.0]]
    work: list[list[object]] = [["promise", "item", "team", "hours", "after"], ["P-1", "build", "Assembly", 40, ""]]
    work += [["P-1", "test", "Assembly", 8.0, "build"], ["P-2", "code", "Software", 30, "P-1/build"]]
    book = workbook_of(tmp_path / "book.xlsx", {"promises": promises, "teams": teams, "work": work})
    assert read_portfolio(book, as_of=AS_OF).portfolio == small_folder(tmp_path)


def test_the_whole_template_is_the_same_as_folder_zip_and_workbook(tmp_path: Path) -> None:
    paths = write_template(tmp_path / "folder", as_of=AS_OF)
    texts = {path.name: path.read_text() for path in paths}
    archive = zip_of(tmp_path / "files.zip", texts)
    sheets = {path.stem: _uncommented(path.read_text()) for path in paths}
    book = workbook_of(tmp_path / "book.xlsx", sheets)
    folder = read_portfolio(tmp_path / "folder", as_of=AS_OF)
    for other in (archive, book):
        files = read_portfolio(other, as_of=AS_OF)
        assert files.portfolio == folder.portfolio
        assert files.rows == folder.rows


def _uncommented(text: str) -> list[list[object]]:
    return rows_of("\n".join(line for line in text.splitlines() if not line.startswith("#")))


def test_a_gzipped_history_is_read(tmp_path: Path) -> None:
    history = b"promise,promised,delivered\nH-1,2026-01-02,2026-01-03\n"
    folder = folder_of(tmp_path, {**SMALL, "history.csv.gz": gzip.compress(history)})
    assert read_portfolio(folder, as_of=AS_OF).portfolio.history[0].delivered == date(2026, 1, 3)


def test_a_history_alone_is_read_whatever_its_name(tmp_path: Path) -> None:
    path = tmp_path / "anything.csv.gz"
    path.write_bytes(gzip.compress(b"promise,as_of,kept,kind\nH-1,2016-02-29T01:16,1,a\n"))
    (row,) = read_history(path).rows
    assert (row.as_of, row.kept, row.attributes) == (datetime(2016, 2, 29, 1, 16), True, {"kind": "a"})  # noqa: DTZ001  # on the company's clock


def test_only_the_promises_are_needed(tmp_path: Path) -> None:
    files = read_portfolio(folder_of(tmp_path, {"promises": PROMISES}), as_of=AS_OF)
    assert files.rows == {"promises": 2}
    check_portfolio(files.portfolio)


def test_work_needs_its_teams(tmp_path: Path) -> None:
    found = errors_at(folder_of(tmp_path, {"promises": PROMISES, "work": SMALL["work"]}))
    assert [(error.file, error.problem.code) for error in found] == [("teams.csv", "missing file")]


def test_a_folder_without_promises_is_told_what_to_add(tmp_path: Path) -> None:
    (error,) = errors_at(folder_of(tmp_path, {"teams": SMALL["teams"]}))
    assert (error.file, error.problem.code, error.mend.code) == ("promises.csv", "missing file", "add the file")


def test_a_misspelt_file_is_found(tmp_path: Path) -> None:
    (error,) = errors_at(folder_of(tmp_path, {"promise": PROMISES}))
    assert (error.mend.code, error.mend.values) == (
        "rename the file",
        {"found": "promise.csv", "name": "promises.csv"},
    )


def test_a_folder_with_a_workbook_is_told_to_give_the_workbook(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, {})
    workbook_of(folder / "plan.xlsx", {"promises": rows_of(PROMISES)})
    assert errors_at(folder)[0].mend.values == {"name": "plan.xlsx"}


def test_an_unknown_csv_file_is_noted_and_other_files_are_not(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, {**SMALL, "absence": "team\n", "README.md": "hello"})
    notes = read_portfolio(folder, as_of=AS_OF).notes
    assert [(note.file, note.message.values) for note in notes] == [("absence.csv", {"suggestion": "absences.csv"})]


def test_a_table_given_twice_is_refused(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, {**SMALL, "work.csv.gz": gzip.compress(SMALL["work"].encode())})
    (error,) = errors_at(folder)
    assert (error.file, error.problem.code, error.problem.values) == (
        "work.csv.gz", "given twice", {"other": "work.csv"},
    )  # fmt: skip


def test_a_path_that_is_not_there_suggests_a_neighbour(tmp_path: Path) -> None:
    folder_of(tmp_path, SMALL)
    (error,) = errors_at(tmp_path / "portfolo")
    assert (error.problem.code, error.mend.values) == ("not found", {"suggestion": str(tmp_path / "portfolio")})


def test_a_path_that_is_like_nothing_is_to_be_checked(tmp_path: Path) -> None:
    assert errors_at(tmp_path / "nowhere" / "at" / "all")[0].mend.code == "check the path"


def test_another_kind_of_file_is_no_portfolio(tmp_path: Path) -> None:
    path = tmp_path / "promises.csv"
    path.write_text(PROMISES)
    assert errors_at(path)[0].problem.code == "not a portfolio"


def test_what_the_operating_system_refuses_is_told_in_its_words(tmp_path: Path) -> None:
    (error,) = errors_at(tmp_path / ("x" * 300))
    assert (error.problem.code, error.problem.values) == ("unreadable", {"reason": "File name too long"})


def test_a_folder_named_like_a_file_is_no_file(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, {})
    (folder / "promises.csv").mkdir()
    assert errors_at(folder)[0].problem.code == "missing file"


@pytest.mark.parametrize("suffix", ["zip", "xlsx"])
def test_a_broken_archive_is_refused(tmp_path: Path, suffix: str) -> None:
    path = zip_of(tmp_path / f"files.{suffix}", csv_members())
    path.write_bytes(path.read_bytes()[:-40])
    (error,) = errors_at(path)
    assert (error.file, error.problem.code, error.problem.values) == (
        path.name, "broken archive", {"kind": suffix},
    )  # fmt: skip


def test_a_broken_gzip_file_is_refused(tmp_path: Path) -> None:
    packed = gzip.compress(PROMISES.encode())
    for number, data in enumerate((packed[:-9], b"no gzip at all", packed[:15] + b"xx" + packed[17:])):
        base = tmp_path / str(number)
        base.mkdir()
        folder = folder_of(base, {**SMALL, "history.csv.gz": data})
        assert [error.problem.code for error in errors_at(folder)] == ["broken archive"]


def test_a_zip_bomb_is_refused_by_what_it_declares(tmp_path: Path) -> None:
    bomb = zip_of(tmp_path / "bomb.zip", {"promises.csv": b"\n" * 20_000_000})
    (error,) = errors_at(bomb)
    assert error.problem.code == "compressed too much"
    assert int(str(error.problem.values["ratio"])) > 250


def test_a_zip_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    path = zip_of(tmp_path / "liar.zip", {"promises.csv": b"x" * 3_000_000})
    data = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", data, data.index(signature) + offset, 100)
    path.write_bytes(data)
    assert errors_at(path)[0].problem.code in {"broken archive", "too large"}


def test_more_than_the_limit_altogether_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives_module, "MAX_BYTES", 100)
    archive = zip_of(tmp_path / "files.zip", csv_members())
    assert errors_at(archive)[0].problem.code == "too large"


def test_a_file_beyond_the_limit_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (tmp_path / "huge.zip").open("wb") as stream:
        stream.truncate(MAX_BYTES + 1)
    assert errors_at(tmp_path / "huge.zip")[0].problem.code == "too large"
    monkeypatch.setattr(sources_module, "MAX_BYTES", len(PROMISES))
    folder = folder_of(tmp_path, {"promises": PROMISES, "teams": "team,slots\n" + "#" * len(PROMISES)})
    assert [(error.file, error.problem.code) for error in errors_at(folder)] == [("teams.csv", "too large")]


def test_a_gzip_bomb_is_refused(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, {**SMALL, "history.csv.gz": gzip.compress(b"\n" * 20_000_000)})
    (error,) = errors_at(folder)
    assert (error.file, error.problem.code) == ("history.csv.gz", "too large")


def test_a_zip_of_too_many_files_is_refused(tmp_path: Path) -> None:
    archive = zip_of(tmp_path / "files.zip", {f"{number}.txt": "" for number in range(101)})
    assert errors_at(archive)[0].problem.values == {"count": 101, "limit": 100}


@pytest.mark.parametrize("name", ["/promises.csv", "../promises.csv", "a/../promises.csv", "C:/x.csv", "a\\b.csv"])
def test_a_zip_with_an_odd_name_is_refused(tmp_path: Path, name: str) -> None:
    archive = zip_of(tmp_path / "files.zip", {**csv_members(), name: PROMISES})
    (error,) = errors_at(archive)
    assert (error.problem.code, error.problem.values) == ("odd name", {"name": name})


@pytest.mark.parametrize("name", ["more.zip", "q3/book.xlsx"])
def test_a_zip_in_a_zip_is_refused(tmp_path: Path, name: str) -> None:
    assert errors_at(zip_of(tmp_path / "f.zip", {**csv_members(), name: b""}))[0].problem.code == "zip in zip"


def test_what_operating_systems_add_to_a_zip_is_passed_over(tmp_path: Path) -> None:
    extra = {"__MACOSX/._promises.csv": b"\0", ".DS_Store": b"\0", "q3/.hidden.csv": b"\0", "q3/notes.txt": b""}
    archive = zip_of(tmp_path / "files.zip", {**csv_members("q3/"), **extra})
    assert read_portfolio(archive, as_of=AS_OF).notes == ()


def test_a_zip_with_files_in_several_folders_is_refused(tmp_path: Path) -> None:
    archive = zip_of(tmp_path / "files.zip", {"a/promises.csv": PROMISES, "b/teams.csv": SMALL["teams"]})
    assert errors_at(archive)[0].problem.code == "several folders"


def test_an_encrypted_zip_is_refused(tmp_path: Path) -> None:
    path = zip_of(tmp_path / "files.zip", csv_members())
    data = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + offset] |= 1
    path.write_bytes(data)
    assert errors_at(path)[0].problem.code == "encrypted"


def test_errors_in_a_zip_name_the_member(tmp_path: Path) -> None:
    archive = zip_of(tmp_path / "files.zip", {**csv_members("q3/"), "q3/teams.csv": "team,slots\nAssembly,many\n"})
    assert {error.file for error in errors_at(archive)} == {"q3/teams.csv", "q3/work.csv"}


def test_members_packed_in_other_ways_are_read_or_refused(tmp_path: Path) -> None:
    path = tmp_path / "files.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("promises.csv", PROMISES)
    assert read_portfolio(path, as_of=AS_OF).rows == {"promises": 2}
    path.write_bytes(path.read_bytes().replace(b"PK\x01\x02", b"PK\x01\x02", 1).replace(b"\x0e\x00", b"\x60\x00"))
    assert errors_at(path)[0].problem.code == "broken archive"
