"""What ways out, what counts and decisions are called."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from makegood.remediation.states import DecisionState, Measure, OptionKind

OWN_SOURCE, FORECAST = "the option itself", "forecast "
"""What scores from data keep as their source: this, or this and a fingerprint."""
KIND_NAMES: dict[OptionKind, str | Promise] = {
    OptionKind.NOTHING: later("nothing changes"),
    OptionKind.WORKAROUND: later("workaround"),
    OptionKind.REVISED_SCHEDULE: later("revised schedule"),
    OptionKind.ALTERED_SCOPE: later("altered scope"),
    OptionKind.ADDED_CAPACITY: later("added capacity"),
    OptionKind.REPRIORITISATION: later("re-prioritisation"),
    OptionKind.LESS_RISK: later("less risk"),
    OptionKind.COMBINATION: later("combination"),
}
MEASURE_NAMES: dict[str, str | Promise] = {
    Measure.KEPT: later("P(kept)"),
    Measure.SPILLOVER: later("Spillover"),
    Measure.HARM: later("Value in danger"),
    Measure.COST: later("Cost"),
    Measure.DELAY: later("Delay in days"),
}
JUDGED_NAMES: dict[str, str | Promise] = {
    "customer-harm": later("Harm to the customer"),
    "trust": later("Trust"),
    "reversibility": later("Reversibility"),
}
"""Of the criteria that the house is delivered with; others are called by their key."""
DECISION_NAMES: dict[DecisionState, str | Promise] = {
    DecisionState.SUBMITTED: later("before the decider"),
    DecisionState.RETURNED: later("given back"),
    DecisionState.DECIDED: later("decided"),
    DecisionState.REOPENED: later("reopened"),
}


def criterion_name(key: str) -> str:
    """Return what a criterion is called: the words of the house, or its key as a word."""
    found = MEASURE_NAMES.get(key) or JUDGED_NAMES.get(key)
    return str(found) if found is not None else key.replace("-", " ").capitalize()


def source_name(source: str) -> str:
    """Return where a score comes from, as it is told: the option, or the forecast with a fingerprint."""
    if source == OWN_SOURCE:
        return _("the option itself")
    if not source.startswith(FORECAST):
        return source
    return _("forecast %(digest)s") % {"digest": source.removeprefix(FORECAST)}
