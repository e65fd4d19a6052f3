"""Pictures of a backtest, drawn without a library: places are shares of the width, the style sheet has the colours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import sqrt

from makegood.cli.backtesting.scorecard import Span, fullest
from makegood.cli.report.markup import Markup, tag
from makegood.engine.outside import Coverage
from makegood.engine.proportions import wilson
from makegood.engine.reliability import ReliabilityPoint
from makegood.phrases import Language

SIDE = 360
"""Height of the reliability diagram in pixels."""
ROOM = 18
"""Left free above it, for the topmost points."""
COUNTS = 44
"""Height of the bars below it that show how often each percentage was said."""
LEAST_RADIUS, RADIUS = 3.0, 9.0
SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)
SKILL_HEIGHT = 150
STRONGEST = 0.05
"""Skill that the picture reaches at least, so that noise doesn't look like news."""


def reliability(
    points: Sequence[ReliabilityPoint], said: Sequence[int], language: Language, description: str
) -> Markup:
    """Draw what was said against what happened, with the intervals of the fullest groups and how often it was said."""
    most = max(point.n for point in points)
    return tag(
        "svg",
        tag("title", description),
        *_grid(language),
        tag("line", x1="0%", y1=_up(0.0), x2="100%", y2=_up(1.0), class_="diagonal"),
        *_steps(points),
        *_pools(points, most),
        *_counts(said),
        width="100%",
        height=ROOM + SIDE + COUNTS + 42,
        role="img",
    )


def _grid(language: Language) -> Iterator[Markup]:
    for share in SHARES:
        yield tag("line", x1="0%", x2="100%", y1=_up(share), y2=_up(share), class_="frame")
        yield tag("line", x1=_percent(share), x2=_percent(share), y1=_up(1.0), y2=_up(0.0), class_="frame")
        side = "left" if share == 0 else "right" if share == 1 else "middle"
        yield tag("text", language.percent(share), x=_percent(share), y=ROOM + SIDE + COUNTS + 18, class_=side)
        if share:
            yield tag("text", language.percent(share), x="0%", dx=4, y=_up(share) + 14, class_="left")
    yield tag("text", language.say("said"), x="50%", y=ROOM + SIDE + COUNTS + 36, class_="middle strong")
    yield tag("text", language.say("happened"), x="0%", dx=4, y=12, class_="left strong")


def _steps(points: Sequence[ReliabilityPoint]) -> Iterator[Markup]:
    """Draw the recalibrated curve: level within a pool, straight between pools."""
    for number, point in enumerate(points):
        if point.high > point.low:
            yield _segment(point.low, point.observed, point.high, point.observed)
        if number + 1 < len(points):
            following = points[number + 1]
            yield _segment(point.high, point.observed, following.low, following.observed)


def _segment(x1: float, y1: float, x2: float, y2: float) -> Markup:
    return tag("line", x1=_percent(x1), y1=_up(y1), x2=_percent(x2), y2=_up(y2), class_="step")


def _pools(points: Sequence[ReliabilityPoint], most: int) -> Iterator[Markup]:
    for point in fullest(points):
        low, high = wilson(point.observed * point.n, point.n)
        yield tag("line", x1=_percent(point.p), x2=_percent(point.p), y1=_up(low), y2=_up(high), class_="whisker")
    for point in points:
        radius = max(LEAST_RADIUS, round(RADIUS * sqrt(point.n / most), 1))
        yield tag("circle", cx=_percent(point.p), cy=_up(point.observed), r=radius, class_="pool")


def _counts(said: Sequence[int]) -> Iterator[Markup]:
    bottom, width, most = ROOM + SIDE + COUNTS, 1 / len(said), max(said)
    for number, count in enumerate(said):
        if count:
            height = max(1.0, round((COUNTS - 10) * count / most, 1))
            left, across = _percent(number * width + 0.002), _percent(width - 0.004)
            yield tag("rect", x=left, width=across, y=bottom - height, height=height, class_="count")


def coverage(percent: int, found: Coverage, language: Language) -> Markup:
    """Draw one percentile: where its share should be, where it was, and how certain that is."""
    was = language.percent(found.share)
    description = language.say("P{percent}: {was} done by then", percent=percent, was=was)
    return tag(
        "svg",
        tag("title", description),
        tag("line", x1="0%", x2="100%", y1=17, y2=17, class_="frame"),
        tag(
            "rect",
            x=_percent(found.low),
            width=_percent(max(0.004, found.high - found.low)),
            y=11,
            height=12,
            rx=4,
            class_="span",
        ),
        tag("line", x1=_percent(percent / 100), x2=_percent(percent / 100), y1=5, y2=29, class_="wanted"),
        tag("circle", cx=_percent(found.share), cy=17, r=5, class_="was"),
        width="100%",
        height=34,
        role="img",
    )


def skill_over_time(spans: Sequence[Span], language: Language, description: str) -> Markup:
    """Draw the skill of each span as a bar, up where the outside view was better than the base rate."""
    told = [span for span in spans if span.skill is not None]
    most = max([STRONGEST, *(abs(span.skill or 0.0) for span in told)])
    width = 100 / len(spans)
    middle = SKILL_HEIGHT / 2
    return tag(
        "svg",
        tag("title", description),
        *_bars(spans, most, width, middle),
        tag("line", x1="0%", x2="100%", y1=middle, y2=middle, class_="zero"),
        tag("text", _signed(most, language), x="0%", y=10, class_="left"),
        tag("text", _signed(-most, language), x="0%", y=SKILL_HEIGHT, class_="left"),
        *_names(spans, width, language),
        width="100%",
        height=SKILL_HEIGHT + 22,
        role="img",
    )


def _bars(spans: Sequence[Span], most: float, width: float, middle: float) -> Iterator[Markup]:
    for number, span in enumerate(spans):
        if span.skill is not None:
            height = max(1.0, round(abs(span.skill) / most * (middle - 12), 1))
            yield tag(
                "rect",
                x=f"{number * width + 0.15 * width:.2f}%",
                width=f"{0.7 * width:.2f}%",
                y=round(middle - height if span.skill >= 0 else middle, 1),
                height=height,
                class_="better" if span.skill >= 0 else "worse",
            )


def _names(spans: Sequence[Span], width: float, language: Language) -> Iterator[Markup]:
    """Name as many spans as there is room for."""
    step = -(-len(spans) // 6)
    for number, span in enumerate(spans):
        if number % step == 0:
            yield tag(
                "text",
                span.named(language),
                x=f"{(number + 0.5) * width:.2f}%",
                y=SKILL_HEIGHT + 18,
                class_="middle",
            )


def even_histogram(counts: Iterable[int], description: str) -> Markup:
    """Draw how many outcomes fell into each tenth of their forecast, with the line that all would reach if even."""
    bars = list(counts)
    total, most, height = sum(bars), max(bars), 110
    width = 100 / len(bars)
    even = height - (height - 14) * total / len(bars) / most
    return tag(
        "svg",
        tag("title", description),
        *(
            tag(
                "rect",
                x=f"{number * width + 0.4:.2f}%",
                width=f"{width - 0.8:.2f}%",
                y=round(height - (height - 14) * count / most, 1),
                height=max(0.5, round((height - 14) * count / most, 1)),
                class_="count",
            )
            for number, count in enumerate(bars)
        ),
        tag("line", x1="0%", x2="100%", y1=round(even, 1), y2=round(even, 1), class_="diagonal"),
        width="100%",
        height=height,
        role="img",
    )


def _signed(share: float, language: Language) -> str:
    return ("+" if share > 0 else "−") + language.percent(abs(share))


def _up(share: float) -> float:
    return round(ROOM + SIDE * (1 - share), 1)


def _percent(share: float) -> str:
    return f"{100 * share:.2f}".rstrip("0").rstrip(".") + "%"
