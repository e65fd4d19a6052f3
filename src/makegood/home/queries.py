"""What the start page puts together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from makegood.customers.policies import can_change_customers
from makegood.customers.queries import CareRow, customer_choices, customers_needing_care
from makegood.foundation.actors import Viewer
from makegood.foundation.history.queries import Event, history_page
from makegood.foundation.jobs.queries import troubled
from makegood.foundation.pages import Page
from makegood.people.policies import can_keep_accounts
from makegood.people.queries import AbsenceRow, absences, open_invitations, people_choices
from makegood.promises.queries import (
    MentionRow,
    PromiseRow,
    finding_counts,
    has_promises,
    mentions_of,
    promises_needing_care,
)
from makegood.promises.states import Finding

KINDS = {
    "promise": _("Promise"),
    "customer": _("Customer"),
    "contact": _("Contact"),
    "term": _("Term"),
    "person": _("Person"),
    "team": _("Team"),
    "attribute": _("Attribute"),
    "measure": _("Service measure"),
}
"""What a result of the search is, by its kind."""


HISTORY_KINDS = {
    **KINDS,
    "touchpoint": _("Touchpoint"),
    "invitation": _("Invitation"),
    "team": _("Team"),
    "attribute": _("Attribute"),
    "measure": _("Service measure"),
    "risk": _("Risk"),
    "template": _("Template"),
    "baseline": _("Baseline"),
    "tracker": _("Tracker"),
    "job": _("Background work"),
}
"""What history can be about, by its kind."""
HISTORY_ROUTES = {
    "promise": "promise",
    "customer": "customer",
    "contact": "contact-change",
    "touchpoint": "touchpoint-correct",
    "term": "term",
    "person": "person",
    "team": "team",
    "attribute": "attribute",
    "measure": "measure",
    "risk": "risk-change",
    "template": "template",
    "baseline": "baseline",
    "tracker": "tracker",
}
"""The pages of what history is about."""
ROOM_CHOICES = [
    ("promises", _("Promises")),
    ("customers", _("Customers")),
    ("work", _("Work")),
    ("capability", _("What we can do")),
    ("forecast", _("Forecast")),
    ("glossary", _("Glossary")),
    ("people", _("People")),
    ("running", _("Running")),
]
_ROOMS = {
    "promises": ("promise",),
    "customers": ("customer", "contact", "touchpoint"),
    "work": ("risk", "template", "tracker"),
    "capability": ("team", "attribute", "measure"),
    "forecast": ("baseline",),
    "glossary": ("term",),
    "people": ("person", "invitation"),
    "running": ("job",),
}


def history_of(
    viewer: Viewer, *, room: str, kind: str, person: str, day: str, number: int | None, page: int, size: int
) -> Page[Event]:
    """Return one page of what happened, as far as the viewer may know; ``day`` is one in their time zone."""
    kinds = [one for one in _ROOMS.get(room, ()) if kind in {"", one}] if room else [kind] if kind else []
    if room and not kinds:
        return Page((), 0, 1, size)  # a kind of another room
    since = timezone.make_aware(datetime.combine(date.fromisoformat(day), time())) if day else None
    until = timezone.make_aware(datetime.combine(date.fromisoformat(day) + timedelta(days=1), time())) if day else None
    return history_page(
        viewer=viewer,
        kinds=kinds,
        number=number,
        actor=int(person) if person else None,
        since=since,
        until=until,
        page=page,
        size=size,
    )


@dataclass(frozen=True, slots=True)
class Step:
    """One step of setting up: what to do, where, and whether it is done."""

    title: object
    route: str
    done: bool


@dataclass(frozen=True, slots=True)
class Start:
    """The start page: what waits for the viewer, figures with a door behind each, and what is still to set up."""

    promises: tuple[PromiseRow, ...]
    mentions: tuple[MentionRow, ...]
    care: list[CareRow]
    counts: Mapping[Finding, int]
    away: list[AbsenceRow]
    failing: int
    steps: list[Step]


def start_of(viewer: Viewer, *, at: datetime, today: date) -> Start:
    """Return what ``viewer`` sees first."""
    keeps_accounts = can_keep_accounts(viewer)
    return Start(
        promises=promises_needing_care(viewer, today=today),
        mentions=mentions_of(viewer),
        care=customers_needing_care(viewer, at=at) if can_change_customers(viewer) else [],
        counts=finding_counts(viewer, today=today),
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
