from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from makegood.capability.bridge import attainment
from makegood.capability.models import Measurement, ServiceMeasure
from makegood.capability.queries import (
    MeasuredDayRow,
    WantedMeasurements,
    find_measure,
    measure_named,
    measure_page,
    measure_story,
    measured_days,
    measurement_page,
)
from makegood.capability.services import (
    Measured,
    Observation,
    UnableToKeepMeasure,
    UnableToMeasure,
    change_measure,
    measure,
    remove_measure,
)
from makegood.foundation.actors import Viewer
from makegood.foundation.errors import Denied, NotFound
from tests.capability.plant import hour, measure_of, news
from tests.staff import AT, GUEST, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Viewer:
    return person("support")


def test_measurements_sent_twice_count_once_and_a_corrected_one_replaces(desk: Viewer) -> None:
    number = measure_of(desk)
    sent = [Observation(hour(1, 9), 3.0, "T-1"), Observation(hour(1, 9), 3.0, "T-2"), Observation(hour(2), 5.0)]
    assert measure(number=number, observations=sent, by=desk, at=AT) == Measured(3, 0, 0)
    assert measure(number=number, observations=sent, by=desk, at=AT) == Measured(0, 0, 3)
    corrected = [Observation(hour(1, 10), 2.0, "T-1")]
    assert measure(number=number, observations=corrected, by=desk, at=AT) == Measured(0, 1, 0)
    assert sorted(Measurement.objects.values_list("at", "value")) == [
        (hour(1, 9), 3.0), (hour(1, 10), 2.0), (hour(2), 5.0),
    ]  # fmt: skip
    assert [one["measures"] for one in news()] == [[number]] * 3
    assert [event.verb for event in measure_story(number, desk)] == [*["measure.measured"] * 2, "measure.add"]


def test_several_of_one_moment_without_names_are_told_apart_by_their_order(desk: Viewer) -> None:
    number = measure_of(desk)
    sent = [Observation(hour(1), 3.0), Observation(hour(1), 3.0), Observation(hour(1), 9.0)]
    assert measure(number=number, observations=sent, by=desk, at=AT) == Measured(3, 0, 0)
    assert measure(number=number, observations=[*sent, Observation(hour(1), 4.0)], by=desk, at=AT) == Measured(1, 0, 3)


class Again(TestCase):
    @given(
        st.lists(
            st.tuples(st.integers(0, 3), st.floats(-1e6, 1e6), st.sampled_from(["", "", "a", "b"])),
            min_size=1,
            max_size=20,
        )
    )
    def test_whatever_is_sent_again_changes_nothing(self, sent: list[tuple[int, float, str]]) -> None:
        desk = person("support")
        number = measure_of(desk)
        observations = [Observation(hour(1) + timedelta(hours=at), value, name) for at, value, name in sent]
        first = measure(number=number, observations=observations, by=desk, at=AT)
        assert measure(number=number, observations=observations, by=desk, at=AT) == Measured(0, 0, first.new)
        assert Measurement.objects.count() == first.new


@pytest.mark.parametrize(
    ("sent", "field", "place"),
    [
        ([Observation(hour(1), 1.0), Observation(hour(1), float("inf"))], "value", 1),
        ([Observation(hour(1).replace(year=1900), 1.0)], "at", 0),
        ([Observation(hour(1), 1.0, "x" * 101)], "reference", 0),
    ],
)
def test_one_that_is_none_keeps_all_out_and_is_named(desk: Viewer, sent: Any, field: str, place: int) -> None:
    with pytest.raises(UnableToMeasure) as refused:
        measure(number=measure_of(desk), observations=sent, by=desk, at=AT)
    assert (refused.value.field, refused.value.details) == (field, {"place": place})
    assert not Measurement.objects.exists()


def test_nothing_and_too_much_at_once_are_refused(desk: Viewer) -> None:
    number = measure_of(desk)
    for sent in ([], [Observation(hour(1), 1.0)] * 10_001):
        with pytest.raises(UnableToMeasure):
            measure(number=number, observations=sent, by=desk, at=AT)


@pytest.mark.parametrize(
    ("sense", "good", "bad", "verdict"), [("<=", 60, 0, "met"), ("<=", 2, 28, "missed"), (">=", 9, 1, "open")]
)
def test_what_is_reached_is_held_against_the_target(
    desk: Viewer, sense: str, good: int, bad: int, verdict: str
) -> None:
    number = measure_of(desk, sense=sense, threshold=4.0, target=0.85)
    values = [4.0] * good + [4.1 if sense == "<=" else 3.9] * bad
    sent = [Observation(AT - timedelta(days=place), value) for place, value in enumerate(values)]
    measure(number=number, observations=sent, by=desk, at=AT)
    row = find_measure(number, desk)
    attained = attainment(row, days_of(number, desk))
    assert attained is not None
    assert (row.good, row.count, attained.verdict, row.share) == (good, good + bad, verdict, good / (good + bad))
    assert attained.found.low <= attained.found.share <= attained.found.high


def test_what_was_measured_at_once_proves_less_than_the_same_over_weeks(desk: Viewer) -> None:
    at_once, over_weeks = (
        measure_of(desk, threshold=4.0, target=0.85),
        measure_of(desk, name="x", threshold=4.0, target=0.85),
    )
    measure(number=at_once, observations=[Observation(AT, 5.0)] * 90, by=desk, at=AT)
    spread = [Observation(AT - timedelta(days=place), 5.0) for place in range(90)]
    measure(number=over_weeks, observations=spread, by=desk, at=AT)
    found = [attainment(find_measure(one, desk), days_of(one, desk)) for one in (at_once, over_weeks)]
    assert [one.verdict for one in found if one] == ["open", "met"]


class CountedTests(TestCase):
    """What is counted as measurements come is what stands there, whatever was sent, corrected or wanted."""

    @given(
        sent=st.lists(
            st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(0, 8)), min_size=1, max_size=6),
            max_size=4,
        ),
        thresholds=st.lists(st.integers(0, 8), max_size=2),
        sense=st.sampled_from([">=", "<="]),
    )
    def test_days_are_counted_as_they_come(
        self, sent: list[list[tuple[int, int, int]]], thresholds: list[int], sense: str
    ) -> None:
        desk = person("support")
        number = measure_of(desk, threshold=4.0, target=0.85, sense=sense)
        for batch in sent:
            known = {
                str(reference): Observation(AT - timedelta(days=day), float(value), str(reference))
                for reference, day, value in batch
            }
            measure(number=number, observations=list(known.values()), by=desk, at=AT)
        for threshold in thresholds:
            now = find_measure(number, desk)
            change_measure(number=number, version=now.version, threshold=float(threshold), by=desk, at=AT)
        row = find_measure(number, desk)
        assert row.threshold is not None
        expected: dict[date, list[int]] = {}
        for one in Measurement.objects.filter(measure=number):
            counted = expected.setdefault(one.at.date(), [0, 0])
            counted[0] += 1
            counted[1] += one.value >= row.threshold if sense == ">=" else one.value <= row.threshold
        assert {one.day: [one.count, one.good] for one in days_of(number, desk)} == expected
        assert (row.count, row.good) == tuple(map(sum, zip(*expected.values(), strict=True))) if expected else (0, 0)
        bad = measurement_page(number, desk, WantedMeasurements(is_good=False)).total
        assert bad == row.count - (row.good or 0)


def days_of(number: int, by: Viewer) -> list[MeasuredDayRow]:
    """Return what was counted of each day of the last year."""
    return measured_days([number], by, since=AT.date() - timedelta(days=364), until=AT.date())[number]


def test_nothing_is_said_of_a_measure_that_nobody_wants_anything_of(desk: Viewer) -> None:
    number = measure_of(desk)
    measure(number=number, observations=[Observation(hour(1), 1.0)], by=desk, at=AT)
    row = find_measure(number, desk)
    assert (attainment(row, days_of(number, desk)), row.good, row.share, row.count) == (None, None, None, 1)


@pytest.mark.parametrize(
    ("fields", "at_fault"),
    [
        ({"name": ""}, "name"),
        ({"unit": "bananas"}, "unit"),
        ({"sense": "="}, "sense"),
        ({"threshold": 4.0}, "target"),
        ({"target": 0.9}, "threshold"),
        ({"threshold": 4.0, "target": 0.0}, "target"),
        ({"threshold": float("nan"), "target": 0.9}, "threshold"),
    ],
)
def test_what_makes_no_measure_is_refused(desk: Viewer, fields: Any, at_fault: str) -> None:
    with pytest.raises(UnableToKeepMeasure) as refused:
        measure_of(desk, **fields)
    assert (refused.value.field, ServiceMeasure.objects.exists()) == (at_fault, False)


def test_a_measure_is_removed_only_while_nothing_was_measured(desk: Viewer) -> None:
    number = measure_of(desk)
    change_measure(number=number, version=0, source="service desk", by=desk, at=AT)
    assert len(news()) == 1
    measure(number=number, observations=[Observation(hour(1), 1.0)], by=desk, at=AT)
    with pytest.raises(UnableToKeepMeasure):
        remove_measure(number=number, by=desk, at=AT)
    other = measure_of(desk, name="second reply")
    remove_measure(number=other, by=desk, at=AT)
    assert [row.name for row in measure_page(desk).rows] == ["first reply"]


def test_measures_are_found_by_name_and_measurements_from_the_latest_back(desk: Viewer) -> None:
    number = measure_of(desk)
    sent = [Observation(hour(day), float(day)) for day in (1, 3, 2)]
    measure(number=number, observations=sent, by=desk, at=AT)
    assert measure_named("First Reply", desk) == number
    assert [one.value for one in measurement_page(number, desk).rows] == [3.0, 2.0, 1.0]
    assert [one.value for one in measurement_page(number, desk, WantedMeasurements(hour(2))).rows] == [3.0, 2.0]
    days = WantedMeasurements(first=hour(2).date(), last=hour(2).date())
    assert [one.value for one in measurement_page(number, desk, days).rows] == [2.0]
    with pytest.raises(NotFound):
        measure_named("nothing", desk)
    with pytest.raises(NotFound):
        measurement_page(number, GUEST)


def test_operations_and_support_measure_and_nobody_else(desk: Viewer) -> None:
    number = measure_of(desk)
    measure(number=number, observations=[Observation(hour(1), 1.0)], by=person("operations"), at=AT)
    for function in ("sales", "product", "executive", "legal"):
        with pytest.raises(Denied):
            measure(number=number, observations=[Observation(hour(2), 1.0)], by=person(function), at=AT)
    assert (measure_page(desk).total, measure_page(GUEST).total) == (1, 0)
