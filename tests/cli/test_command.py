"""The command as a person or a pipeline runs it: what it writes where, and how it ends."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from makegood.cli.check import forecast_of
from makegood.cli.check_request import TypedCheck, understand
from makegood.cli.main import asked_language
from makegood.cli.progress import WorkProgress
from makegood.cli.usage import UsageProblem
from makegood.engine import Portfolio, Team
from makegood.phrases import speak
from tests.cli.conftest import DAY, MODULE, Run, here


def test_a_check_shows_the_promises_by_harm_and_ends_well(company: Path, run: Run) -> None:
    outcome = run("check", str(company), *DAY)
    assert (outcome.returncode, outcome.stderr) == (0, "")
    lines = outcome.stdout.splitlines()
    assert lines[0] == "company · as of 23 Nov 2026 · 1,024 samples · seed 1"
    assert "in danger, € 186k exposed" in lines[1]
    assert lines[6].startswith("▲ danger   NW-17")
    assert "\x1b" not in outcome.stdout
    assert max(len(line) for line in lines if not line.startswith("  makegood")) <= 80


def test_a_pipe_is_as_wide_as_it_says(company: Path, run: Run) -> None:
    assert "P50" in run("check", str(company), *DAY, COLUMNS="140").stdout


def test_german_is_spoken_where_the_system_does(company: Path, run: Run) -> None:
    assert "1 Zusage in Gefahr" in run("check", str(company), *DAY, LANG="de_DE.UTF-8").stdout


def test_a_terminal_without_these_characters_gets_others(company: Path, run: Run) -> None:
    outcome = run("check", str(company), *DAY, "--language", "de", PYTHONIOENCODING="ascii", COLUMNS="120")
    assert outcome.returncode == 0
    assert outcome.stdout.isascii()
    assert "! Gefahr" in outcome.stdout


def test_json_is_english_whatever_the_system_speaks_unless_asked_otherwise(company: Path, run: Run) -> None:
    by_system = json.loads(run("check", str(company), *DAY, "--json", LANG="de_DE.UTF-8").stdout)
    asked = json.loads(run("check", str(company), *DAY, "--json", MAKEGOOD_LANGUAGE="de").stdout)
    assert "late at the date we would quote" in by_system["promises"][0]["reason"]
    assert "zu spät" in asked["promises"][0]["reason"]


def test_the_same_seed_gives_the_same_bytes(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    outputs = []
    for seed in ("7", "7", "8"):
        assert here("check", company, *DAY, "--json", "--seed", seed, "--samples", "64") == 0
        outputs.append(capsys.readouterr().out)
    assert outputs[0] == outputs[1]
    assert outputs[0] != outputs[2]


def test_csv_goes_to_standard_output(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert here("check", company, *DAY, "--csv", "--samples", "64") == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert {row["promise"] for row in rows} == {"NW-17", "HE-4", "OR-9", "TE-1"}


def test_one_promise_is_shown_whole(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert here("check", company, *DAY, "--promise", "NW-17", "--samples", "64") == 0
    page = capsys.readouterr().out
    assert "When it will be done" in page
    assert "What would help" in page
    assert "HE-4" in page


def test_one_promise_in_json_has_its_curve_and_no_other_promise(
    company: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert here("check", company, *DAY, "--promise", "NW-17", "--samples", "64", "--json") == 0
    (found,) = json.loads(capsys.readouterr().out)["promises"]
    assert found["curve"]["samples"] == 64
    assert {remedy["change"] for remedy in found["remedies"]} >= {"later date", "added slots"}


def test_an_unknown_promise_is_refused_with_the_nearest_name(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert here("check", company, *DAY, "--promise", "nw17") == 2
    assert "There is no promise nw17. Did you mean NW-17?" in capsys.readouterr().err


def test_orders_yet_to_come_make_it_later(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Six urgent orders were made in half a year; those still to come take Assembly before NW-17."""
    (company / "promises.csv").write_text(
        "promise,customer,due,made_at,class\nNW-17,Northwind Rail,2027-01-29,2026-10-09,3\n"
        + "".join(f"RUSH-{number},Fjord Water,2027-01-29,2026-11-0{number},1\n" for number in range(1, 7)),
        encoding="utf-8",
    )
    work = "".join(f"RUSH-{number},assemble,Assembly,20\n" for number in range(1, 7))
    (company / "work.csv").write_text("promise,item,team,hours\nNW-17,assemble,Assembly,120\n" + work, encoding="utf-8")
    p_kept = {}
    for more in ((), ("--arrivals",)):
        assert here("check", company, *DAY, "--json", "--samples", "256", *more) == 0
        promises = json.loads(capsys.readouterr().out)["promises"]
        assert len(promises) == 7
        p_kept[more] = next(each["p_kept"] for each in promises if each["promise"] == "NW-17")
    assert p_kept["--arrivals",] < p_kept[()]


@pytest.mark.parametrize(
    ("more", "language", "sentence"),
    [
        ((), "en", "New orders, about 0.2 a week, are not counted in; --arrivals counts them."),
        ((), "de", "Neue Aufträge, etwa 0,2 pro Woche, sind nicht mitgerechnet; --arrivals rechnet sie mit."),
        (("--arrivals",), "en", "New orders, about 0.2 a week, are counted in."),
        (("--arrivals", "--promise", "NW-17"), "en", "New orders, about 0.2 a week, are counted in."),
    ],
)
def test_whether_new_orders_are_counted_in_is_said(
    company: Path, capsys: pytest.CaptureFixture[str], more: tuple[str, ...], language: str, sentence: str
) -> None:
    assert here("check", company, *DAY, "--samples", "64", *more, language=language) == 0
    assert sentence in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize(
    ("day", "why"),
    [
        ("2028-01-03", "no promise has a date made_at in the past half year"),
        ("2027-06-30", "no open promise with work listed is due after 30 Jun 2027"),
    ],
)
def test_where_no_new_order_could_be_added_the_reason_is_said(
    company: Path, capsys: pytest.CaptureFixture[str], day: str, why: str
) -> None:
    (company / "promises.csv").write_text(
        "promise,customer,due,made_at\nOR-9,Orchard Labs,2027-06-30,2027-01-04\n", encoding="utf-8"
    )
    (company / "work.csv").write_text("promise,item,team,hours\nOR-9,export,Software,8\n", encoding="utf-8")
    assert here("check", company, "--as-of", day, "--samples", "64", "--arrivals") == 0
    assert f"--arrivals added nothing: {why}" in " ".join(capsys.readouterr().out.split())


def test_nothing_is_said_of_new_orders_where_nobody_knows_their_rate(
    company: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert here("check", company, "--as-of", "2028-01-03", "--samples", "64") == 0
    assert "arrivals" not in capsys.readouterr().out


def test_the_next_step_looks_at_the_same_day_in_the_same_way(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert here("check", company, *DAY, "--samples", "64", "--zone", "Europe/Berlin") == 0
    command = f"makegood check {company} --as-of 2026-11-23 --samples 64 --zone Europe/Berlin --promise NW-17"
    assert command in capsys.readouterr().out


# ------------------------------------------------------------------------------------------------------ exit status


@pytest.mark.parametrize(("line", "status"), [("60%", 1), ("0", 0), ("0.6", 1)])
def test_a_line_that_is_not_held_ends_with_status_1(
    company: Path, capsys: pytest.CaptureFixture[str], line: str, status: int
) -> None:
    assert here("check", company, *DAY, "--samples", "64", "--fail-under", line) == status
    assert ("NW-17" in capsys.readouterr().err) == bool(status)


def test_the_line_holds_for_the_promise_that_was_asked_for(company: Path) -> None:
    assert here("check", company, *DAY, "--samples", "64", "--fail-under", "50", "--promise", "OR-9") == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ("check",),
        ("check", "COMPANY", "--samples", "many"),
        ("check", "COMPANY", "--samples"),
        ("check", "COMPANY", "--as-of", "soon"),
        ("check", "COMPANY", "--fail-under", "high"),
        ("check", "COMPANY", "--zone", "Mars"),
        ("check", "COMPANY", "--json", "--csv"),
        ("check", "COMPANY", "--language", "fr"),
        ("check", "COMPANY", "--nonsense"),
        ("check", "COMPANY", "another"),
        ("check", "nowhere"),
        ("chekc",),
    ],
)
def test_what_cannot_be_understood_ends_with_status_2_and_a_sentence(
    company: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    assert here(*(str(company) if each == "COMPANY" else each for each in arguments)) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert len(captured.err.splitlines()) >= 2
    assert "Traceback" not in captured.err


@pytest.mark.parametrize(
    ("language", "words", "sentence"),
    [
        ("en", ["two"], "two is one word too many. A path with spaces needs quotes."),
        ("en", ["two", "more"], "two more are 2 words too many."),
        ("de", ["two"], "two ist ein Wort zu viel. Ein Pfad mit Leerzeichen braucht Anführungszeichen."),
    ],
)
def test_words_too_many_are_named_in_our_words(
    company: Path, capsys: pytest.CaptureFixture[str], language: str, words: list[str], sentence: str
) -> None:
    assert here("check", company, *words, language=language) == 2
    assert sentence in capsys.readouterr().err


def test_the_module_is_the_command(run: Run) -> None:
    outcome = run("--version", program=MODULE)
    assert (outcome.returncode, outcome.stdout.split()[0]) == (0, "makegood")
    assert run("check", program=MODULE).returncode == 2


def test_what_was_typed_cannot_move_the_cursor(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert here("check", company, "--promise", "\x1b[2J") == 2
    assert "\x1b" not in capsys.readouterr().err


def test_usage_is_explained_in_german(capsys: pytest.CaptureFixture[str]) -> None:
    assert here("check", language="de") == 2
    assert "PATH fehlt." in capsys.readouterr().err


@pytest.mark.parametrize("debug", [False, True])
def test_an_error_of_ours_is_told_without_a_traceback_unless_asked_for(
    company: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *, debug: bool
) -> None:
    def breaks(*_: object, **__: object) -> None:
        raise ZeroDivisionError("by nobody")

    monkeypatch.setattr("makegood.cli.check.forecast", breaks)
    if debug:
        monkeypatch.setenv("MAKEGOOD_DEBUG", "1")
        with pytest.raises(ZeroDivisionError):
            here("check", company, *DAY)
    else:
        assert here("check", company, *DAY) == 3
        assert "An error in Makegood itself: ZeroDivisionError: by nobody" in capsys.readouterr().err


@pytest.mark.parametrize("form", [("--json",), (), ("--promise", "NW-17"), ("--fail-under", "1")])
def test_a_reader_who_has_seen_enough_is_no_error(company: Path, form: tuple[str, ...]) -> None:
    """Nor a promise below --fail-under, which would be 1."""
    program = "from makegood.cli.main import run; run()"
    command = [sys.executable, "-c", program, "check", str(company), *DAY, "--samples", "64", *form]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        complaint = process.stderr.read()
    assert complaint == b""
    assert process.returncode == 141


def test_an_interruption_ends_with_status_130(
    company: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr("makegood.cli.check.forecast", interrupted)
    assert here("check", company, *DAY) == 130
    assert "Traceback" not in capsys.readouterr().err


def test_no_promises_yet_is_no_error(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (company / "promises.csv").write_text("promise,customer,due\n", encoding="utf-8")
    (company / "work.csv").unlink()
    assert here("check", company, *DAY) == 0
    assert "No promises yet." in capsys.readouterr().out


def test_a_contradiction_that_only_the_engine_sees_is_told_as_one_of_the_files(company: Path) -> None:
    typed = TypedCheck(
        path=company,
        promise=None,
        as_of="2026-11-23",
        fail_under=None,
        samples="8",
        seed="1",
        arrivals=False,
        zone=None,
        date_order=None,
        as_json=False,
        as_csv=False,
        everything=False,
        no_color=False,
        language=None,
    )
    request = understand(typed, speak("en"), {})
    team = Team(name="Assembly", slots=1)
    with pytest.raises(UsageProblem, match="Assembly: another team has the same name"):
        forecast_of(Portfolio(teams=(team, team)), request, WorkProgress(color=False))


# ------------------------------------------------------------------------------------------------ what it begins with


def test_help_is_shown_where_nothing_was_asked(run: Run) -> None:
    outcome = run()
    assert outcome.returncode == 0
    assert outcome.stdout.startswith("Usage: makegood")


def test_the_version_is_one_line(run: Run) -> None:
    outcome = run("--version")
    assert outcome.returncode == 0
    assert outcome.stdout.split()[0] == "makegood"
    assert len(outcome.stdout.splitlines()) == 1


def test_shell_completion_knows_the_verbs(run: Run) -> None:
    outcome = run(_MAKEGOOD_COMPLETE="complete_bash", COMP_WORDS="makegood ch", COMP_CWORD="1")
    assert outcome.stdout.split() == ["check"]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["check", "x"], None),
        (["--language", "de", "check"], "de"),
        (["check", "--language=en", "--language", "de"], "de"),
        (["check", "--language"], None),
    ],
)
def test_the_language_is_known_before_anything_is_parsed(arguments: list[str], expected: str | None) -> None:
    assert asked_language(arguments) == expected
