"""One dated folder after it was replayed."""

from __future__ import annotations

from dataclasses import dataclass

from makegood.cli.replaying.folders import DatedFolder
from makegood.engine.outside import Replayed


@dataclass(frozen=True, slots=True)
class ReplayedFolder:
    """One folder: how many open promises it had, and those of them whose end is known by now."""

    folder: DatedFolder
    open_promises: int
    cases: tuple[Replayed, ...]
    undecided: int
    """Open promises that are not decided yet, or that had no figure."""
