"""What people type about what-ifs: what they are called, and each kind of change."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from makegood.feasibility.forms.forecasts import CLASSES, ApplyForm
from makegood.feasibility.queries import CHANGE_NAMES
from makegood.feasibility.states import LONGEST_DELAY_DAYS, ChangeKind
from makegood.web.inputs import Day, Figure, HouseForm, Line, Percentage, Prose, RowChoice


class ScenarioForm(HouseForm):
    """What is said about a what-if beside its changes."""

    together = (("cost", "currency"),)

    name = Line(label=_("Name"), max_length=120, help_text=_("Such as: two more at Assembly until Christmas."))
    reason = Prose(label=_("Why"), rows=3, max_length=5_000, required=False)
    cost = forms.DecimalField(label=_("What it would cost"), required=False, min_value=0, max_digits=14,
                              decimal_places=2)  # fmt: skip
    currency = Line(label=_("Currency"), required=False, help_text=_("Three letters, such as EUR."))


class PromiseNamed(Line):
    """Names open promises by their keys; the form is told where to find them."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401  # a field's
        """Know no promise yet."""
        super().__init__(**options)
        self.find: Callable[[str], int | None] = lambda _key: None

    def named(self, key: str) -> int:
        """Return the number of the promise with ``key``."""
        found = self.find(key)
        if found is None:
            raise forms.ValidationError(_("There is no open promise “%(key)s”."), params={"key": key})
        return found


class OpenPromise(PromiseNamed):
    """An open promise, named by its key; what there is to choose from is suggested as one types."""

    def __init__(self) -> None:
        """Know no promise yet."""
        super().__init__(label=_("Promise"), help_text=_("Its key; those in danger are suggested."))
        self.widget.attrs |= {"list": "open-promises", "autocomplete": "off"}

    def clean(self, value: Any) -> Any:  # noqa: ANN401  # whatever was sent
        """Return the number of the promise that was named."""
        return self.named(super().clean(value))


class OpenPromises(PromiseNamed):
    """Several open promises."""

    def clean(self, value: Any) -> Any:  # noqa: ANN401  # whatever was sent
        """Return the numbers of the promises that were named."""
        return [self.named(key) for key in re.split(r"[,;\s]+", super().clean(value)) if key]


class FindingForm(HouseForm):
    """A form in which promises and teams are named."""

    def know(self, find: Callable[[str], int | None], teams: Sequence[tuple[int, str]] = ()) -> None:
        """Find promises by their key with ``find``, and offer ``teams``."""
        for field in self.fields.values():
            if isinstance(field, PromiseNamed):
                field.find = find
            elif isinstance(field, RowChoice):
                field.offer(teams)


class BestSetForm(FindingForm):
    """What the best set of changes for a promise has to respect."""

    together = (("budget", "slot_week"), ("delay_days", "reach"))

    budget = forms.DecimalField(
        label=_("Budget"), required=False, min_value=0, max_digits=11, decimal_places=2,
        help_text=_("In the currency of the promise."),
    )  # fmt: skip
    slot_week = forms.DecimalField(
        label=_("What one more costs a week"), required=False, min_value=0, max_digits=11, decimal_places=2,
        help_text=_("A person or a line. Without it nobody is added but by a what-if that says what it costs."),
    )  # fmt: skip
    delay_days = forms.IntegerField(
        label=_("Days after the agreed date that it may come"),
        required=False,
        min_value=0,
        max_value=LONGEST_DELAY_DAYS,
    )
    reach = Percentage(label=_("P(kept) to reach, in per cent"), required=False)
    protected = OpenPromises(
        label=_("Promises that must not get less likely"), required=False, help_text=_("Their keys, with commas.")
    )
    vetoed = forms.MultipleChoiceField(
        label=_("Out of the question"), required=False, choices=list(CHANGE_NAMES.items()),
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip


class ChangeForm(FindingForm):
    """One change of a what-if."""


class AddedSlotsForm(ChangeForm):
    """A team has more for some weeks."""

    together = (("start", "end"),)

    team = RowChoice(label=_("Team"), nobody="–", required=True)
    slots = Figure(label=_("How many more"), help_text=_("People or lines that work at the same time."))
    start = Day(label=_("From"))
    end = Day(label=_("Until"), help_text=_("This day counts."))


class PlacedForm(ChangeForm):
    """A promise gets capacity in another class."""

    promise = OpenPromise()
    rank_class = forms.TypedChoiceField(label=_("Class"), choices=CLASSES[1:], coerce=int)


class LessScopeForm(ChangeForm):
    """Part of a promise is left out."""

    promise = OpenPromise()
    share = Percentage(label=_("Left out, in per cent"), help_text=_("Of the work that is left, alike on all of it."))


class SplitForm(ChangeForm):
    """Part of a promise is delivered by the agreed date, and the rest later."""

    promise = OpenPromise()
    share = Percentage(label=_("Delivered by the agreed date, in per cent"), help_text=_("Of all the work."))
    due = Day(label=_("The rest by"))


class LaterDateForm(ChangeForm):
    """The customer agrees to another date."""

    promise = OpenPromise()
    due = Day(label=_("Later date"))


class DroppedTermForm(ChangeForm):
    """Something is promised no more."""

    promise = OpenPromise()
    term = Line(label=_("What is not promised any more"), max_length=120,
                help_text=_("The attribute or measure, as it is named on the promise."))  # fmt: skip


class SwappedTeamForm(ChangeForm):
    """Another team does what is left for one to do."""

    together = (("team", "instead"),)

    promise = OpenPromise()
    team = RowChoice(label=_("Team that has it"), nobody="–", required=True)
    instead = RowChoice(label=_("Team that does it instead"), nobody="–", required=True)


class WorkaroundForm(ChangeForm):
    """All that is left is done another way."""

    promise = OpenPromise()
    team = RowChoice(label=_("Team"), nobody="–", required=True)
    hours = Figure(label=_("Hours instead of all that is left"), min_value=0)


class RemovedRiskForm(ChangeForm):
    """Something can't happen any more."""

    risk = Line(label=_("Risk"), max_length=200, help_text=_("As it is called among the risks."))


CHANGE_FORMS: dict[ChangeKind, type[ChangeForm]] = {
    ChangeKind.ADDED_SLOTS: AddedSlotsForm,
    ChangeKind.PLACE: PlacedForm,
    ChangeKind.LESS_SCOPE: LessScopeForm,
    ChangeKind.SPLIT_DELIVERY: SplitForm,
    ChangeKind.LATER_DATE: LaterDateForm,
    ChangeKind.DROPPED_TERM: DroppedTermForm,
    ChangeKind.SWAPPED_TEAM: SwappedTeamForm,
    ChangeKind.WORKAROUND: WorkaroundForm,
    ChangeKind.REMOVED_RISK: RemovedRiskForm,
}


class ApplyScenarioForm(ApplyForm):
    """A what-if is put into effect."""

    reason = Prose(
        label=_("Why"), max_length=5_000, help_text=_("Everybody reads it on the what-if and on all that it changes.")
    )
