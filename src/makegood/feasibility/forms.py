"""What people type about forecasts."""

from __future__ import annotations

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from makegood.feasibility.states import Offers, Rule
from makegood.foundation.errors import Problem
from makegood.web.inputs import HouseForm, Line, Prose, RowChoice


class FeedForm(HouseForm):
    """What a calendar is to show."""

    customer = RowChoice(
        label=_("What it shows"),
        nobody=_("Promises that I answer for or am named on"),
        help_text=_("These, or all promises to one customer."),
    )


class BaselineForm(HouseForm):
    """What the forecast of today is to be called."""

    name = Line(label=_("Name"), max_length=120, help_text=_("Such as: review of week 48."))


RULES: list[tuple[str, Promise]] = [
    (Rule.CLASS, _("class, by how much it would hurt the customer")),
    (Rule.TIER, _("tier of the customer, strategic first")),
    (Rule.VALUE, _("value at stake, the highest first")),
    (Rule.DUE, _("agreed date, the earliest first")),
    (Rule.FIRST_DUE, _("first date that was agreed, the earliest first")),
    (Rule.MADE, _("day it was said, the earliest first")),
]
OFFERS: list[tuple[str, Promise]] = [
    (Offers.LAST, _("behind everything that is owed")),
    (Offers.RANKED, _("where the rules put them, as if they were owed")),
]
OWN = "own"
CLASSES: list[tuple[str, Promise]] = [
    (OWN, _("the one of its severity")),
    ("0", _("before everything")),
    ("1", _("like S1: law, safety, or a second break")),
    ("2", _("like S2: material")),
    ("3", _("like S3: limited")),
    ("4", _("like S4: minor")),
    ("5", _("behind everything")),
]
RULE_FIELDS = tuple(f"rule_{place}" for place in range(1, len(RULES) + 1))


class PolicyForm(HouseForm):
    """By which rules promises rank for capacity."""

    together = (RULE_FIELDS,)

    name = Line(label=_("Name"), max_length=120, help_text=_("Such as: key customers first."))
    rule_1 = forms.ChoiceField(label=_("What comes first is decided by"), choices=RULES)
    rule_2 = forms.ChoiceField(label=_("where that is the same, by"), choices=[("", "–"), *RULES], required=False)
    rule_3 = forms.ChoiceField(label=_("then by"), choices=[("", "–"), *RULES], required=False)
    rule_4 = forms.ChoiceField(label=_("then by"), choices=[("", "–"), *RULES], required=False)
    rule_5 = forms.ChoiceField(label=_("then by"), choices=[("", "–"), *RULES], required=False)
    rule_6 = forms.ChoiceField(label=_("then by"), choices=[("", "–"), *RULES], required=False)
    offers = forms.ChoiceField(
        label=_("Drafts and offers stand"),
        choices=OFFERS,
        help_text=_("What nobody relies on yet; reserved promises are ranked as those that are owed."),
    )
    reason = Prose(label=_("Why"), max_length=5_000, help_text=_("Everybody reads it beside the policy."))

    def add_problem(self, problem: Problem) -> None:
        """Show what is wrong with the rules beside the first of them."""
        self.add_error("rule_1", problem.message) if problem.field == "rules" else super().add_problem(problem)


def class_typed(value: str) -> int | None:
    """Return a class as it was chosen; None for the one of the severity."""
    return None if value == OWN else int(value)


class PlaceForm(HouseForm):
    """Which class one promise is tried in."""

    rank_class = forms.TypedChoiceField(label=_("Class"), choices=CLASSES, coerce=class_typed, empty_value=None)


class PublishForm(HouseForm):
    """A policy is put in force."""

    although_moved = forms.BooleanField(label=_("Although the forecast has moved since"), required=False)


class ApplyForm(PublishForm):
    """A promise is given the class that was tried."""

    reason = Prose(label=_("Why"), max_length=5_000, help_text=_("Everybody reads it on the promise."))
    field_order = ("reason", "although_moved")
