"""What became of one promise: every edge of kept, told and moved."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makegood.engine.track_record import (
    Agreement,
    Drift,
    Handed,
    Notice,
    Told,
    TrackRecord,
    Wish,
    closeness,
    drift_of,
    kept_by,
    last_day_to_tell,
    perfect_by,
    told_last,
    warning_of,
    working_days_before,
)

MADE, D0 = date(2026, 1, 5), date(2026, 3, 2)
"""Two Mondays, 56 days apart."""
SOON = timedelta(days=1)
days = st.integers(-60, 120).map(lambda days: D0 + timedelta(days=days))
wishes: st.SearchStrategy[Wish] = st.sampled_from(["customer", "us", "both"])


def first(due: date = D0) -> Agreement:
    return Agreement(due, "first", MADE)


def made(**fields: object) -> TrackRecord:
    return TrackRecord(**{"made_on": MADE, "agreed": (first(),), **fields})  # type: ignore[arg-type]  # any field


@st.composite
def records(draw: st.DrawFn) -> TrackRecord:
    later = sorted(draw(st.lists(days, max_size=3)))
    agreed = [first(), *(Agreement(draw(days), draw(wishes), on) for on in later)]
    parts = draw(st.lists(handed(), max_size=2))
    told = draw(st.lists(st.builds(Told, st.none() | days, st.none() | days), max_size=3))
    return TrackRecord(MADE, tuple(agreed), draw(handed()), tuple(told), draw(st.integers(0, 30)), tuple(parts))


def handed() -> st.SearchStrategy[Handed]:
    noted = st.none() | st.booleans()
    taken = st.builds(Handed, days, st.booleans(), documents_right=noted, condition_right=noted)
    return st.one_of(st.just(Handed()), taken, st.builds(Handed, cancelled_by=st.sampled_from(["customer", "us"])))


@given(records(), days, days)
def test_what_the_customer_cancelled_counts_as_neither(record: TrackRecord, due: date, today: date) -> None:
    gone = replace(record, handed=Handed(cancelled_by="customer"))
    assert kept_by(gone, due, today) is None


@given(records(), days, days)
def test_what_we_cancelled_is_broken_once_it_was_due(record: TrackRecord, due: date, today: date) -> None:
    gone = replace(record, handed=Handed(cancelled_by="us"))
    assert kept_by(gone, due, today) is (False if due < today else None)


@given(records(), days, st.integers(1, 500))
def test_overdue_and_open_is_broken_however_long(record: TrackRecord, due: date, late: int) -> None:
    waiting = replace(record, handed=Handed())
    assert kept_by(waiting, due, due + timedelta(days=late)) is False


@given(records(), days, days)
def test_nothing_counts_before_its_day_is_over_even_if_it_came_early(record: TrackRecord, due: date, on: date) -> None:
    early = replace(record, handed=Handed(min(on, due), in_full=True), parts=())
    assert kept_by(early, due, due) is None
    assert kept_by(early, due, due + SOON) is True


@given(days, days)
def test_accepted_in_part_is_broken_whenever_that_was(on: date, due: date) -> None:
    assert kept_by(made(handed=Handed(on, in_full=False)), due, due + SOON) is False


@given(records(), days, days)
def test_an_order_is_perfect_exactly_if_it_was_kept_with_all_papers_and_goods_right(
    record: TrackRecord, due: date, today: date
) -> None:
    kept, perfect = kept_by(record, due, today), perfect_by(record, due, today)
    wanted = [one for one in (record.handed, *record.parts) if one.cancelled_by != "customer"]
    noted = [right for one in wanted for right in (one.documents_right, one.condition_right)]
    assert perfect is (kept if not kept else False if False in noted else None if None in noted else True)
    by_itself = perfect_by(record, due, today, whole=False)
    assert by_itself is not True or kept_by(record, due, today, whole=False) is True


@given(records(), days, days)
def test_it_is_kept_exactly_if_all_of_it_was_accepted_in_full_by_the_day(
    record: TrackRecord, due: date, today: date
) -> None:
    kept = kept_by(record, due, today)
    everything = [record.handed, *record.parts]
    wanted = [one for one in everything if one.cancelled_by != "customer"]
    in_time = all(one.accepted_on and one.in_full and not one.cancelled_by and one.accepted_on <= due for one in wanted)
    expected = None if record.handed.cancelled_by == "customer" or due >= today else in_time
    assert kept is expected


@given(records(), days, days)
def test_splitting_never_makes_an_order_better(record: TrackRecord, due: date, today: date) -> None:
    split = kept_by(record, due, today)
    by_itself = kept_by(replace(record, parts=()), due, today)
    assert by_itself == kept_by(record, due, today, whole=False)
    assert split is by_itself or split is False


def test_a_part_that_the_customer_dropped_holds_nothing_up() -> None:
    order = made(handed=Handed(D0, in_full=True), parts=(Handed(cancelled_by="customer"),))
    assert kept_by(order, D0, D0 + SOON) is True


@given(records())
def test_only_the_customers_own_shifts_move_the_first_date(record: TrackRecord) -> None:
    ours = tuple(replace(one, wish=one.wish if one.wish == "first" else "us") for one in record.agreed)
    assert replace(record, agreed=ours).first_date == D0
    theirs = tuple(replace(one, wish=one.wish if one.wish == "first" else "customer") for one in record.agreed)
    assert replace(record, agreed=theirs).first_date == record.in_force
    assert record.said_first == D0  # whatever was agreed


def test_a_slip_of_ours_is_not_washed_away_by_a_day_that_the_customer_adds() -> None:
    ours, theirs = D0 + timedelta(days=30), D0 + timedelta(days=31)
    record = made(agreed=(first(), Agreement(ours, "us", MADE), Agreement(theirs, "customer", MADE)))
    assert record.first_date == D0 + SOON


@given(records(), days)
def test_splitting_a_part_off_gives_it_no_later_baseline_and_never_a_better_one(
    record: TrackRecord, whole_first: date
) -> None:
    part = replace(record, whole_first=whole_first)
    assert part.first_date == min(record.first_date, whole_first)
    assert part.said_first == D0  # what was said of it stays what it was
    kept = kept_by(part, part.first_date, date.max, whole=False)
    assert kept is None or kept <= bool(kept_by(record, record.first_date, date.max, whole=False))


def test_without_a_date_there_is_no_promise() -> None:
    with pytest.raises(ValueError, match="at least the date"):
        TrackRecord(MADE, ())


@given(records())
def test_a_warning_is_the_first_that_was_received_and_names_a_later_day_or_none(record: TrackRecord) -> None:
    warning = warning_of(record)
    said = [one.received_on for one in record.told if one.received_on is not None]
    said += [one.on for one in record.agreed[1:]]
    if warning is None:
        return
    assert warning.on in said
    assert record.handed.accepted_on is None or warning.on <= record.handed.accepted_on
    assert warning.in_time == (warning.on <= last_day_to_tell(MADE, warning.on + timedelta(days=warning.lead_days),
                                                              record.replanning_days))  # fmt: skip


def test_notice_lead_time_counts_from_the_day_it_was_received_and_is_negative_afterwards() -> None:
    later = D0 + timedelta(days=20)
    unread = Told(later, None)
    assert warning_of(made(told=(unread,))) is None
    ahead = D0 - timedelta(days=14)
    assert warning_of(made(told=(unread, Told(later, ahead)))) == Notice(ahead, 14, in_time=True)
    assert warning_of(made(told=(Told(None, ahead + SOON),))) == Notice(ahead + SOON, 13, in_time=False)
    after = D0 + timedelta(days=3)
    assert warning_of(made(told=(Told(later, after),))) == Notice(after, -3, in_time=False)


def test_the_same_date_again_or_an_earlier_one_is_no_bad_news() -> None:
    before = D0 - timedelta(days=20)
    assert warning_of(made(told=(Told(D0, before), Told(D0 - SOON, before)))) is None


def test_agreeing_to_a_later_date_tells_the_customer_unless_they_wanted_it() -> None:
    on, later = D0 - timedelta(days=30), D0 + timedelta(days=9)
    ours = made(agreed=(first(), Agreement(later, "both", on)))
    theirs = made(agreed=(first(), Agreement(later, "customer", on)))
    assert warning_of(ours) == Notice(on, 30, in_time=True)
    assert warning_of(theirs) is None


def test_a_notice_after_it_was_taken_warned_nobody() -> None:
    taken = Handed(D0, in_full=True)
    assert warning_of(made(handed=taken, told=(Told(None, D0 + SOON),))) is None


def test_in_time_is_ten_working_days_a_fifth_of_the_lead_or_what_they_need() -> None:
    assert working_days_before(date(2026, 3, 2), 10) == date(2026, 2, 16)
    assert working_days_before(date(2026, 3, 1), 1) == date(2026, 2, 27)  # a Sunday: the Friday before it
    assert last_day_to_tell(MADE, D0) == date(2026, 2, 16)  # 14 days; a fifth of 56 days is 12
    assert last_day_to_tell(date(2025, 10, 1), D0) == D0 - timedelta(days=31)  # a fifth of 152 days
    assert last_day_to_tell(MADE, D0, 40) == D0 - timedelta(days=40)


@given(days, days)
def test_drift_is_measured_against_what_was_said_agreed_and_told(p50: date, p85: date) -> None:
    agreed = D0 + timedelta(days=7)
    record = made(agreed=(first(), Agreement(agreed, "us", MADE + SOON)), told=(Told(D0 + SOON, MADE + 2 * SOON),))
    assert told_last(record) == D0 + SOON
    assert drift_of(record, p50, p85) == Drift(
        agreed=7, forecast=(p85 - D0).days, silent=(p50 - D0 - SOON).days, relative=(p85 - D0).days / 56
    )
    assert drift_of(record, None, None) == Drift(7, None, None, None)


def test_a_promise_for_the_same_day_has_no_relative_drift() -> None:
    assert drift_of(TrackRecord(D0, (first(),)), None, D0 + SOON).relative is None


@given(days)
def test_closeness_is_one_on_the_day_and_nothing_a_lead_time_away(actual: date) -> None:
    near = closeness(MADE, D0, actual)
    assert 0 <= near <= 1
    assert (near == 1) == (actual == D0)
    assert closeness(MADE, D0, D0 + timedelta(days=56)) == 0
    assert closeness(MADE, D0, D0 + timedelta(days=14)) == 0.75
    assert closeness(D0, D0, D0 + SOON) == 0
