"""Reads every dated folder, forecasts it with what was known then, and scores what was said."""

from __future__ import annotations

import sys
from dataclasses import replace

from makegood.cli.answer import Answer, hear_the_past
from makegood.cli.file_errors import render_errors
from makegood.cli.json_output import dumped
from makegood.cli.progress import WorkProgress
from makegood.cli.replaying.folders import DatedFolder
from makegood.cli.replaying.json_form import refused_json, replay_json
from makegood.cli.replaying.page import render_replay
from makegood.cli.replaying.replayed import Replayed
from makegood.cli.replaying.request import ReplayRequest
from makegood.cli.terminal import open_terminal
from makegood.cli.usage import BAD_USAGE
from makegood.engine import forecast
from makegood.engine.portfolio import HistoryRow
from makegood.engine.replay import Endings, cases_of, endings_of, score_views
from makegood.files import FileError, InvalidFiles, PortfolioFiles, read_history, read_portfolio


def run_replay(request: ReplayRequest) -> int:
    """Carry out ``request`` and return the exit status."""
    with WorkProgress(color=request.color) as progress:
        progress.begin(request.language.say("Reading"))
        try:
            read = _read_all(request)
            rows = _outcomes(request, read)
        except InvalidFiles as refused:
            return _refuse(request, refused)
        last = read[-1][1].portfolio
        endings = endings_of(rows, last.promises, read[-1][0].as_of)
        replayed = []
        for number, (folder, files) in enumerate(read):
            progress.begin(request.language.say("Replaying {name}", name=folder.path.name))
            progress(number, len(read))
            replayed.append(_replay(request, folder, files, endings, progress))
    _show(request, replayed)
    return 0


def _read_all(request: ReplayRequest) -> list[tuple[DatedFolder, PortfolioFiles]]:
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


def _outcomes(request: ReplayRequest, read: list[tuple[DatedFolder, PortfolioFiles]]) -> tuple[HistoryRow, ...]:
    """Return the history that tells what happened: the one asked for, or that of the last folder."""
    if request.history is None:
        return read[-1][1].portfolio.history
    return read_history(request.history, company_zone=request.zone, date_order=request.date_order).rows


def _replay(
    request: ReplayRequest, folder: DatedFolder, files: PortfolioFiles, endings: Endings, progress: WorkProgress
) -> Replayed:
    portfolio = files.portfolio
    plan = forecast(portfolio, as_of=folder.as_of, settings=request.settings)
    answer: Answer = hear_the_past(plan, portfolio, request.settings, progress, request.language)
    alone = {promise.promise: promise for promise in plan.promises}
    cases = cases_of(folder.as_of, answer.forecast.promises, alone, endings)
    still_open = answer.forecast.portfolio.open_promises
    overdue = sum(p.due < folder.as_of for p in answer.forecast.promises if p.status != "accepted")
    return Replayed(folder, still_open, cases, still_open - overdue - len(cases))


def _show(request: ReplayRequest, replayed: list[Replayed]) -> None:
    cases = [case for each in replayed for case in each.cases]
    result = score_views(cases)
    if request.as_json:
        sys.stdout.write(dumped(replay_json(replayed, result)))
    else:
        terminal = open_terminal(request.language, color=request.color)
        terminal.write(render_replay(terminal, replayed, result))


def _refuse(request: ReplayRequest, refused: InvalidFiles) -> int:
    if request.as_json:
        sys.stdout.write(dumped(refused_json(refused.errors, request.output_language)))
    else:
        terminal = open_terminal(request.language, color=request.color, stream=sys.stderr)
        terminal.write(render_errors(terminal, refused.errors))
    return BAD_USAGE
