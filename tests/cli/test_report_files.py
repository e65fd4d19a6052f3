"""Reports on disk: where they may go, that they arrive whole, and what is said where they can't."""

from __future__ import annotations

from pathlib import Path

import pytest

from makegood.cli.main import execute
from makegood.cli.report import publishing
from makegood.cli.report.delivery import put_in_place
from makegood.phrases import speak

DAY = ("--as-of", "2026-11-23", "--samples", "64")


def check(*arguments: str | Path, language: str = "en") -> int:
    return execute(["check", *map(str, arguments), *DAY], speak(language))


def test_both_forms_are_written_beside_the_table(
    company: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page, brief = tmp_path / "out.html", tmp_path / "out.PDF"
    assert check(company, "--report", page, "--report", brief) == 0
    assert page.read_bytes().startswith(b"<!doctype html>")
    assert brief.read_bytes().startswith(b"%PDF-")
    outcome = capsys.readouterr()
    assert "in danger" in outcome.out
    assert outcome.err == f"Written: {page} and {brief}\n"


def test_a_report_is_written_where_the_line_is_not_held_too(company: Path, tmp_path: Path) -> None:
    assert check(company, "--report", tmp_path / "out.html", "--fail-under", "60%") == 1
    assert (tmp_path / "out.html").exists()


@pytest.mark.parametrize("name", ["out.docx", "out", "html", "out.html.gz"])
def test_another_ending_is_refused_by_naming_the_two(
    company: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    assert check(company, "--report", tmp_path / name) == 2
    assert ".html or .pdf" in capsys.readouterr().err
    assert not (tmp_path / name).exists()


def test_a_folder_that_is_missing_is_named_before_anything_is_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(tmp_path / "no portfolio", "--report", tmp_path / "gone" / "out.html") == 2
    assert f"There is no folder {tmp_path / 'gone'} to put the report in." in capsys.readouterr().err
    assert not (tmp_path / "gone").exists()


def test_a_folder_is_no_report(company: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "out.html").mkdir()
    assert check(company, "--report", tmp_path / "out.html") == 2
    assert "is a folder" in capsys.readouterr().err


def test_refused_files_leave_the_last_report_as_it_was(company: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.html"
    target.write_text("last week's", "utf-8")
    (company / "promises.csv").write_text("promise,customer\n", encoding="utf-8")
    assert check(company, "--report", target) == 2
    assert target.read_text("utf-8") == "last week's"


def test_a_report_that_cannot_be_written_is_an_error_of_usage(
    company: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    too_long = tmp_path / ("x" * 250 + ".html")
    assert check(company, "--report", too_long) == 2
    assert "can't be written" in capsys.readouterr().err
    assert [each.name for each in tmp_path.iterdir()] == ["company"]


def test_the_same_check_gives_the_same_page(company: Path, tmp_path: Path) -> None:
    for name in ("one.html", "two.html"):
        assert check(company, "--report", tmp_path / name) == 0
    assert (tmp_path / "one.html").read_bytes() == (tmp_path / "two.html").read_bytes()


def test_what_is_replaced_keeps_its_permissions_and_leaves_nothing_behind(tmp_path: Path) -> None:
    target = tmp_path / "out.html"
    target.write_text("old", "utf-8")
    target.chmod(0o640)
    put_in_place(target, b"new")
    assert target.read_bytes() == b"new"
    assert target.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [target]


def test_what_is_new_can_be_read_by_others(tmp_path: Path) -> None:
    put_in_place(tmp_path / "out.html", b"new")
    usual = tmp_path / "usual"
    usual.touch()
    assert (tmp_path / "out.html").stat().st_mode == usual.stat().st_mode


def test_what_cannot_be_replaced_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "out.html").mkdir()
    with pytest.raises(OSError, match=r"out\.html"):
        put_in_place(tmp_path / "out.html", b"new")
    assert [each.name for each in tmp_path.iterdir()] == ["out.html"]


def test_help_is_looked_for_where_it_can_be_found_in_time(
    company: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    helped = {}
    for most in (4, 3):
        monkeypatch.setattr(publishing, "MOST_SEARCHED", most)
        assert check(company, "--report", tmp_path / "out.html") == 0
        helped[most] = "What would help" in (tmp_path / "out.html").read_text("utf-8")
    assert helped == {4: True, 3: False}


def test_a_report_says_whether_orders_to_come_are_counted_in(company: Path, tmp_path: Path) -> None:
    said = {}
    for more in ((), ("--arrivals",)):
        assert check(company, "--report", tmp_path / "out.html", *more) == 0
        said[more] = "Orders still to come are counted in" in (tmp_path / "out.html").read_text("utf-8")
    assert said == {(): False, ("--arrivals",): True}


def test_a_report_is_in_the_language_asked_for(company: Path, tmp_path: Path) -> None:
    assert check(company, "--report", tmp_path / "out.html", language="de") == 0
    assert '<html lang="de">' in (tmp_path / "out.html").read_text("utf-8")
