"""Forecasts as they are kept, and how promises rank for capacity."""

from __future__ import annotations

from makegood.feasibility.models.applying import Application
from makegood.feasibility.models.committing import Commitment
from makegood.feasibility.models.feeds import Feed
from makegood.feasibility.models.quoting import LeadTime, Override, Quote, Reservation
from makegood.feasibility.models.ranking import Placement, Policy, PolicyDraft, Trial, TrialRow
from makegood.feasibility.models.scenarios import Scenario, ScenarioChange
from makegood.feasibility.models.standing import (
    Baseline,
    BaselineRow,
    Change,
    Outlook,
    Piece,
    Shift,
    Snapshot,
    Stamp,
    Standing,
    StandsOut,
    TermOutlook,
)
from makegood.feasibility.models.validating import Validation

__all__ = [
    "Application",
    "Baseline",
    "BaselineRow",
    "Change",
    "Commitment",
    "Feed",
    "LeadTime",
    "Outlook",
    "Override",
    "Piece",
    "Placement",
    "Policy",
    "PolicyDraft",
    "Quote",
    "Reservation",
    "Scenario",
    "ScenarioChange",
    "Shift",
    "Snapshot",
    "Stamp",
    "Standing",
    "StandsOut",
    "TermOutlook",
    "Trial",
    "TrialRow",
    "Validation",
]
