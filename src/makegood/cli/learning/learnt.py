"""What was learnt from dated folders."""

from __future__ import annotations

from dataclasses import dataclass

from makegood.engine.outside import Recalibration
from makegood.engine.proposals import LEAST_GAIN, NoProposal, Proposal


@dataclass(frozen=True, slots=True)
class Learnt:
    """Every proposal, or why there is none, with the teams it is about."""

    proposals: tuple[Proposal | NoProposal, ...]
    recalibration: Recalibration
    teams: tuple[tuple[str, float], ...]
    """Teams of the last folder and their available share as it is set."""
    outcomes: int

    @property
    def rereading(self) -> bool:
        """Whether it is proposed to read the percentages otherwise: it must be worth the trouble, too."""
        before, after = self.recalibration.brier_before, self.recalibration.brier_after
        if before is None or after is None or not self.recalibration.worthwhile:
            return False
        return after <= before * (1 - LEAST_GAIN)
