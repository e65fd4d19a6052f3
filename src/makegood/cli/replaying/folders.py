"""Which folders stand for which days: the date stands in the name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

from makegood.cli.usage import UsageProblem
from makegood.phrases import Language

DATE_IN_NAME = re.compile(r"(?<![0-9])([0-9]{4})-?([0-9]{2})-?([0-9]{2})(?![0-9])")
KINDS = (".zip", ".xlsx", ".xlsm")
"""A portfolio in one file may be dated as well."""


@dataclass(frozen=True, slots=True)
class DatedFolder:
    """A portfolio as it stood on a day."""

    path: Path
    as_of: date


def dated_folders(paths: Iterable[Path], language: Language) -> tuple[DatedFolder, ...]:
    """Return the dated folders among ``paths``, or inside those that have no date in their name, the earliest first.

    UsageProblem where there is none, or where two stand for the same day.
    """
    found = [folder for path in paths for folder in _expanded(path, language)]
    found.sort(key=lambda folder: folder.as_of)
    for earlier, later in pairwise(found):
        if earlier.as_of == later.as_of:
            problem = language.say(
                "{first} and {second} stand for the same day.", first=earlier.path, second=later.path
            )
            raise UsageProblem(problem)
    return tuple(found)


def _expanded(path: Path, language: Language) -> Iterator[DatedFolder]:
    if not path.exists():
        raise UsageProblem(language.say("There is no folder {path}.", path=path))
    day = date_in(path.name)
    if day is not None:
        yield DatedFolder(path, day)
        return
    inside = [child for child in sorted(path.iterdir()) if _may_hold(child)] if path.is_dir() else []
    dated = [(child, day) for child in inside if (day := date_in(child.name)) is not None]
    if not dated:
        problem = language.say(
            "{path} has no date in its name, such as {example}, and no dated folders inside.",
            path=path,
            example="2026-03-01",
        )
        raise UsageProblem(problem)
    yield from (DatedFolder(child, day) for child, day in dated)


def date_in(name: str) -> date | None:
    """Return the date in ``name``, written as 2026-03-01 or 20260301; None where there is none."""
    for match in DATE_IN_NAME.finditer(name):
        try:
            return date(*(int(part) for part in match.groups()))
        except ValueError:
            continue
    return None


def _may_hold(path: Path) -> bool:
    return path.is_dir() or path.suffix.lower() in KINDS
