"""The kinds of change, and what each of them touches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Literal

from makegood.engine.portfolio import Estimate

ChangeKind = Literal[
    "later date",
    "added slots",
    "less scope",
    "first place",
    "higher class",
    "lower class",
    "split delivery",
    "dropped term",
    "workaround",
    "swapped team",
    "removed risk",
]


@dataclass(frozen=True, slots=True)
class LaterDate:
    """The customer agrees to ``due``."""

    promise: str
    due: date


@dataclass(frozen=True, slots=True)
class AddedSlots:
    """``team`` gets ``slots`` more slots from ``start`` to ``end``, both days included."""

    team: str
    slots: float
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class LessScope:
    """The share ``cut`` of the work left on ``promise`` is dropped, alike on all its items."""

    promise: str
    cut: float


@dataclass(frozen=True, slots=True)
class FirstPlace:
    """``promise`` gets capacity before all others."""

    promise: str


@dataclass(frozen=True, slots=True)
class HigherClass:
    """``promise`` is given capacity as one of ``priority_class``, before where it stands now."""

    promise: str
    priority_class: int


@dataclass(frozen=True, slots=True)
class LowerClass:
    """``promise`` is given capacity as one of ``priority_class``, behind where it stands now: others come first."""

    promise: str
    priority_class: int


@dataclass(frozen=True, slots=True)
class SplitDelivery:
    """The share ``share`` of all work is delivered by the agreed date; the rest is a promise of its own, for later."""

    promise: str
    share: float
    rest_due: date


@dataclass(frozen=True, slots=True)
class DroppedTerm:
    """Whatever was wished of the attribute or measure ``term`` is not promised."""

    promise: str
    term: str


@dataclass(frozen=True, slots=True)
class Effort:
    """What ``team`` has to do for a workaround."""

    team: str
    estimate: Estimate


@dataclass(frozen=True, slots=True)
class Workaround:
    """What is left of ``promise``, or of its one ``item`` (by key), is replaced by ``efforts``, one after another.

    Finished items stay. A workaround of an item stands in its place: after the same items, without its wait; that of a
    whole promise waits for nobody. What came after the work that is replaced comes after the last of ``efforts``.
    """

    promise: str
    efforts: tuple[Effort, ...]
    item: str | None = None


@dataclass(frozen=True, slots=True)
class SwappedTeam:
    """What is left for ``team`` to do on ``promise``, or the one ``item`` of it (by key), is done by ``by`` instead.

    The effort stays what it was; where the other team needs more or less of it, that is a :class:`Workaround`.
    """

    promise: str
    team: str
    by: str
    item: str | None = None


@dataclass(frozen=True, slots=True)
class RemovedRisk:
    """The risk driver ``risk`` can't happen any more."""

    risk: str


Change = (
    LaterDate
    | AddedSlots
    | LessScope
    | FirstPlace
    | HigherClass
    | LowerClass
    | SplitDelivery
    | DroppedTerm
    | Workaround
    | SwappedTeam
    | RemovedRisk
)

KINDS: Mapping[type[Change], ChangeKind] = MappingProxyType(
    {
        LaterDate: "later date",
        AddedSlots: "added slots",
        LessScope: "less scope",
        FirstPlace: "first place",
        HigherClass: "higher class",
        LowerClass: "lower class",
        SplitDelivery: "split delivery",
        DroppedTerm: "dropped term",
        Workaround: "workaround",
        SwappedTeam: "swapped team",
        RemovedRisk: "removed risk",
    }
)


def kind_of(change: Change) -> ChangeKind:
    """Return the stable code of the kind of ``change``, as vetoes, files and programs name it."""
    return KINDS[type(change)]


def promise_of(change: Change) -> str | None:
    """Return the promise that ``change`` itself alters; None where it alters a team or a risk."""
    return None if isinstance(change, AddedSlots | RemovedRisk) else change.promise


def teams_of(change: Change) -> tuple[str, ...]:
    """Return the teams that ``change`` names, of which it asks something."""
    match change:
        case AddedSlots(team):
            return (team,)
        case SwappedTeam(_, team, by):
            return (team, by)
        case Workaround(_, efforts):
            return tuple(effort.team for effort in efforts)
        case _:
            return ()
