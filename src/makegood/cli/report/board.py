"""The board: every open promise with its agreed date and its forecast on one line of time, by what it asks of us."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from makegood.cli.render_past import views_in_short
from makegood.cli.report.acts import next_acts
from makegood.cli.report.timeline import Bar, Place, Tick, Timeline, timeline_of
from makegood.cli.table_cells import binding_cell, binding_share_cell, days_off
from makegood.cli.view import View
from makegood.engine.results import PromiseForecast, Status

MOST_ROWS = 300
"""Rows of a board; the rest, on course, is counted. A page of that size still opens at once on a telephone."""
ORDER: tuple[Status, ...] = ("red", "amber", "unknown", "green")
IN_QUESTION: tuple[Status, ...] = ("red", "amber")


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """How likely something holds: a shape, a word and a number, so that the colour is never needed."""

    status: Status
    mark: str
    word: str
    share: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One promise on the board."""

    key: str
    customer: str
    title: str
    badge: Badge
    due: str
    p50: str
    p85: str
    gap: str
    binds: str
    act: str
    views: str
    """What plan and past say apart; empty where there is no history."""
    diamond: Place
    bar: Bar | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The promises of one status, by harm; ``hidden`` more have no row."""

    status: Status
    name: str
    count: int
    rows: tuple[Row, ...]
    hidden: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """All groups that have a promise, and the line of time they share."""

    today: float
    ticks: tuple[Tick, ...]
    groups: tuple[Group, ...]


def board_of(view: View, statuses: Sequence[Status] = ORDER, most_rows: int = MOST_ROWS) -> Board:
    """Return the board of the open promises of ``statuses``, ``most_rows`` of them with a row, the first ones."""
    by_status = {status: [each for each in view.open if each.status == status] for status in statuses}
    shown = [each for promises in by_status.values() for each in promises][:most_rows]
    timeline = timeline_of(view.forecast.as_of, shown)
    groups, room = [], most_rows
    for status, promises in by_status.items():
        if promises:
            groups.append(_group(view, timeline, status, promises, room))
            room = max(0, room - len(promises))
    today = timeline.at(view.forecast.as_of)
    return Board(today=today, ticks=tuple(timeline.ticks(view)), groups=tuple(groups))


def badge_of(view: View, status: Status, p_kept: float | None) -> Badge:
    """Return the badge of a probability."""
    mark = view.terminal.glyphs.marks[status]
    return Badge(status=status, mark=mark, word=view.label("status", status), share=view.share(p_kept))


def _group(view: View, timeline: Timeline, status: Status, promises: Sequence[PromiseForecast], room: int) -> Group:
    rows = tuple(_row(view, timeline, promise) for promise in promises[:room])
    left = len(promises) - len(rows)
    hidden = view.say_plural("{count} more, not listed here", "{count} more, not listed here", left) if left else ""
    return Group(status=status, name=_names(view)[status], count=len(promises), rows=rows, hidden=hidden)


def _names(view: View) -> dict[Status, str]:
    return {
        "red": view.say("In danger"),
        "amber": view.say("Needs an eye"),
        "unknown": view.say("Unknown"),
        "green": view.say("On course"),
    }


def _row(view: View, timeline: Timeline, promise: PromiseForecast) -> Row:
    beyond = promise.curve is not None
    binds = f"{binding_cell(view, promise, short=False).plain} {binding_share_cell(view, promise).plain}".strip()
    return Row(
        key=view.terminal.safe(promise.promise),
        customer=view.terminal.safe(promise.customer),
        title=view.terminal.safe(view.title(promise.promise)),
        badge=badge_of(view, promise.status, promise.p_kept),
        due=view.day(promise.due),
        p50=view.day(promise.p50, beyond=beyond),
        p85=view.day(promise.p85, beyond=beyond),
        gap="" if promise.gap_days is None else days_off(view, promise.gap_days),
        binds=binds,
        act=next(iter(next_acts(view, promise)), "") if promise.status != "green" else "",
        views=views_in_short(view, promise),
        diamond=timeline.place(promise.due),
        bar=timeline.bar(promise),
    )
