"""A past for tests of figures: promises of every fate, made through the services that people use."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from makegood.foundation.actors import Viewer
from makegood.learning.services import renew_results
from makegood.promises.services import (
    accept_delivery,
    add_evidence,
    cancel_promise,
    capture_promise,
    deliver_promise,
    give_notice,
    record_commitment,
)
from tests.revisions.on_record import revised
from tests.staff import AT

TODAY = AT.date()
ZONE = ZoneInfo("UTC")


def moment(day: date) -> datetime:
    """Return the noon of a day."""
    return datetime.combine(day, time(12), ZONE)


def agree(number: int, due: date, *, origin: str, on: date) -> None:
    """Agree on another date, as a governed revision does."""
    revised(number, due, origin=origin, at=moment(on))


def told(number: int, due: date | None, *, on: date, by: Viewer, read: bool = True) -> None:
    """Tell the customer."""
    at = moment(on)
    give_notice(promise=number, date_told=due, how="mail", told_at=at, note="", by=by, at=AT,
                received_at=at if read else None)  # fmt: skip


def relied_on(by: Viewer, to: int, *, made: date, due: date, **fields: Any) -> int:
    """Return a promise that was made, and committed, on a day."""
    number = capture_promise(customer=to, wording="It arrives.", channel="call", due=due, said_at=moment(made), by=by,
                             at=moment(made), **fields)  # fmt: skip
    record_commitment(number=number, by=by, at=moment(made))
    return number


def accepted(number: int, *, on: date, in_full: bool = True, by: Viewer, **noted: bool | None) -> None:
    """Deliver a promise and have it accepted on a day, with what was ``noted`` of papers and condition."""
    deliver_promise(number=number, on=on, today=on, by=by, at=moment(on))
    accept_delivery(number=number, on=on, in_full=in_full, accepted_by="Cleo", today=on, by=by, at=moment(on),
                    **noted)  # fmt: skip


def ended(number: int, *, by_customer: bool, by: Viewer) -> None:
    """Cancel a promise."""
    add_evidence(promise=number, kind="note", title="Call", text="No longer", by=by, at=AT)
    cancel_promise(number=number, by_customer=by_customer, reason="No longer", by=by, at=AT)


def any_fate(random: Random, by: Viewer, to: int) -> int:
    """Return a promise that ended in any way, or is open; it was agreed and told anything."""
    due = TODAY + timedelta(days=random.randint(-200, 20))
    made = min(due - timedelta(days=random.randint(30, 90)), TODAY - timedelta(days=1))
    number = relied_on(by, to, made=made, due=due)
    fate = random.choice(["open", "taken", "taken", "taken", "in part", "customer", "us"])
    if fate in {"taken", "in part"}:
        on = min(max(due + timedelta(days=random.randint(-15, 25)), made), TODAY)
        noted = {name: random.choice([None, True, True, False]) for name in ("documents_right", "condition_right")}
        accepted(number, on=on, in_full=fate == "taken", by=by, **noted)
    elif fate != "open":
        ended(number, by_customer=fate == "customer", by=by)
    if random.random() < 0.4:
        later = due + timedelta(days=random.randint(-5, 30))
        on = max(due - timedelta(days=15), made + timedelta(days=1))
        agree(number, later, origin=random.choice(["customer", "us", "both"]), on=on)
    if random.random() < 0.5 and fate in {"open", "taken", "in part"}:
        known = random.choice([None, due + timedelta(days=random.randint(-3, 30))])
        on = min(due - timedelta(days=random.randint(-10, 29)), TODAY - timedelta(days=1))
        told(number, known, on=on, by=by, read=random.random() < 0.8)
    renew_results([number])
    return number
