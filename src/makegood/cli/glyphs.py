"""The signs that the terminal draws with, and plain ones where its encoding has no others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the verbs of the server draw too, and load no mathematics
    from makegood.engine.results import Status


@dataclass(frozen=True, slots=True)
class Glyphs:
    """One set of signs. Every status has a shape of its own, so that nobody needs colours to tell them apart."""

    marks: Mapping[Status, str]
    filled: str
    empty: str
    heights: str
    """Parts of a column from lowest to full."""
    late_heights: str
    """The same for what is late; told apart without colours where the signs allow it."""
    line: str
    axis: str
    corner: str
    point: str
    small_point: str
    tick: str
    bullet: str
    arrow: str
    up: str
    down: str
    long_dash: str
    diamond: str
    separator: str
    ellipsis: str
    dash: str
    minus: str
    unreadable: str
    """Stands for a control character."""

    @property
    def all_signs(self) -> str:
        """Every sign in one text, to try whether an encoding has them."""
        others = (self.filled, self.empty, self.heights, self.late_heights, self.line, self.axis, self.tick)
        points = (self.corner, self.point, self.small_point)
        writing = (
            self.bullet,
            self.arrow,
            self.up,
            self.down,
            self.long_dash,
            self.diamond,
            self.separator,
            self.ellipsis,
            self.dash,
            self.minus,
            self.unreadable,
        )
        return "".join((*self.marks.values(), *others, *points, *writing))


UNICODE = Glyphs(
    marks=MappingProxyType({"red": "▲", "amber": "◆", "green": "✓", "unknown": "?", "accepted": "●"}),
    filled="━",
    empty="─",
    heights="▁▂▃▄▅▆▇█",
    late_heights="▁▂▃▄▅▆▇█",
    line="│",
    axis="─",
    corner="└",
    point="●",
    small_point="○",
    tick="┴",
    bullet="•",
    arrow="→",
    up="↑",
    down="↓",
    long_dash="—",
    diamond="◆",
    separator=" · ",
    ellipsis="…",
    dash="–",
    minus="−",
    unreadable="·",
)
ASCII = Glyphs(
    marks=MappingProxyType({"red": "!", "amber": "*", "green": "+", "unknown": "?", "accepted": "="}),
    filled="#",
    empty="-",
    heights=".#",
    late_heights=".x",
    line="|",
    axis="-",
    corner="+",
    point="O",
    small_point="o",
    tick="+",
    bullet="*",
    arrow="->",
    up="^",
    down="v",
    long_dash="-",
    diamond="*",
    separator=" - ",
    ellipsis="...",
    dash="-",
    minus="-",
    unreadable=".",
)


def glyphs_for(encoding: str | None) -> Glyphs:
    """Return the signs that ``encoding`` can write."""
    try:
        UNICODE.all_signs.encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return ASCII
    return UNICODE
