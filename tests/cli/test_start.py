"""Files to begin with, and whether this machine is ready."""

from __future__ import annotations

from pathlib import Path

import pytest

from makegood.cli import doctor
from makegood.cli.main import execute
from makegood.phrases import speak

ENGLISH = speak("en")


@pytest.mark.parametrize("verb", ["init", "demo"])
def test_what_is_written_checks_clean(verb: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "new" / "ours"
    assert execute([verb, str(folder), "--as-of", "2026-11-23"], ENGLISH) == 0
    said = capsys.readouterr().out
    assert f"files written to {folder}." in said
    assert f"makegood check {folder} --as-of 2026-11-23" in said
    assert execute(["check", str(folder), "--as-of", "2026-11-23", "--samples", "32"], ENGLISH) == 0


@pytest.mark.parametrize("verb", ["init", "demo"])
def test_files_that_exist_are_left_alone(verb: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "promises.csv").write_text("mine", encoding="utf-8")
    assert execute([verb, str(tmp_path)], ENGLISH) == 2
    assert "already has promises.csv. Nothing was written." in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["promises.csv"]
    assert (tmp_path / "promises.csv").read_text(encoding="utf-8") == "mine"


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert execute(["init", str(tmp_path / "file" / "folder")], ENGLISH) == 2
    assert "can't be written" in capsys.readouterr().err


def test_a_machine_that_can_run_the_tests_is_ready(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    assert execute(["doctor"], ENGLISH) == 0
    said = capsys.readouterr().out
    assert "as worked out by head" in said
    assert "ms a promise" in said
    assert said.rstrip().endswith("Ready.")


def test_the_doctor_speaks_german(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    assert execute(["doctor"], speak("de")) == 0
    assert "wie im Kopf gerechnet" in capsys.readouterr().out


def test_what_is_missing_is_named(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setattr(doctor, "LIBRARIES", ("numpy", "a library that nobody wrote"))
    assert execute(["doctor"], ENGLISH) == 1
    said = capsys.readouterr().out
    assert "a library that nobody wrote" in said
    assert said.rstrip().endswith("Not ready: Libraries.")
