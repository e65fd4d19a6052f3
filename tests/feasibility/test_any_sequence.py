"""Whatever people do in whatever order, what stands is what a fresh forecast of everything gives."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from makegood.capability.services import change_team
from makegood.feasibility.models import Standing
from makegood.feasibility.services import Forecaster
from makegood.foundation.errors import Problem
from makegood.promises.models import Promise
from makegood.promises.services import (
    cancel_promise,
    change_promise,
    record_commitment,
)
from makegood.work.models import WorkItem
from makegood.work.queries import find_item
from makegood.work.services import (
    add_risk,
    change_item,
    remove_item,
    report_progress,
)
from tests.feasibility.test_renewing import DUE, SETTINGS, fresh, heard, stands, would_stand
from tests.promises.desk import admin, customer, draft
from tests.staff import AT
from tests.work.bench import item, team

pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]


class Deeds:
    """What people may do, each to the ``n``-th of something."""

    def __init__(self, promises: list[int], teams: list[int], forecaster: Forecaster) -> None:
        self.by = admin()
        self.promises, self.teams, self.forecaster = promises, teams, forecaster

    def add(self, n: int, place: int) -> None:
        item(self.by, self._promise(n), self.teams[n % 2], name=f"more {place}")

    def progress(self, n: int, _place: int) -> None:
        report_progress(number=self._item(n), done_share=n / 5, by=self.by, at=AT)

    def estimate(self, n: int, _place: int) -> None:
        number = self._item(n)
        change_item(number=number, version=find_item(number, self.by).version, p90=60.0 + n, by=self.by, at=AT)

    def order(self, n: int, _place: int) -> None:
        number, before = self._item(n), self._item(n + 1)
        change_item(number=number, version=find_item(number, self.by).version, after=[before], by=self.by, at=AT)

    def remove(self, n: int, _place: int) -> None:
        remove_item(number=self._item(n), by=self.by, at=AT)

    def team(self, n: int, _place: int) -> None:
        change_team(number=self.teams[n % 2], version=0, slots=1.0 + n, by=self.by, at=AT)

    def due(self, n: int, _place: int) -> None:
        row = Promise.objects.get(pk=self._promise(n))
        change_promise(number=row.pk, version=row.version, due=DUE + timedelta(days=n), by=self.by, at=AT)

    def commit(self, n: int, _place: int) -> None:
        record_commitment(number=self._promise(n), by=self.by, at=AT)

    def cancel(self, n: int, _place: int) -> None:
        cancel_promise(number=self._promise(n), by_customer=False, reason="so", by=self.by, at=AT)

    def risk(self, n: int, place: int) -> None:
        items = [self._item(n)]
        add_risk(name=f"risk {place}", probability=0.3, delay_days=n + 1, items=items, by=self.by, at=AT)

    def renew(self, _n: int, _place: int) -> None:
        heard()
        self.forecaster.renew(at=AT)

    def _promise(self, n: int) -> int:
        return self.promises[n % len(self.promises)]

    def _item(self, n: int) -> int:
        items = list(WorkItem.objects.order_by("pk").values_list("pk", flat=True))
        return items[n % len(items)] if items else 0


DEEDS = [name for name in vars(Deeds) if not name.startswith("_")]


class AnySequence(TestCase):
    """Whatever people do, what stands is what a fresh computation of everything gives."""

    @settings(max_examples=25)
    @given(st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(0, 5)), min_size=4, max_size=14))
    def test_any_sequence_of_edits_leaves_what_a_fresh_computation_gives(self, acts: list[tuple[str, int]]) -> None:
        by = admin()
        to = customer(by)
        teams = [team(by, "Assembly"), team(by, "Paint")]
        promises = [draft(by, to, due=DUE + timedelta(days=5 * n), severity="S2") for n in range(3)]
        for n, promise in enumerate(promises):
            item(by, promise, teams[n % 2])
        heard()
        forecaster = Forecaster(SETTINGS)
        forecaster.renew(at=AT)
        deeds = Deeds(promises, teams, forecaster)
        for place, (act, n) in enumerate(acts):
            with suppress(Problem):  # what can't be done now is no edit
                getattr(deeds, act)(n, place)
        heard()
        forecaster.renew(at=AT)
        assert stands() == would_stand(fresh())
        assert Standing.objects.get().inputs_hash == fresh().inputs_hash
