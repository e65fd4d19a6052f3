"""What the start page puts together: what waits for the viewer, and what is still to set up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from makegood.customers.policies import can_change_customers
from makegood.customers.queries import CareRow, customer_choices, customers_needing_care
from makegood.foundation.actors import Viewer
from makegood.foundation.jobs.queries import troubled
from makegood.people.policies import can_keep_accounts
from makegood.people.queries import AbsenceRow, absences, open_invitations, people_choices
from makegood.promises.queries import (
    MentionRow,
    PromiseRow,
    has_promises,
    mentions_of,
    promises_needing_care,
)
from makegood.revisions.queries import RevisionRow, revisions_waiting


@dataclass(frozen=True, slots=True)
class Step:
    """One step of setting up: what to do, where, and whether it is done."""

    title: object
    route: str
    done: bool


@dataclass(frozen=True, slots=True)
class Start:
    """What waits for the viewer, and what is still to set up."""

    promises: tuple[PromiseRow, ...]
    mentions: tuple[MentionRow, ...]
    revisions: list[RevisionRow]
    care: list[CareRow]
    away: list[AbsenceRow]
    failing: int
    steps: list[Step]


def start_of(viewer: Viewer, *, at: datetime, today: date) -> Start:
    """Return what ``viewer`` sees first."""
    keeps_accounts = can_keep_accounts(viewer)
    return Start(
        promises=promises_needing_care(viewer, today=today),
        mentions=mentions_of(viewer),
        revisions=revisions_waiting(viewer),
        care=customers_needing_care(viewer, at=at) if can_change_customers(viewer) else [],
        away=[one for one in absences(at=at) if one.begins_at <= at],
        failing=len(troubled()) if keeps_accounts else 0,
        steps=_steps(viewer, at) if keeps_accounts else [],
    )


def _steps(viewer: Viewer, at: datetime) -> list[Step]:
    """Return what is to be set up, as long as something of it is not done."""
    has_colleagues = len(people_choices(viewer)) > 1 or bool(open_invitations(viewer, at=at))
    has_customers = bool(customer_choices(viewer))
    steps = [
        Step(
            _("Invite your colleagues from sales, operations, product and customer success"), "invite", has_colleagues
        ),
        Step(_("Enter the first customer"), "customer-add", has_customers),
        Step(_("Write down the first promise, word for word"), "promise-add", has_promises(viewer)),
    ]
    return [] if all(step.done for step in steps) else steps
