from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from makegood.foundation.actors import Viewer
from makegood.foundation.errors import Denied, NotFound
from makegood.promises.models import Indicator, Promise
from makegood.promises.queries import (
    IndicatorRow,
    find_indicator,
    find_promise,
    find_row,
    finding_counts,
    promise_page,
    promise_story,
    promises_needing_care,
)
from makegood.promises.services import (
    UnableToRead,
    UnableToWatch,
    add_indicator,
    cancel_promise,
    read_indicator,
    retire_indicator,
)
from makegood.promises.states import Finding, IndicatorDirection, Light, light_of
from tests.promises.desk import TODAY, admin, cancelled, committed, customer, draft
from tests.promises.test_guards import refused
from tests.staff import AT, GUEST, person

FIGURES = st.decimals(-1_000, 1_000, places=2)


@pytest.fixture
def by() -> Viewer:
    return admin()


@pytest.fixture
def number(by: Viewer) -> int:
    return committed(by, customer(by))


def watch(promise: int, by: Viewer, **said: Any) -> int:
    fields: Any = {
        "name": "Scrap", "unit": "percent", "direction": "lower", "amber": Decimal(3), "red": Decimal(5), **said,
    }  # fmt: skip
    return add_indicator(promise=promise, by=by, at=AT, **fields)


def read(number: int, by: Viewer, value: str, ago: int = 0, **said: Any) -> int:
    on = TODAY - timedelta(days=ago)
    return read_indicator(number=number, on=on, value=Decimal(value), today=TODAY, by=by, at=AT, **said)


def shown(promise: int, by: Viewer) -> IndicatorRow:
    (one,) = find_promise(promise, by, today=TODAY).indicators
    return one


@pytest.mark.django_db
def test_an_indicator_stands_where_its_latest_day_puts_it(number: int, by: Viewer) -> None:
    one = watch(number, by)
    assert (shown(number, by).light, shown(number, by).readings) == (Light.UNREAD, ())
    read(one, by, "2.5", ago=3)
    read(one, by, "7", ago=1, note="Line 2")
    assert shown(number, by).light == Light.RED
    read(one, by, "4", ago=2)  # an older day that is entered later changes nothing of today
    row = shown(number, by)
    assert (row.light, [str(reading.value.normalize()) for reading in row.readings]) == (Light.RED, ["7", "4", "2.5"])
    assert (row.readings[0].note, row.readings[0].by, row.readings[0].on) == (
        "Line 2", "Anna Berg", TODAY - timedelta(days=1),
    )  # fmt: skip
    read(one, by, "4", ago=1)  # of two for a day the later one counts
    assert shown(number, by).light == Light.AMBER
    assert [event.verb for event in promise_story(number, by)][:5] == ["promise.reading"] * 4 + ["promise.indicator"]


@pytest.mark.django_db
@pytest.mark.parametrize(("value", "light"), [("3", "green"), ("3.01", "amber"), ("5", "amber"), ("5.01", "red")])
def test_a_value_worse_than_a_threshold_has_its_colour_and_one_equal_to_it_not(
    number: int, by: Viewer, value: str, light: str
) -> None:
    read(watch(number, by), by, value)
    other = watch(number, by, name="Yield", direction="higher", amber=Decimal(-3), red=Decimal(-5))
    read(other, by, f"-{value}")
    assert [one.light for one in find_promise(number, by, today=TODAY).indicators] == [light, light]
    assert (Finding.RED_INDICATOR in find_row(number, by, today=TODAY).findings) == (light == "red")


@given(value=FIGURES, one=FIGURES, other=FIGURES, direction=st.sampled_from(IndicatorDirection))
def test_what_is_better_never_looks_worse(
    value: Decimal, one: Decimal, other: Decimal, direction: IndicatorDirection
) -> None:
    is_higher = direction == IndicatorDirection.HIGHER
    amber, red = (max(one, other), min(one, other)) if is_higher else (min(one, other), max(one, other))
    better = value + 1 if is_higher else value - 1
    worst_last = [Light.GREEN, Light.AMBER, Light.RED]
    now, then = (light_of(each, direction=direction, amber=amber, red=red) for each in (value, better))
    assert worst_last.index(then) <= worst_last.index(now)


@pytest.mark.django_db
def test_a_red_indicator_is_a_finding_for_the_owner_until_it_is_better_or_watched_no_longer(
    number: int, by: Viewer
) -> None:
    one, other = (
        watch(number, by),
        watch(number, by, name="Tests", direction="higher", amber=Decimal(9), red=Decimal(8)),
    )
    read(one, by, "9", ago=2)
    read(other, by, "9")
    seller = person("sales")
    Promise.objects.filter(pk=number).update(owner=seller.number)
    assert find_row(number, by, today=TODAY).findings == (Finding.RED_INDICATOR, Finding.NO_EVIDENCE)
    assert finding_counts(by, today=TODAY)[Finding.RED_INDICATOR] == 1
    assert [row.number for row in promise_page(by, today=TODAY, finding="red-indicator").rows] == [number]
    assert [row.number for row in promises_needing_care(seller, today=TODAY)] == [number]
    read(one, by, "1", ago=1)
    assert finding_counts(by, today=TODAY)[Finding.RED_INDICATOR] == 0
    read(one, by, "9")
    assert finding_counts(by, today=TODAY)[Finding.RED_INDICATOR] == 1
    retire_indicator(number=one, by=by, at=AT)
    assert finding_counts(by, today=TODAY)[Finding.RED_INDICATOR] == 0
    with pytest.raises(NotFound):
        read(one, by, "1")
    assert watch(number, by) != one, "a name is free again once what it meant is watched no longer"


@pytest.mark.django_db
def test_a_reading_in_another_unit_is_converted(number: int, by: Viewer) -> None:
    one = watch(number, by, name="Answer", unit="min", amber=Decimal(60), red=Decimal(120))
    read(one, by, "1.5", unit="h")
    assert (shown(number, by).readings[0].value, shown(number, by).light) == (Decimal(90), Light.AMBER)
    for unit in ("kg", "frobs"):
        with pytest.raises(UnableToRead) as wrong:
            read(one, by, "1", unit=unit)
        assert wrong.value.field == "unit"
    counted = watch(number, by, name="Open faults", unit="")
    with pytest.raises(UnableToRead):
        read(counted, by, "1", unit="kg")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "scrap"}, "name"),
        ({"unit": "frobs"}, "unit"),
        ({"direction": "sideways"}, "direction"),
        ({"amber": Decimal(6)}, "amber"),
        ({"direction": "higher"}, "amber"),
        ({"red": Decimal("NaN")}, "red"),
        ({"red": Decimal(10) ** 13}, "red"),
    ],
)
def test_what_makes_no_indicator_is_refused(number: int, by: Viewer, said: dict[str, Any], field: str) -> None:
    watch(number, by)
    with pytest.raises(UnableToWatch) as wrong:
        watch(number, by, **{"name": "Another", **said})
    assert wrong.value.field == field
    assert Indicator.objects.count() == 1


@pytest.mark.django_db
def test_readings_are_of_days_that_have_been_and_figures(number: int, by: Viewer) -> None:
    one = watch(number, by)
    with pytest.raises(UnableToRead) as late:
        read(one, by, "1", ago=-1)
    with pytest.raises(UnableToRead) as endless:
        read(one, by, "Infinity")
    with pytest.raises(UnableToRead) as ancient:
        read_indicator(number=one, on=date(1, 1, 1), value=Decimal(1), today=TODAY, by=by, at=AT)
    assert [one.value.field for one in (late, endless, ancient)] == ["on", "value", "on"]
    assert shown(number, by).readings == ()


@pytest.mark.django_db
def test_only_who_captures_watches_and_reads(number: int, by: Viewer) -> None:
    one = watch(number, by)
    for viewer in (person("legal"), person("executive"), GUEST):
        with pytest.raises(Denied):
            watch(number, viewer, name="More")
        with pytest.raises(Denied):
            read(one, viewer, "1")
        with pytest.raises(Denied):
            retire_indicator(number=one, by=viewer, at=AT)
    with pytest.raises(NotFound):
        find_indicator(one, GUEST)


@pytest.mark.django_db
def test_what_has_ended_is_watched_no_more(by: Viewer) -> None:
    to = customer(by)
    with pytest.raises(UnableToWatch):
        watch(cancelled(by, to, by_customer=True), by)
    number = draft(by, to)
    one = watch(number, by)
    read(one, by, "9")
    committed_then = committed(by, to)
    two = watch(committed_then, by)
    cancel_promise(number=committed_then, by_customer=False, reason="No parts", by=by, at=AT)
    with pytest.raises(UnableToRead):
        read(two, by, "9")
    assert finding_counts(by, today=TODAY)[Finding.RED_INDICATOR] == 1


@pytest.mark.django_db
def test_nobody_at_the_database_changes_a_reading_or_turns_the_thresholds_round(number: int, by: Viewer) -> None:
    read(watch(number, by), by, "9")
    assert refused("UPDATE promises_indicator_reading SET value = 1")
    assert refused("DELETE FROM promises_indicator_reading")
    with pytest.raises(IntegrityError), transaction.atomic():
        Indicator.objects.update(amber=Decimal(6))
    assert shown(number, by).light == Light.RED


@pytest.mark.django_db
def test_so_many_readings_of_each_are_shown(number: int, by: Viewer) -> None:
    many, few = watch(number, by), watch(number, by, name="Few")
    for ago in range(10):
        read(many, by, str(ago), ago=ago)
    read(few, by, "1")
    rows = find_promise(number, by, today=TODAY).indicators
    assert [[int(reading.value) for reading in row.readings] for row in rows] == [[0, 1, 2, 3, 4, 5], [1]]
