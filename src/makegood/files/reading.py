"""From files to a portfolio in one pass: tables, then columns, then what must fit together between them."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType

from makegood.engine.portfolio import HistoryRow, Portfolio
from makegood.engine.settings import PriorityPolicy, ranking_by
from makegood.files.cells import Reading
from makegood.files.columns import SHEETS, Policy
from makegood.files.dates import DateOrder
from makegood.files.errors import Note, mend, problem
from makegood.files.history import build_history, refuse_unscorable
from makegood.files.journal import Journal
from makegood.files.promises import build_promises, promise_names
from makegood.files.risks import build_risks
from makegood.files.service_levels import build_measurements, build_service_levels
from makegood.files.sheets import Sheet
from makegood.files.sources import read_one_table, read_tables
from makegood.files.specifications import build_attributes, build_specifications
from makegood.files.teams import build_teams, team_names
from makegood.files.work import build_items


@dataclass(frozen=True)
class PortfolioFiles:
    """What was read: the portfolio, what was read differently from what one may expect, and the rows of each file."""

    portfolio: Portfolio
    notes: tuple[Note, ...]
    policy: PriorityPolicy
    """By which rules promises rank: those of the policy that is there, else the usual ones."""
    rows: Mapping[str, int]
    """Rows by name of the file without ending, of the files that are there; comments and blank rows don't count."""


@dataclass(frozen=True)
class HistoryFile:
    """A history read alone: its rows in the order of the file, and what was read differently."""

    rows: tuple[HistoryRow, ...]
    notes: tuple[Note, ...]


def read_portfolio(
    path: Path, *, as_of: date, company_zone: str = "UTC", date_order: DateOrder | None = None
) -> PortfolioFiles:
    """Read the folder, workbook (.xlsx) or zip at ``path`` as it was on the day ``as_of``.

    ``company_zone`` is the IANA name of the zone whose clock measurements are read by; ``date_order`` decides columns
    of dates in which both orders of day and month fit. Raise :class:`InvalidFiles` with all errors of all files;
    ``ZoneInfoNotFoundError`` where there is no such zone.
    """
    journal = Journal()
    reading = Reading(as_of, company_zone, date_order, journal)
    with _without_collector():
        tables = read_tables(path, journal)
        sheets = {name: Sheet(name, tables.get(name), reading, given=name in tables) for name in SHEETS}
        portfolio = _portfolio(sheets, reading)
        policy = _policy(sheets["policy"])
    journal.raise_errors()
    rows = MappingProxyType({name: len(sheets[name]) for name in SHEETS if name in tables})
    return PortfolioFiles(portfolio, journal.notes, policy, rows)


def read_history(path: Path, *, company_zone: str = "UTC", date_order: DateOrder | None = None) -> HistoryFile:
    """Read a history alone: a CSV file of any name, gzipped or not, or that of a folder, workbook or zip.

    Arguments as for :func:`read_portfolio`. Raise :class:`InvalidFiles` with all its errors.
    """
    journal = Journal()
    reading = Reading(date.max, company_zone, date_order, journal)
    with _without_collector():
        table = read_one_table(path, "history", journal)
        sheet = Sheet("history", table, reading, given=True)
        refuse_unscorable(sheet)
        rows = build_history(sheet)
    journal.raise_errors()
    return HistoryFile(rows, journal.notes)


@contextmanager
def _without_collector() -> Iterator[None]:
    """Pause the search for reference cycles: it would look through millions of new rows, and takes a third of the time.

    Reading makes no cycles worth finding; what isn't referred to any more is freed all the same.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _policy(sheet: Sheet) -> PriorityPolicy:
    """Return the order that the rules make; a rule that stands twice would decide nothing the second time."""
    sheet.refuse_duplicates(Policy.rule, [text.casefold() for text in sheet.texts(Policy.rule)])
    return ranking_by([rule for rule in sheet.get(Policy.rule) if rule is not None])


def _portfolio(sheets: Mapping[str, Sheet], reading: Reading) -> Portfolio:
    """Build every part, refusing what doesn't fit; only where nothing was refused is the result complete."""
    promises, teams, work = sheets["promises"], sheets["teams"], sheets["work"]
    known_promises = promise_names(promises)
    if len(work) and not teams.given:
        name = "teams" if work.from_workbook else "teams.csv"
        reading.journal.refuse(teams.file, problem("missing file", name=name), mend("add the file", name=name))
        teams.readable = False
    return Portfolio(
        teams=build_teams(teams, sheets["capacity"], sheets["absences"]),
        promises=build_promises(promises),
        items=build_items(work, team_names(teams), known_promises),
        risks=build_risks(sheets["risks"], work, known_promises),
        specifications=build_specifications(sheets["specifications"], sheets["attributes"], known_promises),
        attributes=build_attributes(sheets["attributes"]),
        service_levels=build_service_levels(sheets["service_levels"], sheets["measurements"], known_promises),
        measurements=build_measurements(sheets["measurements"]),
        history=build_history(sheets["history"]),
        company_zone=reading.company_zone,
    )
