"""A day is the customer's: what is done on the due day at our close of business may be the next one over there."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import override_settings

from makegood.engine import Settings
from makegood.feasibility.models import Outlook
from makegood.feasibility.services import Forecaster
from tests.feasibility.test_renewing import heard
from tests.promises.desk import admin, committed, customer
from tests.staff import AT
from tests.work.bench import item, team

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("any_level")]

BEFORE, AFTER = date(2027, 3, 26), date(2027, 3, 29)
"""The last working day before clocks change in Berlin, and the first one after."""


def kept_by(zone: str, due: date) -> tuple[float | None, date | None]:
    """Return how likely work that ends on its due day is in time for a customer of a zone, and its day over there."""
    by = admin()
    promise = committed(by, customer(by, "C", zone=zone), due=due)
    item(by, promise, team(by), p10=2.0, p50=2.0, p90=2.0, not_before=due)
    heard()
    Forecaster(Settings(samples=32)).renew(at=AT)
    stands = Outlook.objects.get(promise=promise)
    return stands.p_kept, stands.p50


@override_settings(DEFAULT_ZONE="Europe/Berlin")
@pytest.mark.parametrize(
    ("zone", "due", "kept", "over_there"),
    [
        ("Europe/Berlin", BEFORE, 1.0, BEFORE),
        ("Europe/Berlin", AFTER, 1.0, AFTER),
        ("America/Los_Angeles", BEFORE, 1.0, BEFORE),
        ("America/Los_Angeles", AFTER, 1.0, AFTER),
        ("Pacific/Auckland", BEFORE, 0.0, date(2027, 3, 27)),
        ("Pacific/Auckland", AFTER, 0.0, date(2027, 3, 30)),
        # our close of business is their midnight in winter; they do not change their clocks, we do
        ("Asia/Manila", BEFORE, 0.0, date(2027, 3, 27)),
        ("Asia/Manila", AFTER, 1.0, AFTER),
    ],
)
def test_the_day_of_a_promise_is_its_customers_through_every_change_of_the_clocks(
    zone: str, due: date, kept: float, over_there: date
) -> None:
    assert kept_by(zone, due) == (kept, over_there)
