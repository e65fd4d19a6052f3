"""What is frozen stays: a stamp can be computed again to the bit, a baseline is held against today."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from makegood.capability.services import add_absence
from makegood.config.demo.reviewing import known_on
from makegood.engine import Settings
from makegood.engine import forecast as engine_forecast
from makegood.engine import portfolio as engine
from makegood.feasibility import bridge
from makegood.feasibility.models import Baseline, Commitment, Snapshot, Stamp
from makegood.feasibility.queries import (
    BaselineSummary,
    Instant,
    baselines,
    compared,
    outlook_of,
    past_of,
    stamp_of,
    worth_comparing,
)
from makegood.feasibility.services import (
    Forecaster,
    UnableToFreeze,
    ask_to_commit,
    compute_again,
    freeze_baseline,
    freeze_morning,
)
from makegood.feasibility.states import Milestone, Status
from makegood.foundation.errors import Denied, NotFound
from makegood.promises.models import Promise
from makegood.promises.services import UnableToMove
from makegood.promises.states import State
from makegood.work.services import change_item
from tests.feasibility.test_renewing import DUE, bind, heard
from tests.promises.desk import admin, committed, customer, draft, taken
from tests.staff import AT, person
from tests.work.bench import item, team

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("any_level")]

SETTINGS = Settings(samples=64)


def test_a_commitment_is_stamped_and_computed_again_to_the_bit_whatever_changed_since() -> None:
    by = admin()
    to, assembly = customer(by), team(by, slots=1.0)
    other, promise = committed(by, to, due=DUE), draft(by, to, due=DUE)
    item(by, other, assembly)
    number = item(by, promise, assembly, p90=200.0, wait_p50=3.0)
    bind(promise, by=by)
    change_item(number=number, version=0, p90=900.0, by=by, at=AT)
    add_absence(team=assembly, start=AT.date(), end=DUE, slots=None, by=by, at=AT)
    stamp = Stamp.objects.get(promise=promise)
    again = compute_again(stamp)
    read = again.of(Promise.objects.get(pk=promise).key)
    assert again.inputs_hash == stamp.inputs_hash
    assert bridge.figures_of(read) == {name: getattr(stamp, name) for name in bridge.figures_of(read)}
    assert 0 < (stamp.p_kept or 0) < 1
    row = stamp_of(promise, by)
    assert row is not None
    assert (row.by_name, row.due) == (by.name, DUE)


def test_a_stamp_says_what_everybody_saw_the_past_included() -> None:
    by = admin()
    to, assembly = customer(by), team(by)
    for number in range(30):
        taken(by, to, on=AT.date() - timedelta(days=1), in_full=number % 2 == 0,
              due=AT.date() - timedelta(days=1 + number % 3), said_at=AT - timedelta(days=60))  # fmt: skip
    listed, bare = draft(by, to, due=DUE), draft(by, to, due=DUE)
    item(by, listed, assembly)
    tomorrow = AT + timedelta(days=1)
    bind(listed, bare, by=by, at=tomorrow)
    heard()
    Forecaster(SETTINGS).renew(at=tomorrow)
    stamp, seen = stamp_of(bare, by), outlook_of(bare, by)
    assert stamp is not None
    assert seen is not None
    assert (stamp.p_kept, stamp.p85) == (seen.p_kept, seen.p85)
    assert seen.p_kept is not None  # nothing is listed: the past alone speaks
    kept = Stamp.objects.get(promise=listed)
    read = compute_again(kept).of(kept.promise.key)
    assert bridge.figures_of(read) == {name: getattr(kept, name) for name in bridge.figures_of(read)}


def test_who_may_not_commit_leaves_no_stamp_and_nobody_changes_one() -> None:
    by = admin()
    promise = draft(by, customer(by), due=DUE)
    with pytest.raises(Denied):
        ask_to_commit(number=promise, by=person("support"), at=AT)
    assert not Commitment.objects.exists()
    bind(promise, by=by)
    with pytest.raises(UnableToMove):
        ask_to_commit(number=promise, by=by, at=AT)
    assert Promise.objects.get(pk=promise).state == State.COMMITTED
    stamp = Stamp.objects.get()
    assert (stamp.status, stamp.p_kept) == ("unknown", None)  # no work is listed, and there is no past
    stamp.p_kept = 1.0
    with pytest.raises(DatabaseError), transaction.atomic():
        stamp.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        Stamp.objects.all().delete()


def test_a_snapshot_is_never_changed() -> None:
    by = admin()
    committed(by, customer(by), due=DUE)
    Forecaster(SETTINGS).renew(at=AT)
    with pytest.raises(DatabaseError), transaction.atomic():
        Snapshot.objects.update(due=date(2030, 1, 1))


def test_what_was_said_when_a_promise_was_made_is_frozen_once_whoever_writes_it() -> None:
    by = admin()
    early = committed(by, customer(by), due=AT.date() + timedelta(days=30), key="A")
    heard()
    behind, ahead = Forecaster(SETTINGS), Forecaster(SETTINGS)
    ahead.renew(at=AT)
    late = committed(by, customer(by, "SO"), due=AT.date() + timedelta(days=60), key="B")
    heard()
    ahead.renew(at=AT + timedelta(days=1))
    behind.renew(at=AT)  # its turn is over, and it writes what it has
    for days in (2, 3):
        ahead.renew(at=AT + timedelta(days=days))
    first = {(one.promise_id, (one.day - AT.date()).days) for one in Snapshot.objects.filter(is_first=True)}
    assert first == {(early, 0), (late, 1)}
    assert Snapshot.objects.filter(promise=early).count() == 4
    assert [one.is_first for one in past_of(early, by)] == [True, False, False, False]


def test_a_mark_that_another_process_gave_first_loses_no_day(monkeypatch: pytest.MonkeyPatch) -> None:
    by = admin()
    promise = committed(by, customer(by), due=AT.date() + timedelta(days=30))
    heard()
    Forecaster(SETTINGS).renew(at=AT)
    monkeypatch.setattr("makegood.feasibility.services.snapshots.milestone_of", lambda *_: Milestone.MONTH)
    Forecaster(SETTINGS).renew(at=AT + timedelta(days=1))  # as one that did not see the mark yet
    frozen = Snapshot.objects.filter(promise=promise).order_by("day")
    assert [one.milestone for one in frozen] == [Milestone.MONTH, Milestone.NONE]


def test_a_baseline_is_held_against_today() -> None:
    by = admin()
    to, assembly = customer(by), team(by, slots=1.0)
    fell, stayed = committed(by, to, due=DUE, key="A"), committed(by, to, due=DUE, key="B")
    item(by, fell, assembly)
    item(by, stayed, team(by, "Paint"))
    with pytest.raises(UnableToFreeze, match="no forecast"):
        freeze_baseline(name="Early", by=by, at=AT)
    heard()
    forecaster = Forecaster(SETTINGS)
    forecaster.renew(at=AT)
    number = freeze_baseline(name="Review", by=by, at=AT)
    with pytest.raises(UnableToFreeze) as refused:
        freeze_baseline(name="REVIEW", by=by, at=AT)
    assert refused.value.field == "name"
    with pytest.raises(Denied):
        freeze_baseline(name="Mine", by=person("sales"), at=AT)
    add_absence(team=assembly, start=AT.date(), end=DUE - timedelta(days=1), slots=None, by=by, at=AT)
    added = committed(by, to, due=DUE, key="C")
    heard()
    forecaster.renew(at=AT)
    found = compared(f"b{number}", "now", by)
    fallen, new = found.rows.rows  # what fell the most first, what is new last; B did not move
    assert (fallen.key, new.key) == ("A", "C")
    assert fallen.points is not None
    assert fallen.points < -0.5
    assert (new.promise, new.then) == (added, None)
    assert (found.before.promises, found.after.promises) == (2, 3)
    assert (found.before.by_status[Status.RED], found.after.by_status[Status.RED]) == (0, 1)
    assert compared("now", "now", by).rows.total == 0
    day = AT.date().isoformat()  # frozen on the first forecast of the day: what came later is not in the baseline
    assert [row.key for row in compared(day, f"b{number}", by).rows.rows] == ["C"]
    with pytest.raises(NotFound):
        compared("2001-01-01", "now", by)
    assert [one.name for one in baselines(by)] == ["Review"]
    assert Baseline.objects.get().rows.count() == 2


def test_a_morning_that_is_over_is_kept_without_what_was_accepted_by_then() -> None:
    by, day = admin(), AT.date() - timedelta(days=7)
    to = customer(by)
    owed, taken_then = draft(by, to, due=DUE, key="A"), draft(by, to, due=DUE, key="B")
    said = (
        engine.Promise(key="A", customer="N", due=DUE),
        engine.Promise(key="B", customer="N", due=DUE, accepted_at=day),
    )
    then = engine_forecast(engine.Portfolio(promises=said), as_of=day, settings=SETTINGS)
    made = {owed: then.of("A"), taken_then: then.of("B")}
    number = freeze_morning(name="Review", made=made, result=then, by=by, at=AT - timedelta(days=7))
    found = compared(f"b{number}", f"b{number}", by)
    assert (found.before.promises, found.then.day) == (1, day)
    (row,) = baselines(by)
    assert row.portfolio["open_promises"] == 1


def test_the_demo_company_knew_a_week_ago_no_later_promise_and_nobody_who_is_away_now() -> None:
    today = date(2026, 11, 27)
    tables = {
        "promises.csv": [
            {"promise": "A", "made_at": "2026-11-01", "accepted_at": "2026-11-24"},
            {"promise": "B", "made_at": "2026-11-25", "accepted_at": ""},
            {"promise": "C", "made_at": "2026-11-01", "accepted_at": "2026-11-19"},
        ],
        "work.csv": [
            {"promise": "A", "wait_started": "2026-11-25"},
            {"promise": "A", "wait_started": "2026-11-02"},
            {"promise": "B", "wait_started": ""},
        ],
        "absences.csv": [{"from": "2026-11-23", "to": "2026-12-22"}, {"from": "2026-12-27", "to": "2027-01-07"}],
        "history.csv": [{"promise": "C", "known_at": "2026-11-24"}],
        "specifications.csv": [{"promise": "B"}],
    }
    known = known_on(tables, today - timedelta(days=7), today)
    assert [(row["promise"], row["accepted_at"]) for row in known["promises.csv"]] == [("A", ""), ("C", "2026-11-19")]
    assert [row["wait_started"] for row in known["work.csv"]] == ["", "2026-11-02"]
    assert [row["from"] for row in known["absences.csv"]] == ["2026-12-27"]
    assert known["history.csv"] == known["specifications.csv"] == []


def test_a_day_without_a_forecast_is_that_before_it_and_the_first_comparison_is_worth_making() -> None:
    days = [Instant(f"{day}", "", day, AT, 40) for day in (AT.date(), AT.date() - timedelta(days=40))]
    (week_ago,) = [BaselineSummary(7, "Review", AT.date() - timedelta(days=7), AT, "", "", {})]
    assert worth_comparing(days, [week_ago]) == "b7"
    assert worth_comparing(days, []) == days[1].key
    yesterday, sparse = (Instant("y", "", AT.date() - timedelta(days=1), AT, count) for count in (30, 29))
    assert worth_comparing([days[0], yesterday], [week_ago]) == "y"
    assert worth_comparing([days[0], sparse], [week_ago]) == "b7"
    assert worth_comparing([], []) == ""
