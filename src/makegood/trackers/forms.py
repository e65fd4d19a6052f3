"""What people type about trackers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from makegood.trackers.states import HOURS, LEAST_MINUTES, MOST_MINUTES, DoneBy, NamedBy
from makegood.web.inputs import HouseForm, Line, RowChoice

NAMED_BY = [
    (NamedBy.FIELD, _("In a custom field, which holds the promise’s number")),
    (NamedBy.VERSION, _("By its version, which is called like the promise’s number")),
    (NamedBy.PROJECT, _("By its project: each is one promise")),
]
DONE_BY = [
    (DoneBy.RATIO, _("The per cent done that people enter there")),
    (DoneBy.HOURS, _("Hours booked, against the estimate")),
    (DoneBy.CLOSED, _("Only whether it is closed")),
]


class Secret(Line):
    """A key: typed, and never shown again."""

    widget = forms.PasswordInput(attrs={"autocomplete": "off", "spellcheck": "false"})


class ConnectForm(HouseForm):
    """A tracker that is new to us."""

    kind = forms.ChoiceField(label=_("Kind"))
    name = Line(label=_("What we call it"), max_length=80)
    address = Line(label=_("Address"), max_length=300, help_text=_("As people open it: https://redmine.example.com"))
    key = Secret(
        label=_("Key"),
        max_length=200,
        help_text=_("Of an account that may see the projects and change nothing. It is kept sealed and never shown."),
    )

    def __init__(self, *args: Any, kinds: Mapping[str, str] = MappingProxyType({}), **options: Any) -> None:  # noqa: ANN401  # a form's
        """Offer ``kinds``, by name and what they are called."""
        super().__init__(*args, **options)
        kind = self.fields["kind"]
        if isinstance(kind, forms.ChoiceField):
            kind.choices = list(kinds.items())


class ChangeAccessForm(ConnectForm):
    """A tracker that is connected: it stays of its kind, and its key need not be given again."""

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401  # a form's
        """Let the key be empty."""
        super().__init__(*args, **options)
        del self.fields["kind"]
        self.fields["key"].required = False
        self.fields["key"].help_text = _("Leave it empty to keep the one that is there.")


class ReadingForm(HouseForm):
    """How issues become work."""

    named_by = forms.ChoiceField(label=_("An issue says which promise it is for"), choices=NAMED_BY)
    promise_field = forms.ChoiceField(
        label=_("Field with the promise’s number"), required=False,
        help_text=_("What lies below an issue is for the same promise."),
    )  # fmt: skip
    middle = forms.ChoiceField(label=_("Hours most likely"), required=False)
    low = forms.ChoiceField(label=_("Hours if all goes well"), required=False)
    high = forms.ChoiceField(label=_("Hours if it goes badly"), required=False)
    done_by = forms.ChoiceField(label=_("How far it is"), choices=DONE_BY)
    takes_order = forms.BooleanField(
        label=_("What precedes or blocks an issue must be done first"), required=False, initial=True
    )
    takes_start = forms.BooleanField(
        label=_("The start date is one before which nobody can begin"),
        required=False,
        help_text=_("Leave it out where start dates are wishes: Redmine fills in the day on which an issue was made."),
    )
    every_minutes = forms.IntegerField(
        label=_("Minutes between two pulls"), min_value=LEAST_MINUTES, max_value=MOST_MINUTES, initial=15
    )
    keeps = ("promise_field", "middle", "low", "high")
    together = (("named_by", "promise_field"), ("middle", "low", "high"))

    def __init__(self, *args: Any, fields: Sequence[tuple[str, str]] = (), **options: Any) -> None:  # noqa: ANN401  # a form's
        """Offer the custom ``fields`` that the tracker has, by number and name."""
        self._offered = list(fields)
        super().__init__(*args, **options)

    def _keep_offered(self, name: str, called: str) -> None:
        """Offer the fields before what is there now is looked for among them."""
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            first = (HOURS, _("The tracker’s own estimate")) if name == "middle" else ("", "–")
            field.choices = [first, *self._offered]
        super()._keep_offered(name, called)


class PlaceForm(HouseForm):
    """Where the work of a project goes."""

    project = forms.ChoiceField(label=_("Project"))
    team = RowChoice(label=_("Which team does its work"), nobody="–", required=True)
    promise = Line(
        label=_("Promise of issues that name none"),
        max_length=40,
        required=False,
        help_text=_("Its number. Without one such issues are not taken, and you are told of them."),
    )

    def __init__(self, *args: Any, projects: Sequence[tuple[str, str]] = (), **options: Any) -> None:  # noqa: ANN401  # a form's
        """Offer ``projects`` by number and name."""
        super().__init__(*args, **options)
        project = self.fields["project"]
        if isinstance(project, forms.ChoiceField):
            project.choices = [("", "–"), *projects]
