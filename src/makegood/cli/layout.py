"""Columns side by side and sentences below one another, to the character."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.cells import cell_len, set_cell_size
from rich.text import Text

GUTTER = 2


@dataclass(frozen=True, slots=True)
class Column:
    """A title and its cells. Only a column with ``least`` may get narrower than its widest cell, down to that."""

    title: str
    cells: Sequence[Text]
    right: bool = False
    least: int | None = None
    gutter: int = GUTTER
    """Columns left free before it, where it is not the first."""

    @property
    def natural(self) -> int:
        """The width that everything in it needs."""
        return max((cell.cell_len for cell in (Text(self.title), *self.cells)), default=0)

    @property
    def minimum(self) -> int:
        """The width below which it doesn't go."""
        return self.natural if self.least is None else min(self.least, self.natural)


def fit(columns: Sequence[Column], width: int) -> list[int] | None:
    """Return the width of each column so that all fit into ``width``; None where they can't.

    The widest column that may still shrink gives first.
    """
    widths = [column.natural for column in columns]
    room = width - sum(column.gutter for column in columns[1:])
    while sum(widths) > room:
        elastic = [place for place, column in enumerate(columns) if widths[place] > column.minimum]
        if not elastic:
            return None
        widths[max(elastic, key=lambda place: widths[place])] -= 1
    return widths


def table(columns: Sequence[Column], widths: Sequence[int], ellipsis: str, *, indent: int = 0) -> Iterator[Text]:
    """Yield the header, where there is one, and a line for each row."""
    if any(column.title for column in columns):
        yield _line([Text(column.title, style="dim") for column in columns], columns, widths, ellipsis, indent)
    for row in zip(*(column.cells for column in columns), strict=True):
        yield _line(row, columns, widths, ellipsis, indent)


def _line(cells: Sequence[Text], columns: Sequence[Column], widths: Sequence[int], ellipsis: str, indent: int) -> Text:
    line = Text(" " * indent)
    for place, (cell, column, width) in enumerate(zip(cells, columns, widths, strict=True)):
        shortened = shorten(cell, width, ellipsis)
        padding = " " * (width - shortened.cell_len)
        line.append(" " * column.gutter if place else "")
        line.append_text(Text(padding) + shortened if column.right else shortened + Text(padding))
    return line


def shorten(cell: Text, width: int, ellipsis: str) -> Text:
    """Return ``cell`` in at most ``width`` columns; what was cut off ends in ``ellipsis``."""
    if cell.cell_len <= width:
        return cell
    kept = set_cell_size(cell.plain, max(0, width - cell_len(ellipsis))).rstrip()
    short = cell.copy()
    short.right_crop(len(cell.plain) - len(kept))
    return Text.assemble(short, (ellipsis, cell.style))


def paragraph(
    text: str, width: int, *, indent: str = "", style: str = "", hanging: str | None = None
) -> Iterator[Text]:
    """Yield ``text`` broken into lines of at most ``width`` columns; no-break spaces hold."""
    following = indent if hanging is None else hanging
    for line in textwrap.wrap(text, width, initial_indent=indent, subsequent_indent=following, break_on_hyphens=False):
        yield Text(line, style=style)


def side_by_side(left: Text, right: Text, width: int, ellipsis: str) -> Iterator[Text]:
    """Yield ``left`` with ``right`` at the other end of the line; below it where there is no room."""
    room = width - left.cell_len - right.cell_len
    if room >= GUTTER:
        yield Text.assemble(left, " " * room, right)
    else:
        yield shorten(left, width, ellipsis)
        yield right
