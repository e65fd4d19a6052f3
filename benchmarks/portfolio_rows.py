"""Open promises with the work behind them, written straight into the tables: what a live forecast is measured on."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from makegood.capability.models import Team
    from makegood.promises.models import Promise
    from makegood.work.models import WorkItem

ITEMS, CUSTOMERS, PEOPLE, BLOCK = 4, 200, 50, 5_000
TEAMS = {10_000: 50, 100_000: 200}
"""How many teams a house of at least so many open promises has; a smaller one has those of the first."""
LENGTH = 250
"""Working days that its teams are full for."""
OFFERS = 10
"""Promises that nobody relies on yet, to commit to."""
LONG_AGO = timedelta(days=30)


def fill_work(*, promises: int, groups: int, past: int = 0) -> dict[str, Any]:
    """Fill an empty house whose teams share no work across ``groups``, with a ``past`` of so many promises.

    Return tokens of two people (a policy is published by another one than proposes it), a session for pages, some items
    and teams to edit, and promises to commit to.
    """
    from makegood.foundation.actors import HOUSE
    from makegood.foundation.clock import present
    from makegood.people.queries import find_viewer
    from makegood.people.services import add_person, make_token

    at = present()
    number, other = (
        add_person(
            email=f"{name}@bench.example", name=name, functions=["administrator"], password=None, by=HOUSE, at=at
        )
        for name in ("p", "q")
    )
    owners = [number, other, *_colleagues(at)]
    made = _promises(promises, owners, at)
    _past(past, made, owners, at)
    teams = fill_teams(
        at, next((count for least, count in reversed(TEAMS.items()) if promises >= least), TEAMS[10_000])
    )
    items = fill_items(made, teams, groups, at)
    tokens = [
        make_token(
            name="bench",
            scopes=[f"{kind}:{what}" for kind in ("items", "forecast", "promises", "capability")
                    for what in ("read", "write")],
            expires_at=at + timedelta(days=1),
            by=find_viewer(who, at=at),
            at=at,
        )
        for who in (number, other)
    ]  # fmt: skip
    some = [items[n * ITEMS] for n in range(0, promises, max(1, promises // 50))]
    return {
        "tokens": tokens,
        "session": _signed_in(number),
        "items": [{"number": one.pk, "promise": one.promise_id} for one in some],
        "teams": [team.pk for team in teams],
        "offers": [one.pk for one in made if one.state == "reserved"],
    }


def _colleagues(at: datetime) -> list[int]:
    """Add others who answer for promises."""
    from makegood.foundation.actors import HOUSE
    from makegood.people.services import add_person

    return [
        add_person(email=f"c{n}@bench.example", name=f"C {n}", functions=["sales"], password=None, by=HOUSE, at=at)
        for n in range(PEOPLE - 2)
    ]


def _signed_in(number: int) -> str:
    """Return the key of a session in which somebody is signed in."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(number)
    session[HASH_SESSION_KEY] = get_user_model().objects.get(pk=number).get_session_auth_hash()
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session.save()
    return str(session.session_key)


def _past(count: int, open_ones: list[Promise], owners: list[int], at: datetime) -> None:
    """Let ``count`` promises have ended in the last two years, most of them kept."""
    from makegood.promises.models import Promise
    from makegood.promises.states import State

    chance = Random(2)  # noqa: S311  # shapes, no secrets

    def ended(n: int) -> Promise:
        due = at.date() - timedelta(days=1 + n * 700 // max(1, count))
        late = chance.choice([0, 0, 0, 0, 0, 0, 3, 10, 30])
        taken = min(due + timedelta(days=late - chance.randrange(5)), at.date())
        said = at - (at.date() - due) - timedelta(days=60 + chance.randrange(60))
        like = open_ones[n % len(open_ones)]
        return Promise(
            key=f"E-{n}", customer_id=like.customer_id, title=f"Past {n}", words=f"past {n}", wording="So.",
            channel="call", said_at=said, value=1000 + n % 900, currency="EUR", due=due, first_due=due,
            owner_id=owners[n % len(owners)],
            severity=f"S{1 + n % 4}", made_at=said, committed_at=said, state=State.DELIVERED, delivered_on=taken,
            accepted_on=taken, in_full=True, documents_right=True, condition_right=True, acceptance_recorded_at=at,
            ended_at=at,
        )  # fmt: skip

    Promise.objects.bulk_create((ended(n) for n in range(count)), batch_size=BLOCK)


def fill_teams(at: datetime, count: int = 50) -> list[Team]:
    """Add teams of two to six slots each."""
    from makegood.capability.models import Team
    from makegood.capability.states import OFFICE_WEEK

    week = list(OFFICE_WEEK)
    return Team.objects.bulk_create(
        Team(key=f"T{n}", name=f"Team {n}", words=f"team {n}", slots=2.0 + n % 5, hours_per_day=week, made_at=at)
        for n in range(count)
    )


def _promises(count: int, owners: list[int], at: datetime) -> list[Promise]:
    from makegood.customers.models import Customer
    from makegood.promises.models import Promise
    from makegood.promises.states import State

    customers = Customer.objects.bulk_create(
        Customer(key=f"C{n}", name=f"Customer {n}", words=f"customer {n}", made_at=at) for n in range(CUSTOMERS)
    )

    offered = {count * n // OFFERS + 1 for n in range(OFFERS)}

    def promise(n: int) -> Promise:
        due = at.date() + timedelta(days=20 + n * LENGTH // count)
        bound = {"state": State.COMMITTED, "committed_at": at - LONG_AGO, "first_due": due}
        owed: dict[str, Any] = {"state": State.RESERVED} if n in offered else bound
        return Promise(
            key=f"P-{n}", customer=customers[n % CUSTOMERS], title=f"Promise {n}", words=f"promise {n}", wording="So.",
            channel="call", said_at=at - LONG_AGO, value=1000 + n % 900, currency="EUR", due=due,
            owner_id=owners[n % len(owners)],
            severity=f"S{1 + n % 4}", made_at=at, **owed,
        )  # fmt: skip

    return Promise.objects.bulk_create((promise(n) for n in range(count)), batch_size=BLOCK)


def fill_items(promises: Sequence[Promise], teams: Sequence[Team], groups: int, at: datetime) -> list[WorkItem]:
    """Give each promise a chain of items that keep the teams busy for about 250 working days."""
    from makegood.work.models import Predecessor, WorkItem

    chance = Random(1)  # noqa: S311  # shapes, no secrets
    per_group = len(teams) // groups
    hours = LENGTH * 8 * 0.8 * sum(team.slots for team in teams) / (len(promises) * ITEMS)

    def item(n: int, k: int) -> WorkItem:
        team = teams[(n % groups) * per_group + chance.randrange(per_group)]
        middle = hours * chance.uniform(0.4, 1.6)
        return WorkItem(
            stated_at=at,
            promise=promises[n], name=f"item {k}", words=f"item {k}", team=team, made_at=at,
            p10=middle * 0.7, p50=middle, p90=middle * 1.7,
        )  # fmt: skip

    places = [(n, k) for n in range(len(promises)) for k in range(ITEMS)]
    items = WorkItem.objects.bulk_create((item(n, k) for n, k in places), batch_size=BLOCK)
    chains = (Predecessor(item=items[at], before=items[at - 1]) for at, (_n, k) in enumerate(places) if k)
    Predecessor.objects.bulk_create(chains, batch_size=BLOCK)
    return items
