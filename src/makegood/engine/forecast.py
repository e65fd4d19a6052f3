"""The forecast: for every promise how likely it is to be kept, when it will be done, what binds and why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from makegood.engine.assembly import assemble
from makegood.engine.layout import lay_out
from makegood.engine.plain import Progress, simulate_plainly
from makegood.engine.portfolio import Portfolio
from makegood.engine.problem import Problem
from makegood.engine.results import Forecast
from makegood.engine.settings import Settings
from makegood.engine.tally import Tally

TINY_CELLS = 1 << 19
"""Items × samples up to which loading compiled code takes longer than doing without it."""


def forecast(
    portfolio: Portfolio,
    *,
    as_of: date,
    settings: Settings | None = None,
    progress: Progress | None = None,
    on_compile: Callable[[], None] | None = None,
    compiled: bool | None = None,
) -> Forecast:
    """Forecast ``portfolio`` as it stands on the morning of the day ``as_of``.

    The same portfolio, day and settings give the same result, to the bit, ``compiled`` or not: None leaves it to the
    size, True is for many forecasts of small portfolios. ``on_compile`` is called before code is compiled, which takes
    about ten seconds and happens once on a machine. Raises :class:`~makegood.engine.validation.InvalidPortfolio` with
    every contradiction in the portfolio.
    """
    problem = lay_out(portfolio, as_of=as_of, settings=settings or Settings())
    tally = simulate(problem, progress=progress, on_compile=on_compile, compiled=compiled)
    return assemble(problem, tally, portfolio)


def simulate(
    problem: Problem,
    *,
    progress: Progress | None = None,
    on_compile: Callable[[], None] | None = None,
    compiled: bool | None = None,
) -> Tally:
    """Simulate all samples of ``problem``: compiled where it is large or where that is asked for, else plainly."""
    if compiled is None:
        compiled = len(problem.jobs) * problem.settings.samples > TINY_CELLS
    if not compiled:
        return simulate_plainly(problem, progress=progress)
    from makegood.engine.kernel.running import simulate_compiled  # loads the compiler: 0.3 s

    return simulate_compiled(problem, progress=progress, on_compile=on_compile)
