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

TEAMS, ITEMS, CUSTOMERS, BLOCK = 50, 4, 200, 5_000
OFFERS = 10
"""Promises that nobody relies on yet, to commit to."""
LONG_AGO = timedelta(days=30)


def fill_work(*, promises: int, groups: int) -> dict[str, Any]:
    """Fill an empty house whose teams share no work across ``groups``; return a token and some items to edit."""
    from makegood.foundation.actors import HOUSE
    from makegood.foundation.clock import present
    from makegood.people.queries import find_viewer
    from makegood.people.services import add_person, make_token

    at = present()
    number = add_person(email="p@bench.example", name="P", functions=["administrator"], password=None, by=HOUSE, at=at)
    made = _promises(promises, number, at)
    items = fill_items(made, fill_teams(at), groups, at)
    token = make_token(
        name="bench",
        scopes=["items:read", "items:write", "forecast:read", "promises:read", "promises:write"],
        expires_at=at + timedelta(days=1),
        by=find_viewer(number, at=at),
        at=at,
    )
    some = [items[n * ITEMS] for n in range(0, promises, max(1, promises // 50))]
    offers = [one.pk for one in made if one.state == "reserved"]
    return {
        "token": token,
        "items": [{"number": one.pk, "promise": one.promise_id} for one in some],
        "offers": offers,
    }


def fill_teams(at: datetime) -> list[Team]:
    """Add teams of two to six slots each."""
    from makegood.capability.models import Team
    from makegood.capability.states import OFFICE_WEEK

    week = list(OFFICE_WEEK)
    return Team.objects.bulk_create(
        Team(key=f"T{n}", name=f"Team {n}", words=f"team {n}", slots=2.0 + n % 5, hours_per_day=week, made_at=at)
        for n in range(TEAMS)
    )


def _promises(count: int, owner: int, at: datetime) -> list[Promise]:
    from makegood.customers.models import Customer
    from makegood.promises.models import Promise
    from makegood.promises.states import State

    customers = Customer.objects.bulk_create(
        Customer(key=f"C{n}", name=f"Customer {n}", words=f"customer {n}", made_at=at) for n in range(CUSTOMERS)
    )

    offered = {count * n // OFFERS + 1 for n in range(OFFERS)}

    def promise(n: int) -> Promise:
        due = at.date() + timedelta(days=20 + n * 250 // count)
        bound = {"state": State.COMMITTED, "committed_at": at - LONG_AGO, "first_due": due}
        owed: dict[str, Any] = {"state": State.RESERVED} if n in offered else bound
        return Promise(
            key=f"P-{n}", customer=customers[n % CUSTOMERS], title=f"Promise {n}", words=f"promise {n}", wording="So.",
            channel="call", said_at=at - LONG_AGO, value=1000 + n % 900, currency="EUR", owner_id=owner, due=due,
            severity=f"S{1 + n % 4}", made_at=at, **owed,
        )  # fmt: skip

    return Promise.objects.bulk_create((promise(n) for n in range(count)), batch_size=BLOCK)


def fill_items(promises: Sequence[Promise], teams: Sequence[Team], groups: int, at: datetime) -> list[WorkItem]:
    """Give each promise a chain of items that keep the teams busy for about 250 working days."""
    from makegood.work.models import Predecessor, WorkItem

    chance = Random(1)  # noqa: S311  # shapes, no secrets
    per_group = TEAMS // groups
    hours = 250 * 8 * 0.8 * sum(team.slots for team in teams) / (len(promises) * ITEMS)

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
