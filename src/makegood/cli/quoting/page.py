"""The page of a quote: the wished date, the safe ones, why, whom it would endanger and what would make it safe."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from makegood.cli.later_orders import LaterOrders, render_later_orders
from makegood.cli.layout import Column, fit, paragraph, table
from makegood.cli.quoting.answering import Answered
from makegood.cli.quoting.hours import percentiles
from makegood.cli.quoting.request import QuoteRequest
from makegood.cli.render_curve import render_curve
from makegood.cli.render_past import render_views
from makegood.cli.render_promise import after_blank, render_causes, titled
from makegood.cli.render_remedies import render_remedies
from makegood.cli.render_summary import render_header
from makegood.cli.render_terms import render_terms
from makegood.cli.view import HEADING, QUIET, STYLES, View
from makegood.engine.portfolio import Estimate
from makegood.engine.results import PromiseForecast

INDENT = 2
ENDANGERED_SHOWN = 8


def render_quote(view: View, request: QuoteRequest, answered: Answered, orders: LaterOrders) -> Iterator[Text]:
    """Yield the page, part by part with an empty line between."""
    promise = answered.promise
    yield from render_header(view)
    yield from render_later_orders(view, orders)
    parts = [
        _question(view, request, answered),
        _dates(view, request, promise),
        _reason(view, promise),
        titled(view, view.say("Plan and past"), render_views(view, promise)),
        titled(view, view.say("When it will be done"), render_curve(view, promise)),
        titled(view, view.say("Promised against capable"), render_terms(view, promise)),
        titled(view, view.say("What decides it"), render_causes(view, promise)),
        titled(view, view.say("Whom it would endanger"), _endangered(view, answered)),
        titled(view, view.say("What would make it safe"), render_remedies(view, answered.remedies)),
    ]
    for part in parts:
        yield from after_blank(part)


def _question(view: View, request: QuoteRequest, answered: Answered) -> Iterator[Text]:
    """Yield what was asked, and what the answer is taken from."""
    yield view.heading(view.say("What can we promise?"))
    facts = [] if not answered.promise.customer else [view.terminal.safe(answered.promise.customer)]
    facts.append(view.say("class {number}", number=request.priority_class))
    count = sum(promise.accepted_at is None for promise in answered.portfolio.promises)
    facts.append(view.say("place {place} of {count}", place=answered.promise.place, count=count))
    yield view.text(view.terminal.glyphs.separator.join(facts), QUIET)
    yield from paragraph(_basis(view, answered), view.terminal.prose_width, style=QUIET)


def _basis(view: View, answered: Answered) -> str:
    asked = answered.asked
    match asked.basis:
        case "past":
            return view.say(
                "No work was given, so the answer rests on what became of earlier promises alone. It takes no capacity,"
                " and nobody can say whom it would endanger."
            )
        case "nothing":
            return view.say("No work was given and there is no history, so nobody can say when it will be done.")
    work = view.language.listing([_item(view, item.name, item.estimate) for item in asked.offer.items])
    if asked.basis == "like":
        return view.say("The work is that of {promise}: {work}.", promise=asked.like, work=work)
    return view.say("The work: {work}.", work=work)


def _item(view: View, name: str, estimate: Estimate) -> str:
    _, middle, _ = percentiles(estimate)
    return view.say("{item} {hours:number} h", item=name, hours=middle)


def _dates(view: View, request: QuoteRequest, promise: PromiseForecast) -> Iterator[Text]:
    """Yield the wished date with its probability, and below it the dates that are safe."""
    wished = view.say("The wished date, {wished}", wished=request.wished)
    yield Text.assemble(
        view.text(f"{wished}: ", HEADING),
        view.mark(promise.status),
        view.text(
            "" if promise.p_kept is None else f", {view.say('{share:percent} kept', share=promise.p_kept)}",
            STYLES[promise.status],
        ),
    )
    if promise.curve is None:
        return
    levels = (
        (view.say("even odds"), 0.5, promise.p50),
        (view.say("what we would quote"), 0.85, promise.p85),
        (view.say("nearly sure"), 0.95, promise.p95),
    )
    columns = [
        Column("", [view.text(view.share(share)) for _, share, _ in levels], right=True),
        Column("", [view.text(view.day(day, beyond=True), HEADING) for _, _, day in levels]),
        Column("", [view.text(words, QUIET) for words, _, _ in levels]),
    ]
    yield from _lined_up(view, columns)


def _reason(view: View, promise: PromiseForecast) -> Iterator[Text]:
    if promise.reason is not None and promise.curve is not None:
        yield from paragraph(view.sentence("reason", promise.reason), view.terminal.prose_width)


def _endangered(view: View, answered: Answered) -> Iterator[Text]:
    others = answered.endangers[:ENDANGERED_SHOWN]
    if not answered.asked.offer.items:
        return
    if not others:
        yield view.text(" " * INDENT + view.say("Nobody: no other promise gets less likely by more than two points."))
        return
    falls = [f"{view.share(each.before)} {view.terminal.glyphs.arrow} {view.share(each.after)}" for each in others]
    columns = [
        Column("", [view.text(each.promise) for each in others], least=8),
        Column("", [view.text(fall, STYLES["red"]) for fall in falls]),
        Column("", [view.text(each.customer, QUIET) for each in others], least=10),
    ]
    yield from _lined_up(view, columns)
    if rest := len(answered.endangers) - len(others):
        more = view.say_plural("{count} more; --json lists all", "{count} more; --json lists all", rest)
        yield view.text(" " * INDENT + more, QUIET)


def _lined_up(view: View, columns: list[Column]) -> Iterator[Text]:
    widths = fit(columns, view.terminal.prose_width - INDENT) or [column.minimum for column in columns]
    yield from table(columns, widths, view.terminal.glyphs.ellipsis, indent=INDENT)
