"""Standing in for a colleague who is away."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.foundation.actors import Viewer
from makegood.foundation.errors import NotFound, Problem
from makegood.foundation.history.services import record
from makegood.people.models import Delegation, User
from makegood.people.policies import check_send_away
from makegood.people.services.accounts import locked


class UnableToSendAway(Problem):
    """The days make no sense, overlap with another absence, or nobody can stand in."""

    code = "unable-to-send-away"


@transaction.atomic
def send_away(*, lender: int, delegate: int, begins_at: datetime, ends_at: datetime, by: Viewer, at: datetime) -> int:
    """Let ``delegate`` stand in for ``lender`` from one moment to another; return the absence's number.

    Denied, NotFound, UnableToSendAway with the field at fault.
    """
    check_send_away(by, lender)
    person = locked(lender)
    other = User.objects.filter(pk=delegate, is_active=True).first()
    if other is None or other.pk == person.pk:
        raise UnableToSendAway(_("Choose a colleague who stands in."), field="delegate")
    if ends_at <= begins_at or ends_at <= at:
        raise UnableToSendAway(_("The absence must end after it begins, and not in the past."), field="ends")
    overlapping = Delegation.objects.filter(lender=person, begins_at__lt=ends_at, ends_at__gt=begins_at)
    if overlapping.exists():
        raise UnableToSendAway(_("There is another absence in these days already."), field="begins")
    made = Delegation.objects.create(lender=person, delegate=other, begins_at=begins_at, ends_at=ends_at, made_at=at)
    facts = {"delegate": other.name, "begins": begins_at.isoformat(), "ends": ends_at.isoformat()}
    record(verb="person.away", subject=("person", lender), actor=by.actor, at=at, facts=facts)
    return made.pk


@transaction.atomic
def come_back(*, number: int, by: Viewer, at: datetime) -> None:
    """End an absence now, or take it off the calendar where it has not begun; Denied, NotFound."""
    absence = Delegation.objects.select_for_update().filter(pk=number, ends_at__gt=at).first()
    if absence is None:
        raise NotFound(_("There is no such absence."))
    check_send_away(by, absence.lender_id)
    if absence.begins_at < at:
        absence.ends_at = at
        absence.save(update_fields=["ends_at"])
    else:
        absence.delete()
    record(verb="person.back", subject=("person", absence.lender_id), actor=by.actor, at=at)
