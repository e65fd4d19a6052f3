"""A table read into typed columns, with helpers for what must hold within and between tables."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, TypeVar

from makegood.files.cells import Cells, Reading
from makegood.files.columns import SHEETS, Column, SheetSpec
from makegood.files.errors import mend, problem
from makegood.files.headings import read_otherwise
from makegood.files.names import Names
from makegood.files.refusals import Refused
from makegood.files.tables import Table

Value = TypeVar("Value")
_LIKE_A_HEADING = 0.65
"""Of 1: headings are short and few, so that two letters swapped in three are still seen to be meant."""
NO_ATTRIBUTES: Mapping[str, str] = MappingProxyType({})


class Sheet:
    """The values of one table by column. Rows are addressed by *place*, from 0; ``spoilt`` ones can't be used."""

    def __init__(self, name: str, table: Table | None, reading: Reading, *, given: bool) -> None:
        """Read ``table``, which is None where it isn't there (``given`` False) or couldn't be read (True)."""
        self.spec: SheetSpec = SHEETS[name]
        self.reading = reading
        self.given = given
        self.spoilt: set[int] = set()
        self._table = self._with_known_names(table or Table(name, name + ".csv"))
        self.file = self._table.file
        self.readable = (table is not None or not given) and self._has_needed_columns()
        self._values: dict[str, Sequence[Any]] = {}
        for column in self.spec.columns:
            self._values[column.name] = self._read(column) if self.readable else []
        self._note_unknown_columns()

    def __len__(self) -> int:
        """Count the rows, spoilt ones included; none where the table can't be read."""
        return len(self._table.rows) if self.readable else 0

    def get(self, column: Column[Value]) -> Sequence[Value | None]:
        """Return the values of ``column``, None for blank cells and refused ones."""
        return self._values[column.name]

    def need(self, column: Column[Value]) -> Sequence[Value]:
        """Return the values of a needed column or of one of texts: in rows that aren't spoilt there is always one."""
        return self._values[column.name]

    def texts(self, column: Column[Value]) -> Sequence[str]:
        """Return the cells of ``column`` as they stand in the file; none where the table can't be read."""
        if not self.readable:
            return []
        cells = self._table.columns.get(column.name)
        return [""] * len(self) if cells is None else cells

    def row(self, place: int) -> int:
        """Return the row number that the user sees."""
        return self._table.rows[place]

    @property
    def columns(self) -> frozenset[str]:
        """Names of the columns that are there, folded; none of an empty table."""
        return frozenset(self._table.columns)

    @property
    def from_workbook(self) -> bool:
        """True for a sheet of a workbook."""
        return self._table.delimiter is None

    def cells(self, column: Column[Any]) -> Cells:
        """Return the raw cells of ``column``; refusing one of them spoils its row here."""
        texts = self.texts(column)
        return Cells(self.reading, self.file, column.name, self._table.delimiter, self._table.rows, texts, self.spoilt)

    def refuse(self, place: int, column: Column[Any], refused: Refused) -> None:
        """Refuse the cell of ``column`` at ``place``, which spoils the row."""
        self.cells(column).refuse(place, refused)

    def refuse_duplicates(self, column: Column[Any], keys: Sequence[Hashable]) -> None:
        """Refuse each row whose key, one a row, an earlier row has; the earlier one is named."""
        if len(set(keys)) == len(keys):
            return
        first: dict[Hashable, int] = {}
        for place, key in enumerate(keys):
            earlier = first.setdefault(key, place)
            if earlier != place and self.texts(column)[place]:
                why = problem("duplicate", row=self.row(earlier))
                self.refuse(place, column, Refused(why, mend("remove or rename")))

    def refuse_unknown(self, column: Column[str], known: Names, code: str) -> None:
        """Refuse each cell of ``column`` that isn't among ``known`` names, as the problem ``code``."""
        cells = self.cells(column)
        unknown = sorted(known.unknown(cells.texts))
        cells.refuse_all({name: Refused(problem(code), known.mend(name)) for name in unknown})

    def refuse_earlier(self, later: Column[Any], earlier: Column[Any]) -> None:
        """Refuse each date in the column ``later`` that lies before the one in ``earlier``."""
        pairs = zip(self.get(later), self.get(earlier), strict=True)
        for place, (second, first) in enumerate(pairs):
            if second is not None and first is not None and second < first:
                why = problem("earlier than", other=earlier.name, date=first)
                self.refuse(place, later, Refused(why, mend("write a later date")))

    def refuse_without(self, column: Column[Any], other: Column[Any]) -> None:
        """Refuse each value of ``column`` in a row where ``other`` is blank."""
        for place, (text, other_text) in enumerate(zip(self.texts(column), self.texts(other), strict=True)):
            if text and not other_text:
                why = problem("needs other column", other=other.name)
                self.refuse(place, column, Refused(why, mend("fill the other column", other=other.name)))

    def attributes(self) -> list[Mapping[str, str]]:
        """Return, for each row, what stands in unknown columns, by their names as the user writes them."""
        titles = [self._table.titles[name] for name in self._unknown()]
        if not titles:
            return [NO_ATTRIBUTES] * len(self)
        columns = [self._table.columns[name] for name in self._unknown()]
        return [
            MappingProxyType({title: cell for title, cell in zip(titles, cells, strict=True) if cell})
            for cells in zip(*columns, strict=True)
        ]

    def _with_known_names(self, table: Table) -> Table:
        """Return ``table`` with headings in other words under the columns' names, and say so."""
        others = read_otherwise(self.spec, table.columns)
        for heading, column in others.items():
            self.reading.journal.note(table.file, "heading read as", heading=table.titles[heading], column=column)
        return table.renamed(others) if others else table

    def _unknown(self) -> list[str]:
        known = {column.name for column in self.spec.columns}
        return [name for name in self._table.columns if name not in known]

    def _note_unknown_columns(self) -> None:
        known = Names((column.name for column in self.spec.columns), listed_in="", least_likeness=_LIKE_A_HEADING)
        code = "column kept as attribute" if self.spec.keeps_attributes else "column ignored"
        for name in self._unknown():
            title, suggestion = self._table.titles[name], known.nearest(name)
            self.reading.journal.note(self.file, code, column=title, suggestion=suggestion)

    def _has_needed_columns(self) -> bool:
        """Refuse needed columns that a table with a header lacks; a table without any column is an empty one."""
        if not self._table.columns:
            return True
        missing = [c.name for c in self.spec.columns if c.needed and c.name not in self._table.columns]
        titles = Names(self._unknown(), listed_in="", least_likeness=_LIKE_A_HEADING)
        by_other_words = {c.name: [name for name in c.also if name in self._table.columns] for c in self.spec.columns}
        for name in missing:
            found = next(iter(by_other_words[name]), titles.nearest(name))
            how = (
                mend("rename the column", found=self._table.titles[found], column=name)
                if found
                else mend("add the column", column=name)
            )
            self.reading.journal.refuse(self.file, problem("missing column"), how, column=name)
        return not missing

    def _read(self, column: Column[Value]) -> Sequence[Value | None]:
        cells = self.cells(column)
        if column.needed and "" in cells.texts:
            refused = Refused(problem("missing value"), mend("fill it in"))
            cells.refuse_all({"": refused})
        return column.form.read(cells)
