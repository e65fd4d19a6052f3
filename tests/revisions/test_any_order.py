"""Whoever does whatever in whatever order at whatever time: nothing is in force that did not pass every gate."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from makegood.capability.services import add_absence
from makegood.foundation.actors import Viewer
from makegood.foundation.approvals.models import Approval
from makegood.foundation.errors import Problem
from makegood.people.models import User
from makegood.promises.models import AgreedDate, Promise
from makegood.promises.services import add_evidence
from makegood.revisions import services
from makegood.revisions.models import GateRecord, Revision
from makegood.revisions.queries import latest_records
from makegood.revisions.states import ENDED, Gate, RevisionState, Side, next_gate, state_before
from makegood.work.models import WorkItem
from tests.revisions.way import DUE, LATER, SAID, Company, seen, version
from tests.staff import AT

pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]

STEPS = ("propose", "sponsor", "warn", "validate", "approve", "tell")


class Deeds:
    """What people may do: each is done by the ``who``-th of them, with the ``n``-th choice there is."""

    def __init__(self, company: Company) -> None:
        self.company, self.at = company, AT
        self.people = [company.proposer, company.sales, company.operations, company.success, company.executive,
                       company.keeper]  # fmt: skip

    def begin(self, who: int, n: int) -> None:
        origin = ("us", "customer", "both", "us")[n % 4]
        given: Any = {**SAID, "due": LATER + timedelta(days=7 * (n % 2)), "origin": origin}
        services.begin_revision(promise=self.company.promise, by=self._who(who), at=self.at, **given)

    def next(self, who: int, n: int) -> None:
        """Do what is next as it should be done, with whoever should do it: random people alone get nowhere."""
        revision = Revision.objects.exclude(state__in=ENDED).first()
        if revision is None:
            self.begin(who, 0)
            return
        self.company.proposer = next(one for one in self.people if one.number == revision.made_by_id)
        gate = next_gate(RevisionState(revision.state))
        assert gate is not None
        if gate is Gate.SPONSOR:
            self.company.sponsor(revision.pk, self.at, "It is right." if n % 3 else "")
        elif gate is Gate.TOLD:
            self.company.tell(revision.pk, self.at, accepted_by="Karin")
        else:
            getattr(self.company, STEPS[gate - 1])(revision.pk, self.at)

    def sponsor(self, who: int, n: int) -> None:
        number = self._any()
        services.sponsor_revision(number=number, version=version(number), reason="So" * (n % 2), by=self._who(who),
                                  at=self.at)  # fmt: skip

    def refuse(self, who: int, n: int) -> None:
        if n == 0:
            services.refuse_revision(number=self._any(), reason="No", by=self._who(who), at=self.at)

    def withdraw(self, who: int, n: int) -> None:
        if n == 0:
            services.withdraw_revision(number=self._any(), reason="No", by=self._who(who), at=self.at)

    def exception(self, who: int, n: int) -> None:
        number = self._any()
        services.go_on_below_level(number=number, version=version(number), reason="x" * n, by=self._who(who),
                                   at=self.at)  # fmt: skip

    def approve(self, who: int, n: int) -> None:
        number, side = self._any(), tuple(Side)[n % 3]
        services.approve_message(number=number, side=side, seen=seen(number, side), by=self._who(who), at=self.at)

    def decline(self, who: int, n: int) -> None:
        number, side = self._any(), tuple(Side)[n % 3]
        services.decline_message(number=number, side=side, seen=seen(number, side), reason="Unclear", by=self._who(who),
                                 at=self.at)  # fmt: skip

    def tell(self, who: int, n: int) -> None:
        number = self._any()
        services.tell_customer(number=number, version=version(number), how="call", evidence="They know.",
                               by=self._who(who), told_at=self.at - timedelta(days=n), at=self.at)  # fmt: skip

    def change(self, who: int, n: int) -> None:
        number = self._any()
        fields: Any = ({"due": LATER + timedelta(days=n)}, {"message": f"On 30 April 2027. {n}"}, {"stays": f"All {n}"},
                       {"origin": "us"}, {"owner": self._who(n).number})[n % 5]  # fmt: skip
        services.change_revision(number=number, version=version(number), by=self._who(who), at=self.at, **fields)

    def lose_people(self, _who: int, n: int) -> None:
        start = date(2027, 2, 1) + timedelta(days=20 * n)
        add_absence(team=WorkItem.objects.get().team_id, start=start, end=start + timedelta(days=18), slots=None,
                    by=self.company.keeper, at=self.at)  # fmt: skip

    def wait(self, _who: int, n: int) -> None:
        self.at += timedelta(days=2 * n)

    def look(self, _who: int, _n: int) -> None:
        self.company.look(self.at)

    def _who(self, n: int) -> Viewer:
        return self.people[n % len(self.people)]

    def _any(self) -> int:
        return Revision.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


DEEDS = [name for name in vars(Deeds) if not name.startswith("_")]


def holds() -> None:
    """Say whether everything that has to hold of revisions does, by the rows alone."""
    promise = Promise.objects.get()
    agreed = list(AgreedDate.objects.order_by("pk").values_list("due", flat=True))
    in_force = list(Revision.objects.filter(state="in-force").order_by("pk"))
    assert promise.first_due == DUE
    assert agreed == [DUE, *(one.due for one in in_force if one.due != one.due_before)]
    assert promise.due == agreed[-1]
    for revision in Revision.objects.order_by("pk"):
        latest = latest_records(revision.pk)
        passed = [gate for gate in Gate if gate in latest and latest[gate].passed]
        if revision.state == "in-force":
            _check_every_gate(revision, latest)
        elif revision.state not in ENDED:
            first = next(gate for gate in Gate if gate not in passed)
            assert revision.state == state_before(first), (revision.state, passed)
        assert all(one.reason for one in GateRecord.objects.filter(revision=revision, passed=False))


def _check_every_gate(revision: Revision, latest: dict[Gate, GateRecord]) -> None:
    assert [latest[gate].passed for gate in Gate] == [True] * 6
    assert [latest[gate].pk for gate in Gate] == sorted(latest[gate].pk for gate in Gate)
    executives = set(User.objects.filter(email__contains="eve.boss").values_list("pk", flat=True))
    assert latest[Gate.SPONSOR].by_id in executives - {revision.made_by_id}
    assert latest[Gate.SPONSOR].reason or not revision.is_second
    valid = latest[Gate.VALIDATION]
    assert valid.validation is not None
    assert (valid.validation.due, valid.validation.samples) == (revision.due, 8_192)
    if valid.reason:
        assert valid.by_id in executives - {revision.made_by_id}
    else:
        assert (valid.validation.p_kept or 0) >= 0.9
    approvals = Approval.objects.filter(document__subject_kind="revision", document__subject_number=revision.pk)
    people = [one.actor_number for one in approvals]
    assert {one.standing for one in approvals} == {"approved"}
    assert len(set(people)) == 3
    assert revision.made_by_id not in people
    warned, told = latest[Gate.NOTICE].notice, latest[Gate.TOLD].notice
    assert warned is not None
    assert told is not None
    assert (warned.date_told, told.date_told) == (None, revision.due)
    assert warned.told_at <= told.told_at


class AnyOrder(TestCase):
    """Whatever people do, the promise reads as it did or as a revision says that passed every gate."""

    @settings(max_examples=25, phases=[Phase.explicit, Phase.reuse, Phase.generate])  # to shrink one takes minutes
    @given(
        st.lists(
            st.tuples(st.sampled_from([*DEEDS, *["next"] * 24]), st.integers(0, 5), st.integers(0, 4)),
            min_size=8, max_size=24,
        )
    )  # fmt: skip
    def test_nothing_is_in_force_that_did_not_pass_every_gate(self, acts: list[tuple[str, int, int]]) -> None:
        deeds = Deeds(Company())
        deeds.begin(0, 0)
        for act, who, n in acts:
            with suppress(Problem):  # what can't be done now changes nothing
                getattr(deeds, act)(who, n)
            holds()

    def test_the_right_acts_lead_through_every_gate_and_a_second_time_behind_a_reason(self) -> None:
        deeds = Deeds(Company())
        for _step in range(7):
            deeds.next(0, 1)
            holds()
        assert Revision.objects.get().state == "in-force"
        deeds.begin(0, 1)
        words = add_evidence(promise=deeds.company.promise, kind="mail", title="Mail", text="May suits us.",
                             by=deeds.company.sales, at=deeds.at + timedelta(minutes=1))  # fmt: skip
        second = Revision.objects.latest("pk").pk
        services.change_revision(number=second, version=0, origin="both", request=words, by=deeds.company.proposer,
                                 message="On 7 May 2027.", at=AT)  # fmt: skip
        for _step in range(6):
            deeds.next(0, 1)
            holds()
        assert Revision.objects.filter(state="in-force", is_second=True).count() == 1
