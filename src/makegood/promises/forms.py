"""What people type about promises."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from makegood.customers.queries import CHANNEL_NAMES
from makegood.customers.states import Channel
from makegood.promises.queries import OPERATOR_NAMES
from makegood.promises.states import EvidenceKind, IndicatorDirection, Role, Severity, TermKind
from makegood.web.inputs import THEIR_ZONE, Day, HouseForm, Line, Moment, Prose, RowChoice, TickedRows

CHANNELS = [(channel.value, name) for channel, name in CHANNEL_NAMES.items()]
SEVERITIES = [
    (Severity.LEGAL_OR_SAFETY, _("S1: law, safety, or a second break")),
    (Severity.MATERIAL, _("S2: material")),
    (Severity.LIMITED, _("S3: limited")),
    (Severity.MINOR, _("S4: minor")),
]
KINDS = [(TermKind.SPECIFICATION, _("Specification")), (TermKind.SERVICE_LEVEL, _("Service level"))]
OPERATORS = list(OPERATOR_NAMES.items())
DIRECTIONS = [(IndicatorDirection.HIGHER, _("Higher is better")), (IndicatorDirection.LOWER, _("Lower is better"))]
ROLES = [(Role.RESPONSIBLE, _("does it")), (Role.CONSULTED, _("is asked")), (Role.INFORMED, _("is told"))]
EVIDENCE = [
    (EvidenceKind.NOTE, _("A note, such as of a call")),
    (EvidenceKind.MAIL, _("The text of a mail")),
    (EvidenceKind.LINK, _("A link")),
    (EvidenceKind.FILE, _("A file")),
]


class CaptureForm(HouseForm):
    """Five fields are enough; the rest can wait."""

    customer = RowChoice(label=_("To whom"), nobody="–", required=True)
    wording = Prose(label=_("The exact words"), rows=3, max_length=50_000)
    due = Day(label=_("The date that was promised"), required=False)
    channel = forms.ChoiceField(label=_("How it was said"), choices=CHANNELS, initial=Channel.MAIL)
    said_at = Moment(label=_("When it was said"), help_text=THEIR_ZONE)


class PromiseForm(HouseForm):
    """Everything that is known of a promise but what the customer relies on already."""

    title = Line(label=_("In short"), max_length=200)
    owner = RowChoice(label=_("Who answers for it"), nobody=_("Nobody yet"))
    severity = forms.ChoiceField(label=_("How much it would hurt if it is broken"), choices=SEVERITIES)
    core_need = Prose(label=_("What the customer needs it for"), required=False, rows=2)
    value = forms.DecimalField(label=_("Value"), required=False, min_value=0, max_digits=14, decimal_places=2)
    currency = Line(label=_("Currency"), required=False, max_length=3, initial="EUR")
    said_to = RowChoice(label=_("Said to"), nobody=_("Nobody yet"))
    said_by = RowChoice(label=_("Said by"), nobody=_("Nobody yet"))
    parent = RowChoice(label=_("Part of"), nobody=_("Nothing: it stands alone"))
    keeps: ClassVar[tuple[str, ...]] = ("owner", "said_to", "said_by", "parent")
    together = (("value", "currency"),)


class DraftForm(PromiseForm):
    """A promise that nobody relies on yet: its words, its date, to whom and how it was said may still be corrected."""

    customer = RowChoice(label=_("To whom"), nobody="–", required=True)
    wording = Prose(label=_("The exact words"), rows=3, max_length=50_000)
    due = Day(label=_("The date that was promised"), required=False)
    channel = forms.ChoiceField(label=_("How it was said"), choices=CHANNELS)
    said_at = Moment(label=_("When it was said"), help_text=THEIR_ZONE)
    keeps: ClassVar[tuple[str, ...]] = ("customer", *PromiseForm.keeps)
    field_order = ("title", "wording", "due", "owner", "customer", "channel", "said_at")

    def clean(self) -> dict[str, Any]:
        """Keep the seconds of a moment that nobody touched: the field shows minutes."""
        given = super().clean() or {}
        before, now = self.initial.get("said_at"), given.get("said_at")
        if before and now and before.replace(second=0, microsecond=0) == now:
            given["said_at"] = before
        return given


class TermForm(HouseForm):
    """One thing that is promised besides the date."""

    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS)
    subject = Line(label=_("Of what"), max_length=120, help_text=_("Such as IP rating, or first reply."))
    operator = forms.ChoiceField(label=_("It is"), choices=OPERATORS)
    value = Line(label=_("Value"), max_length=60)
    unit = Line(label=_("Unit"), required=False, max_length=30)
    target = forms.DecimalField(
        label=_("In which share of cases"), required=False, help_text=_("Service levels: 0.95 for 95 in 100.")
    )
    window_days = forms.IntegerField(label=_("Over how many days"), required=False, help_text=_("Service levels."))


class CheckForm(HouseForm):
    """What somebody who knows found out about a term."""

    note = Line(label=_("What we can do, and how we know"), max_length=500)


class IndicatorForm(HouseForm):
    """Something measured that says early how the promise will end."""

    name = Line(label=_("What is measured"), max_length=120, help_text=_("Such as scrap, or tests that pass."))
    unit = Line(label=_("Unit"), required=False, max_length=30, help_text=_("Such as percent, h or mm."))
    direction = forms.ChoiceField(label=_("Which values are better"), choices=DIRECTIONS)
    amber = forms.DecimalField(label=_("Amber beyond"), help_text=_("What is worse than this is amber."))
    red = forms.DecimalField(label=_("Red beyond"), help_text=_("What is worse than this is red."))


class ReadingForm(HouseForm):
    """What an indicator showed."""

    value = forms.DecimalField(label=_("Value"))
    on = Day(label=_("Read on"))
    note = Line(label=_("Where it comes from"), required=False, max_length=500)


class InvolveForm(HouseForm):
    """What somebody has to do with a promise."""

    person = RowChoice(label=_("Who"), required=True)
    role = forms.ChoiceField(label=_("What they have to do with it"), choices=ROLES)


class EvidenceForm(HouseForm):
    """What shows that it was said."""

    kind = forms.ChoiceField(label=_("What it is"), choices=EVIDENCE)
    title = Line(label=_("Called"), max_length=200, required=False)
    text = Prose(label=_("Its text"), required=False)
    address = Line(label=_("Its address"), required=False, max_length=1000, help_text=_("Links: https://…"))
    file = forms.FileField(
        label=_("File"), required=False, help_text=_("PDF, PNG, JPEG, Office, .eml or plain text, at most 20 MB.")
    )

    def clean(self) -> dict[str, Any]:
        """Take the name of a file for what it is called."""
        given = super().clean() or {}
        upload = given.get("file")
        if given.get("kind") == EvidenceKind.FILE and upload is None:
            self.add_error("file", _("Choose a file."))
        given["title"] = upload.name if upload else given.get("title", "")
        return given


class NoticeForm(HouseForm):
    """What the customer was told."""

    date_told = Day(label=_("Which date they were told"), required=False)
    how = forms.ChoiceField(label=_("How"), choices=CHANNELS, initial=Channel.CALL)
    told_at = Moment(label=_("When"))
    received_at = Moment(
        label=_("When they received it"),
        required=False,
        help_text=_("For a call or a meeting this is when it was said. A mail counts once they have answered."),
    )
    note = Prose(label=_("What was said"), required=False, rows=2)


class CommentForm(HouseForm):
    """Something said to colleagues."""

    text = Prose(label=_("Say something"), rows=2, help_text=_("@ and the beginning of a mail address names somebody."))


class DeliverForm(HouseForm):
    """The day on which it was delivered."""

    on = Day(label=_("Delivered on"))


NOTED = [("", _("not noted")), ("yes", _("yes")), ("no", _("no"))]


def _noted(value: str) -> bool:
    return value == "yes"


class AcceptForm(HouseForm):
    """How the customer took it."""

    on = Day(label=_("Accepted on"))
    accepted_by = Line(label=_("By whom"), max_length=200)
    in_full = forms.TypedChoiceField(
        label=_("All of it?"),
        coerce=lambda value: value == "yes",
        choices=[("yes", _("in full")), ("no", _("not all of it"))],
    )
    documents_right = forms.TypedChoiceField(
        label=_("Were the papers right?"), coerce=_noted, empty_value=None, required=False, choices=NOTED
    )
    condition_right = forms.TypedChoiceField(
        label=_("Was it in the condition that was promised?"),
        coerce=_noted,
        empty_value=None,
        required=False,
        choices=NOTED,
    )


class ReasonForm(HouseForm):
    """Why something ends."""

    reason = Prose(label=_("Why, and where that is to be seen"), rows=3)


class CancelForm(ReasonForm):
    """Who cancelled it, and why."""

    by_customer = forms.TypedChoiceField(
        label=_("Who cancelled it"),
        coerce=lambda value: value == "customer",
        choices=[("us", _("We did: it counts as broken")), ("customer", _("The customer did"))],
    )
    field_order = ("by_customer", "reason")


class WithdrawForm(CancelForm):
    """Who ended an offer that nobody relies on yet, and why."""

    by_customer = forms.TypedChoiceField(
        label=_("Who ended it"),
        coerce=lambda value: value == "customer",
        choices=[("us", _("We withdraw it")), ("customer", _("The customer turned it down"))],
    )


class ExpireForm(HouseForm):
    """Why an offer ends that nobody took up, if there is more to say."""

    reason = Prose(label=_("Why, if there is more to say"), rows=3, required=False)


class OwnerForm(HouseForm):
    """Who answers for several promises from now on."""

    row = TickedRows()
    owner = RowChoice(nobody=_("Nobody yet"))


FIELD_NAMES = {
    "external_id": _("Number in the other system"),
    "key": _("Key of the promise"),
    "customer": _("Customer"),
    "title": _("In short"),
    "wording": _("The exact words"),
    "core_need": _("What the customer needs it for"),
    "said_by": _("Said by"),
    "said_to": _("Said to"),
    "channel": _("How it was said"),
    "said_at": _("When it was said"),
    "value": _("Value"),
    "currency": _("Currency"),
    "severity": _("How much it would hurt if it is broken"),
    "owner": _("Who answers for it"),
    "due": _("The date that was promised"),
}
"""What a column of a table may hold."""


class UploadForm(HouseForm):
    """A table of promises, and where it comes from."""

    file = forms.FileField(label=_("File"), help_text=_("CSV or Excel, with one row of headings."))
    source = Line(
        label=_("Which system it comes from"),
        max_length=40,
        required=False,
        help_text=_("Such as CRM: with its numbers, the same file can be brought in again and again."),
    )


class MailForm(HouseForm):
    """A mail in which something was promised."""

    content = forms.FileField(label=_("The mail"), help_text=_("Saved from the mail program as an .eml file."))
    customer = RowChoice(label=_("To whom"), nobody=_("As the addresses in it say"))
