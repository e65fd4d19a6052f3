"""What states, sources and functions of a plan are called."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from makegood.people.queries import FUNCTION_NAMES
from makegood.people.states import Function
from makegood.remediation.states import FOUR, OpenedFrom, PlanState, SeverityReason

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
