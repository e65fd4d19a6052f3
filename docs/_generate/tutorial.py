"""What the tutorial shows: the demo company's answers, before and after an absence was changed."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from _generate.markdown import block
from _generate.running import ROOT, output_of

ABSENCES = "demo/absences.csv"
BEFORE, AFTER = "Assembly,2026-11-19,2026-12-18,", "Assembly,2026-11-19,2026-11-27,"
CHECK = ("check", "demo", "--as-of", "2026-11-23")
PROMISE = (*CHECK, "--promise", "NWR-180")
CUT = "..."
"""Stands for lines left out, to readers and to the tests of the documents."""


class StoryChanged(ValueError):
    """The demo company no longer has what the tutorial tells of it."""


def check() -> str:
    """Return the check of the demo company: its beginning and its findings."""
    lines = _printed(CHECK)
    found = lines.index("Findings")
    return _console(CHECK, [*lines[:17], CUT, "", *lines[found : lines.index("", found)], CUT])


def promise() -> str:
    """Return the whole of one promise."""
    return _console(PROMISE, _printed(PROMISE))


def absences() -> str:
    """Return the changed file of absences as the tutorial's reader leaves it."""
    return f"<!-- file: {ABSENCES} -->\n\n{block('csv', _changed())}"


def promise_after() -> str:
    """Return the beginning of the same promise once the absence was changed."""
    with TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "demo", Path(folder) / "demo")
        (Path(folder) / ABSENCES).write_text(_changed(), "utf-8")
        lines = _printed(PROMISE, Path(folder))
    return _console(PROMISE, [*lines[: lines.index("Promised against capable")], CUT])


def _changed() -> str:
    stated = (ROOT / ABSENCES).read_text("utf-8")
    if stated.count(BEFORE) != 1:
        raise StoryChanged(f"{ABSENCES} has no single row {BEFORE!r}")
    return stated.replace(BEFORE, AFTER)


def _printed(arguments: tuple[str, ...], folder: Path = ROOT) -> list[str]:
    plain = {"COLUMNS": "80", "NO_COLOR": "1", "FORCE_COLOR": "", "MAKEGOOD_LANGUAGE": "en"}
    return output_of(*arguments, folder=folder, variables=plain).splitlines()


def _console(arguments: tuple[str, ...], lines: list[str]) -> str:
    return block("console", "\n".join([f"$ makegood {' '.join(arguments)}", *lines]))
