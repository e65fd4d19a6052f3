"""The reliability diagram in characters: what was said from left to right, what happened upwards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from makegood.cli.glyphs import Glyphs
from makegood.engine.reliability import ReliabilityPoint

ROWS = 11
COLUMNS = 41
LABEL = 6
"""Columns of "100 % "."""
FEW = 0.02
"""Share of the forecasts below which a point is drawn small."""


def reliability_lines(points: Sequence[ReliabilityPoint], glyphs: Glyphs, percent: Sequence[str]) -> Iterator[str]:
    """Yield the lines of the diagram; ``percent`` has 0, 50 and 100 % as the reader writes them."""
    grid = [[" "] * COLUMNS for _ in range(ROWS)]
    for column in range(COLUMNS):
        grid[_row(column / (COLUMNS - 1))][column] = glyphs.unreadable
    total = sum(point.n for point in points)
    for point in sorted(points, key=lambda each: each.n):
        sign = glyphs.point if point.n >= FEW * total else glyphs.small_point
        grid[_row(point.observed)][round(point.p * (COLUMNS - 1))] = sign
    labels = {0: percent[2], ROWS // 2: percent[1], ROWS - 1: percent[0]}
    for number, cells in enumerate(grid):
        yield f"{labels.get(number, ''):>{LABEL - 1}} {glyphs.line}" + "".join(cells)
    yield " " * LABEL + glyphs.corner + glyphs.axis * COLUMNS
    half = COLUMNS // 2
    axis = f"{percent[0]:<{half - 1}}{percent[1]:<{half - 1}}{percent[2]:>{COLUMNS - 2 * half + 2}}"
    yield " " * (LABEL + 1) + axis


def _row(share: float) -> int:
    return ROWS - 1 - round(share * (ROWS - 1))
