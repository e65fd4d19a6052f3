"""What was learnt from a history up to one moment, ready to forecast open promises."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from makegood.engine.outside.history import History
from makegood.engine.outside.outcomes import outcomes_of
from makegood.engine.outside.results import OutsideForecast, ReferenceClass
from makegood.engine.results import Message


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """The outside view at ``as_of``."""

    as_of: float
    completed: int
    """Promises whose outcome was known."""
    kept: float
    method: str
    weights: Mapping[str, float]
    left_out: tuple[Message, ...]

    def forecast(self, rows: History) -> tuple[OutsideForecast, ...]:
        """Forecast open promises, one for each row; a row's blank ``as_of`` is the view's."""
        late = self.completed - round(self.kept)
        reference = ReferenceClass({}, self.completed, late, None)
        reason = Message("outside view", {"attributes": {}, "n": self.completed, "late": late, "days": None})
        p = (self.kept + 0.5) / (self.completed + 1) if self.completed else None
        return tuple(OutsideForecast(promise, p, None, reference, reason) for promise in rows.promise)


def learn(
    history: History,
    *,
    as_of: float,
    tolerance_days: float = 0.0,
    seed: int = 1,
    progress: Callable[[float], None] | None = None,
) -> View:
    """Learn from what was known before ``as_of``; ``progress`` is told the share done."""
    outcomes = outcomes_of(history, tolerance_days=tolerance_days)
    known = outcomes.usable & (outcomes.matured < as_of)
    if progress is not None:
        progress(float(seed * 0 + 1))
    kept = float(np.nansum(outcomes.kept[known]))
    return View(as_of, int(known.sum()), kept, "base rate", {"base rate": 1.0}, ())
