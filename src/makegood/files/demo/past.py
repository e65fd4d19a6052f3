"""The orders of the demo world as rows: those that are open as promises with work, those that are closed as history."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from makegood.files.demo.company import CUSTOMERS
from makegood.files.demo.estimates import stated_work
from makegood.files.demo.orders import Order
from makegood.files.demo.telling import CURRENCY, Row

FIRST_NUMBER = 31
NO_OWNER, NEVER_TOLD, NO_VALUE = 0.05, 0.05, 0.04
"""Shares of open orders whose record lacks something, as records do."""

SERVICE_LEVELS_OF_THE_PAST = (
    ("BAL-L1", "Baltic Ports", "strategic", -691, -327, True),
    ("MER-L1", "Meridian Bus", "standard", -448, -268, True),
    ("MER-L2", "Meridian Bus", "standard", -267, -85, False),
    ("KES-L1", "Kestrel Foods", "key", -256, -166, True),
    ("KES-L2", "Kestrel Foods", "key", -165, -74, True),
    ("NWR-L1", "Northwind Rail", "strategic", -410, -229, True),
    ("NWR-L2", "Northwind Rail", "strategic", -228, -46, False),
)
"""Key, customer, tier, first and last day of the window from the as-of day, and whether the level was kept."""


def numbered(orders: list[Order]) -> list[tuple[str, Order]]:
    """Give each order its key: the customer's code and a number that counts up in the order of promising."""
    numbers = Counter({customer.code: FIRST_NUMBER - 1 for customer in CUSTOMERS})
    keyed = []
    for order in sorted(orders, key=lambda each: each.made):
        numbers[order.customer.code] += 1
        keyed.append((f"{order.customer.code}-{numbers[order.customer.code]}", order))
    return keyed


def open_rows(keyed: list[tuple[str, Order]], as_of: date, random: Random) -> tuple[list[Row], list[Row]]:
    """Return the rows of promises.csv and of work.csv for the orders that are open."""
    promises: list[Row] = []
    work: list[Row] = []
    for key, order in keyed:
        if order.is_open:
            promises.append(_promise(key, order, random))
            work.extend(stated_work(key, order, as_of, random))
    return promises, work


def _promise(key: str, order: Order, random: Random) -> Row:
    told = "" if random.random() < NEVER_TOLD else order.told.isoformat()
    owner = "" if random.random() < NO_OWNER else order.owner
    valued = random.random() >= NO_VALUE
    return {
        "promise": key,
        "title": order.title,
        "customer": order.customer.name,
        "due": order.due.isoformat(),
        "first_due": order.first_due.isoformat(),
        "made_at": order.made.isoformat(),
        "told": told,
        "class": str(order.priority_class),
        "value": str(order.value) if valued else "",
        "currency": CURRENCY if valued else "",
        "tier": order.customer.tier,
        "timezone": order.customer.zone,
        "wording": order.wording,
        "made_by": order.seller.name,
        "channel": order.channel,
        "owner": owner,
        "kind": order.offer.kind,
        "team": _main_team(order),
        "sales_team": order.seller.sales_team,
    }


def _main_team(order: Order) -> str:
    return max(order.offer.steps, key=lambda step: step.hours).team


def history_rows(keyed: list[tuple[str, Order]], as_of: date) -> list[Row]:
    """Return the rows of history.csv: every closed order, and the service levels whose window is over.

    Only what was known when the promise was made stands there beside the outcome.
    """
    return sorted([*outcome_rows(keyed), *_levels(as_of)], key=lambda row: (row["made"], row["promise"]))


def outcome_rows(keyed: list[tuple[str, Order]]) -> list[Row]:
    """Return the rows of history.csv for the orders that are closed."""
    return [_outcome(key, order) for key, order in keyed if not order.is_open]


def _outcome(key: str, order: Order) -> Row:
    ended = order.delivered or order.cancelled
    return {
        "promise": key,
        "customer": order.customer.name,
        "kind": order.offer.kind,
        "team": _main_team(order),
        "class": str(order.priority_class),
        "tier": order.customer.tier,
        "made_by": order.seller.name,
        "sales_team": order.seller.sales_team,
        "channel": order.channel,
        "value": str(order.value),
        "made": order.made.isoformat(),
        "promised": order.first_due.isoformat(),
        "delivered": order.delivered.isoformat() if order.delivered else "",
        "known_at": ended.isoformat() if ended else "",
        "cancelled_by": order.cancelled_by,
    }


def _levels(as_of: date) -> Iterator[Row]:
    for key, customer, tier, first, last, kept in SERVICE_LEVELS_OF_THE_PAST:
        end = (as_of + timedelta(days=last)).isoformat()
        yield {
            "promise": key,
            "customer": customer,
            "kind": "service level",
            "team": "",
            "class": "3",
            "tier": tier,
            "made_by": "",
            "channel": "contract",
            "value": "",
            "made": (as_of + timedelta(days=first)).isoformat(),
            "promised": end,
            "kept": "yes" if kept else "no",
            "known_at": end,
        }
