"""Pages about how well promises and forecasts were kept."""

from __future__ import annotations

from makegood.learning.views.calibrating import calibration, forecasts
from makegood.learning.views.reliable import promises, reliability

__all__ = ["calibration", "forecasts", "promises", "reliability"]
