"""What the guide on the past shows: the demo company's backtest, replay and proposals."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from _generate.markdown import block
from _generate.running import ROOT, output_of

BACKTEST = ("backtest", "demo", "--from", "2026-02-01")
WRITE = ("demo", "company", "--as-of", "2026-11-23", "--months", "6")
REPLAY = ("replay", "company/past", "--history", "company/history.csv")
LEARN = ("learn", "company/past", "--history", "company/history.csv")
ALONE = ("check", "young", "--as-of", "2026-11-23")
CUT = "..."
"""Stands for lines left out, to readers and to the tests of the documents."""


def backtest() -> str:
    """Return the score of the demo company's past."""
    return _console(BACKTEST, _printed(BACKTEST))


def replay() -> str:
    """Return what the dated folders of the demo company say."""
    with _company() as folder:
        return _console(REPLAY, _printed(REPLAY, Path(folder)))


def learn() -> str:
    """Return what they propose."""
    with _company() as folder:
        return _console(LEARN, _printed(LEARN, Path(folder)))


def past_alone() -> str:
    """Return the beginning of a check of promises and history alone."""
    with TemporaryDirectory() as folder:
        young = Path(folder) / "young"
        young.mkdir()
        for name in ("promises.csv", "history.csv"):
            (young / name).write_bytes((ROOT / "demo" / name).read_bytes())
        return _console(ALONE, [*_printed(ALONE, Path(folder))[:14], CUT])


def _company() -> TemporaryDirectory[str]:
    folder = TemporaryDirectory()
    output_of(*WRITE, folder=Path(folder.name))
    return folder


def _printed(arguments: Sequence[str], folder: Path = ROOT) -> list[str]:
    plain = {"COLUMNS": "80", "NO_COLOR": "1", "FORCE_COLOR": "", "MAKEGOOD_LANGUAGE": "en"}
    return output_of(*arguments, folder=folder, variables=plain).splitlines()


def _console(arguments: Sequence[str], lines: Sequence[str]) -> str:
    return block("console", "\n".join([f"$ makegood {' '.join(arguments)}", *lines]))
