"""Figures counted in the database are those of plain Python, for any past and any slice of it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from random import Random
from statistics import mean, median
from typing import Any

import pytest

from makegood.engine.track_figures import Share
from makegood.feasibility.models import Outlook
from makegood.foundation.actors import Viewer
from makegood.learning.models import Result
from makegood.learning.queries import (
    Slice,
    accuracy,
    at_risk,
    course,
    drift,
    headline,
    overview,
    parted,
    parts_of,
    reliability,
    result_of,
    result_page,
    warnings,
)
from makegood.learning.services import count_months, renew_all, renew_results
from makegood.learning.states import Figure, Kind, Step
from makegood.promises.models import Notice, Promise
from makegood.work.models import WorkItem
from tests.learning.history import TODAY, agree, any_fate, relied_on, told
from tests.promises.desk import admin, cancelled, committed, customer, taken
from tests.staff import AT, GUEST
from tests.work.bench import item, team

pytestmark = pytest.mark.django_db
ALL = Slice(date(2020, 1, 1), date(2030, 1, 1))


def plain(promises: list[Promise], asked: Slice) -> dict[str, Any]:
    """Count in plain Python, from the register alone."""
    cohort = [(one, base(one)) for one in promises]
    cohort = [(one, due) for one, due in cohort if asked.since <= due <= asked.until and due < TODAY]
    counts = [(one, due) for one, due in cohort if one.state != "cancelled-by-customer"]
    over = [one for one, _due in counts if one.due and one.due < TODAY]
    missed = [one for one, due in counts if not in_time(one, due)]
    leads = [lead for one in missed if (lead := lead_of(one)) is not None]
    errors = [
        (one.accepted_on - one.first_due).days
        for one, _due in counts
        if one.in_full and one.accepted_on and one.first_due
    ]
    return {
        "first": (len(counts) - len(missed), len(counts)),
        "last": (sum(in_time(one, one.due) for one in over), len(over)),
        "excluded": len(cohort) - len(counts),
        "early": sum(in_time(one, due - timedelta(days=1)) for one, due in counts),
        "missed": len(missed),
        "never": len(missed) - len(leads),
        "lead": median(leads) if leads else None,
        "error": median(errors) if errors else None,
        "errors": len(errors),
        "perfect": sum(in_time(one, due) and bool(one.documents_right and one.condition_right) for one, due in counts),
        "not noted": sum(
            in_time(one, due)
            and None in {one.documents_right, one.condition_right}
            and False not in {one.documents_right, one.condition_right}
            for one, due in counts
        ),
    }


def in_time(promise: Promise, due: date | None) -> bool:
    """Say whether all of it was accepted by a day."""
    return bool(promise.in_full and promise.accepted_on and due and promise.accepted_on <= due)


def base(promise: Promise) -> date:
    """Return the first date, with the customer's own shifts."""
    dates = list(promise.dates.order_by("at", "pk"))
    due = dates[0].due
    for before, now in pairwise(dates):
        if now.origin == "customer":
            due += now.due - before.due
    return due


def lead_of(promise: Promise) -> int | None:
    """Return the days between the first bad news and the date then in force."""
    found = []
    dates = list(promise.dates.order_by("at", "pk"))
    for before, now in pairwise(dates):
        if now.origin != "customer" and now.due > before.due:
            found.append((now.at.date(), before.due))
    for notice in Notice.objects.filter(promise=promise, received_at__isnull=False):
        assert notice.received_at is not None
        day = notice.received_at.date()
        then = [one.due for one in dates if one.at.date() < day] or [dates[0].due]
        if notice.date_told is None or notice.date_told > then[-1]:
            found.append((day, then[-1]))
    if not found:
        return None
    day, due = min(found)
    return None if promise.accepted_on and day > promise.accepted_on else (due - day).days


def a_past(count: int) -> tuple[Viewer, list[int]]:
    """Return who sees it, and to whom ``count`` promises of any fate were made."""
    by, random = admin(), Random(11)
    customers = [customer(by, key) for key in ("NW", "KE")]
    for _ in range(count):
        any_fate(random, by, random.choice(customers))
    return by, customers


def test_figures_of_any_slice_are_those_of_plain_python() -> None:
    by, customers = a_past(45)
    random = Random(5)
    for place in range(18):
        if place == 6:  # from now on whole months are counted already
            assert count_months(today=TODAY) > 5
            assert count_months(today=TODAY) == 0
        if place == 12:  # and some are no longer what they were
            for _ in range(4):
                any_fate(random, by, customers[0])
        since = TODAY - timedelta(days=random.randint(0, 250))
        of = random.choice([None, None, *customers])
        asked = Slice(since, since + timedelta(days=random.randint(0, 250)), customer=of)
        promises = list(Promise.objects.filter(customer=of) if of else Promise.objects.all())
        expected = plain(promises, asked)
        found, heard = reliability(by, asked, today=TODAY), warnings(by, asked, today=TODAY)
        assert (found.first.kept, found.first.n) == expected["first"]
        assert (found.last.kept, found.last.n) == expected["last"]
        assert (found.early, found.excluded) == (expected["early"], expected["excluded"])
        assert (found.perfect.kept, found.perfect_unknown) == (expected["perfect"], expected["not noted"])
        assert (heard.no_surprise.n, heard.never_told) == (expected["missed"], expected["never"])
        assert heard.median_lead_days == expected["lead"]
        near = accuracy(by, asked, today=TODAY)
        assert (near.n, near.median_error_days) == (expected["errors"], expected["error"])
        periods = course(by, asked, today=TODAY, step=random.choice(list(Step)))
        assert sum(one.record.reliability.first.n for one in periods) == expected["first"][1]
        assert sum(one.record.reliability.last.kept for one in periods) == expected["last"][0]
        assert sum(one.record.warnings.never_told for one in periods) == expected["never"]
        parts = dict(parted(by, asked, "customer", today=TODAY))
        assert sum(one.reliability.perfect.kept for one in parts.values()) == expected["perfect"]
        assert sum(one.accuracy.n for one in parts.values()) == expected["errors"]
        assert sum(one.warnings.no_surprise.n for one in parts.values()) == expected["missed"]


@pytest.mark.parametrize("what", ["customer", "team", "kind"])
def test_groups_of_months_that_are_over_are_counted_once_and_say_what_all_rows_say(what: str) -> None:
    by, _customers = a_past(40)
    teams, random = [team(by), team(by, "Paint")], Random(3)
    for number in Result.objects.values_list("pk", flat=True):
        Result.objects.filter(pk=number).update(team=random.choice([None, *teams]))
    long_ago = TODAY - timedelta(days=60)  # dates in force that were to come then are over by now
    assert count_months(today=long_ago) > 3
    for days in (40, 200, 400):
        for by_line in (False, True):
            for kind in ("", Kind.DATE):
                asked = Slice(TODAY - timedelta(days=days), TODAY, by_line=by_line, kind=kind)
                rows = {of: record.reliability for of, record in parted(by, asked, what, today=TODAY)}
                found = overview(by, asked, today=TODAY, step=Step.MONTH, by=what, kept_alone=True)
                assert {of: record.reliability for of, record in found.parts} == rows
    assert overview(GUEST, ALL, today=TODAY, step=Step.MONTH, by=what, kept_alone=True).parts == ()


def test_every_figure_opens_as_many_promises_as_it_counts() -> None:
    by, _customers = a_past(35)
    asked = Slice(TODAY - timedelta(days=150), TODAY)
    head = headline(by, asked, today=TODAY)
    rely, heard, moved = head.reliability, head.warnings, head.drift
    expected = {
        Figure.DUE: rely.first.n,
        Figure.KEPT_FIRST: rely.first.kept,
        Figure.BROKEN_FIRST: rely.first.n - rely.first.kept,
        Figure.DUE_LAST: rely.last.n,
        Figure.KEPT_LAST: rely.last.kept,
        Figure.BROKEN_LAST: rely.last.n - rely.last.kept,
        Figure.PERFECT: rely.perfect.kept,
        Figure.PERFECT_UNKNOWN: rely.perfect_unknown,
        Figure.EARLY: rely.early,
        Figure.EXCLUDED: rely.excluded,
        Figure.WARNED_IN_TIME: heard.no_surprise.kept,
        Figure.SURPRISED: heard.no_surprise.n - heard.no_surprise.kept,
        Figure.NEVER_TOLD: heard.never_told,
        Figure.OPEN: moved.open,
        Figure.DRIFT_AGREED: moved.agreed.promises,
        Figure.DRIFT_FORECAST: moved.forecast.promises,
        Figure.DRIFT_SILENT: moved.silent.promises,
        Figure.AT_RISK: 0,
    }
    assert expected.keys() == set(Figure)
    found = {figure: result_page(by, asked, figure, today=TODAY).total for figure in Figure}
    assert found == expected
    assert sum(found.values()) > 50
    kept = result_page(by, asked, Figure.KEPT_FIRST, today=TODAY, size=500).rows
    assert all(row.kept_first for row in kept)
    broken = result_page(by, asked, Figure.BROKEN_LAST, today=TODAY, size=500).rows
    assert [row.kept_last for row in broken] == [False] * len(broken)


def test_of_nothing_due_nothing_is_said() -> None:
    by = admin()
    head = headline(by, ALL, today=TODAY)
    assert head.reliability.first.rate is head.reliability.gap is head.warnings.median_lead_days is None
    assert accuracy(by, ALL, today=TODAY).mean_closeness is None
    empty = course(by, Slice(date(2026, 11, 15), TODAY), today=TODAY)
    assert [one.first for one in empty] == [date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1)]
    assert {one.record.reliability.first.rate for one in empty} == {None}
    assert head.reliability.perfect_at_most is None


def test_a_guest_sees_no_figures() -> None:
    a_past(4)
    head = headline(GUEST, ALL, today=TODAY)
    assert (head.reliability.first.n, head.drift.open, head.warnings.no_surprise.n) == (0, 0, 0)
    assert result_page(GUEST, ALL, Figure.DUE, today=TODAY).total == 0
    assert parted(GUEST, ALL, "customer", today=TODAY) == ()


def test_what_was_split_off_counts_with_its_order_and_by_itself_only_where_lines_are_asked_for() -> None:
    by = admin()
    to = customer(by)
    due = TODAY - timedelta(days=10)
    order = taken(by, to, on=due, in_full=True, due=due)
    part = committed(by, to, due=due + timedelta(days=5), parent=order)
    renew_results([part])  # the order hears of it
    assert reliability(by, ALL, today=TODAY).first.kept == 0
    lines = reliability(by, Slice(ALL.since, ALL.until, by_line=True), today=TODAY)
    assert (lines.first.kept, lines.first.n) == (1, 2)
    Promise.objects.filter(pk=part).update(parent=None)
    renew_results([part])  # and that it is no part any more
    assert reliability(by, ALL, today=TODAY).first.kept == 1


def test_a_part_is_held_against_no_later_date_than_its_order_was_promised_for() -> None:
    by = admin()
    to = customer(by)
    due = TODAY - timedelta(days=10)
    order = taken(by, to, on=due, in_full=True, due=due)
    later = committed(by, to, due=TODAY + timedelta(days=30), parent=order)
    sooner = taken(by, to, on=due - timedelta(days=7), in_full=True, due=due - timedelta(days=5), parent=order)
    renew_results([later, sooner])
    assert parts_of(order, by, today=TODAY) == Share(1, 2)  # by its own date the later one would not be due yet
    lines = Slice(ALL.since, ALL.until, by_line=True)
    assert reliability(by, lines, today=TODAY).first == Share(2, 3)
    assert Result.objects.get(pk=sooner).first_date == due - timedelta(days=5)
    agree(order, TODAY + timedelta(days=10), origin="customer", on=due - timedelta(days=20))
    renew_results([order])  # the parts hear of it
    assert parts_of(order, by, today=TODAY) == Share(1, 1)


def test_drift_is_that_of_what_is_owed_now_by_the_forecast_as_it_stands() -> None:
    by = admin()
    to = customer(by)
    due = TODAY + timedelta(days=30)
    moved, still, ended = (
        relied_on(by, to, made=TODAY - timedelta(days=9), due=due, value=Decimal(100), currency="EUR") for _ in range(3)
    )
    agree(moved, due + timedelta(days=7), origin="us", on=TODAY - timedelta(days=2))
    told(moved, due + timedelta(days=3), on=TODAY - timedelta(days=1), by=by)
    renew_all()
    outlook(moved, p50=due + timedelta(days=12), p85=due + timedelta(days=20), p_kept=0.25)
    outlook(still, p50=due - timedelta(days=12), p85=due, p_kept=0.9)
    Promise.objects.filter(pk=ended).update(state="cancelled-by-us", ended_at=AT)
    renew_all()
    found = drift(by, ALL)
    assert found.open == 2
    assert (found.agreed.promises, found.agreed.days) == (1, 7)
    assert (found.forecast.promises, found.forecast.days, found.forecast.mean_days) == (1, 20, 20)
    assert (found.silent.promises, found.silent.days) == (1, 9)
    row = result_of(moved, by, today=TODAY)
    assert row is not None
    assert (row.agreed_days, row.forecast_days, row.silent_days) == (7, 20, 9)
    danger = at_risk(by, ALL)
    assert danger.expected_broken == pytest.approx(0.85)
    assert danger.exposed == {"EUR": 200}
    assert danger.expected_loss == {"EUR": pytest.approx(85)}
    assert danger.below == {"EUR": 100}


def test_a_promise_counts_for_the_team_with_most_of_its_work() -> None:
    by = admin()
    to, busy, helping = customer(by), team(by, "Assembly"), team(by, "Calibration")
    due = TODAY - timedelta(days=3)
    promise = committed(by, to, due=due)
    item(by, promise, helping, name="Help", p10=1.0, p50=2.0, p90=3.0)
    item(by, promise, busy, name="Build", p10=10.0, p50=20.0, p90=30.0)
    none = cancelled(by, to, by_customer=False, due=due)
    renew_results([promise, none])
    assert WorkItem.objects.filter(promise=promise).count() == 2
    assert [(of, one.reliability.first.n) for of, one in parted(by, ALL, "team", today=TODAY) if of] == [(busy, 1)]
    assert reliability(by, Slice(ALL.since, ALL.until, team=helping), today=TODAY).first.n == 0
    assert reliability(by, Slice(ALL.since, ALL.until, team=busy), today=TODAY).first.n == 1


def test_renewing_again_changes_nothing_and_mends_what_was_wrong() -> None:
    by, _customers = a_past(15)
    numbers = list(Promise.objects.values_list("pk", flat=True))
    before = headline(by, ALL, today=TODAY)
    count_months(today=TODAY)
    assert renew_results(numbers) == 0
    assert headline(by, ALL, today=TODAY) == before
    Result.objects.filter(pk__in=numbers[:9]).update(first_date=date(2000, 1, 1), whole_on=None)
    Result.objects.filter(pk__in=numbers[9:12]).delete()
    renew_all()
    assert headline(by, ALL, today=TODAY) == before


def test_closeness_is_the_mean_over_what_was_accepted() -> None:
    by = admin()
    to = customer(by)
    due = TODAY - timedelta(days=60)
    for late in (0, 10, 20):
        taken(by, to, on=due + timedelta(days=late), in_full=True, due=due, said_at=AT - timedelta(days=100))
    renew_all()
    assert accuracy(by, ALL, today=TODAY).mean_closeness == pytest.approx(mean([1, 0.75, 0.5]))


def outlook(promise: int, *, p50: date, p85: date, p_kept: float) -> None:
    """Forecast a promise."""
    Outlook.objects.create(promise_id=promise, status="red", p50=p50, p85=p85, p_kept=p_kept, harm=0.0, place=1,
                           digest="", computed_at=AT)  # fmt: skip
