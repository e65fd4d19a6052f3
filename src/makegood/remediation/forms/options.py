"""What people type about ways out: what one is called and costs, beside what it changes."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from makegood.web.inputs import HouseForm, Line, Prose, RowChoice


class OptionForm(HouseForm):
    """What is said about a way out beside what it changes."""

    together = (("cost", "currency"),)

    title = Line(label=_("What it is called"), max_length=120, help_text=_("Such as: two more until Christmas."))
    cost = forms.DecimalField(
        label=_("What it costs us"), min_value=0, max_digits=14, decimal_places=2,
        help_text=_("0 where it costs nothing: the criteria ask for it."),
    )  # fmt: skip
    currency = Line(label=_("Currency"), help_text=_("Three letters, such as EUR."))
    words = Prose(
        label=_("What it means for the customer and for us"), rows=3, max_length=5_000, required=False,
        help_text=_("What the simulation can’t know."),
    )  # fmt: skip


class WhatIfForm(HouseForm):
    """A named what-if that becomes a way out."""

    scenario = RowChoice(label=_("What-if"), nobody="–", required=True)
    title = Line(label=_("What it is called"), max_length=120, required=False, help_text=_("As it is called already."))
    words = Prose(label=_("What it means for the customer and for us"), rows=3, max_length=5_000, required=False)


class ReasonForm(HouseForm):
    """Why something is done."""

    reason = Prose(label=_("Why"), rows=3, max_length=5_000)
