"""Forgetting a person who asks for it, while it stays provable that something happened."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.customers.models import Touchpoint
from makegood.customers.policies import check_erase_contacts
from makegood.customers.services import checking
from makegood.customers.services.finding import index_customer
from makegood.foundation.actors import Viewer
from makegood.foundation.errors import Problem
from makegood.foundation.history.queries import told_positions
from makegood.foundation.history.services import erase, record
from makegood.foundation.texts import kept_line


class UnableToEraseContact(Problem):
    """It was done already, or no reason was given."""

    code = "unable-to-erase-contact"


@transaction.atomic
def erase_contact(*, number: int, reason: str, by: Viewer, at: datetime) -> None:
    """Remove everything about a person: name, addresses, role, what they said, and what history said of them.

    That there was a contact, when and by whom something was done, stays. ``reason`` must not name the person.
    Denied, NotFound, UnableToEraseContact.
    """
    check_erase_contacts(by)
    contact, customer = checking.locked_contact(number)
    why = kept_line(reason, field="reason", most=500, refusal=UnableToEraseContact, needed=True)
    if contact.erased_at is not None:
        raise UnableToEraseContact(_("The data of this contact has been erased already."))
    contact.name = contact.email = contact.phone = contact.role = ""
    contact.is_main, contact.erased_at = False, at
    contact.left_at = contact.left_at or at
    contact.version += 1
    contact.save()
    corrected = Touchpoint.objects.filter(contact=contact, version__gt=0).order_by("pk").values_list("pk", flat=True)
    subjects = [("contact", number), *(("touchpoint", one) for one in corrected)]
    Touchpoint.objects.filter(contact=contact).update(text="")
    index_customer(customer)
    for position in [position for subject in subjects for position in told_positions(subject=subject)]:
        erase(position=position, by=by.actor, at=at, reason=why)
    record(verb="contact.erase", subject=("contact", number), actor=by.actor, at=at, facts={"reason": why})
