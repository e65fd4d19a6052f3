"""What the criteria say of the options, in sentences of the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from makegood.engine.deciding import Fault, Reopening
from makegood.engine.results import Message
from makegood.feasibility.bridge import readers_language
from makegood.phrases import sentence
from makegood.phrases.decisions import exclusion_message, reopening_message
from makegood.remediation.queries import LineRow
from makegood.remediation.queries.decision_names import criterion_name

OF_OPTIONS = frozenset({"first", "to", "option", "tied", "by"})
OF_CRITERIA = frozenset({"criterion", "subject", "onto", "taken"})


@dataclass(frozen=True, slots=True)
class Placed:
    """One option where the criteria put it."""

    option: int
    title: str
    rank: int | None
    points: float
    parts: tuple[tuple[str, float], ...]
    """Points by criterion, what gives most first."""
    why_out: tuple[str, ...]
    share: float | None
    """Of all weights in the agreed order, how many put it first."""
    is_out: bool
    """Whether a veto or a limit excludes it: to be dominated does not."""

    @property
    def whole(self) -> int:
        """Return its points as a whole number, for a bar."""
        return round(self.points)


@dataclass(frozen=True, slots=True)
class Told:
    """What a decider reads."""

    verdict: str
    kind: str
    """``clear``, ``tie``, ``only one left`` or ``nobody left``."""
    firmness: tuple[str, ...]
    placed: tuple[Placed, ...]


def told_result(result: Mapping[str, Any], titles: Mapping[str, str]) -> Told:
    """Say a result as it is kept; ``titles`` are those of the options by their key."""
    said = result["said"]
    return Told(
        verdict=_said("verdict", said["verdict"], titles),
        kind=result["verdict"],
        firmness=tuple(_said("swaying", one, titles) for one in said["swaying"]),
        placed=tuple(_placed(one, result, titles) for one in result["standings"]),
    )


def told_line(line: LineRow, *, chosen: str, titles: Mapping[int, str]) -> str:
    """Say what would reopen a decision."""
    message = reopening_message(reopening_of(line, chosen=chosen, titles=titles))
    values = {name: criterion_name(str(one)) if name == "subject" else one for name, one in message.values.items()}
    return sentence("reopening", Message(message.code, values), readers_language())


def told_fault(fault: Fault) -> str:
    """Say what is wrong with criteria or scores; where it is, is for whoever calls."""
    return sentence("decision fault", Message(fault.code, fault.values), readers_language())


def reopening_of(line: LineRow, *, chosen: str = "", titles: Mapping[int, str] = MappingProxyType({})) -> Reopening:
    """Return a line as the engine has it, with the options by their ``titles``."""
    return Reopening(
        option=chosen,
        subject=line.subject,
        kind=line.kind,  # type: ignore[arg-type]  # as the engine said it
        now=line.now,
        at=line.at,
        direction=line.direction,  # type: ignore[arg-type]  # as the engine said it
        to=None if line.to is None else titles.get(line.to, ""),
    )


def _placed(one: Mapping[str, Any], result: Mapping[str, Any], titles: Mapping[str, str]) -> Placed:
    parts = sorted(one["contributions"].items(), key=lambda part: (-part[1], part[0]))
    share = result["acceptabilities"].get(one["option"])
    return Placed(
        option=int(one["option"]),
        title=titles.get(one["option"], ""),
        rank=one["rank"],
        points=one["value"],
        parts=tuple((criterion_name(key), points) for key, points in parts),
        why_out=tuple(_why_out(each, titles) for each in one["excluded"]),
        share=share[0] if share else None,
        is_out=any(each["code"] != "dominated" for each in one["excluded"]),
    )


def _why_out(said: Mapping[str, Any], titles: Mapping[str, str]) -> str:
    return sentence("exclusion", _named(exclusion_message(_message(said)), titles), readers_language())


def _said(family: Any, said: Mapping[str, Any], titles: Mapping[str, str]) -> str:  # noqa: ANN401  # a Family
    return sentence(family, _named(_message(said), titles), readers_language())


def _message(said: Mapping[str, Any]) -> Message:
    """Return a message as it was before it was kept as JSON, which has no tuples."""
    values = {name: tuple(one) if isinstance(one, list) else one for name, one in said["values"].items()}
    return Message(said["code"], values)


def _named(message: Message, titles: Mapping[str, str]) -> Message:
    """Put the names that people know in the place of keys."""

    def called(name: str, value: object) -> object:
        if isinstance(value, tuple):
            return tuple(called(name, one) for one in value)
        if name in OF_OPTIONS:
            return titles.get(str(value), value)
        return criterion_name(str(value)) if name in OF_CRITERIA else value

    return Message(message.code, {name: called(name, value) for name, value in message.values.items()})
