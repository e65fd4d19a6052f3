"""What keeps the forecast current, and what is done with it."""

from __future__ import annotations

from makegood.feasibility.services.committing import commit_promise, compute_again
from makegood.feasibility.services.freezing import UnableToFreeze, freeze_baseline
from makegood.feasibility.services.noting import note, note_promises, promises_to
from makegood.feasibility.services.renewing import Forecaster, Renewal
from makegood.feasibility.services.snapshots import freeze_day

__all__ = [
    "Forecaster",
    "Renewal",
    "UnableToFreeze",
    "commit_promise",
    "compute_again",
    "freeze_baseline",
    "freeze_day",
    "note",
    "note_promises",
    "promises_to",
]
