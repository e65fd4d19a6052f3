"""A register as a company of some size has it after years: written straight into the tables, for reading is measured.

Every promise has its entries in the history, its words in the search and its dates as the services would have written
them; every second has evidence, every fourth two terms, every tenth a comment and a notice. People have sessions and
tokens, so that nobody has to sign in while the clock runs. Behind every open promise stands work, of teams in ten
groups. What is closed was due in the last three years, its forecasts were frozen, and what became of it is counted. One
promise has a joint plan whose ways out are being judged, and another one a revision.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, TypeVar

Some = TypeVar("Some")
OPEN, CLOSED = 10_000, 100_000
CUSTOMERS, PEOPLE = 500, 50
BLOCK, GROUPS = 2_000, 10
FOUR = ("sales", "product", "operations", "customer-success")
YEARS_BACK = 1_095
"""Days over which what is closed was due."""
NOUNS = ("sensors", "pumps", "valves", "bearings", "gearboxes", "reports", "trainings", "portals", "Größenmesser")


def fill(*, open_ones: int = OPEN, closed: int = CLOSED) -> dict[str, Any]:
    """Fill an empty house; return who may come in, by cookies of sessions and by tokens, and the number of a team."""
    from makegood.foundation.clock import present
    from makegood.foundation.guards.services import guards_lifted
    from makegood.promises.services import rebuild_search

    at = present()
    people = _people(at)
    customers = _customers([number for number, _viewer in people], at)
    with guards_lifted():  # it is written as no service would: all at once
        _promises(open_ones, closed, customers, [number for number, _viewer in people], at)
    team = _work(at)
    _past(at)
    _ways_back(people[0][1], team, at)
    rebuild_search()
    _tidy_up()
    return {
        "sessions": [_session(number) for number, _viewer in people],
        "tokens": [_token(one, at) for _n, one in people],
        "team": team,
    }


def _people(at: datetime) -> list[tuple[int, Any]]:
    from makegood.foundation.actors import HOUSE
    from makegood.people.queries import find_viewer
    from makegood.people.services import add_person

    made = []
    for n in range(PEOPLE):
        number = add_person(
            email=f"p{n}@bench.example",
            name=f"Person {n}",
            functions=["administrator", "sales"],
            password=None,
            by=HOUSE,
            at=at,
        )
        made.append((number, find_viewer(number, at=at)))
    return made


def _customers(people: Sequence[int], at: datetime) -> list[int]:
    from makegood.customers.models import Contact, Customer, Touchpoint
    from makegood.customers.services import rebuild_search
    from makegood.foundation.search.words import folded

    made = Customer.objects.bulk_create(
        Customer(key=f"C{n}", name=f"Customer {n}", words=folded(f"Customer {n} C{n}"), owner_id=people[n % PEOPLE],
                 made_at=at)
        for n in range(CUSTOMERS)
    )  # fmt: skip
    contacts = Contact.objects.bulk_create(
        Contact(customer=one, name=f"Contact {n} of {one.name}", is_main=n == 0) for one in made for n in range(3)
    )
    Touchpoint.objects.bulk_create(
        Touchpoint(customer_id=one.customer_id, contact=one, kind="call", direction="to-customer",
                   at=at - timedelta(days=n * 7), text="How things are", made_at=at)
        for one in contacts
        for n in range(10)
    )  # fmt: skip
    rebuild_search()
    return [one.pk for one in made]


def _promises(open_ones: int, closed: int, customers: Sequence[int], people: Sequence[int], at: datetime) -> None:
    from django.db import transaction

    from makegood.foundation.actors import HOUSE
    from makegood.foundation.history.services import Happened, record_many
    from makegood.promises.models import AgreedDate, Comment, Evidence, Notice, Promise, PromiseTerm

    for block in _blocks(range(open_ones + closed)):
        with transaction.atomic():
            made = Promise.objects.bulk_create(_promise(n, n < open_ones, customers, people, at) for n in block)
            AgreedDate.objects.bulk_create(
                AgreedDate(promise=one, due=one.due, origin="first", at=at) for one in made if one.due
            )
            Evidence.objects.bulk_create(
                Evidence(promise=one, kind="note", title="Call", text="They wrote it down", made_at=at)
                for one in made[::2]
            )
            PromiseTerm.objects.bulk_create(
                PromiseTerm(promise=one, kind="specification", subject=subject, operator="<=", value=f"{one.pk % 9}",
                            unit=unit, checked_at=at if one.pk % 3 else None)
                for one in made[::4]
                for subject, unit in (("weight", "kg"), ("length", "mm"))
            )  # fmt: skip
            Comment.objects.bulk_create(
                Comment(promise=one, text="Asked again", by_id=people[one.pk % PEOPLE], at=at) for one in made[::10]
            )
            Notice.objects.bulk_create(
                Notice(promise=one, date_told=one.due, how="call", told_at=at, made_at=at) for one in made[::10]
            )
            record_many(
                happened=[
                    Happened(verb, ("promise", one.pk), {"key": one.key, "title": one.title, "wording": one.wording})
                    for one in made
                    for verb in ("promise.capture", "promise.commit")
                ],
                actor=HOUSE,
                at=at,
            )


def _promise(n: int, is_open: bool, customers: Sequence[int], people: Sequence[int], at: datetime) -> Any:  # noqa: ANN401  # a row
    from makegood.foundation.search.words import folded
    from makegood.promises.models import Promise

    title = f"{n} {NOUNS[n % len(NOUNS)]}"
    due = at.date() + timedelta(days=n % 400 - 40 if is_open else -(n % YEARS_BACK) - 1)
    return Promise(
        key=f"B-{n}",
        customer_id=customers[n % CUSTOMERS],
        title=title,
        words=folded(f"{title} B-{n}"),
        wording=f"You will have {title} for line {n % 17} on {due}, mounted and tested by our own people.",
        channel="mail",
        said_at=at - timedelta(days=n % 300 if is_open else n % YEARS_BACK + 90),
        value=n % 90_000,
        currency="EUR",
        owner_id=people[n % PEOPLE] if n % 30 else None,
        state="committed" if is_open else "delivered",
        first_due=due,
        due=due,
        committed_at=at,
        delivered_on=None if is_open else due - timedelta(days=16),
        accepted_on=None if is_open else min(due + timedelta(days=n % 23 - 15), at.date()),
        in_full=None if is_open else n % 5 > 0,
        acceptance_recorded_at=None if is_open else at,
        accepted_by="" if is_open else "somebody",
        made_at=at,
    )


def _work(at: datetime) -> int:
    """Put work behind what is open; return the number of a team."""
    from benchmarks.portfolio_rows import fill_items, fill_teams
    from makegood.promises.models import Promise

    teams = fill_teams(at)
    fill_items(list(Promise.objects.filter(state="committed").order_by("pk")), teams, GROUPS, at)
    return teams[0].pk


def _past(at: datetime) -> None:
    """Freeze forecasts of what is closed, as they were made before its dates, and count what became of all of it."""
    from makegood.feasibility.models import Snapshot
    from makegood.learning.services import count_months, renew_all
    from makegood.promises.models import Promise

    closed = Promise.objects.filter(state="delivered", due__lt=at.date()).order_by("pk").values_list("pk", "due")
    for block in _blocks(list(closed)):
        Snapshot.objects.bulk_create(
            Snapshot(promise_id=number, day=due - timedelta(days=days), due=due, status="amber",
                     p_kept=(number * 37 % 1_000) / 1_000, p50=due - timedelta(days=4), p85=due + timedelta(days=3),
                     p95=due + timedelta(days=9), milestone=f"D-{days}", inputs_hash="", at=at)
            for number, due in block
            for days in (30, 14, 7)
        )  # fmt: skip
    renew_all()
    count_months(today=at.date())


def _ways_back(by: Any, team: int, at: datetime) -> None:  # noqa: ANN401  # a viewer
    """Open the first plan, as far as its ways out, and begin the first revision."""
    from makegood.promises.models import Promise
    from makegood.remediation.services import lock_criteria, open_plan, propose_option
    from makegood.revisions.services import begin_revision

    owed = Promise.objects.filter(state="committed", owner__isnull=False, due__gt=at.date()).order_by("pk")
    first, second = (one.pk for one in owed[:2])
    plan = open_plan(promise=first, people=dict.fromkeys(FOUR, by.number), by=by, at=at)
    lock_criteria(plan=plan, by=by, at=at)
    more = {"kind": "added-slots", "team": team, "start": at.date(), "end": at.date() + timedelta(weeks=6)}
    for slots in (1.0, 2.0, 3.0):
        propose_option(
            plan=plan, title=f"{slots:.0f} more", changes=[{**more, "slots": slots}], cost=Decimal(1_000),
            currency="EUR", by=by, at=at,
        )  # fmt: skip
    begin_revision(promise=second, by=by, at=at)


def _session(number: int) -> str:
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from makegood.people.models import User

    session = SessionStore()
    session[SESSION_KEY] = str(number)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = User.objects.get(pk=number).get_session_auth_hash()
    session.create()
    assert session.session_key
    return session.session_key


def _token(viewer: Any, at: datetime) -> str:  # noqa: ANN401  # a viewer
    from makegood.people.services import make_token

    scopes = ["promises:read", "promises:write", "forecast:read", "forecast:write"]
    return make_token(name="bench", scopes=scopes, expires_at=at + timedelta(days=1), by=viewer, at=at)


def _tidy_up() -> None:
    """Let the database count its rows, as one that has run for an hour has done by itself."""
    from django.db import connection

    from makegood.config.upkeep import count_rows

    count_rows()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def _blocks(numbers: Sequence[Some]) -> Iterator[Sequence[Some]]:
    for begin in range(0, len(numbers), BLOCK):
        yield numbers[begin : begin + BLOCK]


if __name__ == "__main__":
    from sys import argv, path

    path.insert(0, __file__.rsplit("/", 2)[0])
    from benchmarks.houses import opened

    opened()
    print(json.dumps(fill(open_ones=int(argv[1]), closed=int(argv[2]))))
