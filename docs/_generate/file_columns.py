"""The reference of the files, from the same declarations that they are read by."""

from __future__ import annotations

from _generate.markdown import sentence, table
from makegood.files.columns import SHEETS, Column, SheetSpec


def file_columns() -> str:
    """Return a section for each file: what a row is, and its columns."""
    return "\n\n".join(_section(spec) for spec in SHEETS.values())


def blank_cells() -> str:
    """Return a table of what a blank cell stands for, wherever that doesn't go without saying."""
    rows = [
        (f"`{spec.name}.csv`", f"`{column.name}`", column.blank)
        for spec in SHEETS.values()
        for column in spec.columns
        if column.blank
    ]
    return table(("File", "Column", "A blank cell means"), rows)


def _section(spec: SheetSpec) -> str:
    kept = " Other columns are kept with it, as attributes." if spec.keeps_attributes else ""
    rows = [_row(column) for column in spec.columns]
    return f"### {spec.name}.csv\n\n{spec.meaning}{kept}\n\n" + table(("Column", "Meaning", "Form", "Blank"), rows)


def _row(column: Column[object]) -> tuple[str, str, str, str]:
    name = f"**`{column.name}`**" if column.needed else f"`{column.name}`"
    blank = "*needed*" if column.needed else column.blank
    return name, sentence(column.meaning), sentence(column.form.description), blank
