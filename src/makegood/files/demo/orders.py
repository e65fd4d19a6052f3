"""How the demo company comes by its promises: who orders what, how much work it truly is, and what the seller says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import exp
from random import Random

from makegood.files.demo.company import CHANNELS, CUSTOMERS, OWNERS, SELLERS, DemoCustomer, Seller
from makegood.files.demo.offers import OFFERS, Offer, Step
from makegood.files.demo.workdays import relative, spoken, workday

ORDERS_A_WORKDAY = 0.82
DECK = 50
"""The mix of what is sold is steady: out of so many orders, each kind has its share."""
LATE_WISH = 0.6
"""Share of customers who need it later than our ordinary lead time."""
CARE_TAKEN = 1.28
"""What sellers add to their dates since they are asked to look at the teams' load first."""
EFFORT_SPREAD, ORDER_SPREAD = 0.3, 0.16
"""Spread (sigma of the logarithm) of true effort, for each piece of work by itself and for a whole order."""


@dataclass(slots=True)
class Task:
    """One step of an order as it truly goes: ``nominal`` is what the books say, ``truth`` what it takes, in hours."""

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
    title: str
    wording: str
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


class OrderBook:
    """What customers order from the demo company, one workday after the other."""

    def __init__(self, random: Random, *, careful_from: date) -> None:
        self._random = random
        self._careful_from = careful_from
        self._deck: list[Offer] = []

    def new_orders(self, day: date) -> Iterator[Order]:
        """Yield the order of one workday, if there is one."""
        if self._random.random() < ORDERS_A_WORKDAY:
            care = CARE_TAKEN if day >= self._careful_from else 1.0
            yield _order(self._next_offer(), day, care, self._random)

    def _next_offer(self) -> Offer:
        if not self._deck:
            self._deck = [offer for offer in OFFERS for _ in range(round(DECK * offer.share))]
            self._random.shuffle(self._deck)
        return self._deck.pop()


def _order(offer: Offer, day: date, care: float, random: Random) -> Order:
    customer = random.choices(CUSTOMERS, [each.weight for each in CUSTOMERS])[0]
    seller = random.choice(SELLERS)
    size = random.choice(offer.sizes)
    ordinary_lead = offer.lead_days * (size / offer.ordinary) ** 0.35
    wish = random.uniform(1.2, 2.4) if random.random() < LATE_WISH else 1.0
    needed = ordinary_lead * max(wish, care) * exp(random.gauss(0.0, 0.1))
    due = workday(day + timedelta(days=round(needed * seller.optimism)))
    title, wording = random.choice(offer.wordings)
    return Order(
        customer=customer,
        offer=offer,
        size=size,
        title=title.format(size=size),
        wording=wording.format(size=size, due=spoken(due)),
        seller=seller,
        owner=random.choice(OWNERS),
        channel=random.choice(CHANNELS),
        priority_class=_priority_class(customer, random),
        value=100 * round(offer.value / 100 * (size / offer.ordinary) ** 0.8 * exp(random.gauss(0.0, 0.2))),
        made=day,
        first_due=due,
        due=due,
        told=due,
        starts=relative(day, max(1, round((needed - care * ordinary_lead) * 0.9))),
        loudness=random.uniform(0.0, 20.0),
        tasks=_tasks(offer, size, random),
    )


def _priority_class(customer: DemoCustomer, random: Random) -> int:
    if customer.tier == "strategic" and random.random() < 0.3:
        return 2
    return 4 if random.random() < 0.07 and customer.tier == "standard" else 3


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
