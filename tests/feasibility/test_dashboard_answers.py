"""How fast customers are answered, which indicators are red and what else the dashboard counts, held against SQL."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from django.conf import settings

from makegood.customers.services import log_touchpoint
from makegood.foundation.clock import present
from makegood.promises.services import add_indicator, add_term, deliver_promise, read_indicator, record_commitment
from tests.feasibility.test_dashboard_figures import OPEN, ask, figures_of, one, shown
from tests.promises.desk import admin, committed, customer, draft

pytestmark = pytest.mark.django_db
MET = """
    WITH met AS (
        SELECT customer_id, at, id,
               CASE WHEN kind IN ('mail', 'portal') AND direction = 'from-customer' THEN 1 ELSE 0 END AS asks
        FROM customers_touchpoint WHERE kind IN ('mail', 'portal', 'call', 'meeting')
    ), marked AS (
        SELECT met.*, lag(asks, 1, 0) OVER (PARTITION BY customer_id ORDER BY at, id) AS asked_before FROM met
    )
    SELECT m.at, (SELECT min(n.at) FROM met n WHERE n.customer_id = m.customer_id AND n.asks = 0 AND n.at >= m.at)
    FROM marked m WHERE m.asks = 1 AND m.asked_before = 0
"""
LATEST = (
    '(SELECT r.value FROM promises_indicator_reading r WHERE r.indicator_id = i.id ORDER BY r."on" DESC, r.id DESC'
    " LIMIT 1)"
)


def moment(kept: object) -> datetime:
    """Read a moment as either database returns it."""
    read = kept if isinstance(kept, datetime) else datetime.fromisoformat(str(kept))
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def hours_of_working_days(begin: datetime, end: datetime) -> float:
    """Add up, day by day, what lies between Monday and Friday."""
    waited, day = 0.0, datetime.combine(begin.date(), datetime.min.time(), UTC)
    while day < end:
        if day.weekday() < 5:
            waited += max((min(end, day + timedelta(days=1)) - max(begin, day)).total_seconds(), 0.0) / 3_600
        day += timedelta(days=1)
    return waited


def half_within(waits: list[tuple[float, bool]]) -> float | None:
    """Return by when half are answered, by the product-limit estimate (Kaplan & Meier 1958), written down once more."""
    unanswered = 1.0
    for time in sorted({hours for hours, is_answered in waits if is_answered}):
        there = sum(hours >= time for hours, _is_answered in waits)
        unanswered *= 1 - sum(hours == time and is_answered for hours, is_answered in waits) / there
        if unanswered <= 0.5 + 1e-9:
            return time
    return None


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_how_fast_customers_were_answered_is_what_the_touchpoints_say(seed: int) -> None:
    assert settings.DEFAULT_ZONE == "UTC"
    by, at, random = admin(), present(), Random(seed)
    for place in range(4):
        to, when = customer(by, f"A{place}", zone="UTC"), at - timedelta(days=50)
        for _ in range(random.randrange(3, 12)):
            when += timedelta(hours=random.randrange(1, 90), minutes=random.randrange(60))
            kind = random.choice(["mail", "mail", "portal", "call", "meeting"])
            said: Any = {"kind": kind, "direction": random.choice(["to-customer", "from-customer"]), "text": "So"}
            log_touchpoint(customer=to, **said, happened_at=when, by=by, at=at)
    waits = [
        (hours_of_working_days(moment(asked), at if answered is None else moment(answered)), answered is not None)
        for asked, answered in ask(MET)
    ]
    figures, half = figures_of(shown(by, "/dashboard/record/")), half_within(waits)
    waiting = sum(not is_answered for _hours, is_answered in waits)
    if half is None:
        assert "Half were answered within" not in figures
        return
    told = f"{waiting} wait{'s' if waiting == 1 else ''} now" if waiting else ""
    assert figures["Half were answered within"] == (f"{half:,.1f} h", told)


def test_what_is_red_conflicting_or_not_accepted_is_counted_as_the_register_has_it() -> None:
    by, at = admin(), present()
    today = at.date()
    to = customer(by)
    for place, (direction, values) in enumerate(
        (("higher", (99, 80)), ("higher", (80, 99)), ("lower", (9,)), ("lower", (1,)), ("lower", ()))
    ):
        owed = draft(by, to, due=today + timedelta(days=30), said_at=at)
        weighs: Any = {"kind": "specification", "subject": "Weight", "operator": "<=", "unit": "kg"}
        add_term(promise=owed, **weighs, value=str(1 + place // 4), by=by, at=at)
        record_commitment(number=owed, by=by, at=at)
        amber, red = (Decimal(95), Decimal(90)) if direction == "higher" else (Decimal(3), Decimal(5))
        watched: Any = {"name": "I", "unit": "percent", "direction": direction, "amber": amber, "red": red}
        number = add_indicator(promise=owed, **watched, by=by, at=at)
        for days, value in enumerate(values):
            day = today - timedelta(days=5 - days)
            read_indicator(number=number, on=day, value=Decimal(value), today=today, by=by, at=at)
        made = at - timedelta(days=120)
        given = committed(by, to, due=today, at=made, said_at=made)
        deliver_promise(number=given, on=today - timedelta(days=20 * place), today=today, by=by, at=at)
    red_ones = (
        f"SELECT count(DISTINCT p.id) FROM promises_promise p JOIN promises_indicator i ON i.promise_id = p.id"
        f" WHERE p.{OPEN} AND i.retired_at IS NULL"
        f" AND ((i.direction = 'higher' AND {LATEST} < i.red) OR (i.direction = 'lower' AND {LATEST} > i.red))"
    )
    conflicting = (
        "SELECT count(DISTINCT p.id) FROM promises_promise p JOIN promises_term t ON t.promise_id = p.id"
        " JOIN promises_promise q ON q.customer_id = p.customer_id AND q.id <> p.id"
        " JOIN promises_term u ON u.promise_id = q.id AND lower(u.subject) = lower(t.subject) AND u.kind = t.kind"
        " AND u.operator = t.operator AND (u.value <> t.value OR u.unit <> t.unit)"
        f" WHERE p.{OPEN} AND q.{OPEN}"
    )
    untaken = (
        "SELECT count(*) FROM promises_promise WHERE state = 'delivered' AND accepted_on IS NULL AND delivered_on < %s"
    )
    expected = {
        "an indicator is red": one(red_ones),
        "conflicting promises": one(conflicting),
        "delivered, not accepted": one(untaken, today - timedelta(days=settings.ACCEPTANCE_DAYS)),
    }
    assert min(expected.values()) > 0
    page = shown(by, "/dashboard/")
    counted = {name.strip(): int(count) for count, name in re.findall(r"<strong>(\d+)</strong> (.*?)</a>", page)}
    assert {name: counted.get(name, 0) for name in expected} == expected
