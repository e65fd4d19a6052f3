"""What people type about work."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from makegood.web.inputs import Day, HouseForm, Line, Prose, RowChoice


class Percent(forms.FloatField):
    """A share, typed as a percentage."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401  # a field's options
        """Take from 0 to 100."""
        super().__init__(min_value=0, max_value=100, **options)

    def clean(self, value: Any) -> float | None:  # noqa: ANN401  # whatever was sent
        """Return the share, from 0 to 1."""
        percent = super().clean(value.replace("%", "").strip() if isinstance(value, str) else value)
        return None if percent is None else float(percent) / 100

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401  # a share, or what was typed
        """Show a share as a percentage."""
        return f"{value * 100:g}" if isinstance(value, float) else value


class ItemForm(HouseForm):
    """One piece of work: a name and a team are enough, though a missing estimate costs certainty."""

    name = Line(label=_("What is to be done"), max_length=120)
    team = RowChoice(label=_("Which team"), nobody="–", required=True)
    p10 = forms.FloatField(label=_("Hours if all goes well"), required=False, help_text=_("Enough in 1 of 10 cases."))
    p50 = forms.FloatField(label=_("Hours most likely"), required=False, help_text=_("Enough in 5 of 10 cases."))
    p90 = forms.FloatField(label=_("Hours if it goes badly"), required=False, help_text=_("Enough in 9 of 10 cases."))
    after = forms.TypedMultipleChoiceField(
        label=_("After"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    not_before = Day(label=_("Not before"), required=False)
    wait_p50 = forms.FloatField(
        label=_("Days of waiting first"), required=False, help_text=_("For a supplier or an approval, in the middle.")
    )
    wait_p90 = forms.FloatField(label=_("Days of waiting if it goes badly"), required=False)
    wait_started = Day(label=_("Waiting since"), required=False)
    slots = forms.IntegerField(label=_("People or lines at once"), initial=1, min_value=1)
    pausable = forms.BooleanField(label=_("It may be put aside for more urgent work"), required=False, initial=True)
    done_share = Percent(label=_("Done so far, in per cent"), initial=0.0)
    against_tracker = forms.BooleanField(
        label=_("Let what I change hold against the tracker"), required=False, help_text=_("Until somebody ends that.")
    )
    keeps = ("team",)

    def __init__(
        self,
        *args: Any,  # noqa: ANN401  # a form's
        work: Sequence[tuple[int, str]] = (),
        is_tracked: bool = False,
        **options: Any,  # noqa: ANN401  # a form's
    ) -> None:
        """Offer ``work`` that must be done first, by number and name; and to hold against a tracker if there is one."""
        super().__init__(*args, **options)
        if not is_tracked:
            del self.fields["against_tracker"]
        after = self.fields["after"]
        if isinstance(after, forms.MultipleChoiceField):
            after.choices = list(work)
        if not work:
            del self.fields["after"]


class ProgressForm(HouseForm):
    """How far a piece of work is."""

    done_share = Percent(label=_("Done so far, in per cent"))
    against_tracker = forms.BooleanField(
        label=_("Let what I change hold against the tracker"), required=False, help_text=_("Until somebody ends that.")
    )

    def __init__(self, *args: Any, is_tracked: bool = False, **options: Any) -> None:  # noqa: ANN401  # a form's
        """Offer to hold against a tracker where there is one."""
        super().__init__(*args, **options)
        if not is_tracked:
            del self.fields["against_tracker"]


class TemplateForm(HouseForm):
    """What a template is called."""

    name = Line(label=_("Name of the template"), max_length=120, help_text=_("Such as: like the Northwind order."))
    note = Prose(label=_("When to use it"), required=False, rows=2, max_length=2_000)


class ApplyForm(HouseForm):
    """Which template to use."""

    template = RowChoice(label=_("Template"), nobody="–", required=True)


class RiskForm(HouseForm):
    """What may happen, how likely it is, and what it would hit."""

    name = Line(label=_("What may happen"), max_length=200)
    probability = Percent(label=_("How likely it is, in per cent"))
    factor = forms.FloatField(
        label=_("It multiplies the work left by"), initial=1.0, help_text=_("1 leaves the work as it is.")
    )
    delay_days = forms.IntegerField(label=_("Days by which it would delay the start"), initial=0, min_value=0)
    items = forms.TypedMultipleChoiceField(
        label=_("What it would hit"), coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, work: Sequence[tuple[int, str]] = (), **options: Any) -> None:  # noqa: ANN401  # a form's
        """Offer ``work`` that it may hit, by number and name."""
        super().__init__(*args, **options)
        items = self.fields["items"]
        if isinstance(items, forms.MultipleChoiceField):
            items.choices = list(work)
