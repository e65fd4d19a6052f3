"""The picture of the terminal: what the command really prints, as SVG without anything fetched from elsewhere."""

from __future__ import annotations

import io

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

from _generate.running import output_of

WIDTH = 104
COMMAND = ("check", "demo", "--as-of", "2026-11-23")
LINES = 25
"""Lines shown; the rest of the output is cut off, and seen to be."""

NIGHT = TerminalTheme(
    background=(22, 27, 34),
    foreground=(222, 228, 236),
    normal=[
        (72, 79, 88),
        (255, 123, 114),
        (87, 211, 168),
        (242, 190, 92),
        (121, 192, 255),
        (210, 168, 255),
        (86, 212, 221),
        (201, 209, 217),
    ],
    bright=[
        (139, 148, 158),
        (255, 161, 152),
        (126, 231, 191),
        (255, 214, 130),
        (165, 214, 255),
        (226, 197, 255),
        (139, 233, 240),
        (240, 246, 252),
    ],
)
EDGE = 2
"""Columns left free at the right, because a reader's font may be a little wider than ours."""
FRAME = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<title>makegood check demo</title>
<style>
.{unique_id}-matrix {{ font-family: ui-monospace, 'Cascadia Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace;
  font-size: {char_height}px; line-height: {line_height}px; }}
{styles}
</style>
<defs><clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" /></clipPath>{lines}</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def terminal_picture() -> str:
    """Return the picture of ``makegood check demo`` in a terminal of :data:`WIDTH` columns."""
    terminal = {"COLUMNS": str(WIDTH), "LINES": "60", "FORCE_COLOR": "1", "NO_COLOR": "", "TERM": "xterm-256color"}
    printed = _cut(output_of(*COMMAND, variables=terminal))
    shown = Text.assemble(("$ makegood " + " ".join(COMMAND) + "\n\n", "bold"), Text.from_ansi(printed))
    console = Console(record=True, width=WIDTH + EDGE, file=io.StringIO(), legacy_windows=False)
    console.print(shown, soft_wrap=True)
    return console.export_svg(title="", theme=NIGHT, code_format=FRAME, unique_id="terminal")


def _cut(text: str) -> str:
    lines = text.splitlines()
    return "\n".join([*lines[:LINES], "…"] if len(lines) > LINES else lines)
