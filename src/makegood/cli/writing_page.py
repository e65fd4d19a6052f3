"""What pages for the terminal have in common: tables, paragraphs and figures in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import isfinite

from rich.text import Text

from makegood.cli.layout import Column, fit, paragraph, table
from makegood.cli.terminal import Terminal

INDENT = 2


class PageWriter:
    """Writes lines for one terminal; what it is given may come from files."""

    def __init__(self, terminal: Terminal) -> None:
        """Write for ``terminal``."""
        self._terminal = terminal
        self._language = terminal.language

    def _table(self, columns: Sequence[Column]) -> Iterator[Text]:
        widths = fit(columns, self._terminal.prose_width - INDENT) or [column.minimum for column in columns]
        yield from table(columns, widths, self._terminal.glyphs.ellipsis, indent=INDENT)

    def _paragraph(self, text: str, style: str, *, indent: int = 0) -> Iterator[Text]:
        space = " " * indent
        yield from paragraph(self._terminal.safe(text), self._terminal.prose_width, indent=space, style=style)

    def _text(self, content: str, style: str = "") -> Text:
        return Text(self._terminal.safe(content), style=style)

    def _figure(self, value: float | None) -> str:
        return self._terminal.glyphs.dash if value is None else self._language.number(value, decimals=3)

    def _points(self, value: float | None) -> str:
        if value is None:
            return self._terminal.glyphs.dash
        return self._language.say("{points} points", points=self._language.number(100 * value, decimals=1))

    def _signed(self, value: float | None) -> str:
        """Write a skill in per cent with its sign, so that a loss is seen as one."""
        if value is None or not isfinite(value):
            return self._terminal.glyphs.dash
        rounded = round(100 * value)
        sign = "+" if rounded > 0 else self._terminal.glyphs.minus if rounded < 0 else ""
        return self._language.say("{points:plain} %", points=f"{sign}{abs(rounded)}")
