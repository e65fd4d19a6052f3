"""Private addresses by which a calendar reads promised dates."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from makegood.customers.queries import find_customer
from makegood.feasibility.models import Feed
from makegood.feasibility.policies import check_see_forecast
from makegood.foundation.actors import Viewer
from makegood.foundation.errors import NotFound, Problem
from makegood.foundation.history.services import record
from makegood.people.queries import digest_of

MOST_FEEDS = 20
"""Addresses that one person has at a time."""
NOTED_EVERY = timedelta(minutes=10)


class UnableToMakeFeed(Problem):
    """The viewer has as many addresses as one person may have."""

    code = "unable-to-make-feed"


@transaction.atomic
def make_feed(*, customer: int | None = None, by: Viewer, at: datetime) -> str:
    """Make an address for what ``by`` has to do with, or for one customer; return its secret, which is told only now.

    NotFound where the viewer may not see the customer, UnableToMakeFeed.
    """
    check_see_forecast(by)
    named = find_customer(customer, by).name if customer is not None else ""
    if Feed.objects.filter(user=by.number, ended_at=None).count() >= MOST_FEEDS:
        raise UnableToMakeFeed(_("There are twenty addresses already: revoke one that nobody reads."), field="customer")
    secret = _keep(by, customer, at)
    record(verb="feed.make", subject=("person", by.number), actor=by.actor, at=at, facts={"customer": named},
           audience=f"person:{by.number}")  # fmt: skip
    return secret


@transaction.atomic
def renew_feed(*, number: int, by: Viewer, at: datetime) -> str:
    """Let one of the viewer's addresses work no more and return the secret of one in its place; NotFound."""
    customer = _end(number, by, at)
    secret = _keep(by, customer, at)
    record(verb="feed.renew", subject=("person", by.number), actor=by.actor, at=at, facts={"feed": number},
           audience=f"person:{by.number}")  # fmt: skip
    return secret


@transaction.atomic
def revoke_feed(*, number: int, by: Viewer, at: datetime) -> None:
    """Let one of the viewer's addresses work no more; NotFound where it is not theirs or has ended."""
    _end(number, by, at)
    record(verb="feed.revoke", subject=("person", by.number), actor=by.actor, at=at, facts={"feed": number},
           audience=f"person:{by.number}")  # fmt: skip


def note_reading(*, number: int, at: datetime) -> None:
    """Note that an address was read, at most every ten minutes: a read should not have to write."""
    lately = Q(read_at__gt=at - NOTED_EVERY)
    Feed.objects.filter(pk=number).exclude(lately).update(read_at=at)


def _keep(by: Viewer, customer: int | None, at: datetime) -> str:
    secret = secrets.token_urlsafe(32)
    Feed.objects.create(user_id=by.number, customer_id=customer, digest=digest_of(secret), made_at=at)
    return secret


def _end(number: int, by: Viewer, at: datetime) -> int | None:
    """End an address, and return the customer that it was about."""
    found = Feed.objects.filter(pk=number, user=by.number, ended_at=None)
    customer = found.values_list("customer", flat=True).first()
    if not found.update(ended_at=at):
        raise NotFound(_("There is no such address."))
    return customer
