"""What playing a portfolio with additions gives, whoever plays it: the plain way or the compiled one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from makegood.engine.calendars import TeamCalendar
from makegood.engine.quoting.additions import Addition
from makegood.engine.schedule import Placed

Kept = NDArray[np.int64]
"""Samples in which each promise is kept: those of the portfolio by rank, then the additions, by theirs."""


@dataclass(frozen=True, slots=True)
class Played:
    """What was played: when the items of new additions are done, and what became of everybody."""

    placed: Mapping[str, Placed]
    """By the new addition's key, its items in the order of its own problem."""
    kept: Kept | None
    """None where only the new additions were asked for."""
    samples: int


class Play(Protocol):
    """Plays one portfolio; what it leaves behind at checkpoints (a *stand*) is its own affair."""

    def stand(self, additions: Sequence[Addition], before: Any = None) -> Any:  # noqa: ANN401  # see above
        """Play everything with ``additions``, and keep it; ``before`` is a stand that has some of them."""

    def kept(self, stand: Any) -> Kept:  # noqa: ANN401  # see above
        """Return what became of everybody."""

    def play(
        self,
        stand: Any,  # noqa: ANN401  # see above
        new: Sequence[Addition],
        *,
        everything: bool,
        calendars: Mapping[int, TeamCalendar] | None = None,
        samples: int | None = None,
    ) -> Played:
        """Play ``new`` additions on top of ``stand``, which stays as it is.

        Without ``everything`` only as far as their own items. ``calendars`` replaces those of some teams, by place;
        ``samples`` is how many of the first samples are enough.
        """

    def bytes(self, stand: Any) -> int:  # noqa: ANN401  # see above
        """Return what ``stand`` takes in memory."""
