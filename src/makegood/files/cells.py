"""One column of a file on its way into values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from makegood.files.dates import DateOrder
from makegood.files.journal import Journal
from makegood.files.refusals import Refused


@dataclass(frozen=True, slots=True)
class Reading:
    """What holds for every file of one reading: the day, what is known of dates and zones, and the journal."""

    as_of: date
    company_zone: str
    date_order: DateOrder | None
    """Decides columns in which both orders of day and month fit; None: such a column is an error."""
    journal: Journal

    def __post_init__(self) -> None:
        """Raise ``ZoneInfoNotFoundError`` at once for a zone that isn't known, and not at the first moment read."""
        ZoneInfo(self.company_zone)


@dataclass(frozen=True, slots=True)
class Cells:
    """The texts of one column with all that a form needs to read them, and where to say what is wrong."""

    reading: Reading
    file: str
    column: str
    delimiter: str | None
    """The file's; None for a sheet of a workbook."""
    rows: Sequence[int]
    texts: Sequence[str]
    spoilt: set[int] = field(default_factory=set)
    """Places in ``texts`` (not row numbers) that can't be used; shared by the columns of a sheet."""

    def refuse(self, place: int, refused: Refused) -> None:
        """Write the refusal of the value at ``place`` in the journal and spoil its row."""
        self.spoilt.add(place)
        value = self.texts[place]
        self.reading.journal.refuse(
            self.file, refused.why, refused.how, row=self.rows[place], column=self.column, value=value
        )

    def refuse_all(self, refusals: dict[str, Refused]) -> None:
        """Refuse every cell whose text is a key of ``refusals``."""
        if refusals:
            for place, text in enumerate(self.texts):
                if text in refusals:
                    self.refuse(place, refusals[text])
