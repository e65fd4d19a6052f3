"""Help that a person can read, in the reader's language, at any width."""

from __future__ import annotations

import pytest

from makegood.cli.main import execute
from makegood.phrases import speak

VERBS = ["check", "backtest", "replay", "learn", "init", "demo", "doctor", "serve", "worker", "migrate", "verify"]
VERBS += ["backup", "restore", "user"]


def page(capsys: pytest.CaptureFixture[str], *arguments: str, language: str = "en") -> str:
    assert execute([*arguments, "--help"], speak(language)) == 0
    return capsys.readouterr().out


def test_the_first_page_names_every_verb_and_where_to_start(capsys: pytest.CaptureFixture[str]) -> None:
    shown = page(capsys)
    assert all(f"\n  {verb}" in shown for verb in VERBS)
    assert "makegood demo demo" in shown


def test_options_are_grouped_by_what_they_are_about(capsys: pytest.CaptureFixture[str]) -> None:
    shown = page(capsys, "check")
    headings = [
        "What to look at",
        "How to calculate",
        "How to read the files",
        "How to show it",
        "Other",
        "Exit status",
    ]
    assert [line for line in shown.splitlines() if line in headings] == headings
    assert shown.index("--promise X") < shown.index("--samples N") < shown.index("--json") < shown.index("--help")


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("width", ["60", "80", "200"])
def test_explanations_fit_the_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, verb: str, language: str, width: str
) -> None:
    monkeypatch.setenv("COLUMNS", width)
    lines = page(capsys, verb, language=language).splitlines()
    explained = [line for line in lines if "makegood" not in line and not line[2:3].isdigit()]
    assert max(map(len, explained)) <= min(int(width), 100)


@pytest.mark.parametrize("verb", ["", *VERBS])
def test_no_english_is_left_in_german_help(capsys: pytest.CaptureFixture[str], verb: str) -> None:
    shown = page(capsys, *([verb] if verb else []), language="de")
    assert shown.startswith("Aufruf: makegood")
    english = {"the", "and", "Show", "Write", "Usage:", "Options", "file", "with"}
    assert english & set(shown.split()) == set()


def test_every_option_says_what_it_does(capsys: pytest.CaptureFixture[str]) -> None:
    entries = [line.split(maxsplit=1) for line in page(capsys, "check").splitlines() if line.startswith("  --")]
    assert len(entries) == 16
    assert all(len(entry) == 2 for entry in entries)
