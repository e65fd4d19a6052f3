"""What programs read of a quote: one JSON object, schema 1, described in ``schema/quote-1.json``."""

from __future__ import annotations

from collections.abc import Iterable

from makegood.cli.json_output import (
    SCHEMA,
    Json,
    cause_json,
    curve_json,
    day_json,
    endangered_json,
    error_json,
    note_json,
    remedy_json,
    rounded,
    term_json,
    views_json,
)
from makegood.cli.plain_text import breakable
from makegood.cli.quoting.answering import Answered
from makegood.cli.quoting.hours import percentiles
from makegood.cli.quoting.request import QuoteRequest
from makegood.engine.portfolio import WorkItem
from makegood.engine.results import Message
from makegood.files.errors import FileError, Note
from makegood.phrases import Family, sentence

NOTHING: Json = {
    "horizon": None,
    "place": None,
    "p_kept": None,
    "p_kept_se": None,
    "status": "unknown",
    "dates": {"50": None, "85": None, "95": None},
    "based_on": "nothing",
    "like": None,
    "work": [],
    "binding": None,
    "reason": None,
    "reason_code": None,
    "terms": [],
    "views": None,
    "curve": None,
    "endangers": [],
    "would_help": [],
}


def quote_json(request: QuoteRequest, answered: Answered, notes: Iterable[Note]) -> Json:
    """Return the object of an answer."""
    language, promise = request.output_language, answered.promise

    def tell(family: Family, message: Message) -> str:
        return breakable(sentence(family, message, language))

    return _asked(request) | {
        "horizon": day_json(answered.forecast.horizon),
        "place": promise.place,
        "p_kept": rounded(promise.p_kept),
        "p_kept_se": rounded(promise.p_kept_se),
        "status": promise.status,
        "dates": {"50": day_json(promise.p50), "85": day_json(promise.p85), "95": day_json(promise.p95)},
        "based_on": answered.asked.basis,
        "like": answered.asked.like,
        "work": [_item(item) for item in answered.asked.offer.items],
        "binding": None if promise.binding is None else cause_json(promise.binding),
        "reason": None if promise.reason is None else tell("reason", promise.reason),
        "reason_code": None if promise.reason is None else promise.reason.code,
        "terms": [term_json(term, tell) for term in promise.terms],
        "views": None if promise.views is None else views_json(promise.views, tell),
        "curve": curve_json(promise.curve),
        "endangers": [endangered_json(other) for other in answered.endangers],
        "would_help": [remedy_json(remedy, tell) for remedy in answered.remedies],
        "notes": [note_json(note, language) for note in notes],
        "errors": [],
    }


def refused_json(request: QuoteRequest, errors: Iterable[FileError]) -> Json:
    """Return the object of a quote whose files were refused: every error, and nothing else."""
    found = [error_json(error, request.output_language) for error in errors]
    return _asked(request) | NOTHING | {"notes": [], "errors": found}


def _asked(request: QuoteRequest) -> Json:
    settings = request.settings
    return {
        "schema": SCHEMA,
        "as_of": day_json(request.as_of),
        "seed": settings.seed,
        "samples": settings.samples,
        "wished": day_json(request.wished),
        "customer": request.customer,
        "class": request.priority_class,
    }


def _item(item: WorkItem) -> Json:
    p10, p50, p90 = percentiles(item.estimate)
    names = [before.partition("/")[2] for before in item.after]
    return {"item": item.name, "team": item.team, "p10_hours": p10, "p50_hours": p50, "p90_hours": p90, "after": names}
