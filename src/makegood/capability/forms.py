"""What people type about what operations can do."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from makegood.capability.states import OFFICE_WEEK, USUAL_SHARE, Sense
from makegood.files.numbers import plain
from makegood.files.refusals import Refused
from makegood.files.words import HoursPerDay
from makegood.web.choices import ZONES
from makegood.web.inputs import Day, Figure, HouseForm, Line, Percentage, RowChoice

SENSES = [(Sense.AT_LEAST.value, _("at least")), (Sense.AT_MOST.value, _("at most"))]


def _usual_share() -> str:
    said = gettext("Of the hours, after support, meetings and interruptions. Left empty: the usual %(usual)s.")
    return said % {"usual": f"{USUAL_SHARE:.0%}"}


class Week(Line):
    """Hours of each weekday, Monday first, or one number for Monday to Friday."""

    def to_python(self, value: Any) -> Any:  # noqa: ANN401  # the text on its way to the hours of seven days
        """Read the hours."""
        text = super().to_python(value)
        try:
            return list(HoursPerDay().parse(text, ".")) if text else None
        except Refused as refused:
            raise forms.ValidationError(
                gettext("Please give the hours of seven days, Monday first, such as 8 8 8 8 6 0 0.")
            ) from refused

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401  # what was typed, or the hours
        """Write the hours with blanks between them."""
        return " ".join(map(plain, value)) if isinstance(value, list | tuple) else value


class TeamForm(HouseForm):
    """What is known of a team."""

    name = Line(label=_("Name"), max_length=120)
    key = Line(
        label=_("Short name"),
        max_length=80,
        required=False,
        help_text=_("As it stands in files and forecasts. Left empty, it is the name."),
    )
    slots = Figure(
        label=_("How many work at the same time"),
        min_value=0,
        max_value=1_000,
        help_text=_("People or lines. Changes from a day on are planned on the team's page."),
    )
    hours_per_day = Week(
        label=_("Hours of each"),
        initial=list(OFFICE_WEEK),
        help_text=_("Of one of them on each day of the week, Monday first."),
    )
    available_share = Percentage(
        label=_("Left for promised work, in per cent"),
        required=False,
        help_text=lazy(_usual_share, str)(),
    )
    country = Line(
        label=_("Country"), max_length=60, required=False, help_text=_("Its public holidays are days off, such as DE.")
    )
    region = Line(label=_("Region"), max_length=60, required=False, help_text=_("For holidays of its own, such as SN."))
    zone = forms.ChoiceField(label=_("Time zone"), choices=ZONES)
    keeps = ("zone",)
    together = (("country", "region"),)


class ReasonForm(HouseForm):
    """Why something is done that others will want to understand."""

    reason = Line(label=_("Why"), max_length=500)


class CapacityForm(HouseForm):
    """What a team has from a day on."""

    start = Day(label=_("From"))
    slots = Figure(label=_("How many work at the same time"), required=False, min_value=0, max_value=1_000)
    hours_per_week = Figure(
        label=_("Or hours a week, all together"),
        required=False,
        min_value=0,
        help_text=_("Without taking off holidays and absences: they are counted by themselves."),
    )
    note = Line(label=_("Note"), max_length=200, required=False)


class AbsenceForm(HouseForm):
    """Who is away, when: four fields, of which two may stay as they are."""

    start = Day(label=_("From"))
    end = Day(label=_("To and including"), required=False, help_text=_("Left empty: that day only."))
    slots = Figure(
        label=_("How many are away"),
        required=False,
        min_value=0,
        max_value=1_000,
        help_text=_("Left empty: the whole team."),
    )
    note = Line(
        label=_("Note"),
        max_length=200,
        required=False,
        help_text=_("Everybody can read it: no names, nothing about health."),
    )

    def clean(self) -> dict[str, Any]:
        """Let an absence of which only the beginning is said last that day."""
        given = super().clean() or {}
        return {**given, "end": given.get("end") or given.get("start")}


class NewAbsenceForm(AbsenceForm):
    """An absence of a team that is chosen here."""

    team = RowChoice(label=_("Team"), required=True, nobody="–")
    field_order = ("team", "start", "end", "slots", "note")


class AttributeForm(HouseForm):
    """Something that the product has or will have."""

    name = Line(label=_("Attribute"), max_length=120, help_text=_("As promises name it, such as IP rating."))
    value = Line(label=_("Value"), max_length=60, help_text=_("A number, a range such as 95..105, or words."))
    unit = Line(label=_("Unit"), max_length=30, required=False)
    available_from = Day(
        label=_("Likely from"), required=False, help_text=_("In 5 of 10 cases it is there by then. Left empty: now.")
    )
    available_p90 = Day(
        label=_("Almost surely from"), required=False, help_text=_("In 9 of 10 cases it is there by then.")
    )
    source = Line(
        label=_("Where this is known from"),
        max_length=200,
        required=False,
        help_text=_("A test report, a certificate, the roadmap."),
    )
    together = (("value", "unit"), ("available_from", "available_p90"))


class MeasureForm(HouseForm):
    """Something about a service that is measured again and again."""

    name = Line(label=_("What is measured"), max_length=120, help_text=_("As promises name it, such as first reply."))
    unit = Line(label=_("Unit"), max_length=30, required=False)
    sense = forms.ChoiceField(label=_("It is good at"), choices=SENSES)
    threshold = Figure(label=_("Threshold"), required=False, help_text=_("What one measurement should meet."))
    target = Percentage(
        label=_("In how many per cent of cases"),
        required=False,
        help_text=_("What the house itself wants. What customers were promised stands with their promises."),
    )
    source = Line(
        label=_("What measures it"), max_length=200, required=False, help_text=_("The monitoring, the service desk.")
    )
    together = (("sense", "threshold", "target", "unit"),)


class TableForm(HouseForm):
    """A file with a table."""

    file = forms.FileField(label=_("File"), help_text=_("CSV or Excel; the first sheet is read."))


KIND_NAMES = {
    "teams": _("Teams"),
    "capacity": _("Planned capacity"),
    "absences": _("Absences"),
    "attributes": _("Attributes"),
    "measurements": _("Measurements"),
}
"""What kinds of tables are called."""
FIELD_NAMES = {
    "team": _("Team"),
    "slots": _("How many"),
    "hours_per_day": _("Hours of each"),
    "country": _("Country"),
    "region": _("Region"),
    "available_share": _("For promised work"),
    "from": _("From"),
    "to": _("To and including"),
    "attribute": _("Attribute"),
    "value": _("Value"),
    "unit": _("Unit"),
    "available_from": _("Likely from"),
    "available_p90": _("Almost surely from"),
    "source": _("Where this is known from"),
    "measure": _("What is measured"),
    "at": _("When"),
    "reference": _("Reference of the measurement"),
}
"""What columns of tables are called."""
