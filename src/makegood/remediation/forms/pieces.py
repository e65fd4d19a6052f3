"""What people type about each kind of piece of a plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from makegood.customers.queries import CHANNEL_NAMES
from makegood.remediation.queries import CAUSE_NAMES, FOUR_NAMES, LEVEL_NAMES, TRIGGER_NAMES
from makegood.remediation.states import Kind
from makegood.web.inputs import Day, HouseForm, Line, Percentage, Prose, RowChoice

FUNCTIONS = list(FOUR_NAMES.items())


class PieceForm(HouseForm):
    """One piece of a plan."""

    def know(self, rows: Mapping[str, Sequence[tuple[int, str]]]) -> None:
        """Offer rows to choose from, by the name of the field."""
        for name, field in self.fields.items():
            if isinstance(field, RowChoice):
                field.offer(rows.get(name, ()))


class CauseForm(PieceForm):
    """Why the promise is in danger."""

    code = forms.ChoiceField(label=_("Cause"), choices=[(code.value, name) for code, name in CAUSE_NAMES.items()])
    words = Prose(label=_("What happened"), rows=3, max_length=5_000, help_text=_("What and when, not who."))
    points = forms.IntegerField(
        label=_("Its part, from 1 to 100"), min_value=1, max_value=100, initial=50,
        help_text=_("Against the other causes: their weights are shares of the sum."),
    )  # fmt: skip
    teams = forms.IntegerField(label=_("How many teams it happened to"), min_value=1, max_value=100, initial=1)
    peers_would = forms.BooleanField(
        label=_("Peers in the same place would have done the same"), required=False,
        help_text=_("Then it lies in how we work and not in a judgement."),
    )  # fmt: skip


class ActionForm(PieceForm):
    """What somebody does by a day."""

    title = Line(label=_("What is done"), max_length=200)
    function = forms.ChoiceField(label=_("Function that owns it"), choices=FUNCTIONS)
    owner = RowChoice(label=_("Who does it"), nobody="–", required=True)
    due = Day(label=_("By"))
    after = RowChoice(label=_("After"), nobody=_("nothing has to be done first"))


class MilestoneForm(PieceForm):
    """A day by which something is so."""

    title = Line(label=_("What is so by then"), max_length=200)
    due = Day(label=_("By"))
    acceptance = Prose(label=_("By what it is known to be met"), rows=2, max_length=5_000)


class PlanRiskForm(PieceForm):
    """What may go wrong."""

    title = Line(label=_("What may go wrong"), max_length=200)
    probability = forms.ChoiceField(label=_("How likely it is"), choices=list(LEVEL_NAMES.items()))
    effect = forms.ChoiceField(label=_("How much it would do"), choices=list(LEVEL_NAMES.items()))
    mitigation = Prose(label=_("What is done against it"), rows=2, max_length=5_000)
    owner = RowChoice(label=_("Who watches it"), nobody="–", required=True)


class ContingencyForm(PieceForm):
    """What is done if something happens."""

    together = (("trigger", "threshold", "day", "milestone", "indicator"),)

    title = Line(label=_("What is done then"), max_length=200)
    trigger = forms.ChoiceField(label=_("It fires when"), choices=list(TRIGGER_NAMES.items()))
    threshold = Percentage(label=_("Below, in per cent"), required=False, help_text=_("For a probability."))
    day = Day(label=_("Day"), required=False, help_text=_("For a date."))
    milestone = RowChoice(label=_("Milestone"), nobody="–", help_text=_("For a milestone that is missed."))
    indicator = RowChoice(label=_("Indicator"), nobody="–", help_text=_("For a measurement."))


class StepForm(PieceForm):
    """What somebody does when a contingency fires."""

    contingency = RowChoice(label=_("Contingency"), nobody="–", required=True)
    title = Line(label=_("What is done"), max_length=200)
    function = forms.ChoiceField(label=_("Function that owns it"), choices=FUNCTIONS)
    owner = RowChoice(label=_("Who does it"), nobody="–", required=True)
    days = forms.IntegerField(label=_("Within how many days"), min_value=0, max_value=365, initial=2)


class MessageForm(PieceForm):
    """One time that the customer is told something."""

    together = (("contact", "to_whom"), ("on", "next_update"))

    teller = RowChoice(label=_("Who tells them"), nobody="–", required=True)
    contact = RowChoice(label=_("Whom"), nobody=_("somebody not in this list"))
    to_whom = Line(label=_("Whom, if they are not in the list"), max_length=200, required=False)
    on = Day(label=_("On"))
    channel = forms.ChoiceField(label=_("Through what"), choices=list(CHANNEL_NAMES.items()))
    text = Prose(label=_("What is said"), rows=4, max_length=5_000)
    next_update = Day(label=_("They hear next on"), help_text=_("Whatever has happened by then."))


PIECE_FORMS: dict[Kind, type[PieceForm]] = {
    Kind.CAUSE: CauseForm,
    Kind.ACTION: ActionForm,
    Kind.MILESTONE: MilestoneForm,
    Kind.RISK: PlanRiskForm,
    Kind.CONTINGENCY: ContingencyForm,
    Kind.STEP: StepForm,
    Kind.MESSAGE: MessageForm,
}
