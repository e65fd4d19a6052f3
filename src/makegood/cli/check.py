"""``makegood check``: read, forecast, show, and the exit status that a pipeline looks at."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal

from rich.text import Text

from makegood.cli.answer import Answer, hear_the_past
from makegood.cli.arguments import DateOrder
from makegood.cli.compiling import load_compiler, telling_of_compiling
from makegood.cli.contradictions import contradicted
from makegood.cli.csv_output import check_csv
from makegood.cli.file_errors import render_errors
from makegood.cli.json_output import Detail, check_json, dumped, errors_json
from makegood.cli.later_orders import LaterOrders, count_in, render_later_orders
from makegood.cli.progress import WorkProgress
from makegood.cli.render_findings import render_findings, render_next, render_notes
from makegood.cli.render_past import render_past
from makegood.cli.render_promise import after_blank, render_promise
from makegood.cli.render_summary import render_header, render_summary
from makegood.cli.render_table import render_table, rows_to_show
from makegood.cli.report.destination import Destination
from makegood.cli.terminal import Terminal, on_paper, open_terminal
from makegood.cli.usage import BAD_USAGE, UsageProblem, with_suggestion
from makegood.cli.view import View
from makegood.engine import InvalidPortfolio, forecast
from makegood.engine.forecast import TINY_CELLS
from makegood.engine.portfolio import Portfolio
from makegood.engine.remedies import Remedy
from makegood.engine.results import Forecast
from makegood.engine.settings import Settings
from makegood.files import InvalidFiles, PortfolioFiles, read_portfolio
from makegood.phrases import Language

Form = Literal["page", "json", "csv"]
BELOW_LINE = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRequest:
    """Everything that was asked for."""

    path: Path
    source: str
    """The path as it was typed."""
    command: str
    """What to type for the same again, without what decides only how it is shown."""
    promise: str | None
    as_of: date
    zone: str
    date_order: DateOrder | None
    settings: Settings
    arrivals: bool
    fail_under: float | None
    form: Form
    everything: bool
    reports: tuple[Destination, ...] = ()
    color: bool
    language: Language
    output_language: str
    """Language of sentences in JSON and CSV, which depends on nothing but what was asked for."""


@dataclass(frozen=True, slots=True)
class Found:
    """Everything that a check found out."""

    files: PortfolioFiles
    answer: Answer
    remedies: Sequence[Remedy]
    orders: LaterOrders


def run_check(request: CheckRequest) -> int:
    """Carry out ``request`` and return the exit status."""
    with WorkProgress(color=request.color) as progress:
        progress.begin(request.language.say("Reading"))
        try:
            files = _read(request)
        except InvalidFiles as refused:
            return _refuse(request, refused)
        request = replace(request, settings=replace(request.settings, policy=files.policy))
        _check_promise(request, files.portfolio)
        portfolio, orders = count_in(
            files.portfolio, as_of=request.as_of, asked=request.arrivals, seed=request.settings.seed
        )
        progress.begin(request.language.say("Simulating"))
        plan = forecast_of(portfolio, request, progress)
        answer = hear_the_past(plan, portfolio, request.settings, progress, request.language)
        remedies: Sequence[Remedy] = ()
        if request.promise is not None:
            progress.begin(request.language.say("Looking for what would help"))
            tell = telling_of_compiling(request.language, progress.note)
            remedies = answer.remedies(request.promise, on_compile=tell)
        if request.reports:
            _report(request, files, answer, progress)
    _show(request, Found(files, answer, remedies, orders))
    _name_reports(request)
    return _status(request, answer.forecast)


def forecast_of(portfolio: Portfolio, request: CheckRequest, progress: WorkProgress) -> Forecast:
    """Forecast ``portfolio``; UsageProblem with every contradiction in it, where reading it has let one through."""
    if len(portfolio.items) * request.settings.samples > TINY_CELLS:
        load_compiler()
    try:
        return forecast(
            portfolio,
            as_of=request.as_of,
            settings=request.settings,
            progress=progress,
            on_compile=telling_of_compiling(request.language, progress.note),
        )
    except InvalidPortfolio as contradictory:
        raise contradicted(contradictory, request.language) from contradictory


def _read(request: CheckRequest) -> PortfolioFiles:
    return read_portfolio(request.path, as_of=request.as_of, company_zone=request.zone, date_order=request.date_order)


def _check_promise(request: CheckRequest, portfolio: Portfolio) -> None:
    known = [promise.key for promise in portfolio.promises]
    if request.promise is not None and request.promise not in known:
        problem = request.language.say("There is no promise {promise}.", promise=request.promise)
        raise UsageProblem(with_suggestion(problem, request.promise, known, request.language))


def _refuse(request: CheckRequest, refused: InvalidFiles) -> int:
    if request.form == "json":
        settings = request.settings
        found = errors_json(refused.errors, request.as_of, settings.seed, settings.samples, request.output_language)
        sys.stdout.write(dumped(found))
    else:
        terminal = open_terminal(request.language, color=request.color, stream=sys.stderr)
        terminal.write(render_errors(terminal, refused.errors))
    return BAD_USAGE


def _show(request: CheckRequest, found: Found) -> None:
    answer, language = found.answer, request.output_language
    result = answer.forecast
    match request.form:
        case "json":
            detail = None if request.promise is None else Detail(request.promise, found.remedies)
            sys.stdout.write(dumped(check_json(result, found.files.notes, language, detail, answer.past)))
        case "csv":
            wanted = [p for p in result.promises if request.promise in (None, p.promise)]
            sys.stdout.write(check_csv(wanted, language))
        case "page":
            terminal = open_terminal(request.language, color=request.color)
            view = View(terminal, result, found.files.portfolio, request.source, request.command, answer.past)
            terminal.write(_page(view, request, found))


def _report(request: CheckRequest, files: PortfolioFiles, answer: Answer, progress: WorkProgress) -> None:
    """Write the reports asked for; UsageProblem where one can't be written."""
    from makegood.cli.report.publishing import publish

    language = request.language
    paper = on_paper(language)
    view = View(paper, answer.forecast, files.portfolio, request.source, request.command, answer.past)
    progress.begin(language.say("Writing the report"))
    publish(view, answer, request.reports, progress)


def _name_reports(request: CheckRequest) -> None:
    """Say on standard error which reports were written, so that a pipe's content stays what it was."""
    if request.reports:
        terminal = open_terminal(request.language, color=request.color, stream=sys.stderr)
        names = request.language.listing([str(destination.path) for destination in request.reports])
        terminal.write([Text(terminal.safe(request.language.say("Written: {names}", names=names)))])


def _page(view: View, request: CheckRequest, found: Found) -> Iterator[Text]:
    if request.promise is not None:
        yield from render_header(view)
        yield from render_later_orders(view, found.orders)
        yield Text()
        yield from render_promise(view, view.forecast.of(request.promise), found.remedies)
        return
    rows = rows_to_show(view, everything=request.everything)
    hidden = len(view.open) - len(rows)
    yield from render_header(view)
    yield from render_summary(view)
    if rows:
        yield from render_past(view)
        yield from render_later_orders(view, found.orders)
        yield Text()
        yield from render_table(view, rows)
    if hidden:
        more = view.say_plural(
            "{count} more on course; --all shows it", "{count} more on course; --all shows them", hidden
        )
        yield view.text(more, "dim")
    for part in (render_findings(view), render_notes(view, found.files.notes), render_next(view)):
        yield from after_blank(part)


def _status(request: CheckRequest, result: Forecast) -> int:
    """Return 1 where a checked promise is below the line that was drawn, and say so on standard error."""
    if request.fail_under is None:
        return 0
    below = [
        promise.promise
        for promise in result.promises
        if promise.p_kept is not None
        and promise.p_kept < request.fail_under
        and request.promise in (None, promise.promise)
    ]
    if not below:
        return 0
    terminal = open_terminal(request.language, color=request.color, stream=sys.stderr)
    terminal.write([_below(terminal, below, request.fail_under)])
    return BELOW_LINE


def _below(terminal: Terminal, below: Sequence[str], line: float) -> Text:
    said = terminal.language.say_plural(
        "{count} promise is below {line:level}: {names}",
        "{count} promises are below {line:level}: {names}",
        len(below),
        line=line,
        names=", ".join(below),
    )
    return Text(terminal.safe(said), style="bold red")
