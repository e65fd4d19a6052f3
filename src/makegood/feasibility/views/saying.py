"""What a forecast says, in sentences of the reader's language."""

from __future__ import annotations

from datetime import date

from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from makegood.engine.results import Cause, Message, TermForecast
from makegood.feasibility.queries import OutlookRow
from makegood.feasibility.states import Status
from makegood.phrases.language import Language, choose_language, speak
from makegood.phrases.levels import capable_level, promised_level
from makegood.phrases.sentences import Family, sentence

STATUS_NAMES: dict[Status, str | Promise] = {
    Status.RED: _("in danger"),
    Status.AMBER: _("to watch"),
    Status.GREEN: _("on course"),
    Status.UNKNOWN: _("unknown"),
}
KINDS: dict[Status, str] = {Status.RED: "bad", Status.AMBER: "warn", Status.GREEN: "good", Status.UNKNOWN: ""}
"""How the tag of a status looks."""


def said(family: Family, message: Message) -> str:
    """Say a message of the engine."""
    return sentence(family, message, _language().code)


def _language() -> Language:
    return speak(choose_language((get_language() or "en")[:2], {}))


def _day(text: str) -> str:
    return formats.date_format(date.fromisoformat(text), "DATE_FORMAT") if text else ""


def cause_name(kind: str, name: str) -> str:
    """Say what decides: a team's queue, the effort of an item, a wait, a predecessor, a risk."""
    return said("cause", Message(kind, {"name": name})) if kind else ""


def binding_of(row: OutlookRow) -> str:
    """Say what decides a promise's date."""
    return cause_name(row.binding_kind, row.binding_name)


def told_cause(cause: Cause) -> tuple[str, float, float]:
    """Return a cause in words, with its share and its days."""
    return cause_name(cause.kind, cause.name), cause.share, cause.days


def told_term(term: TermForecast) -> dict[str, object]:
    """Return a term in words."""
    language = _language()
    promised, capable = term.promised, term.capable or ""
    match term.kind:
        case "date":
            promised, capable = _day(promised), _day(capable)
        case "service level":
            promised, capable = promised_level(term, language), capable_level(term, language) or ""
    return {
        "kind": said("term kind", Message(term.kind)),
        "name": term.name,
        "promised": promised,
        "capable": capable,
        "gap": term.gap,
        "p_kept": term.p_kept,
        "state": said("term state", Message(term.state)),
        "detail": "" if term.detail is None else said("detail", term.detail),
        "is_date": term.kind == "date",
    }
