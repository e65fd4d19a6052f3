"""A mail that becomes a draft: its words, the mail itself as evidence, and the day and amount that it names."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.customers.models import Contact
from makegood.customers.states import Channel
from makegood.files.mails import ParsedMail, read_mail
from makegood.foundation.actors import Viewer
from makegood.foundation.texts import clean, clean_line
from makegood.promises.policies import check_capture
from makegood.promises.services import checking
from makegood.promises.services.capture import PromiseFields, UnableToCapture, capture_promise
from makegood.promises.services.evidence import add_evidence
from makegood.promises.states import EvidenceKind

SOURCE = "mail"


@transaction.atomic
def capture_from_mail(*, content: bytes, customer: int | None, by: Viewer, at: datetime) -> int:
    """Make a draft of a mail and return its number; the mail is kept beside it as evidence.

    Without ``customer`` it is the one that knows the sender, else a receiver, as a contact. The one day and the one
    amount that the mail names are taken over; of several none, since somebody has to choose. ``queries.pieces_of``
    marks what was found. Denied, UnableToCapture (``customer`` where it is not known), UnableToAddEvidence.
    """
    check_capture(by)
    mail = read_mail(content)
    if not mail.text and not mail.subject:
        raise UnableToCapture(_("Nothing in this file can be read as a mail."), field="content")
    contact = _contact(mail, customer)
    to = customer if customer is not None else (contact.customer_id if contact else None)
    if to is None:
        raise UnableToCapture(_("No customer has a contact with this address. Please choose one."), field="customer")
    number = capture_promise(by=by, at=at, **_fields(mail, to, contact, at))
    subject = clean_line(mail.subject)[:190] or _("Mail")
    add_evidence(
        promise=number,
        kind=EvidenceKind.MAIL,
        title=f"{subject}.eml",
        text=clean(mail.text) or subject,
        content=content,
        by=by,
        at=at,
    )
    return number


def _fields(mail: ParsedMail, customer: int, contact: Contact | None, at: datetime) -> PromiseFields:
    fields: PromiseFields = {
        "customer": customer,
        "title": clean_line(mail.subject)[:200],
        "wording": clean(mail.text) or clean_line(mail.subject),
        "channel": Channel.MAIL.value,
        "said_at": mail.date if mail.date and checking.EARLIEST <= mail.date <= at else at,
        "source": SOURCE,
    }
    if contact is not None:
        fields["said_to"] = contact.pk
    days = {found.days for found in mail.dates}
    if len(days) == 1 and len(only := next(iter(days))) == 1 and only[0] >= fields["said_at"].date():
        fields["due"] = only[0]
    amounts = {(found.amount, found.currency) for found in mail.amounts}
    if len(amounts) == 1 and (one := next(iter(amounts)))[1] and one[0] <= checking.MOST_VALUE:
        fields["value"], fields["currency"] = one
    return fields


def _contact(mail: ParsedMail, customer: int | None) -> Contact | None:
    """Return the contact that wrote the mail, or got it; none where two customers know the same address."""
    for address in (mail.sender, *mail.to):
        known = Contact.objects.filter(email__iexact=address, erased_at=None) if address else Contact.objects.none()
        if customer is not None:
            known = known.filter(customer=customer)
        found = list(known.order_by("left_at", "pk")[:10])
        if len({contact.customer_id for contact in found}) == 1:
            return found[0]
    return None
