"""``makegood init`` and ``makegood demo``: files to begin with, never over files that exist."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from datetime import date
from pathlib import Path

from rich.text import Text

from makegood.cli.arguments import parse_day, parse_whole, parse_zone
from makegood.cli.terminal import open_terminal
from makegood.cli.usage import UsageProblem
from makegood.files import FolderNotEmpty, write_template
from makegood.files.demo import DEFAULT_SEED, write_demo
from makegood.files.demo.snapshots import MOST_MONTHS, write_snapshots
from makegood.phrases import Language

PAST = "past"
"""The folder of the dated folders."""


def run_init(folder: Path, as_of: str | None, language: Language) -> int:
    """Write the template into ``folder``, with dates around the day ``as_of``, and say how to go on."""
    return _write(folder, as_of, language, lambda day: write_template(folder, as_of=day))


def run_demo(folder: Path, as_of: str | None, months: str, language: Language) -> int:
    """Write the demo company into ``folder`` as it stands on the day ``as_of``, and say how to go on.

    Into its folder ``past`` go dated folders of the last ``months`` months.
    """
    back = parse_whole(months, "--months", 0, MOST_MONTHS, language)

    def write(day: date) -> tuple[Path, ...]:
        written = write_demo(folder, as_of=day)
        return (*written, *write_snapshots(folder / PAST, as_of=day, months=back, seed=DEFAULT_SEED))

    return _write(folder, as_of, language, write)


def _write(folder: Path, as_of: str | None, language: Language, write: Callable[[date], tuple[Path, ...]]) -> int:
    day = parse_day(as_of, parse_zone(None, language), language)
    try:
        written = write(day)
    except FolderNotEmpty as present:
        names = language.listing(present.files)
        text = language.say("{folder} already has {names}. Nothing was written.", folder=folder, names=names)
        raise UsageProblem(text) from present
    except OSError as refused:
        text = language.say("{folder} can't be written: {reason}", folder=folder, reason=refused.strerror or refused)
        raise UsageProblem(text) from refused
    terminal = open_terminal(language, color=True)
    counted = language.say_plural(
        "{count} file written to {folder}.", "{count} files written to {folder}.", len(written), folder=folder
    )
    command = f"makegood check {shlex.quote(str(folder))}" + (f" --as-of {day}" if as_of else "")
    terminal.write(
        [Text(counted), Text(), Text(language.say("Next"), style="bold"), Text(f"  {command}", style="cyan")]
    )
    return 0
