"""Hand-built forecasts of a small company: what rendering is tested with, without any simulation."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console

from makegood.cli.glyphs import glyphs_for
from makegood.cli.terminal import Terminal
from makegood.cli.view import View
from makegood.engine import forecast as engine_forecast
from makegood.engine.portfolio import Portfolio, Promise
from makegood.engine.results import (
    Cause,
    Curve,
    CustomerForecast,
    Forecast,
    Message,
    PortfolioForecast,
    PromiseForecast,
    Status,
    Taker,
    TeamForecast,
    TeamWeek,
    TermForecast,
)
from makegood.engine.settings import Settings
from makegood.files import read_portfolio
from makegood.phrases import speak

DEMO = Path(__file__).parents[2] / "demo"
AS_OF = date(2026, 11, 23)
HORIZON = date(2028, 11, 21)
DUE = date(2027, 1, 15)
TOO_EARLY = Message("date earlier than capability", {"due": DUE, "p85": date(2027, 2, 11), "days": 27})
QUEUE = {"gap_days": 27, "team": "Assembly", "share": 0.7431, "days": 12.0, "takers": ["Helios Energy", "Fjord Water"]}


def curve(first: date = date(2027, 1, 4), counts: tuple[int, ...] = (2, 10, 40, 80, 60, 30, 20, 10, 4, 0)) -> Curve:
    """Return a curve of weekly steps, the last count beyond the horizon."""
    days = np.zeros(7 * (len(counts) - 1) + 1, dtype=np.int64)
    days[:-1:7] = counts[:-1]
    days[-1] = counts[-1]
    return Curve.of(first, days)


def promise(key: str = "NW-17", **changes: Any) -> PromiseForecast:
    """Return the forecast of a promise in danger because of Assembly, with ``changes``."""
    usual = PromiseForecast(
        promise=key,
        customer="Northwind Rail",
        due=DUE,
        status="red",
        p_kept=0.2236,
        p_kept_se=0.013,
        p_kept_first=0.2,
        p50=date(2027, 1, 29),
        p85=date(2027, 2, 11),
        p95=date(2027, 3, 3),
        gap_days=27,
        slack_days=-14,
        harm=144_000.0,
        binding=Cause("queue", "Assembly", 0.7431, 12.0),
        causes=(Cause("queue", "Assembly", 0.7431, 12.0), Cause("effort", "housing", 0.25, 9.0)),
        takers=(Taker("HE-4", "Helios Energy", 0.31), Taker("FJ-2", "Fjord Water", 0.12)),
        terms=(
            TermForecast("date", "date", "2027-01-15", "2027-02-11", 27.0, 0.2344, "not met"),
            TermForecast("specification", "IP rating", ">= IP67", "IP67", None, 1.0, "met"),
            TermForecast("service level", "first reply", "95 % <= 4 h", "97.2 %", -0.022, 0.97, "met"),
        ),
        terms_checked=3,
        findings=(Message("no owner"), TOO_EARLY),
        reason=Message("binds queue", QUEUE),
        curve=curve(),
        place=3,
    )
    return replace(usual, **changes)


def on_course(key: str, customer: str = "Orchard Labs") -> PromiseForecast:
    """Return the forecast of a promise that is likely to be kept."""
    return promise(
        key,
        customer=customer,
        status="green",
        p_kept=0.97,
        p50=date(2026, 12, 18),
        p85=date(2027, 1, 8),
        gap_days=-7,
        harm=12.0,
        findings=(),
        takers=(),
    )


def unknown(key: str) -> PromiseForecast:
    """Return the forecast of a promise without work."""
    nothing = {"p_kept": None, "p_kept_se": None, "p_kept_first": None, "p50": None, "p85": None, "p95": None}
    return promise(
        key,
        customer="Tern Logistics",
        status="unknown",
        **nothing,
        gap_days=None,
        slack_days=None,
        binding=None,
        causes=(),
        takers=(),
        terms=(),
        terms_checked=0,
        curve=None,
        findings=(Message("no work items"),),
        reason=Message("no work items"),
    )


def forecast(*promises: PromiseForecast) -> Forecast:
    """Return a forecast of ``promises``; by default one of each status."""
    all_promises = promises or (
        promise(),
        promise("HE-4", status="amber", p_kept=0.71),
        unknown("TE-1"),
        on_course("OR-9"),
    )
    statuses: list[Status] = [each.status for each in all_promises]
    week = TeamWeek(AS_OF, 0.94, 0.62)
    return Forecast(
        as_of=AS_OF,
        seed=1,
        samples=256,
        traced_samples=256,
        horizon=HORIZON,
        promises=all_promises,
        teams=(TeamForecast("Assembly", (week, replace(week, start=AS_OF + timedelta(days=7), load=None))),),
        portfolio=PortfolioForecast(
            open_promises=len(all_promises),
            checked=sum(each.p_kept is not None for each in all_promises),
            red=statuses.count("red"),
            amber=statuses.count("amber"),
            green=statuses.count("green"),
            unknown=statuses.count("unknown"),
            expected_kept=sum(each.p_kept or 0.0 for each in all_promises),
            value_exposed={"EUR": 372_000.0},
            expected_loss={"EUR": 150_000.0},
            loss_at_95={"EUR": 186_000.0},
            p_all_kept=0.1,
            customers=(CustomerForecast("Northwind Rail", 2, 0.15),),
        ),
        inputs_hash="0123abcd",
    )


def said(of: PromiseForecast, **changes: Any) -> Promise:
    """Return what was promised, for a forecast of it."""
    usual = Promise(
        key=of.promise,
        customer=of.customer,
        due=of.due,
        made_at=date(2026, 10, 9),
        value=186_000.0,
        currency="EUR",
        wording="You will have all 480 sensors on site by 15 January.",
        made_by="Mara Lindqvist",
        channel="e-mail",
        attributes={"title": "480 vibration sensors, line 2"},
    )
    return replace(usual, **changes)


def view(result: Forecast, *, width: int = 80, language: str = "en", encoding: str = "utf-8", **changes: Any) -> View:
    """Return a view of ``result`` on a terminal of ``width`` columns that nobody watches."""
    console = Console(file=io.StringIO(), width=width, highlight=False, markup=False, emoji=False)
    terminal = Terminal(console, speak(language), width, glyphs_for(encoding), encoding)
    promises = tuple(said(each, **changes) for each in result.promises)
    return View(terminal, result, Portfolio(promises=promises), "demo", "makegood check demo")


@cache
def demo_forecast() -> Forecast:
    """Return a coarse forecast of the demo company: names as long as people choose them."""
    return engine_forecast(read_portfolio(DEMO, as_of=AS_OF).portfolio, as_of=AS_OF, settings=Settings(samples=32))


def demo_view(*, width: int, language: str) -> View:
    """Return a view of the demo company."""
    return view(demo_forecast(), width=width, language=language, attributes={})


def written(on: View, lines: Any) -> list[str]:
    """Write ``lines`` to the terminal of the view ``on`` and return what arrives there."""
    on.terminal.write(lines)
    stream = on.terminal.console.file
    assert isinstance(stream, io.StringIO)
    return stream.getvalue().splitlines()
