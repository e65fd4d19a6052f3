"""How an effort was stated, and what is wrong with how work is listed."""

from __future__ import annotations

from enum import StrEnum


class Basis(StrEnum):
    """What an estimate rests on."""

    MISSING = "missing"
    """Nobody said: a wide default stands in for it, and that is a finding."""
    SINGLE = "single"
    """One figure: the range around it is ours."""
    RANGE = "range"
    """Three figures: enough in 1, 5 and 9 of 10 cases."""


class Progress(StrEnum):
    """Which items a list shows."""

    OPEN = "open"
    DONE = "done"
    ALL = "all"


def basis_of(p10: float | None, p50: float | None) -> Basis:
    """Return what an estimate with these percentiles rests on."""
    if p50 is None:
        return Basis.MISSING
    return Basis.SINGLE if p10 is None else Basis.RANGE


def tracked_name(title: str, external_id: str, most: int) -> str:
    """Return what an item of a tracker is called: its title with its number behind it, so it is there once."""
    behind = f" #{external_id}"
    room = most - len(behind)
    return (title if len(title) <= room else title[: room - 1].rstrip() + "…") + behind


def usual_name(name: str, external_id: str) -> str:
    """Return what work of this kind is called: without the number that a tracker gave to this one."""
    return name.removesuffix(f" #{external_id}") if external_id else name


NO_ESTIMATE = (10.0, 40.0, 160.0)
"""Hours that stand in where nobody said and nothing like it is known: from a day to a month, most likely a week (a
convention). Wide on purpose: a missing estimate never makes a promise look safer."""
MOST_HOURS = 1_000_000.0
MOST_SINGLE_HOURS = 625_000.0
"""The range around a single figure must fit as well."""
MOST_SLOTS = 1_000
MOST_WAIT_DAYS = 3_653
LEAST_FACTOR, MOST_FACTOR = 0.01, 100.0
