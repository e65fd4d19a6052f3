"""The page of a best set: what to do, what it saves and costs, who wins and who loses, and what was ruled out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text

from makegood.cli.later_orders import LaterOrders, render_later_orders
from makegood.cli.layout import Column, fit, paragraph, table
from makegood.cli.render_promise import after_blank, titled
from makegood.cli.render_summary import render_header
from makegood.cli.view import HEADING, QUIET, STYLES, View
from makegood.engine.best import BestSet, Demands, RuledOut, Shortfall
from makegood.engine.changes import promise_of
from makegood.engine.scenarios import Effect, Scenario
from makegood.phrases.changes import change_message

INDENT = "  "
SHOWN = 8


def render_options(
    view: View, demands: Demands, best: BestSet, shortfalls: Sequence[Shortfall], orders: LaterOrders
) -> Iterator[Text]:
    """Yield the page, part by part with an empty line between."""
    yield from render_header(view)
    yield from render_later_orders(view, orders)
    parts = [
        _summary(view, demands, best, shortfalls),
        titled(view, view.say("What to do"), _chosen(view, best)),
        titled(view, view.say("Who wins"), _moved(view, best.effect.winners, "green")),
        titled(view, view.say("Who loses"), _losers(view, best)),
        titled(view, view.say("What was ruled out, and why"), _ruled_out(view, best.ruled_out)),
        _verified(view, best),
    ]
    for part in parts:
        yield from after_blank(part)


def _summary(view: View, demands: Demands, best: BestSet, shortfalls: Sequence[Shortfall]) -> Iterator[Text]:
    """Yield the answer in a sentence or two, and first what can't be met."""
    width = view.terminal.prose_width
    for one in shortfalls:
        said = view.say(
            "Out of reach: {promise} at {wanted:percent}. Under these demands {attainable:percent} is the most.",
            promise=one.promise,
            wanted=one.wanted,
            attainable=one.attainable,
        )
        yield from paragraph(said, width, style=STYLES["red"])
    yield from paragraph(_answer(view, best), width, style=HEADING)
    explained = view.say(
        "Expected value lost is value times the chance of breaking the promise times the weight of the customer's tier,"
        " and what is given up."
    )
    yield from paragraph(explained, width, style=QUIET)
    if demands.budget is not None:
        yield view.text(view.say("Budget: {budget}.", budget=_money(view, demands.budget)), QUIET)


def _answer(view: View, best: BestSet) -> str:
    before, saved, cost = best.effect.lost_before, best.effect.saved, best.cost
    if not best.chosen:
        return view.say("Nothing that was tried saves more than it costs.")
    if not cost:
        return view.say(
            "{saved} of {before} expected to be lost can be saved, without spending.",
            saved=_money(view, saved),
            before=_money(view, before),
        )
    return view.say(
        "{saved} of {before} expected to be lost can be saved for {cost}.",
        saved=_money(view, saved),
        before=_money(view, before),
        cost=_money(view, cost),
    )


def _chosen(view: View, best: BestSet) -> Iterator[Text]:
    for option in best.chosen:
        cost = "" if not option.cost else view.say(" Costs {cost}.", cost=_money(view, option.cost))
        for line in _said(view, option):
            yield from paragraph(f"{line}{cost}", view.terminal.prose_width, indent=INDENT, hanging=INDENT * 2)


def _said(view: View, option: Scenario) -> Iterator[str]:
    """Yield each change of an option as a sentence, behind the promise that it alters."""
    for change in option.changes:
        promise, sentence = promise_of(change), view.sentence("remedy", change_message(change))
        yield sentence if promise is None else f"{view.terminal.safe(promise)}: {sentence}"


def _losers(view: View, best: BestSet) -> Iterator[Text]:
    if best.chosen and not best.effect.losers:
        yield view.text(INDENT + view.say("Nobody: no other promise gets less likely."))
        return
    yield from _moved(view, best.effect.losers, "red")


def _moved(view: View, effects: Sequence[Effect], style: str) -> Iterator[Text]:
    shown = effects[:SHOWN]
    if not shown:
        return
    arrow = view.terminal.glyphs.arrow
    shares = [
        f"{view.share(None if each.before is None else each.before.p_kept)} {arrow} {view.share(each.after.p_kept)}"
        for each in shown
    ]
    columns = [
        Column("", [view.text(each.promise) for each in shown], least=8),
        Column("", [view.text(share, "green" if style == "green" else STYLES["red"]) for share in shares]),
        Column("", [view.text(each.customer, QUIET) for each in shown], least=10),
    ]
    widths = fit(columns, view.terminal.prose_width - len(INDENT)) or [column.minimum for column in columns]
    yield from table(columns, widths, view.terminal.glyphs.ellipsis, indent=len(INDENT))
    if rest := len(effects) - len(shown):
        more = view.say_plural("{count} more; --json lists all", "{count} more; --json lists all", rest)
        yield view.text(INDENT + more, QUIET)


def _ruled_out(view: View, ruled_out: Sequence[RuledOut]) -> Iterator[Text]:
    for out in ruled_out:
        why = view.label("ruled out", out.reason, subject=out.subject)
        line = f"{' '.join(_said(view, out.option))} {why}"
        yield from paragraph(line, view.terminal.prose_width, indent=INDENT, hanging=INDENT * 2, style=QUIET)


def _verified(view: View, best: BestSet) -> Iterator[Text]:
    said = (
        view.say("All of it together was simulated, and so was all that differs from it by one option.")
        if best.agreed
        else view.say("All of it together was simulated, but the search ran out of rounds: a better set may exist.")
    )
    yield from paragraph(said, view.terminal.prose_width, style=QUIET)


def _money(view: View, amount: float) -> str:
    """Write an amount, in the currency of the promises where they have but one."""
    currencies = {promise.currency or "" for promise in view.portfolio.promises if promise.value}
    return view.language.rough_money(amount, currencies.pop() if len(currencies) == 1 else "")
