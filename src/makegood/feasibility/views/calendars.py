"""Promised dates as a calendar (RFC 5545): a whole day for each promise, which keeps its identity when it moves."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from icalendar import Calendar, Event
from icalendar.prop import vDuration

from makegood.feasibility.bridge import cause_name
from makegood.feasibility.queries import STATUS_NAMES, OpenFeed, PromisedDay
from makegood.promises.queries import STATE_NAMES
from makegood.promises.states import State
from makegood.web.tags import whole_percent

MAKER = "-//Makegood//Promised dates//EN"
READ_AGAIN = timedelta(hours=1)
"""How often a calendar is asked to look: a forecast moves with what people enter."""
CONFIRMED = (State.COMMITTED, State.RESERVED)


@dataclass(frozen=True, slots=True)
class Written:
    """A calendar, and a mark that is the same as long as the calendar says the same."""

    text: bytes
    mark: str


def calendar_of(feed: OpenFeed, days: Iterable[PromisedDay]) -> Written:
    """Write what ``feed`` shows, in the language that is spoken now.

    Nothing in it tells when it was written, so that it is the same until something changes.
    """
    name = feed.customer_name or feed.viewer.name
    calendar = Calendar()
    calendar.add("prodid", MAKER)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    title = _("Promises: %(whose)s") % {"whose": name}
    for property_name in ("name", "x-wr-calname"):  # RFC 7986, and what programs read that are older
        calendar.add(property_name, title)
    calendar.add("refresh-interval", vDuration(READ_AGAIN), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for day in days:
        calendar.add_component(_event(day))
    text: bytes = calendar.to_ical()
    return Written(text, hashlib.sha256(text).hexdigest()[:32])


def _event(day: PromisedDay) -> Event:
    """Return the whole day that a promise is due; SEQUENCE counts the changes of the promise itself (RFC 5545)."""
    event = Event()
    address = f"{settings.PUBLIC_ADDRESS}{reverse('promise', args=[day.promise])}"
    event.add("uid", f"promise-{day.promise}@{urlsplit(settings.PUBLIC_ADDRESS).hostname}")
    event.add("dtstamp", day.changed_at.astimezone(UTC))
    event.add("last-modified", day.changed_at.astimezone(UTC))
    event.add("sequence", day.version)
    event.add("dtstart", day.due)
    event.add("dtend", day.due + timedelta(days=1))
    event.add("summary", f"{day.title} · {day.customer_name} · {_likely(day)}")
    event.add("description", "\n".join([*_said(day), address]))
    event.add("url", address)
    event.add("status", "CONFIRMED" if day.state in CONFIRMED else "TENTATIVE")
    event.add("transp", "TRANSPARENT")  # nobody is busy because something is due
    return event


def _likely(day: PromisedDay) -> str:
    status = str(STATUS_NAMES[day.status])
    return status if day.p_kept is None else f"{status}, {whole_percent(day.p_kept)}"


def _said(day: PromisedDay) -> Iterable[str]:
    """Yield in words what is known of a promise, a line each."""
    yield f"{day.customer_name}: {day.title} ({day.key})"
    yield _("State: %(state)s") % {"state": STATE_NAMES[day.state]}
    if day.p_kept is None:
        yield _("Nobody can say how likely it is to be kept.")
    else:
        likely = {"status": STATUS_NAMES[day.status], "share": whole_percent(day.p_kept)}
        yield _("Kept with a probability of %(share)s: %(status)s") % likely
    if day.p85 is not None:
        yield _("Safe by %(day)s (85 %%)") % {"day": formats.date_format(day.p85, "DATE_FORMAT")}
    if cause := cause_name(day.binding_kind, day.binding_name):
        yield _("What decides it: %(cause)s") % {"cause": cause}
    if day.owner_name:
        yield _("Owner: %(name)s") % {"name": day.owner_name}
