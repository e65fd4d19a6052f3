"""What the past adds: how much of it is known, how many promises it moves, and the two views of one promise."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from makegood.cli.layout import Column, fit, paragraph, table
from makegood.cli.view import HEADING, QUIET, STYLES, View
from makegood.engine.combined import past_reason
from makegood.engine.results import PromiseForecast, ViewFigures

INDENT = 2
FEWEST_OUTCOMES = 20
"""Outcomes from which promises of one kind are told apart (domain reference, "Forecasting"; a convention)."""


def render_past(view: View) -> Iterator[Text]:
    """Yield a quiet sentence or two on the history behind the figures; nothing where there is none."""
    if view.portfolio.history:
        yield from paragraph(view.terminal.safe(about_the_past(view)), view.terminal.prose_width, style=QUIET)


def about_the_past(view: View) -> str:
    """Say how many outcomes are known, what they do to the figures, and what is missing."""
    completed = view.past.completed
    if not view.past.views:
        return view.say(
            "The history has no outcome known by {as_of}, so the past says nothing.", as_of=view.forecast.as_of
        )
    known = view.say_plural(
        "{count} earlier promise with an outcome", "{count} earlier promises with an outcome", completed
    )
    said = [_without_a_plan(view, known) if not _planned(view) else _moved(view, known)]
    missing = FEWEST_OUTCOMES - completed
    if missing > 0:
        said.append(
            view.say_plural(
                "{count} more outcome, and promises of one kind can be told apart.",
                "{count} more outcomes, and promises of one kind can be told apart.",
                missing,
            )
        )
    return " ".join(said)


def _planned(view: View) -> bool:
    return any(promise.views is not None and promise.views.inside is not None for promise in view.open)


def _without_a_plan(view: View, known: str) -> str:
    return view.say(
        "No work is listed, so the past speaks alone ({known}). Estimates of the work would add what binds each"
        " promise, who takes the capacity first and what would help.",
        known=known,
    )


def _moved(view: View, known: str) -> str:
    both = [p.views for p in view.open if p.views is not None and p.views.inside is not None]
    moved = sum(views.led_by == "outside" for views in both)
    counted = (
        view.say_plural("it moves {count} promise", "it moves {count} promises", moved)
        if moved
        else view.say("it moves no promise")
    )
    return view.say("The past counts ({known}): {moved} by 2 points or more.", known=known, moved=counted)


def render_views(view: View, promise: PromiseForecast) -> Iterator[Text]:
    """Yield plan, past and both with their dates, each a line, and below what became of promises like this one."""
    views = promise.views
    if views is None or promise.status == "accepted":
        return
    rows = [(view.say("Plan"), views.inside), (view.say("Past"), views.outside), (view.say("Both"), _both(promise))]
    if views.inside is None or views.outside is None:
        rows.pop()
    columns = _columns(view, promise, rows)
    room = view.terminal.prose_width - INDENT
    widths = fit(columns, room) or [column.minimum for column in columns]
    yield from table(columns, widths, view.terminal.glyphs.ellipsis, indent=INDENT)
    indent = " " * INDENT
    for line in views_in_words(view, promise):
        yield from paragraph(line, view.terminal.prose_width, indent=indent, style=QUIET)


def views_in_words(view: View, promise: PromiseForecast) -> Iterator[str]:
    """Say why the past says so, where that is not the reason of the whole already, and how much it counts."""
    views = promise.views
    if views is None:
        return
    if views.likeness is None:
        yield view.say("The past has nothing to say about it.")
        return
    told = past_reason(views.likeness)
    if promise.reason is None or promise.reason.code != told.code:
        yield view.sentence("reason", told)
    if views.inside is None:
        yield view.say("No work is listed for it, so the past speaks alone.")
        return
    yield view.say(
        "The past counts {weight:percent}, the plan the rest: {leader}.",
        weight=views.weight,
        leader=view.label("leader", views.led_by),
    )


def views_in_short(view: View, promise: PromiseForecast) -> str:
    """Say both views in a few characters; nothing where there is only the plan."""
    views = promise.views
    if views is None or views.outside is None:
        return ""
    past = view.share(views.outside.p_kept)
    if views.inside is None:
        return view.say("past {past}", past=past)
    return view.say("plan {plan}, past {past}", plan=view.share(views.inside.p_kept), past=past)


def _both(promise: PromiseForecast) -> ViewFigures:
    return ViewFigures(promise.p_kept, promise.p50, promise.p85, promise.p95)


def _columns(view: View, promise: PromiseForecast, rows: list[tuple[str, ViewFigures | None]]) -> list[Column]:
    last = len(rows) - 1
    bold = [HEADING if number == last and len(rows) > 2 else "" for number in range(len(rows))]
    kept = [
        view.text(view.share(None if each is None else each.p_kept), STYLES[promise.status] if bold[number] else "")
        for number, (_, each) in enumerate(rows)
    ]
    return [
        Column("", [view.text(name, bold[number]) for number, (name, _) in enumerate(rows)]),
        Column(view.say("Kept"), kept, right=True),
        *(
            Column(
                title,
                [view.text(_day(view, each, title), bold[number]) for number, (_, each) in enumerate(rows)],
                right=True,
            )
            for title in ("P50", "P85", "P95")
        ),
    ]


def _day(view: View, figures: ViewFigures | None, name: str) -> str:
    if figures is None:
        return view.terminal.glyphs.dash
    day = {"P50": figures.p50, "P85": figures.p85, "P95": figures.p95}[name]
    return view.day(day, beyond=figures.p50 is not None)
