"""Pages of the forecast: all promises by what hurts most, and one promise's as a part of its page."""

from __future__ import annotations

from makegood.feasibility.views.forecasts import forecast, of_promise

__all__ = ["forecast", "of_promise"]
