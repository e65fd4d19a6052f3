"""What a forecast says, in sentences of a language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import get_language

from makegood.engine.promise_figures import status_of
from makegood.engine.results import Cause, Message, TermForecast
from makegood.engine.settings import Settings
from makegood.feasibility.bridge.keeping import Details, message_again
from makegood.feasibility.queries.names import SET_REASON_NAMES
from makegood.feasibility.states import SetReason, Status
from makegood.phrases.language import choose_language, speak
from makegood.phrases.levels import capable_level, known_value, promised_level, promised_specification
from makegood.phrases.sentences import sentence

THRESHOLDS = Settings().thresholds


@dataclass(frozen=True, slots=True)
class ToldCause:
    """What decides, with its share of the samples and the days it costs."""

    name: str
    share: float
    days: float


@dataclass(frozen=True, slots=True)
class ToldTerm:
    """A term in words; of the date itself, days instead of words for what was promised and what can be."""

    kind: str
    name: str
    promised: str | date
    capable: str | date
    p_kept: float | None
    state: str
    detail: str
    is_date: bool

    @property
    def status(self) -> Status:
        """Return how likely it is to hold, in one word."""
        return Status(status_of(self.p_kept, THRESHOLDS))


@dataclass(frozen=True, slots=True)
class Told:
    """What a forecast says of a promise beside its figures."""

    reason: str
    causes: tuple[ToldCause, ...]
    terms: tuple[ToldTerm, ...]
    findings: tuple[str, ...]


def told(details: Details) -> Told:
    """Say ``details`` in the language of the reader, or in English where we do not speak it."""
    spoken = readers_language()
    return Told(
        reason="" if details.reason is None else sentence("reason", details.reason, spoken),
        causes=tuple(_cause(cause) for cause in details.causes),
        terms=tuple(_term(term, spoken) for term in details.terms),
        findings=tuple(sentence("finding", one, spoken) for one in details.findings),
    )


@dataclass(frozen=True, slots=True)
class ToldProblem:
    """One contradiction in what was entered, how to mend it, and what it is about."""

    subject: str
    said: str
    mend: str
    promises: tuple[Mapping[str, Any], ...]
    """Number and key of each."""
    team: int | None


def told_problems(problems: Iterable[Mapping[str, Any]]) -> list[ToldProblem]:
    """Say what contradicts itself in the language of the reader."""
    spoken = readers_language()

    def told_one(one: Mapping[str, Any]) -> ToldProblem:
        message = message_again(one)
        said = sentence("contradiction", message, spoken)
        mend = sentence("repair", message, spoken)
        return ToldProblem(one["subject"], said, mend, tuple(one["promises"]), one["team"])

    return [told_one(one) for one in problems]


def told_contradictions(problems: Iterable[Mapping[str, Any]]) -> list[str]:
    """Say why what was asked can't be answered."""
    return [sentence("contradiction", message_again(one), readers_language()) for one in problems]


def told_change(change: Mapping[str, Any]) -> str:
    """Say what would help."""
    return sentence("remedy", message_again(change), readers_language())


def told_changes(changes: Iterable[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """Say what each of the changes is about, and what it says; see :class:`BestSetRow`."""
    return [(one["about"], told_change(one["said"])) for one in changes]


def told_reason(why: Mapping[str, Any]) -> str:
    """Say why something that would help was not chosen."""
    if (code := why["code"]) in set(SetReason):
        return str(SET_REASON_NAMES[SetReason(code)])
    return sentence("ruled out", message_again(why), readers_language())


def cause_name(kind: str, name: str) -> str:
    """Say what decides: a team's queue, the effort of an item, a wait; nothing where nothing does."""
    return sentence("cause", Message(kind, {"name": name}), readers_language()) if kind else ""


def readers_language() -> str:
    """Return the language of the reader, or English where we do not speak it."""
    return choose_language((get_language() or "en")[:2], {})


def _cause(cause: Cause) -> ToldCause:
    return ToldCause(cause_name(cause.kind, cause.name), cause.share, cause.days)


def _term(term: TermForecast, language: str) -> ToldTerm:
    promised: str | date = term.promised
    capable: str | date = term.capable or ""
    match term.kind:
        case "date":
            promised = date.fromisoformat(term.promised)
            capable = date.fromisoformat(term.capable) if term.capable else ""
        case "service level":
            promised, capable = promised_level(term, speak(language)), capable_level(term, speak(language)) or ""
        case "specification":
            promised = promised_specification(term.promised, speak(language))
            capable = known_value(term.capable or "", speak(language))
    return ToldTerm(
        kind=sentence("term kind", Message(term.kind), language),
        name=term.name,
        promised=promised,
        capable=capable,
        p_kept=term.p_kept,
        state=sentence("term state", Message(term.state), language),
        detail="" if term.detail is None else sentence("detail", term.detail, language),
        is_date=term.kind == "date",
    )
