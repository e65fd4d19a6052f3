"""Filling an empty database with the demo company."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from makegood.config.demo.capability import Plant
from makegood.config.demo.customers import CUSTOMERS, DemoCustomer
from makegood.config.demo.lists import bring_in_needs
from makegood.config.demo.people import PASSWORD, PEOPLE
from makegood.config.demo.promises import Book, Tables
from makegood.config.demo.quoting import ask
from makegood.config.demo.ranking import rank
from makegood.config.demo.remediating import remediate
from makegood.config.demo.revising import revise
from makegood.config.demo.supposing import suppose
from makegood.config.demo.watching import complain, receive_mail, split, talk, watch
from makegood.config.demo.work import Worklist
from makegood.customers import services as customers
from makegood.customers.queries import contacts_of, customer_choices
from makegood.feasibility.services import make_feed
from makegood.files.demo import build_demo
from makegood.foundation.actors import HOUSE, Viewer
from makegood.foundation.jobs.services import due_from, enqueue
from makegood.foundation.outbox.services import unheard
from makegood.glossary.services import seed_glossary
from makegood.learning.services import renew_all
from makegood.people.queries import find_viewer, has_people
from makegood.people.services import add_person, invite_person, send_away

REVIEW = "makegood.config.demo.reviewing.review"
REMEMBER = "makegood.config.demo.remembering.remember"
BEGAN = timedelta(days=540)
"""How long ago the company began to use Makegood."""
ADA, MARCO, PRIYA, JONAS, CHLOE, TOMASZ, EVELYN, LENA = 0, 1, 2, 3, 4, 5, 6, 8


@transaction.atomic
def fill_demo(*, at: datetime) -> bool:
    """Fill in the demo company as it stands ``at`` a moment; False, and nothing done, where anybody has an account."""
    if has_people():
        return False
    with unheard():  # the first forecast reads everything anyway
        executive = _fill(at)
    renew_all()
    due_from(at=at)
    enqueue(task=REVIEW, arguments={"as_of": at.date().isoformat(), "by": executive}, at=at)
    enqueue(task=REMEMBER, arguments={"as_of": at.date().isoformat(), "week": 0}, at=at)
    return True


def _fill(at: datetime) -> int:
    """Fill in everything; return who leads the company."""
    began = at - BEGAN
    numbers = [
        add_person(
            email=person.email,
            name=person.name,
            functions=person.functions,
            password=PASSWORD,
            by=HOUSE,
            at=began,
            language=person.language,
            zone=person.zone,
        )
        for person in PEOPLE
    ]
    seed_glossary(by=HOUSE, at=began, owner=numbers[PRIYA])
    keeper = find_viewer(numbers[ADA], at=began)
    for place, customer in enumerate(CUSTOMERS):
        _add(customer, numbers, keeper, began + timedelta(days=9 * place), at)
    tables = build_demo(as_of=at.date())
    operations, product, support = (find_viewer(numbers[place], at=at) for place in (JONAS, PRIYA, TOMASZ))
    plant = Plant(tables, operations=operations, product=product, support=support)
    plant.fill(since=began, at=at)
    promises = _promise(tables, plant.teams, numbers, keeper, at)
    Worklist(tables, promises, plant.teams, by=operations).fill(at=at)
    _let_calendars_read(keeper, find_viewer(numbers[CHLOE], at=at), at=at)
    rank(
        operations=operations,
        executive=find_viewer(numbers[EVELYN], at=at),
        sales=find_viewer(numbers[MARCO], at=at),
        promise=promises["HEL-171"],
        at=at,
    )
    suppose(
        plant.teams,
        promises,
        operations=operations,
        success=find_viewer(numbers[CHLOE], at=at),
        sales=find_viewer(numbers[MARCO], at=at),
        at=at,
    )
    remediate(promises, _colleagues(numbers, at), team=plant.teams["Assembly"], at=at)
    revise(promises, _colleagues(numbers, at), at=at)
    known = {one.name: one.number for one in customer_choices(keeper)}
    ask(plant.teams, known, by=find_viewer(numbers[MARCO], at=at), at=at)
    seller = find_viewer(numbers[LENA], at=at)
    send_away(
        lender=seller.number,
        delegate=numbers[MARCO],
        begins_at=at - timedelta(days=2),
        ends_at=at + timedelta(days=5),
        by=seller,
        at=at - timedelta(days=4),
    )
    invite_person(
        email="sam@demo.example", name="Sam Adeyemi", functions=["support"], by=keeper, at=at - timedelta(days=1)
    )
    return numbers[EVELYN]


def _promise(tables: Tables, teams: dict[str, int], people: list[int], keeper: Viewer, at: datetime) -> dict[str, int]:
    known = {one.name: one.number for one in customer_choices(keeper)}
    sellers = [find_viewer(people[place], at=at) for place in (MARCO, LENA)]
    owners = [find_viewer(people[place], at=at) for place in (JONAS, ADA, TOMASZ)]
    book = Book(known, teams, sellers, owners)
    book.fill(tables, today=at.date(), at=at)
    colleagues = _colleagues(people, at)
    watch(book.numbers, colleagues["jonas"], at=at)
    split(book.numbers, colleagues["marco"], at=at)
    talk(book.numbers, colleagues, at=at)
    receive_mail(known["Kestrel Foods"], colleagues["marco"], at=at)
    bring_in_needs(book.numbers, colleagues["marco"], at=at)
    complain(book.numbers[book.last_accepted], colleagues["chloe"], at=at)
    return book.numbers


def _colleagues(people: list[int], at: datetime) -> dict[str, Viewer]:
    """Return everybody by what their address begins with."""
    return {one.email.partition("@")[0]: find_viewer(number, at=at) for one, number in zip(PEOPLE, people, strict=True)}


def _let_calendars_read(own: Viewer, of_customers: Viewer, *, at: datetime) -> None:
    """Make an address for somebody's own dates, and one for those of the customer that is first by name."""
    make_feed(by=own, at=at)
    make_feed(customer=customer_choices(of_customers)[0].number, by=of_customers, at=at)


def _add(customer: DemoCustomer, people: list[int], by: Viewer, since: datetime, at: datetime) -> None:
    number = customers.add_customer(
        key=customer.key,
        name=customer.name,
        tier=customer.tier,
        zone=customer.zone,
        replanning_days=customer.replanning_days,
        owner=None if customer.owner is None else people[customer.owner],
        note=customer.note,
        by=by,
        at=since,
    )
    domain = "".join(customer.name.lower().split()).replace("&", "and")
    for place, contact in enumerate(customer.contacts):
        customers.add_contact(
            customer=number,
            name=contact.name,
            email=f"{contact.name.split()[-1].lower().encode('ascii', 'ignore').decode()}@{domain}.example",
            phone="",
            role=contact.role,
            language=contact.language,
            is_main=place == 0,
            by=by,
            at=since,
        )
    known = contacts_of(number, by)
    for touchpoint in sorted(customer.touchpoints, key=lambda one: -one.days_ago):
        when = at - timedelta(days=touchpoint.days_ago, hours=2)
        customers.log_touchpoint(
            customer=number,
            kind=touchpoint.kind,
            direction=touchpoint.direction,
            text=touchpoint.text,
            happened_at=when,
            contact=known[0].number if known else None,
            by=find_viewer(people[customer.owner or 0], at=when),
            at=when,
        )
