"""``makegood options``: read, forecast, propose, choose, show."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace

from makegood.cli.answer import Answer, hear_the_past
from makegood.cli.compiling import load_compiler, telling_of_compiling
from makegood.cli.contradictions import contradicted
from makegood.cli.deciding.json_form import options_json, refused_json
from makegood.cli.deciding.page import render_options
from makegood.cli.deciding.request import OptionsRequest, demands_of
from makegood.cli.file_errors import render_errors
from makegood.cli.json_output import dumped
from makegood.cli.later_orders import LaterOrders, count_in
from makegood.cli.progress import WorkProgress
from makegood.cli.terminal import open_terminal
from makegood.cli.usage import BAD_USAGE
from makegood.cli.view import View
from makegood.engine import InvalidPortfolio, forecast
from makegood.engine.best import BestSet, Demands, Shortfall, UnableToMeet, best_set
from makegood.engine.candidates import Prices, propose
from makegood.engine.forecast import TINY_CELLS
from makegood.engine.portfolio import Portfolio
from makegood.files import InvalidFiles, PortfolioFiles, read_portfolio

OUT_OF_REACH = 1
TYPICAL_SIMULATIONS = 64
"""That proposing and choosing take at least."""


@dataclass(frozen=True, slots=True)
class Decided:
    """The best set for one portfolio, and what of the demands it can't meet."""

    demands: Demands
    best: BestSet
    shortfalls: tuple[Shortfall, ...]


def run_options(request: OptionsRequest) -> int:
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
        request = replace(request, settings=replace(request.settings, policy=files.policy))
        demands = demands_of(request, files.portfolio)
        portfolio, orders = count_in(
            files.portfolio, as_of=request.as_of, asked=request.arrivals, seed=request.settings.seed
        )
        try:
            answer, decided = _decide(portfolio, request, demands, progress)
        except InvalidPortfolio as contradictory:
            raise contradicted(contradictory, language) from contradictory
    _show(request, files, answer, decided, orders)
    return OUT_OF_REACH if decided.shortfalls else 0


def _decide(
    portfolio: Portfolio, request: OptionsRequest, demands: Demands, progress: WorkProgress
) -> tuple[Answer, Decided]:
    """Forecast, propose what could be done, and choose from it."""
    language, settings = request.language, request.settings
    if len(portfolio.items) * settings.samples * TYPICAL_SIMULATIONS > TINY_CELLS:
        load_compiler()
    progress.begin(language.say("Simulating"))
    plan = forecast(
        portfolio,
        as_of=request.as_of,
        settings=settings,
        progress=progress,
        on_compile=telling_of_compiling(language, progress.note),
    )
    answer = hear_the_past(plan, portfolio, settings, progress, language)
    progress.begin(language.say("Looking for what would help"))
    prices = Prices(slot_week=request.slot_cost)
    proposed = propose(portfolio, plan, settings=settings, prices=prices, progress=progress)
    progress.begin(language.say("Choosing"))
    both = answer.forecast if answer.past.views else None
    try:
        best = best_set(
            portfolio, proposed, demands, as_of=request.as_of, settings=settings, both=both, progress=progress
        )
    except UnableToMeet as short:
        return answer, Decided(demands, short.best, short.shortfalls)
    return answer, Decided(demands, best, ())


def _show(
    request: OptionsRequest, files: PortfolioFiles, answer: Answer, decided: Decided, orders: LaterOrders
) -> None:
    if request.as_json:
        sys.stdout.write(dumped(options_json(request, decided.demands, decided.best, decided.shortfalls, files.notes)))
        return
    terminal = open_terminal(request.language, color=request.color)
    view = View(terminal, answer.forecast, files.portfolio, str(request.path), "", answer.past)
    terminal.write(render_options(view, decided.demands, decided.best, decided.shortfalls, orders))


def _refuse(request: OptionsRequest, refused: InvalidFiles) -> int:
    if request.as_json:
        sys.stdout.write(dumped(refused_json(request, refused.errors)))
    else:
        terminal = open_terminal(request.language, color=request.color, stream=sys.stderr)
        terminal.write(render_errors(terminal, refused.errors))
    return BAD_USAGE
