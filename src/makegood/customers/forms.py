"""What people type about customers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from makegood.customers.states import MOST_REPLANNING_DAYS, Channel, Direction, Tier
from makegood.web.choices import ZONES
from makegood.web.inputs import HouseForm, Line, Prose

TIERS = [(Tier.STRATEGIC, _("Strategic")), (Tier.KEY, _("Key")), (Tier.STANDARD, _("Standard"))]
CHANNELS = [
    (Channel.CALL, _("Call")),
    (Channel.MAIL, _("Mail")),
    (Channel.MEETING, _("Meeting")),
    (Channel.DELIVERY, _("Delivery")),
    (Channel.PORTAL, _("Portal")),
]
DIRECTIONS = [(Direction.TO_CUSTOMER, _("We turned to them")), (Direction.FROM_CUSTOMER, _("They turned to us"))]
MOMENT = "%Y-%m-%dT%H:%M"
DIGITS = 18
"""No number of a row is longer; a database refuses to look for one that does not fit."""


def _number_or_none(value: str) -> int | None:
    return int(value) if value else None


def _is_number(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) <= DIGITS


def _owners(people: Sequence[tuple[int, str]]) -> list[tuple[object, object]]:
    return [("", _("Nobody yet")), *people]


class CustomerForm(HouseForm):
    """What is known of a customer."""

    name = Line(label=_("Name"), max_length=200)
    key = Line(label=_("Short name"), max_length=24, help_text=_("As it stands in lists and files, such as NWR."))
    tier = forms.ChoiceField(label=_("Tier"), choices=TIERS, initial=Tier.STANDARD)
    owner = forms.TypedChoiceField(
        label=_("Who looks after them"), coerce=_number_or_none, empty_value=None, required=False
    )
    zone = forms.ChoiceField(label=_("Their time zone"), choices=ZONES)
    replanning_days = forms.IntegerField(
        label=_("Days they need to replan"),
        min_value=0,
        max_value=MOST_REPLANNING_DAYS,
        initial=10,
        help_text=_("How long before a date they must hear of a change to be able to live with it."),
    )
    note = Prose(label=_("What we should know about them"), required=False, max_length=20_000)

    def __init__(self, *args: Any, people: Sequence[tuple[int, str]], owner_name: str = "", **options: Any) -> None:  # noqa: ANN401  # a form's
        """Offer ``people`` as owners, and ``owner_name``, the present one, whose account may be closed."""
        super().__init__(*args, **options)
        self.fields["owner"].choices = _owners(people)  # type: ignore[attr-defined]  # a choice field has them
        self.offer_present("owner", owner_name)
        self.offer_present("zone")


class OwnerForm(HouseForm):
    """Who looks after several customers from now on."""

    row = forms.TypedMultipleChoiceField(coerce=int)
    owner = forms.TypedChoiceField(coerce=_number_or_none, empty_value=None, required=False)

    def __init__(self, *args: Any, people: Sequence[tuple[int, str]], **options: Any) -> None:  # noqa: ANN401  # see above
        """Take any row that was ticked: the service leaves alone what is not there."""
        super().__init__(*args, **options)
        ticked = [(value, value) for value in self.data.getlist("row") if _is_number(value)]  # type: ignore[attr-defined]  # a QueryDict
        self.fields["row"].choices = ticked  # type: ignore[attr-defined]  # a choice field has them
        self.fields["owner"].choices = _owners(people)  # type: ignore[attr-defined]  # see above


class ReasonForm(HouseForm):
    """Why something is done that others will want to understand."""

    reason = Line(label=_("Why"), max_length=500)


class ContactForm(HouseForm):
    """Somebody at the customer."""

    name = Line(label=_("Name"), max_length=200)
    role = Line(label=_("What they do there"), max_length=120, required=False)
    email = forms.EmailField(label=_("Mail address"), required=False)
    phone = Line(label=_("Telephone"), max_length=60, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    is_main = forms.BooleanField(
        label=_("Main contact"), required=False, help_text=_("Hears first of anything that changes.")
    )

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401  # a form's
        """Offer the language that is noted, whether or not the house speaks it."""
        super().__init__(*args, **options)
        self.offer_present("language")


class TouchpointForm(HouseForm):
    """One time we met: every touchpoint earns or erodes trust."""

    kind = forms.ChoiceField(label=_("How"), choices=CHANNELS, widget=forms.RadioSelect, initial=Channel.CALL)
    direction = forms.ChoiceField(
        label=_("Who turned to whom"), choices=DIRECTIONS, widget=forms.RadioSelect, initial=Direction.TO_CUSTOMER
    )
    contact = forms.TypedChoiceField(label=_("With whom"), coerce=_number_or_none, empty_value=None, required=False)
    happened_at = forms.DateTimeField(
        label=_("When"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
        input_formats=[MOMENT, "%Y-%m-%dT%H:%M:%S"],
    )
    text = Prose(label=_("What was said"), max_length=20_000)

    def __init__(self, *args: Any, contacts: Sequence[tuple[int, str]], **options: Any) -> None:  # noqa: ANN401  # see above
        """Offer ``contacts``."""
        super().__init__(*args, **options)
        self.fields["contact"].choices = [("", _("Nobody in particular")), *contacts]  # type: ignore[attr-defined]  # see above
        self.fields["happened_at"].help_text = timezone.get_current_timezone_name()
