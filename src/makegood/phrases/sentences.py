"""The one door to all sentences: a family, a message, a language."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from makegood.phrases.families.acts import ACTS
from makegood.phrases.families.contradictions import CONTRADICTIONS
from makegood.phrases.families.details import DETAILS
from makegood.phrases.families.findings import FINDING_GROUPS, FINDINGS
from makegood.phrases.families.labels import CAUSES, STATUSES, TERM_KINDS, TERM_STATES
from makegood.phrases.families.mends import MENDS
from makegood.phrases.families.notes import NOTES, SUGGESTION
from makegood.phrases.families.problems import PROBLEMS
from makegood.phrases.families.reasons import (
    ACCEPTED_IN_TIME,
    BEYOND_HORIZON,
    EXACTLY_ON_COURSE,
    LATE,
    LATER_ORDERS,
    LATER_ORDERS_FIRST,
    REASONS,
    TAKEN_FIRST,
)
from makegood.phrases.families.remedies import REMEDIES
from makegood.phrases.language import Language, speak
from makegood.phrases.phrase import Phrase

if TYPE_CHECKING:
    from makegood.engine.results import Message

Family = Literal[
    "reason",
    "finding",
    "finding group",
    "act",
    "cause",
    "status",
    "term state",
    "term kind",
    "detail",
    "remedy",
    "problem",
    "mend",
    "note",
    "contradiction",
]

FAMILIES: Mapping[Family, Mapping[str, Phrase]] = MappingProxyType(
    {
        "reason": REASONS,
        "finding": FINDINGS,
        "finding group": FINDING_GROUPS,
        "act": ACTS,
        "cause": CAUSES,
        "status": STATUSES,
        "term state": TERM_STATES,
        "term kind": TERM_KINDS,
        "detail": DETAILS,
        "remedy": REMEDIES,
        "problem": PROBLEMS,
        "mend": MENDS,
        "note": NOTES,
        "contradiction": CONTRADICTIONS,
    }
)
"""Every text, by family and code. The same code may mean different things in different families."""

TAKERS_NAMED = 3


def sentence(family: Family, message: Message, language: str) -> str:
    """Say ``message`` in ``language``. A code without a text reads as itself, so that no reader is ever stopped."""
    tongue = speak(language)
    if family == "reason":
        return _reason(message, tongue)
    known = FAMILIES[family].get(message.code)
    said = message.code if known is None else known.said(tongue, message.values)
    if family == "note" and message.values.get("suggestion"):
        said += "; " + SUGGESTION.said(tongue, message.values)
    return said


def _reason(message: Message, language: Language) -> str:
    """Say how far off, what decides it and who takes the capacity first, as far as the message tells."""
    return " ".join(part.said(language, values) for part, values in _reason_parts(message, language))


def _reason_parts(message: Message, language: Language) -> list[tuple[Phrase, Mapping[str, object]]]:
    values = message.values
    match message.code:
        case "on course" if values.get("slack_days") == 0:
            return [(EXACTLY_ON_COURSE, values)]
        case "accepted" if values.get("days_late") == 0:
            return [(ACCEPTED_IN_TIME, values)]
    parts = [(REASONS.get(message.code, Phrase(message.code)), values)]
    if "gap_days" in values:
        parts.insert(0, (BEYOND_HORIZON if values["gap_days"] is None else LATE, values))
    return [*parts, *_taken_first(values.get("takers"), language)]


def _taken_first(takers: object, language: Language) -> list[tuple[Phrase, Mapping[str, object]]]:
    """Name those who take the capacity first, orders still to come (None) last; nothing where nobody does."""
    distinct = list(dict.fromkeys(takers))[:TAKERS_NAMED] if isinstance(takers, list | tuple) else []
    names = [str(taker) for taker in distinct if taker]
    if None not in distinct:
        return [(TAKEN_FIRST, {"takers": names, "count": len(names)})] if names else []
    if not names:
        return [(LATER_ORDERS_FIRST, {})]
    named = [*names, LATER_ORDERS.said(language, {})]
    return [(TAKEN_FIRST, {"takers": named, "count": len(named)})]
