"""The form in which the demo's stories are told: one promise with its work and terms, in days from the as-of day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Hours = tuple[float, float, float] | float
"""P10, P50 and P90, or a single figure where the estimator gave no range."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One item of work behind a story. Days count from the as-of day, waits in calendar days."""

    name: str
    team: str
    hours: Hours
    after: str = ""
    wait: tuple[int, int] | None = None
    """P50 and P90 of the days to wait for somebody outside."""
    wait_started: int | None = None
    not_before: int | None = None
    slots: int = 1
    pausable: bool = True
    done_percent: int = 0


@dataclass(frozen=True, slots=True)
class Spec:
    """A promised property of the product."""

    attribute: str
    operator: str
    value: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Level:
    """A promised service level over the days ``start`` to ``end`` from the as-of day."""

    measure: str
    operator: str
    threshold: str
    unit: str
    target: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A promise that somebody in the demo company remembers making. ``{due}`` in the wording reads as its date."""

    key: str
    """The customer's code and a number, such as ``NWR-180``."""
    title: str
    kind: str
    wording: str
    made: int
    due: int
    due_on_workday: bool = True
    """False for the end of a contract period, which falls on any day."""
    first_due: int | None = None
    told: Literal["as agreed", "the first date", "never"] = "as agreed"
    accepted: int | None = None
    priority_class: int = 3
    value: int | None
    made_by: str
    channel: str
    owner: str
    pieces: tuple[Piece, ...] = ()
    specifications: tuple[Spec, ...] = ()
    levels: tuple[Level, ...] = ()

    @property
    def customer_code(self) -> str:
        """The code of the customer in the company's list."""
        return self.key.split("-", 1)[0]
