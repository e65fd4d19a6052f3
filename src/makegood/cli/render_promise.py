"""One promise whole: what was said, when it will be done, why, who takes the capacity, what would help."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from rich.text import Text

from makegood.cli.layout import Column, fit, paragraph, side_by_side, table
from makegood.cli.render_curve import render_curve
from makegood.cli.render_past import render_views
from makegood.cli.render_remedies import render_remedies
from makegood.cli.render_terms import render_terms
from makegood.cli.view import HEADING, QUIET, STYLES, View
from makegood.engine.changes import LaterDate
from makegood.engine.portfolio import Promise
from makegood.engine.remedies import Remedy
from makegood.engine.results import PromiseForecast

INDENT = "  "
CAUSES_SHOWN = 4
TAKERS_SHOWN = 5


def render_promise(view: View, promise: PromiseForecast, remedies: Sequence[Remedy]) -> Iterator[Text]:
    """Yield the page of ``promise``, part by part with an empty line between."""
    said = view.promises[promise.promise]
    parts = [
        [*_title(view, promise), *_wording(view, said)],
        _reason(view, promise, remedies),
        titled(view, view.say("Plan and past"), render_views(view, promise)),
        titled(view, view.say("When it will be done"), render_curve(view, promise)),
        titled(view, view.say("Promised against capable"), render_terms(view, promise)),
        titled(view, view.say("What decides it"), render_causes(view, promise)),
        titled(view, view.say("Who takes the capacity first"), _takers(view, promise)),
        titled(view, view.say("What would help"), render_remedies(view, remedies)),
        titled(view, view.say("Findings"), _findings(view, promise)),
    ]
    for number, part in enumerate(part for part in map(list, parts) if part):
        if number:
            yield Text()
        yield from part


def after_blank(lines: Iterator[Text]) -> Iterator[Text]:
    """Yield an empty line before ``lines``, where there are any."""
    for number, line in enumerate(lines):
        if number == 0:
            yield Text()
        yield line


def titled(view: View, title: str, lines: Iterator[Text]) -> Iterator[Text]:
    """Yield ``lines`` under ``title``; nothing where there are none."""
    first = next(lines, None)
    if first is not None:
        yield view.heading(title)
        yield first
        yield from lines


def _title(view: View, promise: PromiseForecast) -> Iterator[Text]:
    name = Text.assemble(
        view.text(promise.promise, HEADING), view.terminal.glyphs.separator, view.text(promise.customer)
    )
    if title := view.title(promise.promise):
        name.append_text(view.text(view.terminal.glyphs.separator + title))
    standing = view.mark(promise.status)
    if promise.p_kept is not None:
        kept = view.say("{share:percent} kept", share=promise.p_kept)
        standing = Text.assemble(standing, view.text(f", {kept}", STYLES[promise.status]))
    yield from side_by_side(name, standing, view.terminal.prose_width, view.terminal.glyphs.ellipsis)


def _wording(view: View, said: Promise) -> Iterator[Text]:
    """Yield the customer's words, then who said it when, who owns it, what it is worth."""
    safe, width, glyphs = view.terminal.safe, view.terminal.prose_width, view.terminal.glyphs
    if said.wording:
        yield from paragraph(safe(view.say("“{wording}”", wording=said.wording)), width)
    for facts in (origin_facts(view, said), standing_facts(view, said)):
        if facts:
            yield from paragraph(safe(glyphs.separator.join(facts)), width, style=QUIET)


def origin_facts(view: View, said: Promise) -> list[str]:
    """Say who promised it, through which channel, when, and who owns it."""
    say, facts = view.say, []
    if said.made_by:
        facts.append(say("said by {person}", person=said.made_by))
    if said.channel:
        facts.append(said.channel)
    if said.made_at:
        facts.append(say("on {day}", day=said.made_at))
    facts.append(say("owner: {owner}", owner=said.owner) if said.owner else say("no owner"))
    return facts


def standing_facts(view: View, said: Promise) -> list[str]:
    """Say what it is worth, how it ranks, and which dates were agreed and told."""
    say, facts = view.say, []
    if said.value is not None:
        facts.append(view.language.money(said.value, said.currency or ""))
    facts.append(say("class {number}", number=said.priority_class))
    if said.tier:
        facts.append(said.tier)
    facts.append(say("agreed date {day}", day=said.due))
    if said.first_due and said.first_due != said.due:
        facts.append(say("first promised for {day}", day=said.first_due))
    if said.told and said.told != said.due:
        facts.append(say("customer last told {day}", day=said.told))
    return facts


def _reason(view: View, promise: PromiseForecast, remedies: Sequence[Remedy]) -> Iterator[Text]:
    width = view.terminal.prose_width
    if promise.reason is not None:
        yield from paragraph(view.sentence("reason", promise.reason), width, style=HEADING)
    if promise.p85 is not None and promise.status != "accepted":
        said = [_about_the_quote(view, promise, promise.p85), *_about_a_later_date(view, promise, remedies)]
        yield from paragraph(" ".join(said), width, style=QUIET)


def _about_the_quote(view: View, promise: PromiseForecast, quoted: date) -> str:
    """Say what the date we would quote means: a share of runs or, with a past, of cases, and only at today's rank."""
    if promise.views is not None and promise.views.outside is not None:
        return view.say(
            "The date we would quote is P85, {p85}: it holds in 85 of 100 cases, as promises are ranked now.",
            p85=quoted,
        )
    return view.say(
        "The date we would quote is P85, {p85}: it holds in 85 of 100 runs, as promises are ranked now.", p85=quoted
    )


def _about_a_later_date(view: View, promise: PromiseForecast, remedies: Sequence[Remedy]) -> Iterator[str]:
    """Warn that a later date may rank lower, and name the one that is safe all the same, where it was found."""
    planned = promise.views is None or promise.views.inside is not None
    if planned and promise.status in {"red", "amber"}:
        yield view.say("Agreed on a later date, this promise can lose its place to others.")
        for remedy in remedies:
            if remedy.safe and isinstance(remedy.change, LaterDate):
                yield view.say("{due} allows for that.", due=remedy.change.due)


def render_causes(view: View, promise: PromiseForecast) -> Iterator[Text]:
    """Yield what bound the date in which share of runs; only where more than one thing did."""
    causes = promise.causes[:CAUSES_SHOWN]
    if len(promise.causes) < 2:
        return
    columns = [
        Column("", [view.text(view.share(cause.share)) for cause in causes], right=True),
        Column("", [view.text(view.label("cause", cause.kind, name=cause.name)) for cause in causes], least=20),
        Column("", [view.text(_days(view, cause.days), QUIET) for cause in causes], right=True),
    ]
    yield from _lined_up(view, columns)


def _days(view: View, days: float) -> str:
    whole = round(days)
    return view.say_plural("{count} day on average", "{count} days on average", whole) if whole else ""


def _takers(view: View, promise: PromiseForecast) -> Iterator[Text]:
    takers = promise.takers[:TAKERS_SHOWN]
    if not takers:
        return
    columns = [
        Column("", [view.text(view.share(taker.share)) for taker in takers], right=True),
        Column("", [view.text(taker.promise or view.say("orders still to come")) for taker in takers], least=24),
        Column("", [view.text(taker.customer or "", QUIET) for taker in takers], least=12),
    ]
    yield from _lined_up(view, columns)


def _findings(view: View, promise: PromiseForecast) -> Iterator[Text]:
    bullet = f"{INDENT}{view.terminal.glyphs.bullet} "
    for finding in promise.findings:
        line = view.sentence("finding", finding)
        yield from paragraph(line, view.terminal.prose_width, indent=bullet, hanging=" " * len(bullet))


def _lined_up(view: View, columns: list[Column]) -> Iterator[Text]:
    room = view.terminal.prose_width - len(INDENT)
    widths = fit(columns, room) or [column.minimum for column in columns]
    yield from table(columns, widths, view.terminal.glyphs.ellipsis, indent=len(INDENT))
