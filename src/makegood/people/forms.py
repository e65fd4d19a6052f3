"""What people type about accounts."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from makegood.people.queries import FUNCTION_NAMES, scope_name
from makegood.web.choices import ZONES
from makegood.web.inputs import Day, HouseForm, Line, RowChoice

FUNCTIONS = [(function.value, name) for function, name in FUNCTION_NAMES.items()]
DAYS = [MinValueValidator(date(1970, 1, 1)), MaxValueValidator(date(2999, 12, 31))]
"""Days whose moments every clock can tell, in whichever zone."""


class InviteForm(HouseForm):
    """Whom to invite, and what for."""

    email = forms.EmailField(label=_("Mail address"))
    name = Line(label=_("Name"), max_length=120)
    functions = forms.MultipleChoiceField(label=_("Functions"), choices=FUNCTIONS, widget=forms.CheckboxSelectMultiple)


class PersonForm(HouseForm):
    """What an administrator changes about somebody."""

    name = Line(label=_("Name"), max_length=120)
    functions = forms.MultipleChoiceField(
        label=_("Functions"), choices=FUNCTIONS, widget=forms.CheckboxSelectMultiple, required=False
    )


class JoinForm(HouseForm):
    """How somebody makes their account."""

    email = forms.EmailField(label=_("Mail address"), widget=forms.EmailInput(attrs={"autocomplete": "username"}))
    name = Line(label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least twelve characters; a few words are easiest to remember."),
    )
    zone = forms.ChoiceField(label=_("Your time zone"), choices=ZONES)

    def __init__(self, *args: Any, knows_address: bool, **options: Any) -> None:  # noqa: ANN401  # a form's options
        """Ask for the address only where the invitation does not say it."""
        super().__init__(*args, **options)
        if knows_address:
            del self.fields["email"]


class OwnSettingsForm(HouseForm):
    """What people change about themselves."""

    name = Line(label=_("Your name"), max_length=120)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    zone = forms.ChoiceField(label=_("Time zone"), choices=ZONES, help_text=_("Times are shown as its clocks say."))
    keeps = ("zone",)


class AwayForm(HouseForm):
    """Who stands in, from which day to which."""

    delegate = RowChoice(label=_("Who stands in for you"), required=True)
    begins = Day(label=_("First day away"), validators=DAYS)
    ends = Day(label=_("Last day away"), validators=DAYS)

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """Return the beginning of the first day and the end of the last one, in the zone of whoever typed them."""
        begins, ends = self.cleaned_data["begins"], self.cleaned_data["ends"] + timedelta(days=1)
        zone = timezone.get_current_timezone()
        return datetime.combine(begins, time(), zone), datetime.combine(ends, time(), zone)


class TokenForm(HouseForm):
    """What a program is called and may do."""

    name = Line(label=_("What the program is called"), max_length=80)
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"),
        choices=lambda: [(scope, scope_name(scope)) for scope in settings.API_SCOPES],
        widget=forms.CheckboxSelectMultiple,
    )
    days = forms.TypedChoiceField(
        label=_("How long it works"),
        coerce=int,
        choices=[(30, _("30 days")), (90, _("90 days")), (365, _("a year"))],
        initial=90,
    )
