"""Reads a history, scores it, shows it; 0 where that went well, 2 where the history or the command is refused."""

from __future__ import annotations

import sys
from datetime import date

import numpy as np
from rich.text import Text

from makegood.cli.backtesting.json_form import backtest_json, refused_json
from makegood.cli.backtesting.page import render_scorecard
from makegood.cli.backtesting.request import BacktestRequest
from makegood.cli.backtesting.scorecard import Scorecard, day_of, spans_of
from makegood.cli.file_errors import render_errors
from makegood.cli.json_output import dumped
from makegood.cli.progress import WorkProgress
from makegood.cli.report.delivery import put_in_place
from makegood.cli.terminal import on_paper, open_terminal
from makegood.cli.usage import BAD_USAGE, UsageProblem
from makegood.engine.outside import Backtest, History, backtest, history_from_rows, moment_of
from makegood.files import HistoryFile, InvalidFiles, read_history

STEPS = 1_000
"""In which progress is counted."""
LEARNT_FIRST = 1 / 3
"""Share of the forecasts that only teach, where nobody says from when on to score."""
TEAMS = ("team",)
"""Attributes by which optimism is shown; never a person."""


def run_backtest(request: BacktestRequest) -> int:
    """Carry out ``request`` and return the exit status."""
    with WorkProgress(color=request.color) as progress:
        progress.begin(request.language.say("Reading"))
        try:
            file = read_history(request.path, company_zone=request.zone, date_order=request.date_order)
        except InvalidFiles as refused:
            return _refuse(request, refused)
        history = history_from_rows(file.rows)
        start = first_day(history, request.end) if request.start is None else request.start
        progress.begin(request.language.say("Forecasting the past"))
        result = backtest(
            history,
            start=moment_of(start),
            end=None if request.end is None else moment_of(request.end) + 1,
            every=request.every,
            tolerance_days=request.tolerance_days,
            optimism_by=[name for name in history.attributes if name.strip().casefold() in TEAMS],
            progress=lambda share: progress(round(STEPS * share), STEPS),
        )
    card = _scorecard(request, file, history, start, result)
    _show(request, card)
    return 0


def first_day(history: History, end: date | None) -> date:
    """Return the day from which on to score where nobody says: a third of the forecasts until ``end`` lies before."""
    moments = history.as_of[~np.isnan(history.as_of)]
    wanted = moments if end is None else moments[moments < moment_of(end) + 1]
    known = wanted if len(wanted) else moments
    return day_of(float(np.quantile(known, LEARNT_FIRST, method="higher"))) if len(known) else date(1970, 1, 1)


def _scorecard(
    request: BacktestRequest, file: HistoryFile, history: History, start: date, result: Backtest
) -> Scorecard:
    moments = history.as_of[~np.isnan(history.as_of)]
    covers = (day_of(float(moments.min())), day_of(float(moments.max()))) if len(moments) else None
    return Scorecard(
        source=str(request.path),
        start=start,
        end=request.end or max(start, covers[1] if covers else start),
        every=request.every,
        tolerance_days=request.tolerance_days,
        result=result,
        months=spans_of(history, result, 1),
        spans=spans_of(history, result),
        rows=len(history),
        covers=covers,
        tells_no_end=history.tells_no_end,
        notes=file.notes,
    )


def _show(request: BacktestRequest, card: Scorecard) -> None:
    if request.report is not None:
        _write_report(request, card)
    if request.as_json:
        sys.stdout.write(dumped(backtest_json(card, request.output_language)))
    else:
        terminal = open_terminal(request.language, color=request.color)
        terminal.write(render_scorecard(terminal, card))
    if request.report is not None:
        stderr = open_terminal(request.language, color=request.color, stream=sys.stderr)
        written = request.language.say("Written: {names}", names=str(request.report))
        stderr.write([Text(stderr.safe(written))])


def _write_report(request: BacktestRequest, card: Scorecard) -> None:
    from makegood.cli.backtesting.html import scorecard_page

    path = request.report
    if path is None:
        return
    try:
        put_in_place(path, scorecard_page(on_paper(request.language), card))
    except OSError as refused:
        reason = refused.strerror or str(refused)
        problem = request.language.say("{path} can't be written: {reason}", path=path, reason=reason)
        raise UsageProblem(problem) from refused


def _refuse(request: BacktestRequest, refused: InvalidFiles) -> int:
    if request.as_json:
        sys.stdout.write(dumped(refused_json(refused.errors, str(request.path), request.output_language)))
    else:
        terminal = open_terminal(request.language, color=request.color, stream=sys.stderr)
        terminal.write(render_errors(terminal, refused.errors))
    return BAD_USAGE
