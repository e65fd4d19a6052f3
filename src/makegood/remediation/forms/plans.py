"""What people type about a plan as a whole, and in its dialogue."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from makegood.promises.states import Severity
from makegood.remediation.states import OpenedFrom, Stage
from makegood.web.inputs import Day, HouseForm, Line, Prose, RowChoice

SEVERITIES = [
    (Severity.LEGAL_OR_SAFETY.value, _("S1: legal, safety, critical, or a second break")),
    (Severity.MATERIAL.value, _("S2: material")),
    (Severity.LIMITED.value, _("S3: limited")),
    (Severity.MINOR.value, _("S4: minor")),
]


class OpenForm(HouseForm):
    """A plan is opened by hand."""

    reason = Prose(label=_("What is the matter?"), rows=3, max_length=5_000, required=False)
    opened_from = forms.ChoiceField(
        label=_("Opened because"),
        choices=[
            (OpenedFrom.PERSON.value, _("we won’t make it")),
            (OpenedFrom.FINDING.value, _("of a finding")),
            (OpenedFrom.HAND.value, _("of something else")),
        ],
    )
    severity = forms.ChoiceField(
        label=_("How grave it is"), required=False, choices=[("", _("as proposed from its harm")), *SEVERITIES]
    )
    severity_reason = Line(label=_("Why so grave, or not"), max_length=300, required=False)


class DescribeForm(HouseForm):
    """What the customer needs, what everybody meant, and what it does."""

    core_need = Prose(
        label=_("What the customer needs it for"), rows=3, max_length=5_000, required=False,
        help_text=_("In their words: what do they do with it, and by when does it hurt?"),
    )  # fmt: skip
    intent = Prose(
        label=_("What everybody meant to do"), rows=3, max_length=5_000, required=False,
        help_text=_("Each side in its own words; nobody meant to break it."),
    )  # fmt: skip
    impact = Prose(
        label=_("What it does to the customer"), rows=3, max_length=5_000, required=False,
        help_text=_("Whatever was meant: what do they lose, whom do they have to tell?"),
    )  # fmt: skip


class SeverityForm(HouseForm):
    """Another severity."""

    severity = forms.ChoiceField(label=_("How grave it is"), choices=SEVERITIES)
    reason = Line(label=_("Why"), max_length=300)


class MemberForm(HouseForm):
    """Somebody speaks for a function."""

    keeps: ClassVar[tuple[str, ...]] = ("person",)

    person = RowChoice(label=_("Who speaks for it"), nobody="–", required=True)


class ScopeForm(HouseForm):
    """Another promise is touched as well."""

    promise = RowChoice(label=_("Promise"), nobody="–", required=True)


class PlanReasonForm(HouseForm):
    """Why a plan ends, or is not needed."""

    reason = Prose(label=_("How it came out, and why"), rows=3, max_length=5_000)


class ProgressForm(HouseForm):
    """How far an action is."""

    progress = forms.IntegerField(label=_("Done, in per cent"), min_value=0, max_value=99)


class EvidenceForm(HouseForm):
    """An action is done."""

    evidence = Prose(label=_("By what one sees that it is done"), rows=2, max_length=5_000)


class MetForm(HouseForm):
    """A milestone was met."""

    on = Day(label=_("Met on"))


class ToldForm(HouseForm):
    """The customer was told."""

    date_told = Day(
        label=_("Which date they were told"), required=False, help_text=_("Empty: only that the date is in danger.")
    )


class AgreeForm(HouseForm):
    """A function agrees."""

    reason = Prose(label=_("Anything to add"), rows=2, max_length=5_000, required=False)


class DissentForm(HouseForm):
    """A function dissents, or an executive decides about that."""

    reason = Prose(label=_("Why"), rows=3, max_length=5_000)


class CommentForm(HouseForm):
    """Something is said in the dialogue."""

    text = Prose(
        label=_("Say something"),
        rows=3,
        max_length=10_000,
        help_text=_("@ and the beginning of an address names somebody."),
    )
    is_proposal = forms.BooleanField(label=_("As a proposal"), required=False)
    stage = forms.ChoiceField(choices=[(stage.value, stage.value) for stage in Stage], widget=forms.HiddenInput)
