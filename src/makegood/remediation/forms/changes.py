"""What people type about the change that a way out consists of: a field for each thing that its kind says."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from makegood.feasibility.states import MOST_CLASS, NEEDED, ChangeKind
from makegood.remediation.forms.options import OptionForm
from makegood.web.inputs import Day, Figure, HouseForm, Line, Percentage, RowChoice

CLASSES = [
    (0, _("before everything")),
    *((number, f"S{number}") for number in range(1, MOST_CLASS)),
    (MOST_CLASS, _("behind everything")),
]
FIELDS: Mapping[str, Callable[[], forms.Field]] = {
    "promise": lambda: Line(label=_("Promise"), help_text=_("Its key; those in danger are suggested.")),
    "team": lambda: RowChoice(label=_("Team"), nobody="–", required=True),
    "instead": lambda: RowChoice(label=_("Team that does it instead"), nobody="–", required=True),
    "slots": lambda: Figure(label=_("How many more"), help_text=_("People or lines that work at the same time.")),
    "start": lambda: Day(label=_("From")),
    "end": lambda: Day(label=_("Until"), help_text=_("This day counts.")),
    "rank_class": lambda: forms.TypedChoiceField(label=_("Class"), choices=CLASSES, coerce=int),
    "share": lambda: Percentage(label=_("In per cent"), help_text=_("Left out, or delivered by the agreed date.")),
    "due": lambda: Day(label=_("Later date")),
    "hours": lambda: Figure(label=_("Hours instead of all that is left"), min_value=0),
    "term": lambda: Line(label=_("What is not promised any more"), max_length=120),
    "risk": lambda: Line(label=_("Risk"), max_length=200, help_text=_("As it is called among the risks.")),
}
"""A field for each thing that a change may say."""


class ChangedOptionForm(HouseForm):
    """A way out with the one change that it consists of."""

    together = (("cost", "currency"),)
    kind: ChangeKind

    def know(self, find: Callable[[str], int | None], teams: Sequence[tuple[int, str]]) -> None:
        """Find promises by their key with ``find``, and offer ``teams``."""
        self.find = find
        for field in self.fields.values():
            if isinstance(field, RowChoice):
                field.offer(teams)

    def clean_promise(self) -> int:
        """Return the number of the promise that was named."""
        key = str(self.cleaned_data["promise"])
        found = self.find(key)
        if found is None:
            raise forms.ValidationError(_("There is no open promise “%(key)s”."), params={"key": key})
        return found

    def change(self) -> dict[str, Any]:
        """Return the change as it was typed."""
        return {"kind": self.kind, **{name: self.cleaned_data[name] for name in NEEDED[self.kind]}}

    def about(self) -> dict[str, Any]:
        """Return what was typed about the way out itself."""
        return {name: self.cleaned_data[name] for name in OptionForm.base_fields}


def changed_option_form(kind: ChangeKind) -> type[ChangedOptionForm]:
    """Return the form of a way out that consists of one change of a ``kind``."""
    said = {name: FIELDS[name]() for name in NEEDED[kind]}
    if "promise" in said:
        said["promise"].widget.attrs |= {"list": "open-promises", "autocomplete": "off"}
    first = {"title": OptionForm.base_fields["title"]}
    return type("ChangedOptionForm", (ChangedOptionForm,), {"kind": kind, **first, **said, **OptionForm.base_fields})
