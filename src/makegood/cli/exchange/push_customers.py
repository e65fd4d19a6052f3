"""Customers of a folder's promises go first: the server has to know to whom something is promised."""

from __future__ import annotations

import re
from collections.abc import Iterator

from makegood.cli.exchange.fates import Texts, Told
from makegood.cli.exchange.interface import Interface, NotDone
from makegood.engine.portfolio import Promise
from makegood.phrases import Language

TIERS = frozenset({"strategic", "key", "standard"})
LONGEST = 20
"""Characters of a key that is made of a name: room is left for a number behind it."""


def push_customers(
    promises: tuple[Promise, ...],
    numbers: dict[str, int],
    texts: Texts,
    interface: Interface,
    *,
    dry: bool,
    language: Language,
) -> Iterator[Told]:
    """Yield what became of each customer whom the server does not know; keep all numbers by folded name.

    A customer is known by name. One that is new has the tier and the time zone of the first promise that names it.
    """
    there = list(interface.all("customers", state="all"))
    numbers.update({one["name"].casefold(): one["number"] for one in there})
    taken = {one["key"].casefold() for one in there}
    for place, promise in enumerate(promises):
        if promise.customer.casefold() in numbers:
            continue
        at = (texts.file("promises"), texts.row("promises", place), promise.customer)
        said = _said(promise, taken)
        taken.add(said["key"].casefold())
        try:
            made = {} if dry else interface.send("POST", "customers", said)
        except NotDone as refused:
            numbers[promise.customer.casefold()] = 0
            yield Told(*at, "refused", language.say("refused: {reason}", reason=refused))
            continue
        numbers[promise.customer.casefold()] = made.get("number", 0)
        yield Told(*at, "new", language.say("new customer"))


def _said(promise: Promise, taken: set[str]) -> dict[str, str]:
    said = {"key": _free_key(promise.customer, taken), "name": promise.customer}
    if promise.tier and promise.tier.casefold() in TIERS:
        said["tier"] = promise.tier.casefold()
    return said | ({"zone": promise.zone} if promise.zone else {})


def _free_key(name: str, taken: set[str]) -> str:
    """Return a key that reads like the name and that nobody has."""
    plain = re.sub(r"[^A-Z0-9]+", "-", name.upper()).strip("-")[:LONGEST].rstrip("-") or "CUSTOMER"
    number, key = 1, plain
    while key.casefold() in taken:
        number += 1
        key = f"{plain}-{number}"
    return key
