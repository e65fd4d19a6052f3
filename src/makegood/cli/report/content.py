"""What a report says, in words and places on lines, ready to be set as a page or as a brief."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from makegood import __version__
from makegood.cli.render_findings import promises_by_finding
from makegood.cli.render_summary import counts_of, nothing_open
from makegood.cli.report.board import IN_QUESTION, Board, board_of
from makegood.cli.report.detail import Detail, detail_of, in_question
from makegood.cli.report.explanation import Entry, explanation_of
from makegood.cli.report.headline import Figure, headline_of
from makegood.cli.report.readiness import Readiness, readiness_of
from makegood.cli.view import View
from makegood.engine.remedies import Remedy
from makegood.engine.settings import Thresholds


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingGroup:
    """One kind of finding: how many promises it concerns, and which, by harm."""

    counted: str
    promises: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """A report, as one language says it."""

    language: str
    source: str
    as_of: str
    provenance: tuple[str, ...]
    lead: str
    figures: tuple[Figure, ...]
    board: Board
    in_question: Board
    """The board again for those in danger and those that need an eye, on a line of time of their own."""
    details: tuple[Detail, ...]
    readiness: Readiness
    findings: tuple[FindingGroup, ...]
    explanation: tuple[Entry, ...]
    version: str = __version__


def content_of(
    view: View, thresholds: Thresholds, remedies: Mapping[str, Sequence[Remedy]], *, new_orders: bool
) -> Content:
    """Return what a report of ``view`` says.

    ``remedies`` are those that were looked for, by promise; ``new_orders`` tells whether those to come are counted in.
    """
    readiness = readiness_of(view, thresholds)
    return Content(
        language=view.language.code,
        source=view.terminal.safe(Path(view.source).resolve().name or view.source),
        as_of=view.say("as of {as_of}", as_of=view.forecast.as_of),
        provenance=_provenance(view),
        lead=counts_of(view) if view.open else nothing_open(view),
        figures=headline_of(view, readiness) if view.open else (),
        board=board_of(view),
        in_question=board_of(view, IN_QUESTION),
        details=tuple(detail_of(view, promise, remedies) for promise in in_question(view)),
        readiness=readiness,
        findings=tuple(
            FindingGroup(
                counted=view.label("finding group", code, count=len(promises)),
                promises=tuple(map(view.terminal.safe, promises)),
            )
            for code, promises in promises_by_finding(view)
        ),
        explanation=explanation_of(view, thresholds, new_orders=new_orders),
    )


def _provenance(view: View) -> tuple[str, ...]:
    forecast = view.forecast
    return (
        view.say_plural("{count} sample", "{count} samples", forecast.samples),
        view.say("seed {seed:plain}", seed=forecast.seed),
    )
