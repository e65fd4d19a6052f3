"""What happened in the whole house."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from makegood.foundation.actors import Viewer
from makegood.foundation.history.queries import Event, history_page
from makegood.foundation.pages import Page

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
    "plan": _("Joint plan"),
    "touchpoint": _("Touchpoint"),
    "invitation": _("Invitation"),
    "team": _("Team"),
    "attribute": _("Attribute"),
    "measure": _("Service measure"),
    "risk": _("Risk"),
    "template": _("Template"),
    "baseline": _("Baseline"),
    "tracker": _("Tracker"),
    "import": _("Import"),
    "job": _("Background work"),
}
"""What history can be about, by its kind."""
HISTORY_ROUTES = {
    "promise": "promise",
    "plan": "plan",
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
    "import": "import",
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
    "promises": ("promise", "plan"),
    "customers": ("customer", "contact", "touchpoint"),
    "work": ("risk", "template", "tracker"),
    "capability": ("team", "attribute", "measure"),
    "forecast": ("baseline",),
    "glossary": ("term",),
    "people": ("person", "invitation"),
    "running": ("job", "import"),
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
