"""What people type about customers."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from makegood.customers.queries import CHANNEL_NAMES
from makegood.customers.states import MOST_REPLANNING_DAYS, Channel, Direction, Tier
from makegood.web.choices import ZONES
from makegood.web.inputs import THEIR_ZONE, HouseForm, Line, Moment, Prose, RowChoice, TickedRows

TIERS = [(Tier.STRATEGIC, _("Strategic")), (Tier.KEY, _("Key")), (Tier.STANDARD, _("Standard"))]
CHANNELS = [(channel.value, name) for channel, name in CHANNEL_NAMES.items()]
DIRECTIONS = [(Direction.TO_CUSTOMER, _("We turned to them")), (Direction.FROM_CUSTOMER, _("They turned to us"))]


class CustomerForm(HouseForm):
    """What is known of a customer."""

    name = Line(label=_("Name"), max_length=200)
    key = Line(label=_("Short name"), max_length=24, help_text=_("As it stands in lists and files, such as NWR."))
    tier = forms.ChoiceField(label=_("Tier"), choices=TIERS, initial=Tier.STANDARD)
    owner = RowChoice(label=_("Who looks after them"), nobody=_("Nobody yet"))
    zone = forms.ChoiceField(label=_("Their time zone"), choices=ZONES)
    replanning_days = forms.IntegerField(
        label=_("Days they need to replan"),
        min_value=0,
        max_value=MOST_REPLANNING_DAYS,
        initial=10,
        help_text=_("How long before a date they must hear of a change to be able to live with it."),
    )
    note = Prose(label=_("What we should know about them"), required=False, max_length=20_000)
    keeps = ("owner", "zone")


class OwnerForm(HouseForm):
    """Who looks after several customers from now on."""

    row = TickedRows()
    owner = RowChoice(nobody=_("Nobody yet"))


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
    keeps = ("language",)


class TouchpointForm(HouseForm):
    """One time we met: every touchpoint earns or erodes trust."""

    kind = forms.ChoiceField(label=_("How"), choices=CHANNELS, widget=forms.RadioSelect, initial=Channel.CALL)
    direction = forms.ChoiceField(
        label=_("Who turned to whom"), choices=DIRECTIONS, widget=forms.RadioSelect, initial=Direction.TO_CUSTOMER
    )
    contact = RowChoice(label=_("With whom"), nobody=_("Nobody in particular"))
    happened_at = Moment(label=_("When"), help_text=THEIR_ZONE)
    text = Prose(label=_("What was said"), max_length=20_000)
    keeps = ("contact",)
