"""Pages about what operations can do, the product has and services reach."""

from __future__ import annotations

from makegood.capability.views import absences, attributes, importing, measures, teams
from makegood.capability.views import telling as telling  # registers the sentences

__all__ = ["absences", "attributes", "importing", "measures", "teams"]
