"""Revised promises and their gates."""

from __future__ import annotations

from makegood.revisions.models import walls
from makegood.revisions.models.revising import ORIGINS, GateRecord, Revision

__all__ = ["ORIGINS", "GateRecord", "Revision", "walls"]
