from __future__ import annotations

from datetime import timedelta

import pytest

from makegood.foundation.actors import Viewer
from makegood.promises.models import Promise
from makegood.promises.queries import find_promise
from makegood.promises.services import UnableToChangePromise, UnableToMove, change_promise, deliver_promise
from tests.promises.desk import TODAY, admin, committed, customer, draft
from tests.promises.test_guards import refused
from tests.staff import AT

pytestmark = pytest.mark.django_db
EARLIER = AT - timedelta(days=400)


@pytest.fixture
def by() -> Viewer:
    return admin()


def test_the_moment_of_a_promise_stays_once_the_customer_relies_on_it(by: Viewer) -> None:
    to = customer(by)
    number, other = committed(by, to), draft(by, to)
    version = find_promise(number, by, today=TODAY).version
    with pytest.raises(UnableToChangePromise) as refusal:
        change_promise(number=number, version=version, said_at=EARLIER, by=by, at=AT)
    assert refusal.value.field == "said_at"
    assert refused(f"UPDATE promises_promise SET said_at = '2020-01-01 00:00:00' WHERE id = {number}")
    change_promise(number=other, version=0, said_at=EARLIER, by=by, at=AT)
    assert Promise.objects.get(pk=other).said_at == EARLIER


def test_nothing_is_delivered_before_it_was_promised(by: Viewer) -> None:
    number = committed(by, customer(by), said_at=AT - timedelta(days=5))
    with pytest.raises(UnableToMove) as refusal:
        deliver_promise(number=number, on=TODAY - timedelta(days=7), today=TODAY, by=by, at=AT)
    assert refusal.value.field == "on"
    deliver_promise(number=number, on=TODAY - timedelta(days=5), today=TODAY, by=by, at=AT)
