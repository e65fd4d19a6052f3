"""What every test of the register needs: a customer, and promises as far along as wanted."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

from makegood.customers.services import add_customer
from makegood.foundation.actors import Viewer
from makegood.promises.services import (
    accept_delivery,
    add_evidence,
    cancel_promise,
    capture_promise,
    deliver_promise,
    let_expire,
    record_commitment,
)
from tests.staff import AT, person

TODAY = AT.date()
DUE = date(2027, 3, 1)


def admin() -> Viewer:
    """Return somebody who may do everything."""
    return person("administrator")


def customer(by: Viewer, key: str = "NW", **fields: Any) -> int:
    """Return a new customer."""
    return add_customer(key=key, name=f"Customer {key}", by=by, at=AT, **fields)


def draft(by: Viewer, to: int, **fields: Any) -> int:
    """Return a new draft."""
    said: Any = {"wording": "It arrives on 1 March.", "channel": "call", "due": DUE, **fields}
    return capture_promise(customer=to, by=by, at=AT, **said)


def committed(by: Viewer, to: int, **fields: Any) -> int:
    """Return a promise that the customer relies on."""
    at = fields.pop("at", AT)
    number = draft(by, to, **fields)
    record_commitment(number=number, by=by, at=at)
    return number


def taken(by: Viewer, to: int, *, on: date, in_full: bool, **fields: Any) -> int:
    """Return a promise that was delivered and accepted on a day."""
    number = committed(by, to, **{"said_at": min(AT, datetime.combine(on, time(), UTC)), **fields})
    deliver_promise(number=number, on=on, today=on, by=by, at=AT)
    accept_delivery(number=number, on=on, in_full=in_full, accepted_by="Cleo", today=on, by=by, at=AT)
    return number


def cancelled(by: Viewer, to: int, *, by_customer: bool, **fields: Any) -> int:
    """Return a promise that was cancelled after it was committed."""
    number = committed(by, to, **fields)
    add_evidence(promise=number, kind="note", title="Call", text="No longer", by=by, at=AT)
    cancel_promise(number=number, by_customer=by_customer, reason="No longer", by=by, at=AT)
    return number


def expired(by: Viewer, to: int) -> int:
    """Return an offer that nobody took up."""
    number = draft(by, to)
    let_expire(number=number, by=by, at=AT)
    return number
