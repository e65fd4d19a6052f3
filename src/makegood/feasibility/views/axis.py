"""Where days are on the time axis of the board, in percent of its width."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import formats
from django.utils.translation import gettext as _

from makegood.feasibility.queries import OutlookRow

BEFORE = 7
"""Days before today that the axis begins at."""
LEAST_WIDTH = 0.4
"""Percent that a bar has at least, or nobody sees it."""
MARGIN = 1.6
"""Percent at both ends that the sign of a date keeps free, so that it is seen whole."""
MONTH_DAYS = 30.44
MOST_TICKS = 12


@dataclass(frozen=True, slots=True)
class Tick:
    """The first of a month on the axis."""

    x: str
    name: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A promise on the axis: from P5 to P95, from P50 to P85, and the date that was promised; all in percent."""

    begin: str
    width: str
    middle: str
    middle_width: str
    promised: str
    says: str


class Axis:
    """Days from a week before ``today`` on, over some months."""

    def __init__(self, today: date, months: int) -> None:
        """Lay the axis."""
        self.first = today - timedelta(days=BEFORE)
        self.days = round(MONTH_DAYS * months) + BEFORE
        self.today = self._x(today)
        self._months = months

    @property
    def ticks(self) -> Iterator[Tick]:
        """Yield the months, few enough to be read."""
        step = max(1, -(-self._months // MOST_TICKS))
        last = self.first + timedelta(days=self.days)
        month = self.first.year * 12 + self.first.month
        while (day := date(month // 12, month % 12 + 1, 1)) < last:
            yield Tick(self._x(day), formats.date_format(day, "M Y" if day.month == 1 else "M"))
            month += step

    def bar(self, row: OutlookRow) -> Bar:
        """Return where a promise is."""
        last = self.first + timedelta(days=self.days)
        begin, end = self._place(row.p05), self._place(row.p95 or (last if row.p05 else None))
        middle, middle_end = self._place(row.p50), self._place(row.p85 or (last if row.p50 else None))
        return Bar(
            begin=_percent(begin),
            width=_percent(max(end - begin, LEAST_WIDTH) if row.p05 and begin < 100 else 0),
            middle=_percent(middle),
            middle_width=_percent(max(middle_end - middle, LEAST_WIDTH) if row.p50 and middle < 100 else 0),
            promised=_percent(min(100 - MARGIN, max(MARGIN, self._place(row.due)))),
            says=_says(row),
        )

    def _x(self, day: date) -> str:
        return _percent(self._place(day))

    def _place(self, day: date | None) -> float:
        if day is None:
            return 0.0
        return min(100.0, max(0.0, 100 * (day - self.first).days / self.days))


def _percent(share: float) -> str:
    return f"{share:.2f}%"


def _says(row: OutlookRow) -> str:
    due = formats.date_format(row.due, "DATE_FORMAT")
    if row.p50 is None:
        return _("promised for %(due)s") % {"due": due}
    known = {
        "due": due,
        "p50": formats.date_format(row.p50, "DATE_FORMAT"),
        "p85": formats.date_format(row.p85, "DATE_FORMAT") if row.p85 else _("beyond what is simulated"),
    }
    return _("promised for %(due)s; as likely as not by %(p50)s, safe by %(p85)s") % known
