"""Where the terminal's text goes: how wide it is, which signs and colours it has, which language it speaks."""

from __future__ import annotations

import io
import shutil
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

from makegood.cli.glyphs import ASCII, UNICODE, Glyphs, glyphs_for
from makegood.cli.plain_text import breakable, encodable, shown
from makegood.phrases import Language

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

PIPED_WIDTH = 80
LEAST_WIDTH = 40
WIDEST_PROSE = 100
"""Columns beyond which a sentence is hard to follow."""


@dataclass(frozen=True, slots=True)
class Terminal:
    """One stream for people. All text that came from files passes through :meth:`safe` or :meth:`write`."""

    console: Console
    language: Language
    width: int
    glyphs: Glyphs
    encoding: str

    @property
    def prose_width(self) -> int:
        """How wide sentences may get."""
        return min(self.width, WIDEST_PROSE)

    @property
    def watched(self) -> bool:
        """Whether somebody sits before it."""
        return self.console.is_terminal

    def safe(self, text: str) -> str:
        """Return ``text`` harmless and in characters that this terminal has."""
        readable = shown(text, self.glyphs.unreadable)
        return encodable(readable, self.encoding) if self.glyphs is ASCII else readable

    def write(self, lines: Iterable[Text | str]) -> None:
        """Write ``lines`` as they are: nothing is wrapped, cut or read as markup.

        A no-break space has done its work by now and goes out as a plain one, which searches find.
        """
        from rich.text import Text

        for line in lines:
            ready = line.copy() if isinstance(line, Text) else Text(line)
            ready.rstrip()
            ready.plain = breakable(shown(ready.plain, self.glyphs.unreadable))
            self.console.print(ready, soft_wrap=True)


def open_terminal(language: Language, *, color: bool, stream: TextIO | None = None) -> Terminal:
    """Open ``stream`` (standard output) for people; colours only where it is a terminal and nobody objects."""
    from makegood.cli.piped_console import PipedConsole

    file = sys.stdout if stream is None else stream
    width = max(LEAST_WIDTH, shutil.get_terminal_size((PIPED_WIDTH, 24)).columns)
    console = PipedConsole(
        file=file, width=width, no_color=None if color else True, highlight=False, markup=False, emoji=False
    )
    encoding = file.encoding or "ascii"
    return Terminal(console, language, width, glyphs_for(encoding), encoding)


def on_paper(language: Language) -> Terminal:
    """Return what a report's words pass through: every sign, no colours, nobody who watches."""
    from rich.console import Console

    return Terminal(Console(file=io.StringIO()), language, WIDEST_PROSE, UNICODE, "utf-8")
