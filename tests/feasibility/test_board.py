"""The board shows any part of itself as it stands in the whole, and says what stands out and what to do next."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from makegood.capability.services import add_absence
from makegood.engine import Settings
from makegood.feasibility.policies import routes_for
from makegood.feasibility.queries import Line, Wanted, board, due_days, outlook_page, whole
from makegood.feasibility.services import Forecaster
from makegood.feasibility.states import STALE_DAYS, Act, Standout, Status, next_act
from makegood.foundation.actors import Viewer
from makegood.foundation.clock import present
from makegood.foundation.jobs.models import Job
from makegood.foundation.jobs.worker import Worker
from makegood.people.models import User
from makegood.promises.models import Promise
from makegood.work.services import report_progress
from tests.promises.desk import admin, committed, customer, draft
from tests.staff import AT, person
from tests.work.bench import item, team

TODAY = AT.date()
SETTINGS = Settings(samples=64)


def forecast(at: object = AT) -> None:
    """Let all news arrive and compute."""
    Job.objects.update(free_at=present())
    Worker("test").run_all()
    Forecaster(SETTINGS).renew(at=at)  # type: ignore[arg-type]  # a moment


def shown(by: Viewer, grouping: str, first: int = 0, count: int = 1_000, **wanted: object) -> list[Line]:
    """Return some lines of the board."""
    found = board(
        by, Wanted(**wanted), grouping=grouping, sort="-harm", first=first, count=count, today=TODAY  # type: ignore[arg-type]  # see above
    )  # fmt: skip
    return list(found.lines)


@pytest.mark.django_db
@pytest.mark.parametrize("grouping", ["danger", "customer", "team", "owner", "none", "nonsense"])
def test_every_window_is_a_part_of_the_whole(grouping: str) -> None:
    by = admin()
    assembly = team(by, slots=1.0)
    for key, days in (("A", 7), ("B", 40), ("A", 90), ("B", 3), ("B", 200)):
        to = customer(by, f"{key}{days}")
        promise = committed(by, to, due=TODAY + timedelta(days=days))
        item(by, promise, assembly)
    orphan = committed(by, customer(by, "C"), due=TODAY + timedelta(days=30))  # without work: unknown
    Promise.objects.filter(pk=orphan).update(owner=None)
    forecast()
    whole = shown(by, grouping)
    rows = [line for line in whole if line.row]
    assert len(rows) == 6
    assert [line.number for line in whole] == list(range(len(whole)))
    heads = [line.group for line in whole if line.group]
    assert sum(head.promises for head in heads) == (6 if heads else 0)
    assert bool(heads) == (grouping not in {"none", "nonsense"})
    if grouping == "owner":  # nobody's come last, on any database
        head, line = whole[-2:]
        assert head.group is not None
        assert (head.group.name, line.row and line.row.promise) == ("", orphan)
    for first in range(len(whole)):
        for count in (1, 2, 5):
            assert shown(by, grouping, first, count) == whole[first : first + count]


@pytest.mark.django_db
def test_what_is_in_danger_comes_first_and_filters_hold_for_heads_as_well() -> None:
    by = admin()
    assembly = team(by, slots=1.0)
    tight = committed(by, customer(by, "T"), due=TODAY + timedelta(days=2))
    wide = committed(by, customer(by, "W"), due=TODAY + timedelta(days=200))
    for promise in (tight, wide):
        item(by, promise, assembly)
    forecast()
    whole = shown(by, "danger")
    assert [line.group.name if line.group else line.row and line.row.promise for line in whole] == [
        "red", tight, "green", wide
    ]  # fmt: skip
    red = shown(by, "danger", status="red")
    assert [line.group.promises if line.group else line.row and line.row.promise for line in red] == [1, tight]
    assert shown(by, "danger", text="nothing like it") == []


@pytest.mark.django_db
def test_what_stands_out_is_counted_and_found() -> None:
    by = admin()
    assembly, paint = team(by, slots=1.0), team(by, "Paint")
    to = customer(by)
    late = committed(by, to, due=TODAY + timedelta(days=4))
    item(by, late, assembly, p10=60.0, p50=64.0, p90=70.0)
    starved = committed(by, to, due=TODAY + timedelta(days=90))
    item(by, starved, paint, p10=None, p50=16.0, p90=None)
    add_absence(team=paint, start=TODAY, end=TODAY + timedelta(days=3_000), slots=None, by=by, at=AT)
    bare = draft(by, to, due=TODAY + timedelta(days=60))
    forecast()
    found = {code: {row.promise for row in outlook_page(by, Wanted(stands_out=code)).rows} for code in Standout}
    now = whole(by)
    assert now is not None
    assert {code: len(rows) for code, rows in found.items()} == now.sums.stands_out
    assert now.sums.promises == outlook_page(by, Wanted()).total
    assert late in found[Standout.EARLY]
    assert late in found[Standout.OVERLOAD]
    assert late in found[Standout.DRIFT]
    assert starved in found[Standout.NO_CAPACITY]
    assert starved in found[Standout.SINGLE]
    assert found[Standout.NO_WORK] == {bare}
    assert found[Standout.STALE] == set()


@pytest.mark.django_db
def test_an_estimate_is_stale_when_nobody_looked_at_it_for_a_month_and_a_look_is_enough() -> None:
    by = admin()
    promise = committed(by, customer(by), due=TODAY + timedelta(days=200))
    work = item(by, promise, team(by))
    at = AT + timedelta(days=STALE_DAYS + 1)
    forecast(at)
    assert outlook_page(by, Wanted(stands_out=Standout.STALE)).total == 1
    report_progress(number=work, done_share=0.0, by=by, at=at)  # nothing moved, and somebody looked
    forecast(at)
    assert outlook_page(by, Wanted(stands_out=Standout.STALE)).total == 0


@pytest.mark.django_db
def test_a_day_of_the_calendar_names_what_hurts_most_and_counts_the_rest() -> None:
    by = admin()
    due = TODAY + timedelta(days=20)
    to = customer(by)
    for value in range(5):
        committed(by, to, due=due, value=Decimal(1_000 * (value + 1)), currency="EUR")
    later = committed(by, to, due=due + timedelta(days=1))
    forecast()
    found = due_days(by, Wanted(), since=TODAY, until=due + timedelta(days=1), most=3)
    assert list(found) == [due, due + timedelta(days=1)]
    assert found[due].promises == 5
    assert [row.value for row in found[due].rows] == [5_000, 4_000, 3_000]
    assert [row.promise for row in found[due + timedelta(days=1)].rows] == [later]
    assert due_days(by, Wanted(), since=date(2020, 1, 1), until=date(2020, 2, 1), most=3) == {}


@given(st.sampled_from(Status), st.frozensets(st.sampled_from(Standout)), st.booleans(), st.booleans(), st.booleans())
def test_the_next_act_is_what_hurts_the_customer_most(
    status: Status, stands_out: frozenset[Standout], is_owned: bool, is_checked: bool, is_overdue: bool
) -> None:
    act = next_act(status, stands_out, is_owned=is_owned, is_checked=is_checked, is_overdue=is_overdue)
    assert (act is Act.CLOSE) == is_overdue
    if not is_overdue:
        assert (act is Act.OWN) == (not is_owned)
    if not is_overdue and is_owned and stands_out & {Standout.DRIFT, Standout.NOT_TOLD}:
        assert act is Act.TELL
    is_fine = status in {Status.GREEN, Status.UNKNOWN} and is_owned and is_checked and not is_overdue
    asks_for_nothing = not stands_out - {Standout.EARLY, Standout.OVERLOAD, Standout.BEYOND}
    assert (act is Act.NOTHING) == (is_fine and asks_for_nothing)


@pytest.mark.django_db
@pytest.mark.parametrize("month", ["0001-01", "9999-12", "2027-13", "2027-1", "nonsense", "\uff12027-01", ""])
def test_a_month_that_cannot_be_shown_is_this_one(client: Client, month: str) -> None:
    client.force_login(User.objects.get(pk=admin().number))
    assert client.get("/board/calendar/", {"month": month}).status_code == 200


@pytest.mark.django_db
def test_a_part_of_a_page_is_not_filled_with_the_page_of_signing_in(client: Client) -> None:
    answer = client.get("/dashboard/", headers={"HX-Request": "true"})
    assert (answer["HX-Refresh"], answer.content) == ("true", b"")


@pytest.mark.django_db
def test_who_may_not_do_an_act_is_led_to_the_promise_and_not_to_a_refusal() -> None:
    assert set(routes_for(person("administrator"))) == {Act.OWN, Act.TELL, Act.LIST}
    assert set(routes_for(person("legal"))) == set()
