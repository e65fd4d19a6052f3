"""Pictures of a page: bars and diamonds on a line of time, and the curve. Drawn without a library: a few rectangles.

Places are shares of the width, so that a picture is as wide as the page and its text never shrinks. Colours come from
the style sheet, in light and in dark.
"""

from __future__ import annotations

from collections.abc import Iterable

from makegood.cli.report.board import Board, Row
from makegood.cli.report.histogram import Histogram
from makegood.cli.report.markup import Markup, tag, together
from makegood.cli.report.timeline import Place, Tick

ROW = 24
TALLEST = 400
"""Lines of the grid are drawn so long; a row shows as much of them as it is high."""
HALF = 7
"""Half of a diamond."""
PLOT = 150
"""Height of the curve in pixels, of which bars take what is below :data:`ROOM`."""
ROOM = 26
NOW_TAKES = 26.0
"""Share of the axis that the word for today takes, and half of the next date."""
NOW_TAKES_NARROW = 40.0
RIGHT_HALF = 50.0
"""From here on a label stands left of its place, so that it stays within the picture."""


def axis(board: Board, today: str) -> Markup:
    """Draw the dates above the board, and keep the lines that each row repeats."""
    lines = together(*(_upright(tick.at, "grid") for tick in board.ticks), _upright(board.today, "today"))
    near = [tick for tick in board.ticks if tick.at - board.today > NOW_TAKES]
    return tag(
        "svg",
        tag("defs", tag("g", lines, id="grid")),
        *(
            tag("text", tick.text, x=_percent(tick.at), y=11, class_=_rank(number, tick.at - board.today))
            for number, tick in enumerate(near)
        ),
        tag("text", today, x=_percent(board.today), y=11, class_="now"),
        class_="line",
        width="100%",
        height=14,
        aria_hidden="true",
    )


def _rank(number: int, after_today: float) -> str | None:
    """Tell which dates a narrow axis leaves out: those close to the word for today, and every other one."""
    return "spare" if number % 2 or after_today < NOW_TAKES_NARROW else None


def timeline(row: Row) -> Markup:
    """Draw one promise of the board; what it shows stands in words beside it."""
    bar = row.bar
    bars = () if bar is None else (_rect(bar.start, bar.end, "p5"), _rect(bar.dark_start, bar.dark_end, "p50"))
    return tag(
        "svg",
        tag("use", href="#grid"),
        *bars,
        _diamond(row.diamond, row.badge.status),
        class_="line",
        width="100%",
        height=ROW,
        aria_hidden="true",
    )


def curve(histogram: Histogram) -> Markup:
    """Draw the curve of a promise, cut by the line of the agreed date."""
    at = 100 * histogram.split / len(histogram.heights)
    return tag(
        "svg",
        tag("title", histogram.description),
        *_bars(histogram),
        tag("rect", x=0, y=PLOT, width="100%", height=1, class_="base"),
        *_dates(histogram.ticks),
        *_marks(histogram.marks),
        tag("line", x1=_percent(at), x2=_percent(at), y1=4, y2=PLOT, class_="agreed"),
        _label(at, 14, f"{histogram.agreed} · {histogram.in_time}", "agreed"),
        class_="curve",
        width="100%",
        height=PLOT + 40,
        role="img",
    )


def _bars(histogram: Histogram) -> Iterable[Markup]:
    width = 100 / len(histogram.heights)
    for number, height in enumerate(histogram.heights):
        if height:
            pixels = max(1.0, round(height * (PLOT - ROOM), 1))
            yield tag(
                "rect",
                x=_percent(number * width),
                width=_percent(width),
                y=round(PLOT - pixels, 1),
                height=pixels,
                class_="early" if number < histogram.split else "late",
            )


def _dates(ticks: Iterable[Tick]) -> Iterable[Markup]:
    for tick in ticks:
        yield tag("text", tick.text, x=_percent(tick.at), y=PLOT + 16, class_="date")


def _marks(marks: tuple[Tick, ...]) -> Iterable[Markup]:
    """Mark P50 and P85 below the dates, the earlier one to the left so that they never meet."""
    for number, mark in enumerate(marks):
        first = number == 0
        leftmost = mark.at < 22
        yield tag("line", x1=_percent(mark.at), x2=_percent(mark.at), y1=PLOT - 6, y2=PLOT + 34, class_="mark")
        yield _side(mark.at, PLOT + 34, mark.text, "mark", left=(first and not leftmost) or mark.at > 85)


def _label(at: float, y: float, text: str, look: str) -> Markup:
    return _side(at, y, text, look, left=at > RIGHT_HALF)


def _side(at: float, y: float, text: str, look: str, *, left: bool) -> Markup:
    anchor, off = ("end", -5) if left else ("start", 5)
    return tag("text", text, x=_percent(at), dx=off, y=y, text_anchor=anchor, class_=look)


def _rect(start: float, end: float, look: str) -> Markup:
    width = max(0.4, round(end - start, 2))
    return tag("rect", x=_percent(start), width=_percent(width), y=ROW / 2 - 4, height=8, rx=4, class_=look)


def _diamond(place: Place, status: str) -> Markup:
    """Draw the agreed date; an arrow where it lies beyond the line."""
    middle = ROW // 2
    corners = {
        0: f"M0 {middle - HALF}l{HALF} {HALF}l-{HALF} {HALF}l-{HALF}-{HALF}z",
        -1: f"M4 {middle}l9-{HALF}v{2 * HALF}z",
        1: f"M-4 {middle}l-9-{HALF}v{2 * HALF}z",
    }
    shape = tag("path", d=corners[place.beyond], class_=f"due {status}")
    return tag("svg", shape, x=_percent(place.at), overflow="visible")


def _upright(at: float, look: str) -> Markup:
    return tag("line", x1=_percent(at), x2=_percent(at), y1=-12, y2=TALLEST, class_=look)


def _percent(share: float) -> str:
    return f"{share:.2f}".rstrip("0").rstrip(".") + "%"
