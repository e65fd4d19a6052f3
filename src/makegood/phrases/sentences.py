"""The one door to all sentences: a family, a message, a language."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from makegood.phrases.families.acts import ACTS
from makegood.phrases.families.contradictions import CONTRADICTIONS, REPAIRS
from makegood.phrases.families.decisions import DECISION_FAULTS, EXCLUSIONS, REOPENINGS, SWAYINGS, VERDICTS
from makegood.phrases.families.details import DETAILS
from makegood.phrases.families.findings import FINDING_GROUPS, FINDINGS
from makegood.phrases.families.labels import CAUSES, STATUSES, TERM_KINDS, TERM_STATES
from makegood.phrases.families.mends import MENDS
from makegood.phrases.families.notes import NOTES, SUGGESTION
from makegood.phrases.families.past import (
    ALL_KEPT,
    ALL_LATE,
    ALL_LATE_BY,
    LEADERS,
    LEFT_OUT,
    LIKE_KEPT,
    LIKE_LATE,
    LIKE_LATE_BY,
    METHODS,
    NO_OUTCOME,
)
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
from makegood.phrases.families.ruled_out import RULED_OUT
from makegood.phrases.families.wording import BLAMES, FAIR_WORDINGS
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
    "ruled out",
    "problem",
    "mend",
    "note",
    "contradiction",
    "repair",
    "leader",
    "method",
    "left out",
    "decision fault",
    "verdict",
    "exclusion",
    "swaying",
    "reopening",
    "blame",
    "fair wording",
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
        "ruled out": RULED_OUT,
        "problem": PROBLEMS,
        "mend": MENDS,
        "note": NOTES,
        "contradiction": CONTRADICTIONS,
        "repair": REPAIRS,
        "leader": LEADERS,
        "method": METHODS,
        "left out": LEFT_OUT,
        "decision fault": DECISION_FAULTS,
        "verdict": VERDICTS,
        "exclusion": EXCLUSIONS,
        "swaying": SWAYINGS,
        "reopening": REOPENINGS,
        "blame": BLAMES,
        "fair wording": FAIR_WORDINGS,
    }
)
"""Every text, by family and code. The same code may mean different things in different families."""

TAKERS_NAMED = 3
PLAIN_ATTRIBUTES = frozenset({"kind", "type", "category", "product", "team", "customer", "vendor", "country"})
"""Headings of a history whose values are understood without them."""


def sentence(family: Family, message: Message, language: str) -> str:
    """Say ``message`` in ``language``. A code without a text reads as itself, so that no reader is ever stopped."""
    tongue = speak(language)
    if family == "reason":
        return _of_the_past(message, tongue) or _reason(message, tongue)
    known = FAMILIES[family].get(message.code)
    said = message.code if known is None else known.said(tongue, message.values)
    if family == "note" and message.values.get("suggestion"):
        said += "; " + SUGGESTION.said(tongue, message.values)
    return said


def _of_the_past(message: Message, language: Language) -> str:
    """Say what became of promises like this one; nothing where the message is not about the past."""
    values = message.values
    if message.code == "no outcome yet":
        return NO_OUTCOME.said(language, values)
    if message.code != "outside view":
        return ""
    days, attributes = values.get("days"), values.get("attributes")
    by_days = isinstance(days, int | float) and days > 0
    if not values.get("late"):
        said = LIKE_KEPT if attributes else ALL_KEPT
    elif by_days:
        said = LIKE_LATE_BY if attributes else ALL_LATE_BY
    else:
        said = LIKE_LATE if attributes else ALL_LATE
    span = language.span(float(days)) if isinstance(days, int | float) else ""
    like = ", ".join(_named(name, value) for name, value in attributes.items()) if isinstance(attributes, dict) else ""
    return said.said(language, {**values, "span": span, "like": like})


def _named(attribute: str, value: str) -> str:
    """Name what promises have in common: where the heading goes without saying, its value is enough."""
    return value if attribute.casefold() in PLAIN_ATTRIBUTES else f"{attribute.replace('_', ' ')} {value}"


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
