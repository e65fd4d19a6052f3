"""Every room's models, gathered where Django looks for them."""

from __future__ import annotations

from makegood.capability.models import (
    Absence,
    CapacityChange,
    MeasuredDay,
    Measurement,
    ProductAttribute,
    ServiceMeasure,
    Team,
)
from makegood.customers.models import Contact, Customer, Touchpoint
from makegood.feasibility.models import (
    Application,
    Baseline,
    BaselineRow,
    Change,
    Feed,
    LeadTime,
    Outlook,
    Override,
    Piece,
    Placement,
    Policy,
    PolicyDraft,
    Quote,
    Reservation,
    Scenario,
    ScenarioChange,
    Shift,
    Snapshot,
    Stamp,
    Standing,
    StandsOut,
    TermOutlook,
    Trial,
    TrialRow,
)
from makegood.foundation.approvals.models import Approvable, Approval
from makegood.foundation.counts.models import SharedCount
from makegood.foundation.history.models import Body, Entry
from makegood.foundation.jobs.models import Job
from makegood.foundation.outbox.models import News
from makegood.foundation.repeats.models import Repeat
from makegood.foundation.search.models import Projection
from makegood.foundation.timers.models import Timer
from makegood.glossary.models import Spelling, Term, TermVersion
from makegood.learning.models import Result, Score, ScoreTally, Tally
from makegood.people.models import ApiToken, Delegation, Invitation, KeptView, User
from makegood.promises.models import (
    AgreedDate,
    Comment,
    Evidence,
    Indicator,
    IndicatorReading,
    Involvement,
    Mention,
    Notice,
    Promise,
    PromiseTerm,
)
from makegood.remediation.models import Plan, PlanMember
from makegood.tables.models import ImportRun, Refusal
from makegood.trackers.models import Place, Pull, Told, Tracker
from makegood.work.models import Predecessor, Risk, Template, TemplateItem, WorkItem

__all__ = [
    "Absence",
    "AgreedDate",
    "ApiToken",
    "Application",
    "Approvable",
    "Approval",
    "Baseline",
    "BaselineRow",
    "Body",
    "CapacityChange",
    "Change",
    "Comment",
    "Contact",
    "Customer",
    "Delegation",
    "Entry",
    "Evidence",
    "Feed",
    "ImportRun",
    "Indicator",
    "IndicatorReading",
    "Invitation",
    "Involvement",
    "Job",
    "KeptView",
    "LeadTime",
    "MeasuredDay",
    "Measurement",
    "Mention",
    "News",
    "Notice",
    "Outlook",
    "Override",
    "Piece",
    "Place",
    "Placement",
    "Plan",
    "PlanMember",
    "Policy",
    "PolicyDraft",
    "Predecessor",
    "ProductAttribute",
    "Projection",
    "Promise",
    "PromiseTerm",
    "Pull",
    "Quote",
    "Refusal",
    "Repeat",
    "Reservation",
    "Result",
    "Risk",
    "Scenario",
    "ScenarioChange",
    "Score",
    "ScoreTally",
    "ServiceMeasure",
    "SharedCount",
    "Shift",
    "Snapshot",
    "Spelling",
    "Stamp",
    "Standing",
    "StandsOut",
    "Tally",
    "Team",
    "Template",
    "TemplateItem",
    "Term",
    "TermOutlook",
    "TermVersion",
    "Timer",
    "Told",
    "Touchpoint",
    "Tracker",
    "Trial",
    "TrialRow",
    "User",
    "WorkItem",
]
