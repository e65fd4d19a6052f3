"""What lists count is counted again as soon as anything changed, and only then."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from makegood.foundation.actors import Viewer
from makegood.promises.queries import finding_counts, promise_page
from makegood.promises.states import Finding
from tests.promises.desk import admin, customer, draft

TODAY = date(2027, 1, 4)


@pytest.fixture
def by() -> Viewer:
    return admin()


def totals(by: Viewer, text: str = "") -> tuple[int, int]:
    found = promise_page(by, today=TODAY, text=text)
    return found.total, finding_counts(by, today=TODAY)[Finding.NO_EVIDENCE]


@pytest.mark.django_db(transaction=True)
def test_a_count_is_asked_of_the_database_once_until_something_changes(by: Viewer) -> None:
    to = customer(by)
    draft(by, to)
    assert totals(by) == (1, 1)
    with CaptureQueriesContext(connection) as asked:
        assert totals(by) == (1, 1)
    assert not any("COUNT" in query["sql"] for query in asked)
    draft(by, to)
    assert totals(by) == (2, 2)


@pytest.mark.django_db(transaction=True)
def test_what_never_came_to_be_is_not_remembered(by: Viewer) -> None:
    to = customer(by)
    with transaction.atomic():
        draft(by, to)
        assert totals(by) == (1, 1)
        transaction.set_rollback(True)
    assert totals(by) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_another_question_has_an_answer_of_its_own(by: Viewer) -> None:
    draft(by, customer(by, "Northwind"), title="Pumps")
    draft(by, customer(by, "Acme"), title="Sensors for northwind")
    assert totals(by)[0] == 2
    assert totals(by, "northwind")[0] == 2  # the customer's name and the promise's own words
    assert totals(by, "pumps")[0] == 1
    outsider = Viewer(0, "Guest", audiences=frozenset({"customer:1"}))
    assert totals(outsider) == (0, 0)
