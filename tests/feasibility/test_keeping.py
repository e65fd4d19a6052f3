"""Capacity kept for a promise of the register: answered one after another, never sold twice, free again by itself."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from makegood.feasibility.handlers import keeping_over
from makegood.feasibility.models import Commitment, Stamp
from makegood.feasibility.queries import commitments_of, find_commitment, find_reservation
from makegood.feasibility.services import UnableToReserve, ask_to_commit, ask_to_keep, let_promise_below_level
from makegood.feasibility.states import CommitmentState, ReservationState
from makegood.foundation.actors import Viewer
from makegood.foundation.errors import Denied
from makegood.foundation.jobs.models import Job
from makegood.promises.models import Promise
from makegood.promises.services import UnableToMove
from tests.feasibility.test_desk import House, wish, work
from tests.promises.desk import DUE, TODAY, admin, committed, customer, draft
from tests.staff import AT, person
from tests.work.bench import item, team

pytestmark = pytest.mark.django_db


@pytest.fixture
def by() -> Viewer:
    return admin()


def offered(by: Viewer, to: int, assembly: int, due: date, hours: float = 160.0) -> int:
    """Return a promise that nobody relies on yet, with work for a team."""
    number = draft(by, to, due=due)
    item(by, number, assembly, p10=hours, p50=hours, p90=hours)
    return number


def settled(house: House, *asked: int, by: Viewer) -> list[tuple[str, str]]:
    """Let everything be answered, and say how."""
    for _ in asked:
        house.renew()
        house.forecaster.settle_commitments(at=AT)
    return [(one.state, one.code) for one in (find_commitment(number, by) for number in asked)]


def safe_day(house: House, by: Viewer, assembly: int, hours: float) -> date:
    """Return the day by which one such piece of work is safely done, and two are not."""
    day = house.quoted(by, work=work(assembly, hours)).p95
    assert day is not None
    return day


def test_of_two_promises_that_want_the_last_capacity_one_gets_it(by: Viewer) -> None:
    assembly, to = team(by, slots=1.0), customer(by)
    house = House()
    house.renew()
    due = safe_day(house, by, assembly, 160.0)
    first, second = (offered(by, to, assembly, due) for _ in range(2))
    asked = [ask_to_keep(number=number, by=by, at=AT) for number in (first, second)]
    assert settled(house, *asked, by=by) == [(CommitmentState.DONE, ""), (CommitmentState.REFUSED, "below-level")]
    assert [Promise.objects.get(pk=number).state for number in (first, second)] == ["reserved", "draft"]
    assert not Stamp.objects.exists()
    assert ask_to_commit(number=first, by=by, at=AT)  # the capacity kept is what it is committed with
    house.renew()
    assert house.forecaster.settle_commitments(at=AT) == 1
    assert Promise.objects.get(pk=first).state == "committed"


def test_what_the_desk_holds_is_not_kept_for_a_promise_as_well_and_the_other_way_round(by: Viewer) -> None:
    assembly, to = team(by, slots=1.0), customer(by)
    house = House()
    house.renew()
    quoted = house.quoted(by, work=work(assembly, 160.0))
    assert quoted.p95 is not None
    wished = wish(quoted.number, by, to, quoted.p95)
    promise = offered(by, to, assembly, quoted.p95)
    asked = ask_to_keep(number=promise, by=by, at=AT)
    assert house.desk.settle_reservations(at=AT) == 0  # it does not know of the other promise yet
    assert settled(house, asked, by=by) == [(CommitmentState.DONE, "")]
    assert house.desk.settle_reservations(at=AT) == 0
    house.renew()
    assert house.desk.settle_reservations(at=AT) == 1
    assert find_reservation(wished, by).state == ReservationState.REFUSED


@pytest.mark.parametrize("binds", [False, True])
def test_an_earlier_date_does_not_take_what_is_kept_for_another(by: Viewer, *, binds: bool) -> None:
    assembly, to = team(by, slots=1.0), customer(by)
    house = House()
    house.renew()
    due = safe_day(house, by, assembly, 160.0) + timedelta(days=5)
    first, second = offered(by, to, assembly, due), offered(by, to, assembly, due - timedelta(days=1))
    assert settled(house, ask_to_keep(number=first, by=by, at=AT), by=by) == [("done", "")]

    def asked() -> tuple[str, str]:
        number = ask_to_commit(number=second, by=by, at=AT) if binds else ask_to_keep(number=second, by=by, at=AT)
        return settled(house, number, by=by)[0]

    assert asked() == ("refused", "below-level")
    assert Promise.objects.get(pk=first).key in Commitment.objects.latest("pk").said
    let_promise_below_level(promise=second, reason="They insist", fallback="We lend", by=person("operations"), at=AT)
    assert asked() == ("done", "")


def test_capacity_that_was_kept_is_free_when_its_time_is_over(by: Viewer) -> None:
    assembly, to = team(by, slots=1.0), customer(by)
    house = House()
    promise = offered(by, to, assembly, TODAY + timedelta(days=200))
    asked = ask_to_keep(number=promise, days=1, by=by, at=AT)
    assert commitments_of(promise, by)[0] == find_commitment(asked, by)
    settled(house, asked, by=by)
    assert commitments_of(promise, by) == (None, find_commitment(asked, by))
    timer = Job.objects.get(arguments__key=f"kept:{asked}")
    assert timer.free_at == AT + timedelta(days=1)
    keeping_over({"key": f"kept:{asked}"}, at=AT)  # too early: heard of a timer that was moved
    assert Promise.objects.get().state == "reserved"
    for _twice in range(2):
        keeping_over({"key": f"kept:{asked}"}, at=timer.free_at)
        assert Promise.objects.get().state == "quoted"


def test_capacity_that_was_kept_again_is_not_freed_by_the_first_time(by: Viewer) -> None:
    assembly, to = team(by, slots=1.0), customer(by)
    house = House()
    promise = offered(by, to, assembly, TODAY + timedelta(days=200))
    first = ask_to_keep(number=promise, days=1, by=by, at=AT)
    settled(house, first, by=by)
    keeping_over({"key": f"kept:{first}"}, at=AT + timedelta(days=1))
    second = ask_to_keep(number=promise, days=9, by=by, at=AT)
    settled(house, second, by=by)
    keeping_over({"key": f"kept:{first}"}, at=AT + timedelta(days=1))
    assert Promise.objects.get().state == "reserved"


def test_below_the_level_capacity_is_kept_once_somebody_let_it(by: Viewer) -> None:
    assembly, to = team(by, slots=1.0), customer(by)
    house = House()
    promise = offered(by, to, assembly, TODAY + timedelta(days=3))
    assert settled(house, ask_to_keep(number=promise, by=by, at=AT), by=by) == [("refused", "below-level")]
    let_promise_below_level(promise=promise, reason="They insist", fallback="We lend", by=person("operations"), at=AT)
    assert settled(house, ask_to_keep(number=promise, by=by, at=AT), by=by) == [("done", "")]


def test_what_can_never_be_kept_is_refused_at_once(by: Viewer) -> None:
    to = customer(by)
    undated, bound = draft(by, to, due=None), committed(by, to, due=DUE)
    with pytest.raises(UnableToMove) as refused:
        ask_to_keep(number=undated, by=by, at=AT)
    assert refused.value.field == "due"
    with pytest.raises(UnableToMove):
        ask_to_keep(number=bound, by=by, at=AT)
    for days in (0, 61):
        with pytest.raises(UnableToReserve):
            ask_to_keep(number=undated, days=days, by=by, at=AT)
    with pytest.raises(Denied):
        ask_to_keep(number=undated, by=person("legal"), at=AT)
    assert not Commitment.objects.exists()
