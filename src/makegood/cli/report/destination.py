"""Where a report goes, understood before anything is calculated."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from makegood.cli.usage import UsageProblem
from makegood.phrases import Language

ReportForm = Literal["html", "pdf"]


@dataclass(frozen=True, slots=True)
class Destination:
    """A file to be written, and what it will be."""

    path: Path
    form: ReportForm


def understand_destinations(paths: Iterable[Path], language: Language) -> tuple[Destination, ...]:
    """Return where reports go; UsageProblem for another ending than .html or .pdf, or a folder that isn't there."""
    return tuple(Destination(path, _form(path, language)) for path in dict.fromkeys(paths))


def _form(path: Path, language: Language) -> ReportForm:
    ending = path.suffix.lower().removeprefix(".")
    form = next((known for known in get_args(ReportForm) if known == ending), None)
    if form is None:
        raise UsageProblem(language.say("--report ends in .html or .pdf, not like {path}.", path=path))
    if not path.parent.is_dir():
        problem = language.say("There is no folder {folder} to put the report in.", folder=path.parent)
        raise UsageProblem(problem)
    if path.is_dir():
        raise UsageProblem(language.say("{path} is a folder; a report is a file.", path=path))
    return "html" if form == "html" else "pdf"
