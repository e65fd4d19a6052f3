"""Where a viewer can go: the one list behind the side bar, the palette and the keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from makegood.config.demo.people import SIGN_INS
from makegood.foundation.actors import Viewer
from makegood.people.policies import can_keep_accounts
from makegood.people.queries import has_people
from makegood.trackers.policies import can_map_trackers
from makegood.web.request import AnyRequest

Title = str | Promise


@dataclass(frozen=True, slots=True)
class Entry:
    """A place: the name of its route, a letter that goes there after "g", and who sees it."""

    title: Title
    route: str
    icon: str
    key: str = ""
    seen_by: Callable[[Viewer], bool] = lambda _viewer: True


@dataclass(frozen=True, slots=True)
class Place:
    """A place as a page shows it."""

    title: Title
    address: str
    icon: str
    key: str
    here: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Places that belong together."""

    title: Title
    places: list[Place]


ENTRIES: list[tuple[Title, list[Entry]]] = [
    (
        "",
        [
            Entry(_("Start"), "start", icon="home", key="s"),
            Entry(_("Promises"), "promises", icon="message-check", key="m"),
            Entry(_("What can I promise?"), "quotes", icon="phone", key="q"),
            Entry(_("Board"), "board", icon="timeline", key="b"),
            Entry(_("Forecast"), "forecast", icon="chart-histogram", key="f"),
            Entry(_("What-ifs"), "scenarios", icon="arrows-split-2", key="n"),
            Entry(_("Ways back"), "plans", icon="route", key="d"),
            Entry(_("Revisions"), "revisions", icon="git-branch", key="u"),
            Entry(_("Work"), "work", icon="list-check", key="w"),
            Entry(_("Customers"), "customers", icon="building", key="c"),
            Entry(_("Glossary"), "glossary", icon="book-2", key="l"),
        ],
    ),
    (
        _("What we can do"),
        [
            Entry(_("Teams"), "teams", icon="users-group", key="t"),
            Entry(_("Absences"), "absences", icon="beach", key="a"),
            Entry(_("What we sold"), "sold", icon="shopping-cart", key="o"),
            Entry(_("Attributes"), "attributes", icon="ruler-measure", key="e"),
            Entry(_("Service measures"), "measures", icon="heart-rate-monitor", key="v"),
            Entry(_("Trackers"), "trackers", icon="plug", key="k", seen_by=can_map_trackers),
        ],
    ),
    (
        _("What became of it"),
        [
            Entry(_("Reliability"), "reliability", icon="target-arrow", key="y"),
            Entry(_("Calibration"), "calibration", icon="scale", key="i"),
        ],
    ),
    (
        _("House"),
        [
            Entry(_("People"), "people", icon="users", key="p"),
            Entry(_("History"), "history", icon="history", key="h", seen_by=can_keep_accounts),
            Entry(_("Running"), "running", icon="activity", key="r", seen_by=can_keep_accounts),
        ],
    ),
]

OWN = [
    Entry(_("My settings"), "own-settings", icon="settings"),
    Entry(_("Dates in my calendar"), "own-feeds", icon="calendar-plus"),
    Entry(_("When I am away"), "own-away", icon="beach"),
    Entry(_("Signing in"), "own-security", icon="shield-lock"),
    Entry(_("Tokens for programs"), "own-tokens", icon="key"),
]

PANELS = {
    "customer": ["promises-of-customer"],
    "attribute": ["forecast-of-attribute"],
    "measure": ["forecast-of-measure"],
    "person": ["held"],
    "promise": [
        "forecast-of-promise",
        "plan-of-promise",
        "revisions-of-promise",
        "record-of-promise",
        "work-of-promise",
    ],
    "team": ["forecast-of-team", "record-of-team"],
    "start": ["tracker-notice", "plans-waiting"],
    "work": ["tracker-notice"],
}
"""Routes whose answers are shown as parts of a page of a lower room, which may not know them."""
PANEL_NAMES = {
    "promises-of-customer": _("Promises"),
    "forecast-of-attribute": _("Whom it was promised to"),
    "forecast-of-measure": _("Whom it was promised to"),
    "held": _("What they answer for"),
    "plan-of-promise": _("The way back"),
    "revisions-of-promise": _("Revisions"),
    "forecast-of-promise": _("When it will be done"),
    "record-of-promise": _("How far it has moved"),
    "work-of-promise": _("Work"),
    "forecast-of-team": _("How full it is, and what it owes in order"),
    "record-of-team": _("How the team kept its word"),
    "tracker-notice": _("Trackers"),
    "plans-waiting": _("Ways back that need you"),
    "dashboard": _("Where we stand"),
    "dashboard-record": _("How we kept our word"),
}
"""What each part is called where it is a page of its own: for who reads without scripts, and whoever opens it alone."""

IMPORTS = {
    "promises": (_("Promises"), "promises", ("promises-import",)),
    "teams": (_("Teams"), "teams", ("capability-import", "teams")),
    "capacity": (_("Planned capacity"), "teams", ("capability-import", "capacity")),
    "absences": (_("Absences"), "absences", ("capability-import", "absences")),
    "attributes": (_("Attributes"), "attributes", ("capability-import", "attributes")),
    "measurements": (_("Measurements"), "measures", ("capability-import", "measurements")),
}
"""What kinds of imports are called, the route to what came in, and the one to bring in another, with its values."""


@dataclass(frozen=True, slots=True)
class ImportKind:
    """A kind of import as its page shows it."""

    title: Title
    list: str
    again: str


def _import_kinds() -> dict[str, ImportKind]:
    return {
        kind: ImportKind(title, reverse(route), reverse(again[0], args=again[1:]))
        for kind, (title, route, again) in IMPORTS.items()
    }


def places(request: HttpRequest) -> dict[str, Any]:
    """Return what every page needs to know: where one can go from here, and whether this is the demo company."""
    viewer = getattr(cast(AnyRequest, request), "viewer", None)
    if viewer is None:
        return {"is_demo": settings.IS_DEMO, "demo_people": SIGN_INS, "nobody_yet": lambda: not has_people()}
    groups = [Group(title, _shown(entries, request, viewer)) for title, entries in ENTRIES]
    return {
        "is_demo": settings.IS_DEMO,
        "navigation": groups,
        "own_places": _shown(OWN, request, viewer),
        "panels": PANELS,
        "panel_names": PANEL_NAMES,
        "import_kinds": _import_kinds,
        "history_address": reverse("history") if can_keep_accounts(viewer) else "",
    }


def _shown(entries: list[Entry], request: HttpRequest, viewer: Viewer) -> list[Place]:
    shown = []
    for entry in entries:
        if entry.seen_by(viewer):
            address = reverse(entry.route)
            here = request.path == address or (address != "/" and request.path.startswith(address))
            shown.append(Place(entry.title, address, entry.icon, entry.key, here))
    return shown
