"""Pages about how well promises and forecasts were kept."""

from __future__ import annotations

from makegood.learning.views.calibrating import calibration, forecasts
from makegood.learning.views.parts import answers, of_promise, of_team
from makegood.learning.views.reliable import promises, reliability

__all__ = ["answers", "calibration", "forecasts", "of_promise", "of_team", "promises", "reliability"]
