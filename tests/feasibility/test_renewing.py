"""The forecast follows every change by itself, and is what a fresh one would be."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from makegood.capability.models import Team
from makegood.capability.services import add_absence
from makegood.engine import Forecast, Settings, forecast
from makegood.engine.combined import combined
from makegood.engine.past import learn_past
from makegood.feasibility import bridge
from makegood.feasibility.models import Change, Outlook, Shift, Snapshot, Standing
from makegood.feasibility.queries import Shifts, is_pending, outlook_of, shifts_since, whole
from makegood.feasibility.services import Forecaster, ask_to_commit
from makegood.feasibility.services.warm import WarmRows
from makegood.feasibility.states import Milestone, Standout
from makegood.foundation.actors import Viewer
from makegood.foundation.clock import present
from makegood.foundation.jobs.models import Job
from makegood.foundation.jobs.worker import Worker
from makegood.people.models import User
from makegood.promises.services import (
    accept_delivery,
    cancel_promise,
    deliver_promise,
    reject_delivery,
)
from makegood.work.models import Predecessor
from makegood.work.queries import find_item
from makegood.work.services import (
    add_item,
    change_item,
    make_template,
    report_progress,
    retire_template,
)
from tests.promises.desk import admin, committed, customer, draft, taken
from tests.staff import AT
from tests.work.bench import item, team

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("any_level")]

SETTINGS = Settings(samples=64)
DUE = date(2027, 1, 29)


def heard() -> None:
    """Let all news arrive, that of a day to come as well."""
    Job.objects.update(free_at=present())
    Worker("test").run_all()


def bind(*promises: int, by: Viewer, at: datetime = AT) -> None:
    """Commit to promises as the forecast process does: one after the other, each with what was known by then."""
    for promise in promises:
        ask_to_commit(number=promise, by=by, at=at)
    forecaster = Forecaster(SETTINGS)
    for _promise in promises:
        heard()
        forecaster.renew(at=at)
        assert forecaster.settle_commitments(at=at) == 1


def fresh(at: datetime = AT) -> Forecast:
    """Return the forecast of everything that stands in the database, computed from nothing."""
    rows = WarmRows(zone="UTC", as_of=at.date())
    rows.read_all()
    portfolio = rows.portfolio()
    plan = forecast(portfolio, as_of=at.date(), settings=replace(SETTINGS, policy=rows.policy))
    past = learn_past(portfolio, as_of=at.date(), horizon=plan.horizon, seed=SETTINGS.seed)
    return combined(plan, portfolio, past.views, SETTINGS) if past.views else plan


def stands() -> dict[str, tuple[Any, ...]]:
    """Return what is kept of each promise by its key."""
    return {
        one.promise.key: (one.p_kept, one.p_kept_first, one.p50, one.p85, one.p95, one.harm, one.place, one.details)
        for one in Outlook.objects.select_related("promise")
    }


def would_stand(result: Forecast) -> dict[str, tuple[Any, ...]]:
    return {
        one.promise: (
            one.p_kept, one.p_kept_first, one.p50, one.p85, one.p95, one.harm, one.place, bridge.details_of(one)
        )
        for one in result.promises
    }  # fmt: skip


def test_operations_changes_one_absence_and_the_endangered_promise_is_seen() -> None:
    by = admin()
    assembly = team(by, slots=1.0)
    promise = committed(by, customer(by), due=DUE)
    item(by, promise, assembly, p10=60.0, p50=64.0, p90=70.0)
    heard()
    forecaster = Forecaster(SETTINGS)
    forecaster.renew(at=AT)
    before = outlook_of(promise, by)
    assert before is not None
    assert before.status == "green"
    add_absence(team=assembly, start=AT.date(), end=DUE - timedelta(days=3), slots=None, by=by, at=AT)
    assert is_pending(promise)  # from the moment it is entered, though nobody heard of it yet
    heard()
    assert is_pending(promise)
    renewal = forecaster.renew(at=AT)
    assert renewal is not None
    assert (renewal.simulated, renewal.written) == (1, 1)
    after = outlook_of(promise, by)
    assert after is not None
    assert after.status == "red"
    assert not is_pending(promise)


def test_nothing_is_computed_where_nothing_changed_and_only_what_a_change_touches_else() -> None:
    by = admin()
    to = customer(by)
    one, other = committed(by, to, due=DUE), committed(by, to, due=DUE)
    first = item(by, one, team(by, "Assembly"))
    item(by, other, team(by, "Paint"))
    heard()
    forecaster = Forecaster(SETTINGS)
    assert forecaster.renew(at=AT) is not None
    assert forecaster.renew(at=AT) is None
    report_progress(number=first, done_share=0.5, by=by, at=AT)
    heard()
    renewal = forecaster.renew(at=AT)
    assert renewal is not None
    assert renewal.simulated == 1


def test_a_new_day_is_forecast_and_frozen_once() -> None:
    by = admin()
    promise = committed(by, customer(by), due=AT.date() + timedelta(days=14))
    item(by, promise, team(by))
    heard()
    forecaster = Forecaster(SETTINGS)
    for days in (0, 0, 1, 7):
        forecaster.renew(at=AT + timedelta(days=days))
    Forecaster(SETTINGS).renew(at=AT + timedelta(days=7))  # another process takes over
    frozen = [(one.day - AT.date(), one.milestone) for one in Snapshot.objects.order_by("day")]
    assert [(gap.days, milestone) for gap, milestone in frozen] == [
        (0, Milestone.FORTNIGHT), (1, Milestone.NONE), (7, Milestone.WEEK)
    ]  # fmt: skip
    standing = whole(by)
    assert standing is not None
    assert standing.as_of == AT.date() + timedelta(days=7)


def test_a_forecast_that_died_half_way_is_made_whole_by_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    by = admin()
    to, assembly = customer(by), team(by)
    for number in range(3):
        item(by, committed(by, to, due=DUE + timedelta(days=number)), assembly)
    heard()
    monkeypatch.setattr("makegood.feasibility.services.renewing.BATCH", 1)

    class Killed(BaseException):
        """Nobody catches it."""

    forecaster = Forecaster(SETTINGS)

    def killed(*_: object) -> dict[str, Any]:
        raise Killed

    monkeypatch.setattr(forecaster, "_said", killed)
    with pytest.raises(Killed):
        forecaster.renew(at=AT)
    assert Change.objects.exists()  # nothing noted is forgotten before it is in the forecast
    assert Outlook.objects.count() == 3
    Forecaster(SETTINGS).renew(at=AT)
    assert stands() == would_stand(fresh())
    assert not Change.objects.exists()


def test_what_contradicts_itself_keeps_the_figures_and_says_why_until_it_is_mended(client: Client) -> None:
    by = admin()
    promise, assembly = committed(by, customer(by), due=DUE), team(by)
    first = item(by, promise, assembly)
    heard()
    forecaster = Forecaster(SETTINGS)
    forecaster.renew(at=AT)
    before = stands()
    Team.objects.filter(pk=assembly).update(country="ZZ")
    add_absence(team=assembly, start=AT.date(), end=DUE, slots=None, by=by, at=AT)
    heard()
    renewal = forecaster.renew(at=AT)
    assert renewal is not None
    assert renewal.problems == 1
    assert stands() == before
    client.force_login(User.objects.get(pk=by.number))
    page = client.get("/forecast/").content.decode()
    assert "these are the figures of before" in page
    assert f'<a href="/teams/{assembly}/">' in page
    assert "nothing is known of the holidays of ZZ" in page
    assert "Choose another country or region." in page
    assert forecaster.renew(at=AT) is None  # it waits for a change
    Team.objects.filter(pk=assembly).update(country="")
    change_item(number=first, version=0, p90=99.0, by=by, at=AT)
    heard()
    forecaster.renew(at=AT)
    assert stands() == would_stand(fresh())
    assert Standing.objects.get().problems == []


def test_three_promises_that_wait_for_one_another_are_left_out_and_all_others_are_forecast(client: Client) -> None:
    by = admin()
    to, assembly = customer(by), team(by, slots=1.0)
    ring = [committed(by, to, due=DUE) for _ in range(3)]
    waiting, other = committed(by, to, due=DUE), committed(by, to, due=DUE)
    items = [item(by, one, assembly) for one in (*ring, other)]
    item(by, waiting, assembly, after=[items[0]])
    for place in range(3):  # each was possible when it was entered
        Predecessor.objects.create(item_id=items[place], before_id=items[(place + 1) % 3])
    heard()
    forecaster = Forecaster(SETTINGS)
    forecaster.renew(at=AT)
    said = {promise: outlook_of(promise, by) for promise in (*ring, waiting, other)}
    codes = {promise: {one["code"] for one in row.details["findings"]} for promise, row in said.items() if row}
    assert all("in a circle" in codes[promise] and "no work items" not in codes[promise] for promise in ring)
    assert "behind a circle" in codes[waiting]
    assert not codes[other] & {"in a circle", "behind a circle"}
    assert [row.p_kept is None for row in said.values() if row] == [True, True, True, False, False]
    now = whole(by)
    assert now is not None
    assert now.sums.stands_out[Standout.CIRCLE] == 3
    client.force_login(User.objects.get(pk=by.number))
    page = client.get("/forecast/").content.decode()
    assert "these are the figures of before" not in page
    assert "these wait for one another" in page
    assert all(f'<a href="/promises/{promise}/">' in page for promise in ring)
    report_progress(number=items[3], done_share=0.9, by=by, at=AT)  # whatever else changes is followed
    heard()
    renewal = forecaster.renew(at=AT)
    assert renewal is not None
    assert renewal.problems == 0
    change_item(number=items[0], version=0, after=[], by=by, at=AT)
    heard()
    forecaster.renew(at=AT)
    assert stands() == would_stand(fresh())
    assert Standing.objects.get().problems == []


def test_a_missing_estimate_is_wide_and_what_ended_holds_nobody_up() -> None:
    by = admin()
    to, assembly = customer(by), team(by)
    early, late = committed(by, to, due=DUE), committed(by, to, due=DUE)
    waited_for = item(by, early, assembly)
    add_item(promise=late, name="fit", team=assembly, after=[waited_for], by=by, at=AT)
    cancel_promise(number=early, by_customer=False, reason="no", by=by, at=AT)
    heard()
    Forecaster(SETTINGS).renew(at=AT)
    row = outlook_of(late, by)
    assert row is not None
    assert row.p95 is not None
    assert row.p50 is not None
    assert (row.p95 - row.p50).days > 7
    assert outlook_of(early, by) is None


def test_promises_that_ended_teach_the_outside_view_from_the_moment_they_end() -> None:
    by = admin()
    to = customer(by)
    for number in range(30):
        taken(by, to, on=AT.date() - timedelta(days=1), in_full=number % 2 == 0,
              due=AT.date() - timedelta(days=1 + number % 3), said_at=AT - timedelta(days=60))  # fmt: skip
    promise, other = committed(by, to, due=DUE), committed(by, to, due=DUE, said_at=AT - timedelta(days=90))
    heard()
    forecaster, next_day = Forecaster(SETTINGS), AT + timedelta(days=1)
    forecaster.renew(at=next_day)
    row = outlook_of(promise, by)
    assert row is not None
    assert row.p_kept is not None  # no work is listed: the past alone speaks
    assert bridge.read_details(row.details).views is not None
    cancel_promise(number=other, by_customer=False, reason="so", by=by, at=AT)
    heard()
    forecaster.renew(at=next_day)
    assert stands() == would_stand(fresh(next_day))


def test_a_delivery_that_is_accepted_later_teaches_the_outside_view_on_that_day() -> None:
    by = admin()
    to, day = customer(by), AT.date() - timedelta(days=1)
    for number in range(30):
        taken(by, to, on=day, in_full=number % 2 == 0, due=day - timedelta(days=number % 3),
              said_at=AT - timedelta(days=60))  # fmt: skip
    committed(by, to, due=DUE)
    other = committed(by, to, due=day - timedelta(days=19), said_at=AT - timedelta(days=90))
    deliver_promise(number=other, on=day, today=AT.date(), by=by, at=AT)
    heard()
    forecaster, next_day = Forecaster(SETTINGS), AT + timedelta(days=1)
    forecaster.renew(at=next_day)
    accept_delivery(number=other, on=day, in_full=False, accepted_by="Cleo", today=AT.date(), by=by, at=AT)
    heard()
    forecaster.renew(at=next_day)
    assert stands() == would_stand(fresh(next_day))


def test_work_that_waits_for_another_promise_still_does_when_that_is_renamed_or_its_delivery_rejected() -> None:
    by = admin()
    to, early_team, late_team = customer(by), team(by), team(by, name="Service")
    early, late = committed(by, to, due=DUE), committed(by, to, due=DUE)
    waited_for = item(by, early, early_team, p10=100.0, p50=200.0, p90=300.0)
    add_item(promise=late, name="fit", team=late_team, after=[waited_for], by=by, at=AT)
    heard()
    forecaster = Forecaster(SETTINGS)
    forecaster.renew(at=AT)
    change_item(number=waited_for, version=find_item(waited_for, by).version, name="assemble", by=by, at=AT)
    heard()
    forecaster.renew(at=AT)
    assert stands() == would_stand(fresh())
    deliver_promise(number=early, on=AT.date(), today=AT.date(), by=by, at=AT)
    heard()
    Forecaster(SETTINGS).renew(at=AT)
    forecaster = Forecaster(SETTINGS)
    forecaster.renew(at=AT)
    reject_delivery(number=early, reason="It leaks.", by=by, at=AT)
    heard()
    forecaster.renew(at=AT)
    assert stands() == would_stand(fresh())


def test_a_template_made_or_retired_is_what_stands_in_for_missing_estimates_at_once() -> None:
    by = admin()
    to, assembly = customer(by), team(by)
    model, promise = draft(by, to, due=DUE), committed(by, to, due=DUE)
    item(by, model, assembly, p10=1.0, p50=2.0, p90=3.0)
    add_item(promise=promise, name="build", team=assembly, by=by, at=AT)
    heard()
    forecaster = Forecaster(SETTINGS)
    forecaster.renew(at=AT)
    wide = stands()
    template = make_template(promise=model, name="Small", by=by, at=AT)
    heard()
    forecaster.renew(at=AT)
    assert stands() == would_stand(fresh()) != wide
    retire_template(number=template, by=by, at=AT)
    heard()
    forecaster.renew(at=AT)
    assert stands() == would_stand(fresh()) == wide


def test_a_note_that_is_seen_after_a_later_one_is_not_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL gives numbers before it commits: of two that write at once, the first may be seen last."""
    by = admin()
    committed(by, customer(by), due=DUE)
    heard()
    forecaster = Forecaster(SETTINGS)
    forecaster.renew(at=AT)
    late = Change.objects.create(subject="capability", at=AT)
    Change.objects.create(subject="risks", at=AT)
    number = late.pk
    late.delete()
    read = WarmRows.read_risks

    def read_while_another_commits(rows: WarmRows) -> None:
        read(rows)
        Change.objects.create(pk=number, subject="capability", at=AT)

    monkeypatch.setattr(WarmRows, "read_risks", read_while_another_commits)
    forecaster.renew(at=AT)
    assert list(Change.objects.values_list("pk", flat=True)) == [number]


def test_who_changes_an_absence_sees_which_promises_it_endangers_and_so_does_everybody() -> None:
    by = admin()
    to, assembly = customer(by), team(by, slots=1.0)
    hit, spared = committed(by, to, due=DUE, title="The lathe"), committed(by, to, due=DUE, title="The press")
    item(by, hit, assembly, p10=60.0, p50=64.0, p90=70.0)
    item(by, spared, team(by, "Paint"))
    heard()
    forecaster = Forecaster(SETTINGS)
    forecaster.renew(at=present())
    client = Client()
    client.force_login(User.objects.get(pk=by.number))
    assert "less likely" not in client.get(f"/forecast/team/{assembly}/").content.decode()
    end = present().date() + timedelta(days=200)
    add_absence(team=assembly, start=present().date(), end=end, slots=None, by=by, at=present())
    heard()
    forecaster.renew(at=present())
    for page in (f"/forecast/team/{assembly}/", "/forecast/"):
        said = client.get(page).content.decode()
        assert "1 promise is less likely to be kept than 15 minutes ago" in said
        assert "Assembly has nobody from" in said
    moved = shifts_since(AT - timedelta(days=3650), by, most=5, of_capability=True)
    (row,) = moved.fell
    assert (row.promise, row.points < -0.5, moved.fallen, moved.risen) == (hit, True, 1, 0)
    assert row.details["reason"]["code"] == "binds absence"
    assert shifts_since(present() + timedelta(hours=1), by, most=5) == Shifts()
    forecaster.renew(at=present() + timedelta(days=8))
    assert not Shift.objects.exists()
