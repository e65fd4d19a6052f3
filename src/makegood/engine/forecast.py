"""The forecast: for every promise how likely it is to be kept, when it will be done, what binds and why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from makegood.engine.assembly import Assembly, read_part
from makegood.engine.layout import lay_out, resolved
from makegood.engine.parts import independent_parts
from makegood.engine.plain import Progress, simulate_plainly
from makegood.engine.portfolio import Portfolio
from makegood.engine.problem import Problem
from makegood.engine.results import Forecast
from makegood.engine.settings import Settings
from makegood.engine.tally import Tally
from makegood.engine.validation import check_known_dates, check_portfolio

APART_CELLS = 1 << 22
"""Items × samples above which parts without common work are run apart."""
LEAST_ITEMS_APART = 2_000
"""Items that such a run should have at least: each run costs some milliseconds by itself."""
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
    size, True is for many forecasts of small portfolios. Parts of a large portfolio that have no work in common are
    simulated one after the other. ``on_compile`` is called before code is compiled, which takes
    about ten seconds and happens once on a machine. Raises :class:`~makegood.engine.validation.InvalidPortfolio` with
    every contradiction in the portfolio.
    """
    settings = resolved(settings or Settings(), portfolio, as_of)
    check_portfolio(portfolio)
    check_known_dates(portfolio, as_of)
    large = len(portfolio.items) * settings.samples > APART_CELLS
    parts = independent_parts(portfolio, least_items=LEAST_ITEMS_APART) if large else iter([portfolio])
    assembly = Assembly(portfolio, as_of, settings)
    done = 0
    for part in parts:
        problem = lay_out(part, as_of=as_of, settings=settings, checked=True)
        told = _of_all(progress, done, len(part.items), len(portfolio.items))
        counted = partial(simulate, problem, progress=told, on_compile=on_compile, compiled=compiled or large or None)
        assembly.add(read_part(problem, counted(), portfolio))  # nobody else holds the counts: they can be let go
        done += len(part.items)
    return assembly.forecast()


def _of_all(progress: Progress | None, before: int, own: int, items: int) -> Progress | None:
    """Report a part's progress as one of the whole, in items."""
    if progress is None:
        return None

    def tell(done: int, total: int) -> None:
        progress(before + own * done // max(1, total), items)

    return tell


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
