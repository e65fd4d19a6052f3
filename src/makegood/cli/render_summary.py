"""The lines above the table: what was looked at, and the answer in one sentence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from rich.text import Text

from makegood.cli.layout import paragraph
from makegood.cli.view import HEADING, QUIET, STYLES, View
from makegood.engine.results import Status

FEWEST_SAMPLES = 64
"""Samples below which a single one weighs so much that shares are said to be coarse (a convention)."""


def render_header(view: View) -> Iterator[Text]:
    """Yield one line: which folder, which day, which samples; and a second one where those are few."""
    forecast, say, separator = view.forecast, view.say, view.terminal.glyphs.separator
    parts = [
        say("as of {as_of}", as_of=forecast.as_of),
        view.say_plural("{count} sample", "{count} samples", forecast.samples),
        say("seed {seed:plain}", seed=forecast.seed),
    ]
    name = Path(view.source).resolve().name or view.source
    yield Text.assemble(view.text(name, HEADING), view.text(separator + separator.join(parts), QUIET))
    if forecast.samples < FEWEST_SAMPLES:
        coarse = say(
            "Percentages are coarse: each sample weighs {share:percent}. 1,024 samples are usual.",
            share=1 / forecast.samples,
        )
        yield from paragraph(coarse, view.terminal.prose_width, style=STYLES["amber"])


def render_summary(view: View) -> Iterator[Text]:
    """Yield the sentence that says how many promises are in danger, and the figures behind it."""
    if not view.open:
        yield from paragraph(view.terminal.safe(nothing_open(view)), view.terminal.prose_width)
        return
    yield from paragraph(view.terminal.safe(counts_of(view)), view.terminal.prose_width, style=HEADING)
    if view.forecast.portfolio.checked:
        yield from paragraph(view.terminal.safe(_expectation(view)), view.terminal.prose_width, style=QUIET)


def nothing_open(view: View) -> str:
    """Say why there is nothing to show."""
    accepted = len(view.forecast.promises)
    say_plural = view.say_plural
    if accepted:
        return say_plural(
            "No open promise: {count} is accepted.", "No open promises: all {count} are accepted.", accepted
        )
    return view.say("No promises yet. Put the first one into promises.csv.")


def counts_of(view: View) -> str:
    """Say in one line how many promises are in danger and what they are worth, and how many are not."""
    portfolio, say_plural = view.forecast.portfolio, view.say_plural
    in_the_dark = not portfolio.red and 2 * portfolio.unknown > portfolio.open_promises
    parts = [_not_judged(view) if in_the_dark else _in_danger(view)]
    if portfolio.amber:
        parts.append(say_plural("{count} needs an eye", "{count} need an eye", portfolio.amber))
    if portfolio.green:
        parts.append(say_plural("{count} on course", "{count} on course", portfolio.green))
    if portfolio.unknown and not in_the_dark:
        parts.append(say_plural("{count} unknown", "{count} unknown", portfolio.unknown))
    return "; ".join(parts)


def _not_judged(view: View) -> str:
    """Say that most promises can't be judged, and why: nothing in danger would be too good an answer."""
    unknown = [promise for promise in view.open if promise.status == "unknown"]
    judged = view.say_plural(
        "The only open promise can't be judged",
        "{count} of {open} promises can't be judged",
        len(unknown),
        open=len(view.open),
    )
    if all(any(finding.code == "no work items" for finding in promise.findings) for promise in unknown):
        return view.say("{judged}: no work is listed", judged=judged)
    return view.say("{judged}: no work is listed, or nothing that was promised could be checked", judged=judged)


def _in_danger(view: View) -> str:
    red = view.forecast.portfolio.red
    if not red:
        return view.say("No promise in danger")
    counted = view.say_plural("{count} promise in danger", "{count} promises in danger", red)
    amounts = money(view, value_of(view, "red"))
    return view.say("{counted}, {amounts} exposed", counted=counted, amounts=amounts) if amounts else counted


def value_of(view: View, status: Status) -> Mapping[str, float]:
    """Return the value of the promises in ``status`` by currency."""
    total: dict[str, float] = defaultdict(float)
    for promise in view.open:
        said = view.promises[promise.promise]
        if promise.status == status and said.value:
            total[said.currency or ""] += said.value
    return total


def money(view: View, amounts: Mapping[str, float]) -> str:
    """Write amounts of several currencies in short, joined by "and"; nothing where there are none."""
    written = [view.language.rough_money(amount, currency) for currency, amount in sorted(amounts.items()) if amount]
    return view.language.listing(written)


def _expectation(view: View) -> str:
    portfolio, say = view.forecast.portfolio, view.say
    kept = view.language.number(portfolio.expected_kept)
    line = say("{kept} of {checked} expected to be kept", kept=kept, checked=portfolio.checked)
    lost = money(view, portfolio.loss_at_95)
    return line + say("; in the worst 5 % of runs {lost} or more breaks", lost=lost) if lost else line
