"""A forecast that is kept current: after a change, only what has work in common with it is simulated again.

Two promises are independent where no chain of common teams and predecessors links them. Such parts are found anew at
each renewal; a part whose rows are those of the last time keeps its figures, which depend on nothing else. The result
is that of :func:`~makegood.engine.forecast.forecast` for the same rows, day and settings, to the bit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from makegood.engine.assembly import Assembly, Known, PartFigures, read_part
from makegood.engine.forecast import simulate
from makegood.engine.layout import Drawn, lay_out, lay_out_again, resolved
from makegood.engine.parts import Parting
from makegood.engine.portfolio import Portfolio
from makegood.engine.problem import Problem
from makegood.engine.remembering import Readings, RowDigests
from makegood.engine.results import Forecast
from makegood.engine.settings import PriorityPolicy, Settings
from makegood.engine.validation import check_known_dates, check_portfolio


@dataclass(frozen=True, slots=True)
class _Held:
    """What a computation leaves behind for the next one."""

    parts: dict[str, tuple[Portfolio, PartFigures]]
    context: tuple[object, ...]
    simulated: int


@dataclass(frozen=True, slots=True)
class Alone:
    """What one promise has work in common with, and its forecast by itself."""

    portfolio: Portfolio
    settings: Settings
    """Those of the whole, so that :func:`~makegood.engine.forecast.forecast` gives the same figures for the part."""
    result: Forecast


class StandingForecast:
    """Holds the figures of every part of a portfolio; :meth:`renew` brings them up to date.

    Rows that did not change should be the same objects as before: they are then compared, and fingerprinted, at once.
    Not for several threads at the same time.
    """

    def __init__(self, settings: Settings | None = None, *, compiled: bool | None = None) -> None:
        """Begin with nothing; ``compiled`` as for :func:`~makegood.engine.forecast.forecast`."""
        self._settings = settings or Settings()
        self._compiled = compiled
        self._parts: dict[str, tuple[Portfolio, PartFigures]] = {}
        self._context: tuple[object, ...] = ()
        self._parting = Parting()
        self._drawn = Drawn()
        self._laid: dict[str, tuple[Portfolio, Problem]] = {}
        self._digests = RowDigests()
        self._readings = Readings()
        self.simulated = 0
        """Items that the last renewal simulated."""

    def renew(
        self,
        portfolio: Portfolio,
        *,
        as_of: date,
        policy: PriorityPolicy | None = None,
        on_compile: Callable[[], None] | None = None,
    ) -> Forecast:
        """Return the forecast of ``portfolio`` on the morning of ``as_of``; ``policy`` is that of the settings if None.

        Raises :class:`~makegood.engine.validation.InvalidPortfolio`, and keeps what it had, where it contradicts
        itself.
        """
        result, held = self._computed(portfolio, as_of, policy, self._readings, on_compile)
        self._parts, self._context, self.simulated = held.parts, held.context, held.simulated
        self._laid = {name: known for name, known in self._laid.items() if name in held.parts}
        self._digests.forget_others(_rows_of(portfolio))
        self._drawn.forget_others(portfolio.items)
        self._readings.forget_others(promise.key for promise in portfolio.promises)
        return result

    def supposed(self, portfolio: Portfolio, *, as_of: date, policy: PriorityPolicy | None = None) -> Forecast:
        """Return what :meth:`renew` would return, and hold what was held: an answer to "what if?".

        The draws are those of the standing forecast (common random numbers), so two figures differ by what was changed
        and by nothing else. Only what the change touches is simulated; another ``policy`` touches everything.
        """
        return self._computed(portfolio, as_of, policy, self._readings.copied())[0]

    def alone(self, portfolio: Portfolio, promise: str, *, as_of: date, policy: PriorityPolicy | None = None) -> Alone:
        """Return the forecast of the part of ``portfolio`` that a promise is in, and hold what was held.

        KeyError where there is no such promise; InvalidPortfolio where its part contradicts itself.
        """
        settings = self._resolved(portfolio, as_of, policy)
        check_known_dates(portfolio, as_of)
        context = (as_of, settings, portfolio.company_zone)
        for name, part in self._parted(portfolio).items():
            if any(one.key == promise for one in part.promises):
                held = self._parts.get(name) if context == self._context else None
                readings = self._readings.copied()
                if held is None or held[0] != part:
                    held = self._simulated(name, part, as_of, settings, readings)
                assembly = Assembly(part, as_of, settings, readings)
                assembly.add(held[1])
                return Alone(part, settings, assembly.forecast(self._digests.of))
        raise KeyError(promise)

    def _resolved(self, portfolio: Portfolio, as_of: date, policy: PriorityPolicy | None) -> Settings:
        asked = self._settings if policy is None else replace(self._settings, policy=policy)
        return resolved(asked, portfolio, as_of)

    def _laid_out(self, name: str, part: Portfolio, as_of: date, settings: Settings) -> Problem:
        """Lay a part out, as far as it is another than the last time."""
        before = self._laid.get(name)
        if before is not None and before[1].as_of == as_of:
            check_portfolio(part, is_sound=self._digests.knows)
            again = lay_out_again(part, before, settings=settings, drawn=self._drawn)
            if again is not None:
                self._laid[name] = (part, again)
                return again
        problem = lay_out(part, as_of=as_of, settings=settings, is_sound=self._digests.knows, drawn=self._drawn)
        self._laid[name] = (part, problem)
        return problem

    def _simulated(
        self,
        name: str,
        part: Portfolio,
        as_of: date,
        settings: Settings,
        readings: Readings,
        on_compile: Callable[[], None] | None = None,
    ) -> tuple[Portfolio, PartFigures]:
        problem = self._laid_out(name, part, as_of, settings)
        tally = simulate(problem, on_compile=on_compile, compiled=self._compiled)
        return part, read_part(problem, tally, part, Known(readings, self._digests.of))

    def _computed(
        self,
        portfolio: Portfolio,
        as_of: date,
        policy: PriorityPolicy | None,
        readings: Readings,
        on_compile: Callable[[], None] | None = None,
    ) -> tuple[Forecast, _Held]:
        settings = self._resolved(portfolio, as_of, policy)
        check_known_dates(portfolio, as_of)
        context = (as_of, settings, portfolio.company_zone)
        known = self._parts if context == self._context else {}
        assembly = Assembly(portfolio, as_of, settings, readings)
        renewed: dict[str, tuple[Portfolio, PartFigures]] = {}
        simulated = 0
        for name, part in self._parted(portfolio).items():
            before = known.get(name)
            if before is None or before[0] != part:
                before = self._simulated(name, part, as_of, settings, readings, on_compile)
                simulated += len(part.items)
            renewed[name] = before
            assembly.add(before[1])
        return assembly.forecast(self._digests.of), _Held(renewed, context, simulated)

    def _parted(self, portfolio: Portfolio) -> Mapping[str, Portfolio]:
        try:
            parts = self._parting.parts_of(portfolio)
        except KeyError:
            check_portfolio(portfolio)  # names what refers to nothing
            raise
        keys, names = {promise.key for promise in portfolio.promises}, {item.key for item in portfolio.items}
        if len(keys) < len(portfolio.promises) or len(names) < len(portfolio.items):  # each part alone may not see it
            check_portfolio(portfolio)
        return parts


def _rows_of(portfolio: Portfolio) -> tuple[tuple[object, ...], ...]:
    return (
        portfolio.teams, portfolio.promises, portfolio.items, portfolio.risks, portfolio.specifications,
        portfolio.attributes, portfolio.service_levels, portfolio.measurements,
    )  # fmt: skip
