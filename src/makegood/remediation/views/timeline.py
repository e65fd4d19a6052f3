"""A plan on an axis of days: where each action, milestone and message lies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from makegood.remediation.queries import ActionRow, MessageRow, MilestoneRow

WIDTH, LINE, LABEL = 1_000, 26, 300
"""Units of the drawing: how wide it is, how high a line, and how wide the names are."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of the drawing."""

    title: str
    kind: str
    """action, milestone or message"""
    state: str
    """done, late or open"""
    x: int
    width: int
    y: int
    day: date


@dataclass(frozen=True, slots=True)
class Timeline:
    """The whole drawing."""

    bars: tuple[Bar, ...]
    ticks: tuple[tuple[int, date], ...]
    today: int
    due: int | None
    height: int
    label: int = LABEL


def timeline_of(
    actions: Sequence[ActionRow],
    milestones: Sequence[MilestoneRow],
    messages: Sequence[MessageRow],
    due: date | None,
    today: date,
) -> Timeline | None:
    """Return where everything lies, the earliest first; None where there is nothing to draw."""
    rows = [
        *(
            (
                one.due,
                min(one.made_at.date(), one.due),
                one.title,
                "action",
                _state(bool(one.done_at), late=one.is_late),
            )
            for one in actions
        ),
        *(
            (one.due, one.due, one.title, "milestone", _state(bool(one.met_on), late=one.is_missed))
            for one in milestones
        ),
        *((one.on, one.on, one.to_whom, "message", _state(bool(one.told_at), late=one.is_late)) for one in messages),
    ]
    if not rows:
        return None
    rows.sort(key=lambda row: (row[0], row[2]))
    first = min([today, *(row[1] for row in rows)])
    last = max([today, *(row[0] for row in rows), *([due] if due and (due - today).days < 200 else [])])
    days = max((last - first).days, 7)

    def place(day: date) -> int:
        return LABEL + round((WIDTH - LABEL - 20) * (day - first).days / days)

    bars = tuple(
        Bar(title, kind, state, place(begun), max(place(until) - place(begun), 6), 24 + LINE * line, until)
        for line, (until, begun, title, kind, state) in enumerate(rows)
    )
    step = max(7, days // 5 // 7 * 7)
    ticks = tuple((place(first + timedelta(days=day)), first + timedelta(days=day)) for day in range(0, days, step))
    shown = place(due) if due is not None and first <= due <= last else None
    return Timeline(bars, ticks, place(today), shown, 30 + LINE * len(rows))


def _state(is_done: bool, *, late: bool) -> str:
    if is_done:
        return "done"
    return "late" if late else "open"
