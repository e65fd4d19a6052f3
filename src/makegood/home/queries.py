"""What the start page puts together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from makegood.customers.policies import can_change_customers
from makegood.customers.queries import CareRow, customer_page, customers_needing_care
from makegood.foundation.actors import Viewer
from makegood.foundation.jobs.queries import troubled
from makegood.glossary.queries import term_page
from makegood.people.policies import can_keep_accounts
from makegood.people.queries import AbsenceRow, absences, open_invitations, people_list

KINDS = {"person": _("Person"), "customer": _("Customer"), "contact": _("Contact"), "term": _("Term")}
"""What a result of the search is, by its kind."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of setting up: what to do, where, and whether it is done."""

    title: object
    route: str
    done: bool


@dataclass(frozen=True, slots=True)
class Start:
    """The start page: figures with a door behind each, and for administrators what is still to set up."""

    customers: int
    own_customers: int
    people: int
    terms: int
    failing: int
    invited: int
    away: list[AbsenceRow]
    care: list[CareRow]
    steps: list[Step]


def start_of(viewer: Viewer, *, at: datetime) -> Start:
    """Return what ``viewer`` sees first."""
    keeps_accounts = can_keep_accounts(viewer)
    customers = customer_page(viewer, size=1).total
    people = len(people_list(viewer, at=at))
    terms = term_page(viewer, size=1).total
    invited = len(open_invitations(viewer, at=at))
    steps = [
        Step(_("Invite your colleagues from sales, operations, product and customer success"), "invite",
             people > 1 or invited > 0),
        Step(_("Enter the first customer"), "customer-add", customers > 0),
        Step(_("Agree on words: look through the glossary"), "glossary", terms > 0),
    ]  # fmt: skip
    return Start(
        customers=customers,
        own_customers=customer_page(viewer, owner=viewer.number, size=1).total,
        people=people,
        terms=terms,
        failing=len(troubled()) if keeps_accounts else 0,
        invited=invited,
        away=[one for one in absences(at=at) if one.begins_at <= at],
        care=customers_needing_care(viewer, at=at) if can_change_customers(viewer) else [],
        steps=steps if keeps_accounts and not all(step.done for step in steps) else [],
    )
