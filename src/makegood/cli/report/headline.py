"""The figures at the top: what is in danger, what it may cost, whom to call, who has room."""

from __future__ import annotations

from dataclasses import dataclass

from makegood.cli.render_summary import money, value_of
from makegood.cli.report.readiness import Readiness
from makegood.cli.view import View

NAMES_SHOWN = 2
UNTOLD = {"not told", "silent drift"}
"""Findings of a customer who knows less than we do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure with its name and what it needs to be understood."""

    name: str
    value: str
    note: str


def headline_of(view: View, readiness: Readiness) -> tuple[Figure, ...]:
    """Return the five figures."""
    return (_in_danger(view), _expected(view), _loss(view), _to_tell(view), _ready(view, readiness))


def _in_danger(view: View) -> Figure:
    amounts = money(view, value_of(view, "red"))
    return Figure(
        name=view.say("In danger"),
        value=view.language.number(view.forecast.portfolio.red, decimals=0),
        note=view.say("{amounts} exposed", amounts=amounts) if amounts else view.say("no value stated"),
    )


def _expected(view: View) -> Figure:
    portfolio = view.forecast.portfolio
    kept = view.language.number(portfolio.expected_kept)
    note = view.say_plural("{count} more nobody can judge", "{count} more nobody can judge", portfolio.unknown)
    return Figure(
        name=view.say("Expected to be kept"),
        value=view.say("{kept} of {checked}", kept=kept, checked=portfolio.checked)
        if portfolio.checked
        else view.terminal.glyphs.dash,
        note=note if portfolio.unknown else view.say("all were checked"),
    )


def _loss(view: View) -> Figure:
    lost = money(view, view.forecast.portfolio.loss_at_95)
    return Figure(
        name=view.say("Value at risk"),
        value=lost or view.terminal.glyphs.dash,
        note=view.say("or more breaks in 1 of 20 runs") if lost else view.say("none in 19 of 20 runs"),
    )


def _to_tell(view: View) -> Figure:
    untold = sum(any(finding.code in UNTOLD for finding in promise.findings) for promise in view.open)
    return Figure(
        name=view.say("Customers to tell"),
        value=view.language.number(untold, decimals=0),
        note=view.say("know less than we do"),
    )


def _ready(view: View, readiness: Readiness) -> Figure:
    total, names = len(readiness.teams), readiness.not_ready
    shown = [*names[:NAMES_SHOWN], *([view.terminal.glyphs.ellipsis] if len(names) > NAMES_SHOWN else [])]
    return Figure(
        name=view.say("Teams ready, {weeks} weeks", weeks=len(readiness.weeks)),
        value=view.say("{ready} of {teams}", ready=readiness.ready, teams=total),
        note=view.say("{teams:plain} short", teams=", ".join(shown)) if names else view.say("none is short"),
    )
