"""Risks: one chance that hits several pieces of work."""

from __future__ import annotations

from typing import Any

import pytest

from makegood.foundation.errors import Stale
from makegood.foundation.outbox.models import News
from makegood.work.models import Risk
from makegood.work.queries import find_risk, risk_page
from makegood.work.services import UnableToKeepRisk, add_risk, change_risk, remove_item, remove_risk
from tests.promises.desk import admin, customer, draft
from tests.staff import AT
from tests.work.bench import item, team

pytestmark = pytest.mark.django_db


def test_a_risk_is_named_changed_and_gone() -> None:
    by = admin()
    promise = draft(by, customer(by))
    work = item(by, promise, team(by))
    number = add_risk(name="Vendor late", probability=0.25, delay_days=12, items=[work], by=by, at=AT)
    change_risk(number=number, version=0, probability=0.5, by=by, at=AT)
    row = find_risk(number, by)
    assert (row.probability, row.factor, row.delay_days, row.items) == (0.5, 1.0, 12, (work,))
    assert [one.number for one in risk_page(by, promise=promise).rows] == [number]
    with pytest.raises(Stale):
        change_risk(number=number, version=0, probability=0.1, by=by, at=AT)
    remove_risk(number=number, by=by, at=AT)
    assert not Risk.objects.exists()
    assert [one.payload for one in News.objects.filter(event="risks.changed")] == [{"promises": [promise]}] * 3


def test_a_risk_is_gone_with_the_last_work_that_it_would_hit() -> None:
    by = admin()
    promise, assembly = draft(by, customer(by)), team(by)
    first, second = item(by, promise, assembly), item(by, promise, assembly, name="test")
    add_risk(name="Vendor late", probability=0.25, delay_days=12, items=[first, second], by=by, at=AT)
    remove_item(number=first, by=by, at=AT)
    assert Risk.objects.count() == 1
    remove_item(number=second, by=by, at=AT)
    assert Risk.objects.count() == 0


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"probability": 1.5}, "probability"),
        ({"probability": float("nan")}, "probability"),
        ({"factor": 0.0}, "factor"),
        ({"delay_days": 0}, "factor"),
        ({"delay_days": -1}, "delay_days"),
        ({"items": []}, "items"),
        ({"items": [99_999]}, "items"),
        ({"name": " "}, "name"),
    ],
)
def test_what_makes_no_sense_is_refused(fields: dict[str, Any], field: str) -> None:
    by = admin()
    work = item(by, draft(by, customer(by)), team(by))
    given: Any = {"name": "Vendor late", "probability": 0.2, "delay_days": 5, "items": [work], **fields}
    with pytest.raises(UnableToKeepRisk) as refused:
        add_risk(by=by, at=AT, **given)
    assert refused.value.field == field
    assert not Risk.objects.exists()
