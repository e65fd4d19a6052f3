"""The forecast for programs: what is said, what was tried, what-ifs, and commitment, which leaves a stamp of it."""

from __future__ import annotations

from makegood.feasibility.api import scenarios as scenarios  # registers its operations
from makegood.feasibility.api.forecasts import commitment, forecast

__all__ = ["commitment", "forecast"]
