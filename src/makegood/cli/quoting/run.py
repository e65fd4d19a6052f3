"""``makegood quote``: read, ask, show."""

from __future__ import annotations

import sys

from makegood.cli.compiling import load_compiler, telling_of_compiling
from makegood.cli.contradictions import contradicted
from makegood.cli.file_errors import render_errors
from makegood.cli.json_output import dumped
from makegood.cli.later_orders import count_in
from makegood.cli.progress import WorkProgress
from makegood.cli.quoting.answering import answer
from makegood.cli.quoting.json_answer import quote_json, refused_json
from makegood.cli.quoting.offered import asked_for
from makegood.cli.quoting.page import render_quote
from makegood.cli.quoting.request import QuoteRequest
from makegood.cli.terminal import open_terminal
from makegood.cli.usage import BAD_USAGE
from makegood.cli.view import View
from makegood.engine import InvalidPortfolio
from makegood.engine.forecast import TINY_CELLS
from makegood.engine.portfolio import Portfolio
from makegood.engine.quoting import TYPICAL_QUESTIONS, WarmPortfolio
from makegood.files import InvalidFiles, read_portfolio


def run_quote(request: QuoteRequest) -> int:
    """Carry out ``request`` and return the exit status."""
    language = request.language
    with WorkProgress(color=request.color) as progress:
        progress.begin(language.say("Reading"))
        try:
            files = read_portfolio(
                request.path, as_of=request.as_of, company_zone=request.zone, date_order=request.date_order
            )
        except InvalidFiles as refused:
            return _refuse(request, refused)
        portfolio, orders = count_in(
            files.portfolio, as_of=request.as_of, asked=request.arrivals, seed=request.settings.seed
        )
        asked = asked_for(request, portfolio)
        progress.begin(language.say("Simulating"))
        try:
            answered = answer(_warm(portfolio, request, progress), asked, progress, language)
        except InvalidPortfolio as contradictory:
            raise contradicted(contradictory, language) from contradictory
    if request.as_json:
        sys.stdout.write(dumped(quote_json(request, answered, files.notes)))
        return 0
    terminal = open_terminal(language, color=request.color)
    view = View(terminal, answered.forecast, answered.portfolio, str(request.path), "", answered.past)
    terminal.write(render_quote(view, request, answered, orders))
    return 0


def _warm(portfolio: Portfolio, request: QuoteRequest, progress: WorkProgress) -> WarmPortfolio:
    if len(portfolio.items) * request.settings.samples * TYPICAL_QUESTIONS > TINY_CELLS:
        load_compiler()
    return WarmPortfolio.of(
        portfolio,
        as_of=request.as_of,
        settings=request.settings,
        until=request.wished,
        on_compile=telling_of_compiling(request.language, progress.note),
    )


def _refuse(request: QuoteRequest, refused: InvalidFiles) -> int:
    if request.as_json:
        sys.stdout.write(dumped(refused_json(request, refused.errors)))
    else:
        terminal = open_terminal(request.language, color=request.color, stream=sys.stderr)
        terminal.write(render_errors(terminal, refused.errors))
    return BAD_USAGE
