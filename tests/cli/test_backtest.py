"""``makegood backtest`` as a person or a program runs it, on a history of which the truth is known."""

from __future__ import annotations

import gzip
import json
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.cli.conftest import Run, here
from tests.cli.past import history_text, write_history

SCHEMA = json.loads(resources.files("makegood.cli").joinpath("schema/backtest-1.json").read_text("utf-8"))
SINCE = ("--from", "2026-02-01")


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_history(tmp_path_factory.mktemp("history"))


def scored(capsys: pytest.CaptureFixture[str], *arguments: object) -> Any:
    assert here("backtest", *map(str, arguments), "--json") == 0
    found = json.loads(capsys.readouterr().out)
    Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(found)
    return found


def test_kinds_that_differ_are_told_apart(history: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = scored(capsys, history, *SINCE)
    assert found["n"] > 50
    assert found["skill"] > 0.1
    assert found["from"] == "2026-02-01"
    assert sum(month["n"] for month in found["by_month"]) == found["n"]
    assert sum(pool["n"] for pool in found["reliability"]) == found["n"]


def test_a_window_a_span_and_a_tolerance_are_respected(history: Path, capsys: pytest.CaptureFixture[str]) -> None:
    whole = scored(capsys, history, *SINCE)
    part = scored(capsys, history, *SINCE, "--to", "2026-03-31", "--every", "week")
    assert 0 < part["n"] < whole["n"]
    assert (part["to"], part["every"]) == ("2026-03-31", "week")
    patient = scored(capsys, history, *SINCE, "--tolerance-days", "30")
    assert patient["base_rate"] == 1.0
    assert patient["tolerance_days"] == 30


def test_without_a_day_a_third_of_the_past_only_teaches(history: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = scored(capsys, history)
    assert found["from"].startswith("2025-12")


def test_a_packed_history_and_a_folder_give_the_same(
    history: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    packed = tmp_path / "past.csv.gz"
    packed.write_bytes(gzip.compress(history.read_bytes()))
    found = [scored(capsys, each, *SINCE) for each in (history, history.parent, packed)]
    assert found[0]["brier"] == found[1]["brier"] == found[2]["brier"]


def test_the_page_begins_with_the_verdict(history: Path, run: Run) -> None:
    outcome = run("backtest", str(history), *SINCE)
    assert (outcome.returncode, outcome.stderr) == (0, "")
    lines = outcome.stdout.splitlines()
    assert lines[1].startswith("On ")
    assert "better than the" in lines[1] + lines[2]
    assert "\x1b" not in outcome.stdout
    assert max(map(len, lines)) <= 80


def test_a_report_is_written_and_named_on_standard_error(history: Path, tmp_path: Path, run: Run) -> None:
    outcome = run("backtest", str(history), *SINCE, "--report", "past.html", "--language", "de")
    assert outcome.returncode == 0
    assert outcome.stderr == "Geschrieben: past.html\n"
    assert "Lagen wir richtig?" in (tmp_path / "past.html").read_text("utf-8")


def test_a_history_without_any_outcome_says_so_and_ends_well(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_history(tmp_path, "promise,made,promised\nA,2026-01-01,2026-06-01\n")
    assert here("backtest", str(path), "--from", "2026-01-01") == 0
    assert "can be scored" in capsys.readouterr().out


def test_an_empty_history_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_history(tmp_path, "promise,made,promised\n")
    assert here("backtest", str(path)) == 0
    told = capsys.readouterr().out
    assert "no row yet" in told
    assert "1970" not in told
    found = scored(capsys, path)
    assert (found["from"], found["to"], found["n"]) == (None, None, 0)


def test_days_that_the_history_does_not_have_are_answered_with_those_it_has(
    history: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for typed in (("--from", "2030-01-01"), ("--to", "2020-01-01")):
        assert here("backtest", str(history), *typed) == 0
        assert "The history has forecasts from 1 Oct 2025" in capsys.readouterr().out


def test_ten_rows_are_too_few_and_the_missing_ones_are_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_history(tmp_path, history_text(10, open_ones=0))
    assert here("backtest", str(path)) == 0
    assert "more outcomes" in capsys.readouterr().out


def test_mistakes_are_listed_with_their_rows_and_end_with_two(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_history(tmp_path, "promise,made,promised,kept\nA,,2026-13-01,\nB,,2026-01-01,perhaps\n")
    assert here("backtest", str(path), "--json") == 2
    found = json.loads(capsys.readouterr().out)
    Draft202012Validator(SCHEMA).validate(found)
    assert [(error["row"], error["column"]) for error in found["errors"]] == [(2, "promised"), (3, "kept")]
    assert here("backtest", str(path)) == 2
    assert "history.csv:3 kept" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        (("--from", "May"), "--from takes a day such as 2027-01-15, not May."),
        (("--from", "2026-05-01", "--to", "2026-04-01"), "lies before --from"),
        (("--every", "mnoth"), "Did you mean month?"),
        (("--tolerance-days", "-1"), "--tolerance-days takes a number from 0"),
        (("--report", "page.pdf"), "ends in .html"),
        (("--report", "nowhere/page.html"), "There is no folder nowhere"),
        (("--zone", "Mars"), "is not a time zone"),
    ],
)
def test_a_command_that_cannot_be_understood_says_why(
    typed: tuple[str, ...], complaint: str, history: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert here("backtest", str(history), *typed) == 2
    assert complaint in " ".join(capsys.readouterr().err.split())


def test_a_report_that_is_a_folder_is_refused(
    history: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "page.html").mkdir()
    assert here("backtest", str(history), "--report", str(tmp_path / "page.html")) == 2
    assert "is a folder" in capsys.readouterr().err


def test_a_history_that_is_not_there_is_an_error_with_the_nearest_name(
    history: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert here("backtest", str(history.with_name("histroy.csv"))) == 2
    assert "history.csv" in capsys.readouterr().err
