"""Tables of teams, capacity, absences, attributes and measurements: the columns that the terminal reads, read alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from makegood.engine.results import Message
from makegood.files.cells import Cells, Reading
from makegood.files.columns import SHEETS, Column, Measurements
from makegood.files.journal import Journal
from makegood.phrases import sentence
from makegood.tables import imports as tables
from makegood.tables.imports import Table, folded_heading

REFERENCE: Column[str] = Column(
    "reference", Measurements.measure.form, "how whoever measured it names it", also=("id", "ticket", "nummer")
)
COLUMNS: Mapping[str, tuple[Column[Any], ...]] = {
    **{kind: SHEETS[kind].columns for kind in ("teams", "capacity", "absences", "attributes")},
    "measurements": (*SHEETS["measurements"].columns, REFERENCE),
}
"""The columns of each kind of table, by its name as a file."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a cell."""

    field: str
    why: Message
    how: Message

    def said(self, language: str) -> str:
        """Return it in words, with how to mend it."""
        return f"{sentence('problem', self.why, language)}; {sentence('mend', self.how, language)}"


@dataclass(frozen=True, slots=True)
class Reads:
    """What the rows of a table say: values by column, None for what is blank or wrong, and what is wrong by place."""

    values: Mapping[str, Sequence[Any]]
    faults: Mapping[int, Fault]


def headings_of(kind: str) -> dict[str, tuple[str, ...]]:
    """Return how the columns of a kind of table may be headed."""
    return {
        column.name: tuple(dict.fromkeys(folded_heading(one) for one in (column.name, *column.also)))
        for column in COLUMNS[kind]
    }


def read_table(content: bytes, name: str, kind: str) -> Table:
    """Return the rows of a CSV file or of a workbook's first sheet; UnreadableTable."""
    return tables.read_table(content, name, headings_of(kind))


def read_values(
    kind: str, rows: Sequence[tuple[int, Sequence[str]]], mapping: Mapping[str, int], *, today: date, zone: str
) -> Reads:
    """Read the cells as the terminal reads those of a file: a whole column at once, so that dates are told apart."""
    journal = _Faults()
    reading = Reading(today, zone, None, journal)
    places = range(len(rows))
    values = {}
    for column in COLUMNS[kind]:
        if column.name in mapping:
            at = mapping[column.name]
            texts = [cells[at].strip() if at < len(cells) else "" for _number, cells in rows]
            values[column.name] = column.form.read(Cells(reading, kind, column.name, None, places, texts))
    return Reads(values, {place: faults[0] for place, faults in journal.found.items()})


class _Faults(Journal):
    """A journal that keeps every fault of every row: each goes back to whoever sent it."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[int, list[Fault]] = defaultdict(list)

    def refuse(
        self,
        file: str,  # noqa: ARG002  # as the terminal's journal has it
        why: Message,
        how: Message,
        *,
        row: int | None = None,
        column: str | None = None,
        value: str | None = None,  # noqa: ARG002  # see above
    ) -> None:
        """Keep what is wrong with a row."""
        self.found[row or 0].append(Fault(column or "", why, how))
