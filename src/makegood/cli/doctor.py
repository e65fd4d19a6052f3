"""``makegood doctor``: is this machine ready? Each thing is tried, not assumed."""

from __future__ import annotations

import locale
import platform
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.metadata import PackageNotFoundError, version
from time import perf_counter
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from rich.text import Text

from makegood import __version__
from makegood.cli.compiling import telling_of_compiling
from makegood.cli.layout import Column, fit, table
from makegood.cli.terminal import Terminal, open_terminal
from makegood.engine import Fixed, Portfolio, Promise, Settings, Team, WorkItem, forecast
from makegood.engine.quoting import WarmPortfolio
from makegood.phrases import LANGUAGES, Language, speak

NOT_READY = 1
OLDEST_PYTHON = (3, 11)
LIBRARIES = (
    "numpy",
    "numba",
    "typer",
    "rich",
    "python-calamine",
    "XlsxWriter",
    "holidays",
    "tzdata",
    "pint",
    "babel",
    "typst",
)
COMFORTABLE_WIDTH = 80
TRIAL_PROMISES = 200
MONDAY = date(2027, 1, 11)


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, what was found, and whether one can work with it."""

    name: str
    found: str
    ready: bool


def run_doctor(language: Language, *, color: bool) -> int:
    """Show what was found and return 0 where this machine is ready, else 1."""
    terminal = open_terminal(language, color=color)
    findings = [finding for look in LOOKS for finding in look(terminal)]
    terminal.write(_page(terminal, findings))
    return 0 if all(finding.ready for finding in findings) else NOT_READY


def _page(terminal: Terminal, findings: list[Finding]) -> Iterator[Text]:
    marks = terminal.glyphs.marks
    columns = [
        Column("", [_mark(marks["green"], "green") if f.ready else _mark(marks["red"], "bold red") for f in findings]),
        Column("", [Text(terminal.safe(finding.name)) for finding in findings]),
        Column("", [Text(terminal.safe(finding.found), style="dim") for finding in findings], least=20),
    ]
    widths = fit(columns, terminal.width) or [column.minimum for column in columns]
    yield from table(columns, widths, terminal.glyphs.ellipsis)
    yield Text()
    missing = [finding.name for finding in findings if not finding.ready]
    say = terminal.language.say
    if missing:
        verdict = say("Not ready: {missing}.", missing=terminal.language.listing(missing))
        yield Text(terminal.safe(verdict), style="bold red")
    else:
        yield Text(terminal.safe(say("Ready.")), style="bold green")


def _mark(sign: str, style: str) -> Text:
    return Text(sign, style=style)


def _look_at_versions(terminal: Terminal) -> Iterator[Finding]:
    yield Finding("Makegood", __version__, ready=True)
    running = sys.version_info[:2]
    yield Finding(
        "Python", f"{platform.python_version()}, {platform.system()} {platform.machine()}", running >= OLDEST_PYTHON
    )
    found = {name: _installed(name) for name in LIBRARIES}
    missing = [name for name, installed in found.items() if installed is None]
    listed = ", ".join(missing) if missing else ", ".join(f"{name} {installed}" for name, installed in found.items())
    yield Finding(terminal.language.say("Libraries"), listed, ready=not missing)


def _installed(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _look_at_terminal(terminal: Terminal) -> Iterator[Finding]:
    say = terminal.language.say
    width = say("{width:plain} columns", width=terminal.width)
    yield Finding(say("Terminal"), f"{width}, {terminal.encoding}", ready=terminal.width >= COMFORTABLE_WIDTH)
    territory = locale.getlocale()[0] or "C"
    yield Finding(
        say("Locale"),
        say("{locale}, speaking {language}", locale=territory, language=terminal.language.code),
        ready=True,
    )


def _look_at_languages(terminal: Terminal) -> Iterator[Finding]:
    """Let each language say the same; one that says it in English has no catalogue."""
    said = [speak(code).say("Ready.") for code in LANGUAGES]
    yield Finding(terminal.language.say("Languages"), ", ".join(LANGUAGES), ready=len(set(said)) == len(LANGUAGES))


def _look_at_time_zones(terminal: Terminal) -> Iterator[Finding]:
    try:
        zone = ZoneInfo("Europe/Berlin").key
    except ZoneInfoNotFoundError:
        zone = ""
    yield Finding(terminal.language.say("Time zones"), zone or terminal.language.say("missing"), ready=bool(zone))


def _look_at_forecast(terminal: Terminal) -> Iterator[Finding]:
    """Forecast what can be worked out by head: two days' work, done on Tuesday, promised for Tuesday and for Monday."""
    say = terminal.language.say
    result = forecast(_known_portfolio(), as_of=MONDAY, settings=Settings(samples=64))
    in_time, too_late = result.of("in time"), result.of("too late")
    right = in_time.p_kept == 1.0 and too_late.p_kept == 0.0 and in_time.p50 == MONDAY + timedelta(days=1)
    yield Finding(say("A known forecast"), say("as worked out by head") if right else say("wrong"), ready=right)
    errors = open_terminal(terminal.language, color=False, stream=sys.stderr)
    tell = telling_of_compiling(terminal.language, lambda line: errors.write([line]))
    trial = _trial_portfolio()
    forecast(trial, as_of=MONDAY, settings=Settings(samples=64), on_compile=tell, compiled=True)
    WarmPortfolio.of(trial, as_of=MONDAY, settings=Settings(samples=64), compiled=True)
    yield Finding(say("Fast forecast"), say("compiled for this machine"), ready=True)
    started = perf_counter()
    forecast(trial, as_of=MONDAY, settings=Settings(), compiled=True)
    each = (perf_counter() - started) / TRIAL_PROMISES * 1_000
    spent = say("{milliseconds} ms a promise with {samples} samples", milliseconds=each, samples=Settings().samples)
    yield Finding(say("Speed"), spent, ready=True)


def _look_at_server(terminal: Terminal) -> Iterator[Finding]:
    from makegood.cli.server.looks import look_at_server

    for name, found, ready in look_at_server(terminal.language):
        yield Finding(name, found, ready)


def _known_portfolio() -> Portfolio:
    teams = (Team(name="bench", slots=1, available_share=1.0), Team(name="test", slots=1, available_share=1.0))
    promises = (
        Promise(key="in time", customer="somebody", due=MONDAY + timedelta(days=1)),
        Promise(key="too late", customer="somebody", due=MONDAY),
    )
    items = tuple(
        WorkItem(key=f"{promise}/work", promise=promise, name="work", team=team, estimate=Fixed(16.0))
        for promise, team in (("in time", "bench"), ("too late", "test"))
    )
    return Portfolio(teams=teams, promises=promises, items=items)


def _trial_portfolio() -> Portfolio:
    """Return promises of two items each, one after the other, for eight teams."""
    promises = tuple(
        Promise(key=str(number), customer="somebody", due=MONDAY + timedelta(days=30 + number))
        for number in range(TRIAL_PROMISES)
    )
    items = []
    for number in range(TRIAL_PROMISES):
        first = WorkItem(key=f"{number}/a", promise=str(number), name="a", team=f"{number % 8}", estimate=Fixed(12.0))
        second = WorkItem(
            key=f"{number}/b",
            promise=str(number),
            name="b",
            team=f"{(number + 3) % 8}",
            estimate=Fixed(6.0),
            after=(first.key,),
        )
        items += [first, second]
    teams = tuple(Team(name=str(number), slots=2) for number in range(8))
    return Portfolio(teams=teams, promises=promises, items=tuple(items))


LOOKS: tuple[Callable[[Terminal], Iterator[Finding]], ...] = (
    _look_at_versions,
    _look_at_terminal,
    _look_at_languages,
    _look_at_time_zones,
    _look_at_forecast,
    _look_at_server,
)
