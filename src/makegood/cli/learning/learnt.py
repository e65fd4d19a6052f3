"""What was learnt from dated folders."""

from __future__ import annotations

from dataclasses import dataclass

from makegood.engine.proposals import NoProposal, Proposal
from makegood.engine.recalibration import Recalibration


@dataclass(frozen=True, slots=True)
class Learnt:
    """Every proposal, or why there is none, with the teams it is about."""

    proposals: tuple[Proposal | NoProposal, ...]
    recalibration: Recalibration
    teams: tuple[tuple[str, float], ...]
    """Teams of the last folder and their available share as it is set."""
    outcomes: int
