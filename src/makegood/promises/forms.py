"""What people type about promises."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from makegood.customers.states import Channel
from makegood.promises.states import EvidenceKind, Operator, Role, Severity, TermKind
from makegood.web.inputs import HouseForm, Line, Prose

CHANNELS = [
    (Channel.MAIL, _("Mail")),
    (Channel.CALL, _("Call")),
    (Channel.MEETING, _("Meeting")),
    (Channel.DELIVERY, _("Delivery")),
    (Channel.PORTAL, _("Portal")),
]
SEVERITIES = [
    (Severity.LEGAL_OR_SAFETY, _("S1: law, safety, or a second break")),
    (Severity.MATERIAL, _("S2: material")),
    (Severity.LIMITED, _("S3: limited")),
    (Severity.MINOR, _("S4: minor")),
]
KINDS = [(TermKind.SPECIFICATION, _("Specification")), (TermKind.SERVICE_LEVEL, _("Service level"))]
OPERATORS = [(Operator.AT_LEAST, _("at least")), (Operator.AT_MOST, _("at most")), (Operator.EXACTLY, _("exactly"))]
ROLES = [(Role.RESPONSIBLE, _("does it")), (Role.CONSULTED, _("is asked")), (Role.INFORMED, _("is told"))]
EVIDENCE = [
    (EvidenceKind.NOTE, _("A note, such as of a call")),
    (EvidenceKind.MAIL, _("The text of a mail")),
    (EvidenceKind.LINK, _("A link")),
    (EvidenceKind.FILE, _("A file")),
]
MOMENT = "%Y-%m-%dT%H:%M"
People = Sequence[tuple[int, str]]


def _number_or_none(value: str) -> int | None:
    return int(value) if value else None


def _day(label: Any, **options: Any) -> forms.DateField:  # noqa: ANN401  # a lazy text, and a field's options
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


def _moment(label: Any, **options: Any) -> forms.DateTimeField:  # noqa: ANN401  # see above
    return forms.DateTimeField(
        label=label,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
        input_formats=[MOMENT, "%Y-%m-%dT%H:%M:%S"],
        **options,
    )


def _choice(label: Any, **options: Any) -> forms.TypedChoiceField:  # noqa: ANN401  # see above
    return forms.TypedChoiceField(label=label, coerce=_number_or_none, empty_value=None, **options)


class CaptureForm(HouseForm):
    """Five fields are enough; the rest can wait."""

    customer = forms.TypedChoiceField(label=_("To whom"), coerce=int)
    wording = Prose(label=_("The exact words"), rows=3, max_length=50_000)
    due = _day(_("The date that was promised"), required=False)
    channel = forms.ChoiceField(label=_("How it was said"), choices=CHANNELS)
    said_at = _moment(_("When it was said"))

    def __init__(self, *args: Any, customers: People, **options: Any) -> None:  # noqa: ANN401  # a form's options
        """Offer ``customers``."""
        super().__init__(*args, **options)
        self.fields["customer"].choices = [("", "–"), *customers]  # type: ignore[attr-defined]  # a choice field
        self.fields["said_at"].help_text = timezone.get_current_timezone_name()


class PromiseForm(HouseForm):
    """Everything that is known of a promise but what the customer relies on already."""

    title = Line(label=_("In short"), max_length=200)
    owner = _choice(_("Who answers for it"), required=False)
    severity = forms.ChoiceField(label=_("How much it would hurt if it is broken"), choices=SEVERITIES)
    core_need = Prose(label=_("What the customer needs it for"), required=False, rows=2)
    value = forms.DecimalField(label=_("Value"), required=False, min_value=0, max_digits=14, decimal_places=2)
    currency = Line(label=_("Currency"), required=False, max_length=3, initial="EUR")
    said_to = _choice(_("Said to"), required=False)
    said_by = _choice(_("Said by"), required=False)

    def __init__(self, *args: Any, people: People, contacts: People, **options: Any) -> None:  # noqa: ANN401  # see above
        """Offer ``people`` and the ``contacts`` of the customer."""
        super().__init__(*args, **options)
        nobody = ("", _("Nobody yet"))
        for name, choices in (("owner", people), ("said_by", people), ("said_to", contacts)):
            self.fields[name].choices = [nobody, *choices]  # type: ignore[attr-defined]  # a choice field has them


class DraftForm(PromiseForm):
    """A promise that nobody relies on yet: its words and its date may still change."""

    wording = Prose(label=_("The exact words"), rows=3, max_length=50_000)
    due = _day(_("The date that was promised"), required=False)
    field_order = ("title", "wording", "due", "owner")


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


class InvolveForm(HouseForm):
    """What somebody has to do with a promise."""

    person = forms.TypedChoiceField(label=_("Who"), coerce=int)
    role = forms.ChoiceField(label=_("What they have to do with it"), choices=ROLES)

    def __init__(self, *args: Any, people: People, **options: Any) -> None:  # noqa: ANN401  # see above
        """Offer ``people``."""
        super().__init__(*args, **options)
        self.fields["person"].choices = people  # type: ignore[attr-defined]  # a choice field has them


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

    date_told = _day(_("Which date they were told"), required=False)
    how = forms.ChoiceField(label=_("How"), choices=CHANNELS, initial=Channel.CALL)
    told_at = _moment(_("When"))
    note = Prose(label=_("What was said"), required=False, rows=2)


class CommentForm(HouseForm):
    """Something said to colleagues."""

    text = Prose(label=_("Say something"), rows=2, help_text=_("@ and the beginning of a mail address names somebody."))


class DeliverForm(HouseForm):
    """The day on which it was delivered."""

    on = _day(_("Delivered on"))


class AcceptForm(HouseForm):
    """How the customer took it."""

    on = _day(_("Accepted on"))
    accepted_by = Line(label=_("By whom"), max_length=200)
    in_full = forms.TypedChoiceField(
        label=_("All of it?"),
        coerce=lambda value: value == "yes",
        choices=[("yes", _("in full")), ("no", _("not all of it"))],
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


class OwnerForm(HouseForm):
    """Who answers for several promises from now on."""

    row = forms.TypedMultipleChoiceField(coerce=int)
    owner = _choice("", required=False)

    def __init__(self, *args: Any, people: People, **options: Any) -> None:  # noqa: ANN401  # see above
        """Take any row that was ticked: the service leaves alone what is not there."""
        super().__init__(*args, **options)
        ticked = [(value, value) for value in self.data.getlist("row") if value.isascii() and value.isdigit()]  # type: ignore[attr-defined]  # a QueryDict
        self.fields["row"].choices = ticked  # type: ignore[attr-defined]  # a choice field has them
        self.fields["owner"].choices = [("", _("Nobody yet")), *people]  # type: ignore[attr-defined]  # see above


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
    customer = _choice(_("To whom"), required=False)

    def __init__(self, *args: Any, customers: People, **options: Any) -> None:  # noqa: ANN401  # see above
        """Offer ``customers``, and to go by the addresses."""
        super().__init__(*args, **options)
        found = ("", _("As the addresses in it say"))
        self.fields["customer"].choices = [found, *customers]  # type: ignore[attr-defined]  # a choice field
