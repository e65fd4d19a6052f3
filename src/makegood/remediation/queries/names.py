"""What states, sources and functions of a plan are called."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from makegood.foundation.approvals.states import Standing
from makegood.people.queries import FUNCTION_NAMES
from makegood.people.states import Function
from makegood.remediation.states import (
    FOUR,
    Cause,
    Kind,
    Level,
    Nature,
    OpenedFrom,
    PlanState,
    SeverityReason,
    Stage,
    Trigger,
)

STATE_NAMES = {
    PlanState.PROPOSED: _("proposed"),
    PlanState.OPEN: _("being worked out"),
    PlanState.AGREED: _("agreed"),
    PlanState.LAPSED: _("lapsed"),
    PlanState.CLOSED: _("closed"),
    PlanState.DISMISSED: _("not needed"),
}
SOURCE_NAMES = {
    OpenedFrom.HAND: _("opened by hand"),
    OpenedFrom.FINDING: _("opened from a finding"),
    OpenedFrom.FORECAST: _("the forecast crossed the red line"),
    OpenedFrom.PERSON: _("somebody said that we won’t make it"),
}
SEVERITY_REASONS = {
    SeverityReason.SECOND_BREAK: _("We have moved this date once already."),
    SeverityReason.TIER: _("The customer is one of those that weigh most."),
    SeverityReason.HARM: _("It is among the promises with the greatest expected harm."),
}
FOUR_NAMES = {function: FUNCTION_NAMES[Function(function)] for function in FOUR}
STAGE_NAMES = {
    Stage.NEED: _("What the customer needs"),
    Stage.SCOPE: _("Promises in scope"),
    Stage.INTENT: _("Intent and impact"),
    Stage.GAP: _("The exact gap"),
    Stage.CAUSES: _("Root causes"),
    Stage.OPTIONS: _("Ways out"),
    Stage.PLAN: _("Who does what by when"),
    Stage.AGREEMENT: _("Agreement"),
}
CAUSE_NAMES = {
    Cause.CAPACITY: _("capacity"),
    Cause.PRODUCT: _("product limitation"),
    Cause.PROCESS: _("process inefficiency"),
    Cause.DEPENDENCY: _("internal dependency"),
    Cause.SUPPLIER: _("supplier"),
    Cause.REQUIREMENT: _("requirement change"),
    Cause.CUSTOMER: _("customer side"),
    Cause.ESTIMATE: _("estimation bias"),
    Cause.PRESSURE: _("commercial pressure"),
    Cause.HANDOVER: _("handover and communication"),
    Cause.QUALITY: _("quality and rework"),
    Cause.SKILL: _("people and skill"),
    Cause.GOVERNANCE: _("governance gap"),
    Cause.EXTERNAL: _("external event"),
}
NATURE_NAMES = {Nature.SYSTEMIC: _("systemic"), Nature.JUDGEMENT: _("judgement")}
LEVEL_NAMES = {Level.LOW: _("low"), Level.MEDIUM: _("medium"), Level.HIGH: _("high")}
TRIGGER_NAMES = {
    Trigger.KEPT_BELOW: _("the probability of keeping it falls below"),
    Trigger.DATE: _("a date is reached"),
    Trigger.MILESTONE: _("a milestone is missed"),
    Trigger.MEASUREMENT: _("a measurement is red"),
}
KIND_NAMES = {
    Kind.CAUSE: _("Root cause"),
    Kind.ACTION: _("Action"),
    Kind.MILESTONE: _("Milestone"),
    Kind.RISK: _("Risk"),
    Kind.CONTINGENCY: _("Contingency"),
    Kind.STEP: _("Step of a contingency"),
    Kind.MESSAGE: _("Message to the customer"),
}
PART_NAMES = {
    "need": _("what the customer needs"),
    "scope": _("promises in scope"),
    "gap": _("the gap"),
    "causes": _("root causes"),
    **{f"actions:{function}": _("its own actions") for function in FOUR},
    **{f"option:{function}": _("what the chosen way out asks of it") for function in FOUR},
    **{f"person:{function}": _("who is named for it") for function in FOUR},
    "milestones": _("milestones"),
    "risks": _("risks"),
    "contingencies": _("contingencies"),
    "communication": _("what the customer is told"),
    "forecast": _("the forecast fell"),
}
STANDING_NAMES = {
    Standing.AWAITED: _("has not spoken yet"),
    Standing.APPROVED: _("agrees"),
    Standing.DECLINED: _("dissents"),
    Standing.RESET: _("is asked anew"),
}
