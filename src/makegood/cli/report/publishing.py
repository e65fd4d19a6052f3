"""Makes the reports that were asked for and puts each in its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from makegood.cli.answer import Answer
from makegood.cli.compiling import telling_of_compiling
from makegood.cli.progress import WorkProgress
from makegood.cli.report.content import Content, content_of
from makegood.cli.report.delivery import put_in_place
from makegood.cli.report.destination import Destination, ReportForm
from makegood.cli.report.html_page import html_page
from makegood.cli.usage import UsageProblem
from makegood.cli.view import View
from makegood.engine.remedies import Remedy
from makegood.phrases import Language

MOST_REMEDIED = 6
"""Promises in danger for which help is looked for, by harm: each takes some dozen forecasts."""
MOST_SEARCHED = 2_000
"""Open promises up to which help is looked for at all; beyond them it would take longer than anybody waits."""


def publish(view: View, answer: Answer, destinations: Iterable[Destination], progress: WorkProgress) -> None:
    """Write every report of ``answer``. UsageProblem where a file can't be written."""
    content = content_of(
        view,
        answer.settings.thresholds,
        _remedies(view, answer, progress),
        new_orders=any(promise.simulated for promise in answer.portfolio.promises),
    )
    for destination in destinations:
        made = _made(destination.form, content, view)
        try:
            put_in_place(destination.path, made)
        except OSError as refused:
            raise UsageProblem(_refusal(destination, refused, view.language)) from refused


def _remedies(view: View, answer: Answer, progress: WorkProgress) -> Mapping[str, Sequence[Remedy]]:
    """Return what would help the promises in danger, by promise."""
    if len(view.open) > MOST_SEARCHED:
        return {}
    wanted = [promise.promise for promise in view.open if promise.status == "red"][:MOST_REMEDIED]
    found = {}
    for number, promise in enumerate(wanted):
        progress(number, len(wanted))
        tell = telling_of_compiling(view.language, progress.note)
        found[promise] = answer.remedies(promise, on_compile=tell)
    return found


def _made(form: ReportForm, content: Content, view: View) -> bytes:
    if form == "html":
        return html_page(content, view.language)
    from makegood.cli.report.pdf import pdf_brief  # its compiler is loaded only by those who want a brief

    return pdf_brief(content, view.language, view.forecast.as_of)


def _refusal(destination: Destination, refused: OSError, language: Language) -> str:
    return language.say(
        "{path} can't be written: {reason}", path=destination.path, reason=refused.strerror or str(refused)
    )
