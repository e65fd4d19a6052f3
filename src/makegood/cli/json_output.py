"""What programs read: the check as one JSON object, schema 1, described in ``schema/check-1.json``.

Keys keep their order, dates are ISO, shares lie between 0 and 1, what nobody knows is null; NaN never occurs. Sentences
stand beside the codes that they say. The text is plain ASCII, so that no terminal obeys what stands in a file.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from makegood.cli.plain_text import breakable
from makegood.engine.changes import Change
from makegood.engine.combined import past_reason
from makegood.engine.past import NO_PAST, Past
from makegood.engine.remedies import Endangered, Remedy
from makegood.engine.results import (
    Cause,
    Curve,
    Forecast,
    Likeness,
    Message,
    PortfolioForecast,
    PromiseForecast,
    TeamForecast,
    TermForecast,
    TwoViews,
    ViewFigures,
)
from makegood.files.errors import FileError, Note
from makegood.phrases import Family, sentence
from makegood.phrases.changes import change_message

SCHEMA = 1
DECIMALS = 6
"""Decimals of shares, loads and days; finer figures would only be noise of the simulation."""

Json = dict[str, Any]
Tell = Callable[[Family, Message], str]


@dataclass(frozen=True, slots=True)
class Detail:
    """What is added when one promise is looked at: its remedies; its curve comes along."""

    promise: str
    remedies: Sequence[Remedy]


def check_json(
    forecast: Forecast, notes: Iterable[Note], language: str, detail: Detail | None = None, past: Past = NO_PAST
) -> Json:
    """Return the object of a check; with ``detail`` only that promise, with its curve and remedies."""

    def tell(family: Family, message: Message) -> str:
        return breakable(sentence(family, message, language))

    wanted = [p for p in forecast.promises if detail is None or p.promise == detail.promise]
    return {
        "schema": SCHEMA,
        "as_of": day_json(forecast.as_of),
        "seed": forecast.seed,
        "samples": forecast.samples,
        "horizon": day_json(forecast.horizon),
        "inputs_hash": forecast.inputs_hash,
        "promises": [_promise(promise, tell) | _detail(promise, detail, tell) for promise in wanted],
        "teams": [_team(team) for team in forecast.teams],
        "portfolio": _portfolio(forecast.portfolio),
        "history": {"completed": past.completed, "method": past.method} if past.completed else None,
        "notes": [note_json(note, language) for note in notes],
        "errors": [],
    }


def errors_json(errors: Iterable[FileError], as_of: date, seed: int, samples: int, language: str) -> Json:
    """Return the object of a check whose files were refused: every error, and nothing else."""
    return {
        "schema": SCHEMA,
        "as_of": day_json(as_of),
        "seed": seed,
        "samples": samples,
        "horizon": None,
        "inputs_hash": "",
        "promises": [],
        "teams": [],
        "portfolio": None,
        "history": None,
        "notes": [],
        "errors": [error_json(error, language) for error in errors],
    }


def dumped(value: Json) -> str:
    """Return ``value`` as text with a line end; ValueError for what is no number."""
    return json.dumps(value, indent=2, allow_nan=False) + "\n"


def _promise(promise: PromiseForecast, tell: Tell) -> Json:
    return {
        "promise": promise.promise,
        "customer": promise.customer,
        "due": day_json(promise.due),
        "p_kept": rounded(promise.p_kept),
        "p_kept_se": rounded(promise.p_kept_se),
        "p_kept_first": rounded(promise.p_kept_first),
        "p50": day_json(promise.p50),
        "p85": day_json(promise.p85),
        "p95": day_json(promise.p95),
        "gap_days": promise.gap_days,
        "slack_days": promise.slack_days,
        "status": promise.status,
        "harm": rounded(promise.harm),
        "place": promise.place,
        "binding": None if promise.binding is None else cause_json(promise.binding),
        "causes": [cause_json(cause) for cause in promise.causes],
        "takers": [
            {"promise": taker.promise, "customer": taker.customer, "share": rounded(taker.share)}
            for taker in promise.takers
        ],
        "reason": None if promise.reason is None else tell("reason", promise.reason),
        "reason_code": None if promise.reason is None else promise.reason.code,
        "terms": [term_json(term, tell) for term in promise.terms],
        "terms_checked": promise.terms_checked,
        "views": None if promise.views is None else views_json(promise.views, tell),
        "findings": [{"code": found.code, "message": tell("finding", found)} for found in promise.findings],
    }


def views_json(views: TwoViews, tell: Tell) -> Json:
    """Return plan and past beside each other."""
    return {
        "inside": _view(views.inside),
        "outside": _view(views.outside),
        "outside_weight": rounded(views.weight),
        "led_by": views.led_by,
        "likeness": None if views.likeness is None else _likeness(views.likeness, tell),
    }


def _view(view: ViewFigures | None) -> Json | None:
    if view is None:
        return None
    return {
        "p_kept": rounded(view.p_kept),
        "p50": day_json(view.p50),
        "p85": day_json(view.p85),
        "p95": day_json(view.p95),
    }


def _likeness(likeness: Likeness, tell: Tell) -> Json:
    return {
        "like": dict(likeness.like),
        "completed": likeness.completed,
        "late": likeness.late,
        "days_late": rounded(likeness.days_late),
        "reason": tell("reason", past_reason(likeness)),
    }


def cause_json(cause: Cause) -> Json:
    """Return what decides a date."""
    return {
        "kind": cause.kind,
        "name": cause.name,
        "share": rounded(cause.share),
        "days": rounded(cause.days),
    }


def term_json(term: TermForecast, tell: Tell) -> Json:
    """Return one term, promised against capable."""
    return {
        "kind": term.kind,
        "name": term.name,
        "promised": term.promised,
        "capable": term.capable,
        "gap": rounded(term.gap),
        "p_kept": rounded(term.p_kept),
        "state": term.state,
        "detail": None if term.detail is None else tell("detail", term.detail),
    }


def _detail(promise: PromiseForecast, detail: Detail | None, tell: Tell) -> Json:
    if detail is None:
        return {}
    return {"curve": curve_json(promise.curve), "remedies": [remedy_json(remedy, tell) for remedy in detail.remedies]}


def curve_json(curve: Curve | None) -> Json | None:
    """Return the days on which any sample finishes, so that long empty stretches take no room."""
    if curve is None:
        return None
    first = curve.first_day.toordinal()
    days = [(date.fromordinal(first + day), int(count)) for day, count in enumerate(curve.counts[:-1]) if count]
    return {
        "samples": curve.samples,
        "days": [{"date": day_json(day), "count": count} for day, count in days],
        "beyond_horizon": int(curve.counts[-1]),
    }


def remedy_json(remedy: Remedy, tell: Tell) -> Json:
    """Return a change, what it brings, and whom it would harm."""
    return change_json(remedy.change, tell) | {
        "p_kept": rounded(remedy.p_kept),
        "safe": remedy.safe,
        "endangers": [endangered_json(other) for other in remedy.endangers],
    }


def change_json(change: Change, tell: Tell) -> Json:
    """Return a change as code, values and sentence."""
    message = change_message(change)
    return {
        "change": message.code,
        "values": {name: _value(value) for name, value in message.values.items()},
        "message": tell("remedy", message),
    }


def endangered_json(other: Endangered) -> Json:
    """Return another promise that gets less likely."""
    return {
        "promise": other.promise,
        "customer": other.customer,
        "before": rounded(other.before),
        "after": rounded(other.after),
    }


def _team(team: TeamForecast) -> Json:
    return {
        "team": team.team,
        "weeks": [
            {
                "week": _iso_week(week.start),
                "start": day_json(week.start),
                "load": rounded(week.load),
                "p_overload": rounded(week.p_overload),
            }
            for week in team.weeks
        ],
    }


def _portfolio(portfolio: PortfolioForecast) -> Json:
    return {
        "open_promises": portfolio.open_promises,
        "checked": portfolio.checked,
        "red": portfolio.red,
        "amber": portfolio.amber,
        "green": portfolio.green,
        "unknown": portfolio.unknown,
        "expected_kept": rounded(portfolio.expected_kept),
        "p_all_kept": rounded(portfolio.p_all_kept),
        "loss_at_95": _single(portfolio.loss_at_95),
        "loss_at_95_by_currency": _by_currency(portfolio.loss_at_95),
        "expected_loss_by_currency": _by_currency(portfolio.expected_loss),
        "value_exposed_by_currency": _by_currency(portfolio.value_exposed),
        "customers": [
            {"customer": each.customer, "promises": each.promises, "p_all_kept": rounded(each.p_all_kept)}
            for each in portfolio.customers
        ],
    }


def _single(amounts: Mapping[str, float]) -> float | None:
    """Return the amount where there is one currency; amounts of several can't be added."""
    return rounded(next(iter(amounts.values()))) if len(amounts) == 1 else None


def _by_currency(amounts: Mapping[str, float]) -> Json:
    return {currency: rounded(amount) for currency, amount in sorted(amounts.items())}


def note_json(note: Note, language: str) -> Json:
    """Return something that was read differently, with the sentence that says so."""
    said = breakable(sentence("note", note.message, language))
    return {"file": note.file, "code": note.message.code, "message": said}


def error_json(error: FileError, language: str) -> Json:
    """Return one reason for a refusal: where, what, why and how to mend it."""
    return {
        "file": error.file,
        "row": error.row,
        "column": error.column,
        "value": error.value,
        "problem": breakable(sentence("problem", error.problem, language)),
        "problem_code": error.problem.code,
        "mend": breakable(sentence("mend", error.mend, language)),
        "mend_code": error.mend.code,
    }


def _iso_week(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def day_json(day: date | None) -> str | None:
    """Return a day as it is written."""
    return None if day is None else day.isoformat()


def _value(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def rounded(value: float | None) -> float | None:
    """Return ``value`` as it is written: finer figures would only be noise."""
    return None if value is None else round(float(value), DECIMALS)
