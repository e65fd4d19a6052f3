"""Open promises with the work behind them, written straight into the tables: what a live forecast is measured on."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Any

TEAMS, ITEMS, BLOCK = 50, 4, 5_000


def fill_work(*, promises: int, groups: int) -> dict[str, Any]:
    """Fill an empty house whose teams share no work across ``groups``; return a token and some items to edit."""
    from makegood.capability.models import Team
    from makegood.capability.states import OFFICE_WEEK
    from makegood.customers.models import Customer
    from makegood.foundation.actors import HOUSE
    from makegood.foundation.clock import present
    from makegood.foundation.outbox.services import unheard
    from makegood.people.queries import find_viewer
    from makegood.people.services import add_person, make_token
    from makegood.promises.models import Promise
    from makegood.promises.states import State
    from makegood.work.models import Predecessor, WorkItem

    at, chance = present(), Random(1)  # noqa: S311  # shapes, no secrets
    with unheard():
        number = add_person(
            email="p@bench.example", name="P", functions=["administrator"], password=None, by=HOUSE, at=at
        )
    teams = Team.objects.bulk_create(
        Team(key=f"T{n}", name=f"Team {n}", words=f"team {n}", slots=2.0 + n % 5, hours_per_day=list(OFFICE_WEEK),
             made_at=at)
        for n in range(TEAMS)
    )  # fmt: skip
    customers = Customer.objects.bulk_create(
        Customer(key=f"C{n}", name=f"Customer {n}", words=f"customer {n}", made_at=at) for n in range(200)
    )
    made = Promise.objects.bulk_create(
        (
            Promise(key=f"P-{n}", customer=customers[n % 200], title=f"Promise {n}", words=f"promise {n}",
                    wording="So.", channel="call", said_at=at - timedelta(days=30), value=1000 + n % 900, currency="EUR",
                    owner_id=number, state=State.COMMITTED, committed_at=at - timedelta(days=30),
                    due=(due := at.date() + timedelta(days=20 + n * 250 // promises)), first_due=due,
                    severity=f"S{1 + n % 4}", made_at=at)
            for n in range(promises)
        ),
        batch_size=BLOCK,
    )  # fmt: skip
    per_group = TEAMS // groups
    hours = _hours_each(promises)

    def item(n: int, k: int) -> WorkItem:
        team = teams[(n % groups) * per_group + chance.randrange(per_group)]
        middle = hours * chance.uniform(0.4, 1.6)
        return WorkItem(promise=made[n], name=f"item {k}", words=f"item {k}", team=team, p10=middle * 0.7, p50=middle,
                        p90=middle * 1.7, made_at=at)  # fmt: skip

    items = WorkItem.objects.bulk_create((item(n, k) for n in range(promises) for k in range(ITEMS)), batch_size=BLOCK)
    Predecessor.objects.bulk_create(
        (
            Predecessor(item=items[n * ITEMS + k], before=items[n * ITEMS + k - 1])
            for n in range(promises)
            for k in range(1, ITEMS)
        ),
        batch_size=BLOCK,
    )
    viewer = find_viewer(number, at=at)
    token = make_token(
        name="B", scopes=["items:read", "items:write", "forecast:read"], expires_at=at + timedelta(days=1), by=viewer,
        at=at,
    )  # fmt: skip
    some = [items[n * ITEMS] for n in range(0, promises, max(1, promises // 50))]
    return {"token": token, "items": [{"number": one.pk, "promise": one.promise_id} for one in some]}


def _hours_each(promises: int) -> float:
    """Return the hours of an item with which the teams are busy for about 250 working days."""
    slots = sum(2.0 + n % 5 for n in range(TEAMS))
    return 250 * 8 * 0.8 * slots / (promises * ITEMS)
