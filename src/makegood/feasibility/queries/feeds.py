"""Reading promised dates as a calendar does: by an address of its own, and never more than its owner may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from makegood.customers.queries import find_customer
from makegood.feasibility.models import Feed, Outlook
from makegood.feasibility.states import Status
from makegood.foundation.actors import Viewer
from makegood.foundation.errors import NotFound
from makegood.foundation.history.queries import last_touched
from makegood.people.queries import digest_of, find_viewer
from makegood.promises.models import Involvement, Promise
from makegood.promises.queries.lists import visible
from makegood.promises.states import OPEN, State

MOST_DATES = 2_000
"""What one calendar holds at most, the earliest dates first: no program for calendars is made for more."""


@dataclass(frozen=True, slots=True)
class FeedRow:
    """One of the viewer's addresses, without the secret: nobody can read that again."""

    number: int
    customer: int | None
    customer_name: str
    made_at: datetime
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class OpenFeed:
    """For whom an address is read, and what it is about; of everything that they have to do with where no customer."""

    number: int
    viewer: Viewer
    customer: int | None
    customer_name: str


@dataclass(frozen=True, slots=True)
class PromisedDay:
    """The day for which something is promised, with what is known of it; ``changed_at`` is when that last changed."""

    promise: int
    key: str
    title: str
    customer_name: str
    owner_name: str
    state: State
    due: date
    version: int
    status: Status
    p_kept: float | None
    p85: date | None
    binding_kind: str
    binding_name: str
    changed_at: datetime


def own_feeds(viewer: Viewer) -> list[FeedRow]:
    """Return the viewer's addresses that can be read, the newest first."""
    found = Feed.objects.select_related("customer").filter(user=viewer.number, ended_at=None).order_by("-pk")
    return [
        FeedRow(one.pk, one.customer_id, one.customer.name if one.customer else "", one.made_at, one.read_at)
        for one in found
    ]


def feed_by(secret: str, *, at: datetime) -> OpenFeed | None:
    """Return what an address stands for ``at`` a moment.

    None where it is unknown or ended, where its owner's account is closed, and where its owner may not see the customer
    any more.
    """
    found = Feed.objects.filter(digest=digest_of(secret), ended_at=None).first()
    if found is None:
        return None
    try:
        viewer = find_viewer(found.user_id, at=at)
        name = find_customer(found.customer_id, viewer).name if found.customer_id else ""
    except NotFound:
        return None
    return OpenFeed(found.pk, viewer, found.customer_id, name)


def promised_days(feed: OpenFeed) -> list[PromisedDay]:
    """Return the open promises with a date that ``feed`` shows, as far as its owner may see them, by date.

    Without a customer: those that its owner answers for or is named on. In two queries.
    """
    viewer = feed.viewer
    named_on = Involvement.objects.filter(person=viewer.number).values("promise")
    mine = Q(owner=viewer.number) | Q(pk__in=named_on)
    found = visible(viewer).filter(Q(customer=feed.customer) if feed.customer else mine, state__in=OPEN)
    known = found.filter(due__isnull=False).select_related("customer", "owner", "outlook").defer("outlook__details")
    rows = list(known.order_by("due", "pk")[:MOST_DATES])
    touched = last_touched(kind="promise", numbers=[one.pk for one in rows], viewer=viewer)
    return [_day(one, touched.get(one.pk, one.made_at)) for one in rows]


def _day(promise: Promise, touched_at: datetime) -> PromisedDay:
    outlook: Outlook | None = getattr(promise, "outlook", None)
    return PromisedDay(
        promise=promise.pk,
        key=promise.key,
        title=promise.title,
        customer_name=promise.customer.name,
        owner_name=promise.owner.name if promise.owner else "",
        state=State(promise.state),
        due=promise.due or date.max,
        version=promise.version,
        status=Status(outlook.status) if outlook else Status.UNKNOWN,
        p_kept=outlook.p_kept if outlook else None,
        p85=outlook.p85 if outlook else None,
        binding_kind=outlook.binding_kind if outlook else "",
        binding_name=outlook.binding_name if outlook else "",
        changed_at=max(touched_at, outlook.computed_at) if outlook else touched_at,
    )
