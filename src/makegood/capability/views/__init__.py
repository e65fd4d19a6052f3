"""Pages about what operations can do, the product has and services reach."""

from __future__ import annotations

from makegood.capability.views import absences, attributes, measures, teams
from makegood.capability.views import telling as telling  # registers the sentences

__all__ = ["absences", "attributes", "measures", "teams"]
