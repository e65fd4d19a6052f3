"""How the demo company comes by its promises: who orders what, how much work it truly is, and what the seller says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import exp
from random import Random

from makegood.files.demo.company import CHANNELS, CUSTOMERS, OWNERS, SELLERS, DemoCustomer, Seller
from makegood.files.demo.offers import OFFERS, Offer, Step
from makegood.files.demo.workdays import relative, workday

ORDERS_A_WORKDAY = 0.6
LATE_WISH = 0.5
"""Share of customers who need it later than our ordinary lead time."""
EFFORT_SPREAD, ORDER_SPREAD = 0.3, 0.16
"""Spread (sigma of the logarithm) of true effort, for each piece of work by itself and for a whole order."""


@dataclass(slots=True)
class Task:
    """One step of an order as it goes in truth: ``nominal`` is what the books say, ``truth`` what it takes, in hours."""

    step: Step
    nominal: float
    truth: float
    worked: float = 0.0
    waits_from: date | None = None
    ready: date | None = None
    finished: date | None = None


@dataclass(slots=True)
class Order:
    """One promise in the demo world, from the day it is made to the day it is delivered or cancelled."""

    customer: DemoCustomer
    offer: Offer
    size: int
    seller: Seller
    owner: str
    channel: str
    priority_class: int
    value: int
    made: date
    first_due: date
    due: date
    told: date
    starts: date
    loudness: float
    """Days by which this customer's noise moves it forward in everybody's eyes."""
    tasks: dict[str, Task] = field(default_factory=dict)
    delivered: date | None = None
    cancelled: date | None = None
    cancelled_by: str = ""

    @property
    def is_open(self) -> bool:
        """True until it is delivered or cancelled."""
        return self.delivered is None and self.cancelled is None


def new_orders(day: date, random: Random) -> Iterator[Order]:
    """Yield the orders of one workday: none, one, now and then two or three."""
    chance = ORDERS_A_WORKDAY
    while random.random() < chance:
        yield _order(day, random)
        chance *= 0.35


def _order(day: date, random: Random) -> Order:
    customer = random.choices(CUSTOMERS, [each.weight for each in CUSTOMERS])[0]
    offer = random.choices(OFFERS, [each.share for each in OFFERS])[0]
    seller = random.choice(SELLERS)
    size = random.choice(offer.sizes)
    ordinary_lead = offer.lead_days * (size / offer.ordinary) ** 0.35
    wish = random.uniform(1.2, 2.3) if random.random() < LATE_WISH else 1.0
    lead = round(ordinary_lead * wish * seller.optimism * exp(random.gauss(0.0, 0.1)))
    due = workday(day + timedelta(days=lead))
    return Order(
        customer=customer,
        offer=offer,
        size=size,
        seller=seller,
        owner=random.choice(OWNERS),
        channel=random.choice(CHANNELS),
        priority_class=2 if customer.tier == "strategic" and random.random() < 0.3 else random.choice((3, 3, 3, 4)),
        value=100 * round(offer.value / 100 * (size / offer.ordinary) ** 0.8 * exp(random.gauss(0.0, 0.2))),
        made=day,
        first_due=due,
        due=due,
        told=due,
        starts=relative(day, max(1, round((lead - 1.1 * ordinary_lead) * 0.85))),
        loudness=random.uniform(0.0, 20.0),
        tasks=_tasks(offer, size, random),
    )


def _tasks(offer: Offer, size: int, random: Random) -> dict[str, Task]:
    scale = (size / offer.ordinary) ** 0.8
    hidden = random.gauss(0.0, ORDER_SPREAD)
    return {
        step.name: Task(
            step=step,
            nominal=step.hours * scale,
            truth=step.hours * scale * exp(hidden + random.gauss(0.0, EFFORT_SPREAD)),
        )
        for step in offer.steps
    }
