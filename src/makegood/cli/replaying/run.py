"""Reads every dated folder, forecasts it with what was known then, and scores what was said."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace

from makegood.cli.answer import Answer, hear_the_past
from makegood.cli.file_errors import render_errors
from makegood.cli.json_output import Json, dumped, error_json
from makegood.cli.progress import WorkProgress
from makegood.cli.replaying.folders import DatedFolder
from makegood.cli.replaying.json_form import refused_json, replay_json
from makegood.cli.replaying.page import render_replay
from makegood.cli.replaying.replayed import ReplayedFolder
from makegood.cli.replaying.request import ReplayRequest
from makegood.cli.terminal import open_terminal
from makegood.cli.usage import BAD_USAGE
from makegood.engine import forecast
from makegood.engine.outside import score_replay
from makegood.engine.replay import Endings, cases_of, endings_of
from makegood.files import FileError, InvalidFiles, PortfolioFiles, read_history, read_portfolio


def run_replay(request: ReplayRequest) -> int:
    """Carry out ``request`` and return the exit status."""
    with WorkProgress(color=request.color) as progress:
        progress.begin(request.language.say("Reading"))
        try:
            read = read_all(request)
            endings = endings_in(request, read)
        except InvalidFiles as refused:
            return refuse(request, refused)
        replayed = [replay_one(request, folder, files, endings, progress) for folder, files in read]
    _show(request, replayed)
    return 0


def read_all(request: ReplayRequest) -> list[tuple[DatedFolder, PortfolioFiles]]:
    """Read every folder as it stood on its day; InvalidFiles with the errors of all of them."""
    read: list[tuple[DatedFolder, PortfolioFiles]] = []
    errors: list[FileError] = []
    for folder in request.folders:
        try:
            files = read_portfolio(
                folder.path, as_of=folder.as_of, company_zone=request.zone, date_order=request.date_order
            )
            read.append((folder, files))
        except InvalidFiles as refused:
            errors.extend(replace(each, file=f"{folder.path.name}/{each.file}") for each in refused.errors)
    if errors:
        raise InvalidFiles(errors)
    return read


def endings_in(request: ReplayRequest, read: list[tuple[DatedFolder, PortfolioFiles]]) -> Endings:
    """Return what happened: by the history asked for, or that of the last folder, and its accepted promises."""
    folder, files = read[-1]
    rows = files.portfolio.history
    if request.history is not None:
        rows = read_history(request.history, company_zone=request.zone, date_order=request.date_order).rows
    return endings_of(rows, files.portfolio.promises, folder.as_of)


def replay_one(
    request: ReplayRequest, folder: DatedFolder, files: PortfolioFiles, endings: Endings, progress: WorkProgress
) -> ReplayedFolder:
    """Forecast ``folder`` with what was known on its day, and keep what was said of promises whose end is known."""
    portfolio, settings = files.portfolio, replace(request.settings, policy=files.policy)
    progress.begin(request.language.say("Replaying {name}", name=folder.path.name))
    plan = forecast(portfolio, as_of=folder.as_of, settings=settings)
    answer: Answer = hear_the_past(plan, portfolio, settings, progress, request.language)
    cases = cases_of(plan, answer.forecast, answer.past.views, endings)
    still_open = answer.forecast.portfolio.open_promises
    overdue = sum(p.due < folder.as_of for p in answer.forecast.promises if p.status != "accepted")
    return ReplayedFolder(folder, still_open, cases, still_open - overdue - len(cases))


def _show(request: ReplayRequest, replayed: list[ReplayedFolder]) -> None:
    cases = [case for each in replayed for case in each.cases]
    result = score_replay(cases)
    if request.as_json:
        sys.stdout.write(dumped(replay_json(replayed, result)))
    else:
        terminal = open_terminal(request.language, color=request.color)
        terminal.write(render_replay(terminal, replayed, result))


def refuse(request: ReplayRequest, refused: InvalidFiles, form: Callable[[list[Json]], Json] = refused_json) -> int:
    """Tell every error, in ``form`` where a program reads it, and return the exit status."""
    if request.as_json:
        errors = [error_json(error, request.output_language) for error in refused.errors]
        sys.stdout.write(dumped(form(errors)))
    else:
        terminal = open_terminal(request.language, color=request.color, stream=sys.stderr)
        terminal.write(render_errors(terminal, refused.errors))
    return BAD_USAGE
