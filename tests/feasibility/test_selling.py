"""Whatever is reserved, kept, committed, withdrawn, run out or ranked anew, in whichever order: what is left to sell is
what a fresh forecast says, and nothing is sold twice.

All work takes exactly as long as is said, so that a date is kept surely or not at all.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from makegood.engine.forecast import forecast
from makegood.engine.quoting import Offer, inserted
from makegood.feasibility.bridge.offers import Asked, offer_of
from makegood.feasibility.handlers import keeping_over, reservation_over
from makegood.feasibility.models import Commitment, Outlook, Reservation
from makegood.feasibility.services import ask_to_commit, ask_to_keep
from makegood.feasibility.states import ReservationState
from makegood.foundation.errors import Problem
from makegood.promises.models import Promise
from makegood.promises.services import cancel_promise, change_promise, let_expire, release_promise
from tests.depth import examples
from tests.feasibility.test_desk import House, wish, work
from tests.promises.desk import TODAY, admin, customer, draft
from tests.staff import AT
from tests.work.bench import item, team

pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]
SETTINGS = settings(
    max_examples=examples(10), stateful_step_count=10, deadline=None, suppress_health_check=list(HealthCheck)
)
HOURS = st.sampled_from([40.0, 80.0])
DAYS = st.sampled_from([9, 10, 16, 17, 30])
"""Few of each, so that many want the same."""


class Selling(RuleBasedStateMachine):
    """Two teams of one, and people who sell them."""

    @initialize()
    def begin(self) -> None:
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.by = admin()
        self.to = customer(self.by)
        self.teams = [team(self.by, name, slots=1.0) for name in ("Assembly", "Test")]
        self.house = House()
        self.is_ranked_anew = False
        self.house.renew()

    def teardown(self) -> None:
        if hasattr(self, "savepoint"):
            transaction.set_rollback(True)
            self.savepoint.__exit__(None, None, None)

    @rule(hours=HOURS, days=DAYS, of=st.integers(0, 1), urgency=st.integers(1, 5))
    def reserve(self, hours: float, days: int, of: int, urgency: int) -> None:
        """Ask at the desk, and for the capacity at once."""
        due = TODAY + timedelta(days=days)
        asked = self.house.quoted(self.by, wished=due, work=work(self.teams[of], hours), rank_class=urgency)
        wish(asked.number, self.by, self.to, due, days=1)
        self.house.desk.settle_reservations(at=AT)
        settled = Reservation.objects.latest("pk")
        if asked.p_kept == 0:
            assert settled.state == ReservationState.REFUSED

    @rule(hours=HOURS, days=DAYS, of=st.integers(0, 1))
    def keep(self, hours: float, days: int, of: int) -> None:
        """Have capacity kept for a promise of the register."""
        number = draft(self.by, self.to, due=TODAY + timedelta(days=days))
        item(self.by, number, self.teams[of], p10=hours, p50=hours, p90=hours)
        ask_to_keep(number=number, days=1, by=self.by, at=AT)
        self.settle()

    @rule(data=st.data())
    def commit(self, data: st.DataObject) -> None:
        self.act_on(data, lambda number: ask_to_commit(number=number, by=self.by, at=AT))
        self.settle()

    @rule(data=st.data(), how=st.sampled_from([release_promise, let_expire, cancel_promise]))
    def withdraw(self, data: st.DataObject, how: Any) -> None:
        more = {"by_customer": True, "reason": "No money"} if how is cancel_promise else {}
        self.act_on(data, lambda number: how(number=number, by=self.by, at=AT, **more))

    @rule()
    def let_time_pass(self) -> None:
        """Let every reservation run out."""
        for asked in Commitment.objects.exclude(until=None):
            keeping_over({"key": f"kept:{asked.pk}"}, at=AT + timedelta(days=1))
        for wished in Reservation.objects.all():
            reservation_over({"key": f"reservation:{wished.pk}"}, at=AT + timedelta(days=1))

    @rule(data=st.data(), severity=st.sampled_from(["S1", "S4"]))
    def rank_anew(self, data: st.DataObject, severity: str) -> None:
        """Let somebody decide that a promise matters more, or less: others may lose what was kept for them."""

        def change(number: int) -> None:
            version = Promise.objects.get(pk=number).version
            change_promise(number=number, version=version, severity=severity, by=self.by, at=AT)
            self.is_ranked_anew = True

        self.act_on(data, change)

    @invariant()
    def what_is_left_is_what_a_fresh_forecast_says(self) -> None:
        if not hasattr(self, "house"):
            return
        self.house.renew()
        ground, standing = self.house.grounds[-1], self.house.desk._standing
        assert standing is not None
        probe = self.probe()
        whole = forecast(inserted(ground.portfolio, [probe]), as_of=ground.as_of, settings=standing[1].settings)
        read = standing[1].quote(probe).promise
        assert {one.promise: one for one in whole.promises}[probe.key].p50 == read.p50
        assert standing[1].portfolio == ground.portfolio, "what was held is in the forecast, and only there"

    @invariant()
    def nothing_is_sold_twice(self) -> None:
        """Everything that was sold is kept, unless somebody decided that something else matters more."""
        if not hasattr(self, "house") or self.is_ranked_anew:
            return
        owed = Outlook.objects.filter(promise__state__in=["reserved", "committed"])
        assert set(owed.values_list("p_kept", flat=True)) <= {1.0}

    def probe(self) -> Offer:
        """Return what nobody has asked for yet."""
        pieces = [{"team": one, "name": f"{one}", "p10": 16.0, "p50": 16.0, "p90": 16.0} for one in self.teams]
        asked = Asked(
            number=10**6, customer="", tier="", zone="", wished=TODAY + timedelta(days=90), rank_class=3, work=pieces,
            terms=(), by="",
        )  # fmt: skip
        return offer_of(asked, dict(zip(self.teams, ("Assembly", "Test"), strict=True)), TODAY)

    def act_on(self, data: st.DataObject, act: Any) -> None:
        """Do something to a promise, as far as it can be done."""
        numbers = list(Promise.objects.order_by("pk").values_list("pk", flat=True))
        if not numbers:
            return
        try:
            with transaction.atomic():
                act(data.draw(st.sampled_from(numbers)))
        except Problem:
            return

    def settle(self) -> None:
        """Let the forecast process answer all that is asked of it."""
        for _ in range(2):
            self.house.renew()
            self.house.forecaster.settle_commitments(at=AT)


def test_no_sequence_of_sales_sells_anything_twice() -> None:
    run_state_machine_as_test(Selling, settings=SETTINGS)
