"""How history tells what happened with joint plans: as part of the story of their promise."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from makegood.remediation.forms import PIECE_FORMS, DescribeForm, SeverityForm
from makegood.remediation.queries import FOUR_NAMES, PART_NAMES, TRIGGER_NAMES, plan_names
from makegood.web.inputs import Line
from makegood.web.stories import tell, tell_facts, tell_names

Facts = Mapping[str, object]


def _opened(facts: Facts) -> Promise:
    """Say what a plan was opened for."""
    texts = {
        "person": _("“We won’t make it”: joint plan opened, %(severity)s. %(reason)s"),
        "finding": _("Joint plan opened from a finding, %(severity)s. %(reason)s"),
    }
    return texts.get(str(facts.get("from")), _("Joint plan opened, %(severity)s. %(reason)s"))


def _acknowledged(facts: Facts) -> Promise:
    return _("The plan was acknowledged, late") if facts.get("late") else _("The plan was acknowledged")


def _answered(facts: Facts) -> Promise:
    return _("A proposal was taken up: %(text)s") if facts.get("taken") else _("A proposal was put aside: %(text)s")


def _late(facts: Facts) -> Promise:
    if facts.get("what") == "acknowledge":
        return _("Nobody has acknowledged the plan in time")
    return _("The customer was not told in time")


def _agreed(facts: Facts) -> Promise:
    return _("Agreement of %(function)s: %(reason)s") if facts.get("reason") else _("Agreement of %(function)s")


tell(
    {
        "plan.open": _opened,
        "plan.propose": _("The forecast crossed the red line: a joint plan is proposed, %(severity)s"),
        "plan.take-up": _("The proposed plan was taken up"),
        "plan.dismiss": _("No plan is needed: %(reason)s"),
        "plan.close": _("The plan ended: %(reason)s"),
        "plan.acknowledge": _acknowledged,
        "plan.severity": _("Severity %(before)s became %(severity)s: %(reason)s"),
        "plan.name": _("Named for %(function)s: %(person)s"),
        "plan.join": _("Joined the plan"),
        "plan.leave": _("Left the plan"),
        "plan.describe": _("Need, intent and impact were written down"),
        "plan.scope": _("In scope as well: %(other)s"),
        "plan.no-scope": _("Not in scope any more: %(other)s"),
        "plan.freeze": _("The gap was frozen as evidence"),
        "plan.cause-add": _("A root cause: %(title)s"),
        "plan.cause-change": _("A root cause changed: %(title)s"),
        "plan.cause-remove": _("No root cause any more: %(title)s"),
        "plan.action-add": _("Action planned: %(title)s"),
        "plan.action-change": _("Action changed: %(title)s"),
        "plan.action-remove": _("Action taken off: %(title)s"),
        "plan.milestone-add": _("Milestone planned: %(title)s"),
        "plan.milestone-change": _("Milestone changed: %(title)s"),
        "plan.milestone-remove": _("Milestone taken off: %(title)s"),
        "plan.risk-add": _("Risk noted: %(title)s"),
        "plan.risk-change": _("Risk changed: %(title)s"),
        "plan.risk-remove": _("Risk taken off: %(title)s"),
        "plan.contingency-add": _("Contingency planned: %(title)s"),
        "plan.contingency-change": _("Contingency changed: %(title)s"),
        "plan.contingency-remove": _("Contingency taken off: %(title)s"),
        "plan.step-add": _("Step of a contingency planned: %(title)s"),
        "plan.step-change": _("Step of a contingency changed: %(title)s"),
        "plan.step-remove": _("Step of a contingency taken off: %(title)s"),
        "plan.message-add": _("Message to the customer planned: %(title)s"),
        "plan.message-change": _("Message to the customer changed: %(title)s"),
        "plan.message-remove": _("Message to the customer taken off: %(title)s"),
        "plan.progress": _("Done to %(progress)s per cent: %(title)s"),
        "plan.done": _("Done: %(title)s. %(evidence)s"),
        "plan.undone": _("Not done after all: %(title)s"),
        "plan.met": _("Milestone met on %(on)s: %(title)s"),
        "plan.told": _("The customer was told as planned: %(text)s"),
        "plan.comment": _("Said: %(text)s"),
        "plan.suggest": _("Proposed: %(text)s"),
        "plan.answer": _answered,
        "plan.agree": _agreed,
        "plan.agreed": _("All four agree: the plan is agreed"),
        "plan.dissent": _("Dissent of %(function)s: %(reason)s"),
        "plan.rule": _("Decided that it goes on: %(reason)s"),
        "plan.reset": _("Asked anew, because something was changed: %(function)s (%(parts)s)"),
        "plan.lapse": _("The agreement lapsed: the forecast fell by more than 10 points"),
        "plan.fire": _("Contingency fired: %(title)s"),
        "plan.late": _late,
        "approval.reset": _("Asked anew: %(role)s"),
        "approval.approve": _("Agreement of %(role)s"),
        "approval.decline": _("Dissent of %(role)s: %(reason)s"),
    }
)
_FUNCTION = forms.ChoiceField(choices=list(FOUR_NAMES.items()))
_PARTS = forms.MultipleChoiceField(choices=list(PART_NAMES.items()))
_PIECES = {name: field for form in PIECE_FORMS.values() for name, field in form.base_fields.items()}
_OF_PROMISES = {"title", "text", "due", "owner", "words", "channel"}
"""Facts that promises have as well, by the words of their own forms."""
_SAID: dict[str, forms.Field] = {
    **{name: field for name, field in _PIECES.items() if name not in _OF_PROMISES},
    **DescribeForm.base_fields,
    "severity": SeverityForm.base_fields["severity"],
    "function": _FUNCTION,
    "parts": _PARTS,
    "trigger": forms.ChoiceField(choices=list(TRIGGER_NAMES.items())),
    "reason": Line(label=_("Why")),
}
tell_facts("promise", _SAID, numbers={"person": "person", "other": "promise", "teller": "person", "contact": "contact"})
tell_facts("plan", {"role": _FUNCTION, "parts": _PARTS})
tell_names("plan", plan_names)
