"""Files that are refused: every error is told, to people and to programs, and nothing is calculated."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import DAY, here


def test_every_error_of_every_file_is_listed_and_nothing_calculated(
    company: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (company / "work.csv").open("a", encoding="utf-8") as work:
        work.write("NW-17,test,Asembly,1,2,3\nNW-17,paint,Assembly,-1,2,3\n")
    with (company / "promises.csv").open("a", encoding="utf-8") as promises:
        promises.write("X\x1b[2J,Nobody,2027-02-31,,,,,\n")
    assert here("check", company, *DAY) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert 'promises.csv:6 due "2027-02-31" — there is no such day' in captured.err
    assert 'work.csv:5 team "Asembly" — teams has no team of this name' in captured.err
    assert "→ did you mean Assembly?" in captured.err
    assert 'work.csv:6 p10_hours "-1"' in captured.err
    assert captured.err.rstrip().endswith("3 errors in 2 files. Nothing was calculated or written.")
    assert "\x1b" not in captured.err


def test_a_flood_of_the_same_error_is_counted_and_json_keeps_it_all(
    company: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A column that is wrong from top to bottom is one thing to mend, and hides no other."""
    flood = "".join(f"NW-17,step {number},Asembly,1,2,3\n" for number in range(30))
    wrong = "promise,item,team,p10_hours,p50_hours,p90_hours\n" + flood + "NW-17,paint,Assembly,-1,2,3\n"
    (company / "work.csv").write_text(wrong, encoding="utf-8")
    assert here("check", company, *DAY) == 2
    english = capsys.readouterr().err
    assert english.count("teams has no team of this name") == 3
    assert "  … and 27 more like these, rows 5–31" in english.splitlines()
    assert 'work.csv:32 p10_hours "-1"' in english
    assert english.rstrip().endswith("31 errors in 1 file. Nothing was calculated or written.")
    assert here("check", company, *DAY, language="de") == 2
    assert "  … und 27 weitere dieser Art, Zeilen 5–31" in capsys.readouterr().err.splitlines()
    assert here("check", company, *DAY, "--json") == 2
    assert len(json.loads(capsys.readouterr().out)["errors"]) == 31


def test_the_fourth_error_of_a_kind_is_counted_with_its_row(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = "promise,item,team,hours\n" + "".join(f"NW-17,step {number},Asembly,1\n" for number in range(4))
    (company / "work.csv").write_text(wrong, encoding="utf-8")
    assert here("check", company, *DAY) == 2
    assert "  … and 1 more like this, row 5" in capsys.readouterr().err.splitlines()


def test_refused_files_are_told_to_programs_on_standard_output(
    company: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (company / "promises.csv").write_text("promise,customer,due\nA,Helios,\n", encoding="utf-8")
    (company / "work.csv").unlink()
    assert here("check", company, *DAY, "--json") == 2
    captured = capsys.readouterr()
    assert captured.err == ""
    found = json.loads(captured.out)
    assert [(error["file"], error["row"], error["column"]) for error in found["errors"]] == [("promises.csv", 2, "due")]
    assert found["promises"] == []


def test_errors_are_told_in_german(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (company / "teams.csv").write_text("team,slots\nAssembly,many\nSoftware,2\n", encoding="utf-8")
    assert here("check", company, *DAY, language="de") == 2
    assert "das ist keine Zahl" in capsys.readouterr().err
