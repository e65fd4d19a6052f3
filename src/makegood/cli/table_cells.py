"""What stands in the cells of the table: probabilities as bar and number, gaps in words, what binds."""

from __future__ import annotations

from datetime import date

from rich.text import Text

from makegood.cli.view import QUIET, STYLES, View
from makegood.engine.results import PromiseForecast, TermForecast

NUMBER_WIDTH = 5
"""Columns of "100 %"."""


def quantile_cell(view: View, promise: PromiseForecast, day: date | None) -> Text:
    """Return a date of the curve; the last day looked at where it is beyond that."""
    return view.text(view.day(day, beyond=promise.curve is not None), QUIET if day is None else "")


def kept_cell(view: View, promise: PromiseForecast, bar: int) -> Text:
    """Return P(kept) as a bar of ``bar`` columns and a number."""
    if promise.p_kept is None:
        return view.text(view.terminal.glyphs.dash, QUIET)
    number = view.text(f"{view.share(promise.p_kept):>{NUMBER_WIDTH}}", STYLES[promise.status])
    if not bar:
        return number
    filled = max(int(promise.p_kept * bar), 1 if promise.p_kept > 0 else 0)
    glyphs = view.terminal.glyphs
    full = (glyphs.filled * filled, STYLES[promise.status])
    return Text.assemble(full, (glyphs.empty * (bar - filled), QUIET), " ", number)


def plan_cell(view: View, promise: PromiseForecast) -> Text:
    """Return what the plan alone says; a dash where no work is listed."""
    inside = None if promise.views is None else promise.views.inside
    return view.text(view.share(None if inside is None else inside.p_kept), QUIET)


def past_cell(view: View, promise: PromiseForecast) -> Text:
    """Return what the past alone says, with an arrow where it moved the plan's figure."""
    views = promise.views
    if views is None or views.outside is None:
        return view.text(view.terminal.glyphs.dash + " ", QUIET)
    share, glyphs = view.share(views.outside.p_kept), view.terminal.glyphs
    if views.inside is None or views.led_by != "outside":
        return view.text(share + " ", QUIET)
    rose = (promise.p_kept or 0.0) > (views.inside.p_kept or 0.0)
    return view.text(share + (glyphs.up if rose else glyphs.down))


def gap_cell(view: View, promise: PromiseForecast, *, wordy: bool) -> Text:
    """Return how many days P85 is off the agreed date; a dash where the date is not what decides."""
    gap = promise.gap_days
    if gap is None or deciding_term(promise) is not None:
        return view.text(view.terminal.glyphs.dash, QUIET)
    said = days_off(view, gap) if wordy else _signed(view, gap)
    return view.text(said, "" if gap > 0 else QUIET)


def days_off(view: View, gap: int) -> str:
    """Say a gap in days: late, early, or on the day."""
    say = view.say
    if gap > 0:
        return say("{days:number} d late", days=gap)
    return say("{days:number} d early", days=-gap) if gap < 0 else say("on the day")


def _signed(view: View, gap: int) -> str:
    sign = "+" if gap > 0 else view.terminal.glyphs.minus if gap < 0 else ""
    return view.say("{days:plain} d", days=f"{sign}{abs(gap)}")


def binding_cell(view: View, promise: PromiseForecast, *, short: bool) -> Text:
    """Return what decides: the term that is likelier to fail than the date, or what binds the date."""
    quiet = QUIET if promise.status == "green" else ""
    if (term := deciding_term(promise)) is not None:
        return view.text(term.name, quiet)
    if promise.binding is None and promise.views is not None and promise.views.inside is None:
        return view.text(view.say("the past alone"), QUIET)
    if promise.binding is None:
        return view.text(view.terminal.glyphs.dash, QUIET)
    kind, name = promise.binding.kind, promise.binding.name
    return view.text(name if short and kind == "queue" else view.label("cause", kind, name=name), quiet)


def binding_share_cell(view: View, promise: PromiseForecast) -> Text:
    """Return the share of runs in which what binds decides; nothing where a term decides."""
    if promise.binding is None or deciding_term(promise) is not None:
        return Text()
    return view.text(view.share(promise.binding.share), QUIET)


def deciding_term(promise: PromiseForecast) -> TermForecast | None:
    """Return the specification or service level that is likelier to fail than the date; None where the date decides."""
    term = promise.binding_term
    return term if term is not None and term.kind != "date" and term.state != "met" else None
