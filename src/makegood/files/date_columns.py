"""Columns of dates: one form for the whole column, and the order of day and month proven or asked, never guessed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from makegood.files.cells import Cells
from makegood.files.dates import DateOrder, DateReading, read_date_cell
from makegood.files.errors import mend, problem
from makegood.files.refusals import Refused

_DATE_CELLS = frozenset({"YYYY-MM-DD", "Excel serial day"})
"""What a date cell of a workbook becomes, formatted as a date or not."""
_DAY_FIRST = "DD.MM.YYYY"
_YEAR_LAST = frozenset({_DAY_FIRST, "DD/MM/YYYY", "DD-MM-YYYY"})


def read_days(cells: Cells) -> list[date | None]:
    """Return the day in each cell, None where the cell is blank or refused; times of day are cut off."""
    days = {text: day for text, (day, _) in _read(cells).items()}
    return [days.get(text) for text in cells.texts]


def read_moments(cells: Cells) -> list[datetime | None]:
    """Return the moment in each cell on the company's clock, without a zone; midnight where no time is given."""
    moments = {text: _moment(day, reading, cells) for text, (day, reading) in _read(cells).items()}
    return [moments.get(text) for text in cells.texts]


def read_days_or_moments(cells: Cells) -> list[date | datetime | None]:
    """Return a moment on the company's clock where a cell says a time of day, else a day; None as in the others.

    A column in which every time is midnight holds days: that is how databases and spreadsheets write them.
    """
    read = _read(cells)
    timed = any(reading.clock != time() for _, reading in read.values())
    found = {
        text: _moment(day, reading, cells) if timed and reading.timed else day for text, (day, reading) in read.items()
    }
    return [found.get(text) for text in cells.texts]


def _moment(day: date, reading: DateReading, cells: Cells) -> datetime:
    moment = datetime.combine(day, reading.clock)
    if reading.offset is None:
        return moment
    zone = ZoneInfo(cells.reading.company_zone)
    return (moment - reading.offset).replace(tzinfo=ZoneInfo("UTC")).astimezone(zone).replace(tzinfo=None)


def _read(cells: Cells) -> Mapping[str, tuple[date, DateReading]]:
    counts = Counter(cells.texts)
    counts.pop("", None)
    readings: dict[str, DateReading] = {}
    refusals: dict[str, Refused] = {}
    for text in counts:
        try:
            readings[text] = read_date_cell(text)
        except Refused as refused:
            refusals[text] = refused
    written = readings if cells.delimiter is not None else _as_text(readings)
    form = _most_used(written, counts)
    for text in [text for text, reading in written.items() if not _alike(reading.form, form, cells)]:
        del readings[text]
        refusals[text] = _mixed(form)
    days = _days_in_order(cells, readings, counts, refusals)
    cells.refuse_all(refusals)
    return {text: (day, readings[text]) for text, day in days.items()}


def _as_text(readings: Mapping[str, DateReading]) -> dict[str, DateReading]:
    """Leave out the readings of date cells of a workbook: they mean one day, however their neighbours are written."""
    return {text: reading for text, reading in readings.items() if reading.form not in _DATE_CELLS}


def _alike(form: str, other: str, cells: Cells) -> bool:
    """Say whether two forms may stand in one column: in a workbook, where dates are typed, any mark may part a day."""
    if cells.delimiter is None and form in _YEAR_LAST and other in _YEAR_LAST:
        return True
    return form == other


def _most_used(readings: Mapping[str, DateReading], counts: Mapping[str, int]) -> str:
    """Return the form of most cells; of two as frequent the one that comes first in the column."""
    uses: Counter[str] = Counter()
    for text, reading in readings.items():
        uses[reading.form] += counts[text]
    return uses.most_common(1)[0][0] if uses else ""


def _days_in_order(
    cells: Cells, readings: Mapping[str, DateReading], counts: Mapping[str, int], refusals: dict[str, Refused]
) -> dict[str, date]:
    asked = [text for text, reading in readings.items() if reading.day_first != reading.month_first]
    if not asked:
        return {text: reading.day_first for text, reading in readings.items() if reading.day_first is not None}
    order = _proven_order(readings, asked, counts)
    if order is None:
        order = cells.reading.date_order
        if order is None:
            _ask(cells, readings, asked)
            return {}
        cells.reading.journal.note(cells.file, "date order used", column=cells.column, order=order)
    return _by_order(readings, order, refusals)


def _proven_order(readings: Mapping[str, DateReading], asked: list[str], counts: Mapping[str, int]) -> DateOrder | None:
    """Return the order that most cells prove, by a day above 12 or by points; None where no cell proves any."""
    pointed = sum(counts[text] for text, reading in readings.items() if reading.form == _DAY_FIRST)
    day_first = pointed + sum(counts[text] for text in asked if readings[text].month_first is None)
    month_first = sum(counts[text] for text in asked if readings[text].day_first is None)
    if day_first == month_first == 0:
        return None
    return "dmy" if day_first >= month_first else "mdy"


def _by_order(readings: Mapping[str, DateReading], order: DateOrder, refusals: dict[str, Refused]) -> dict[str, date]:
    days: dict[str, date] = {}
    for text, reading in readings.items():
        day = reading.day_first if order == "dmy" else reading.month_first
        if day is not None:
            days[text] = day
        else:
            refusals[text] = _mixed(reading.form if order == "dmy" else _month_first(reading.form))
    return days


def _ask(cells: Cells, readings: Mapping[str, DateReading], asked: list[str]) -> None:
    """Refuse the column once, at its first cell that can be read both ways, and spoil the rows of all of them."""
    unclear = set(asked)
    places = [place for place, text in enumerate(cells.texts) if text in unclear]
    first = readings[cells.texts[places[0]]]
    why = problem("ambiguous date", day_first=first.day_first, month_first=first.month_first, cells=len(places))
    cells.refuse(places[0], Refused(why, mend("say the date order")))
    cells.spoilt.update(place for place, text in enumerate(cells.texts) if text in readings)


def _month_first(form: str) -> str:
    return form.replace("DD", "?").replace("MM", "DD").replace("?", "MM")


def _mixed(form: str) -> Refused:
    return Refused(problem("mixed date formats", form=form), mend("use one date format", form=form))
