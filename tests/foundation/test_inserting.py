"""Rows that are written past the framework: new ones, those that are there already, and changes of some columns."""

from __future__ import annotations

from datetime import date

import pytest

from makegood.feasibility.models import Change, Standing
from makegood.foundation.inserting import AT_ONCE, Written, change_rows, put_rows
from tests.staff import AT

pytestmark = pytest.mark.django_db

ROWS = AT_ONCE + 3


def test_rows_are_put_whether_or_not_they_are_there() -> None:
    names = ("id", "subject", "number", "at")
    put_rows(Change, names, [(n, "promise", n, AT) for n in range(1, ROWS)], unique="id")
    put_rows(Change, names, [(n, "risks", 0, AT) for n in (2, ROWS)], unique="id")
    put_rows(Change, names, [], unique="id")
    found = dict(Change.objects.values_list("pk", "subject"))
    assert len(found) == ROWS
    assert [found[n] for n in (1, 2, 3, ROWS)] == ["promise", "risks", "promise", "risks"]


def test_some_columns_of_rows_are_changed_and_others_left() -> None:
    row = {"as_of": AT.date(), "computed_at": AT, "milliseconds": 1, "simulated": 1, "seed": 1, "samples": 1}
    one = Standing.objects.create(**row, horizon=AT.date(), portfolio={"kept": 1})
    names = ("only", "milliseconds", "as_of", "computed_at", "teams")
    change_rows(Standing, names, [(True, 7, date(2027, 1, 2), AT, Written('{"Paint": [1]}'))], by="only")
    change_rows(Standing, names, [(False, 9, date(2027, 1, 2), AT, Written("{}"))], by="only")
    one.refresh_from_db()
    assert (one.milliseconds, one.as_of, one.teams) == (7, date(2027, 1, 2), {"Paint": [1]})
    assert (one.samples, one.portfolio) == (1, {"kept": 1})
