from __future__ import annotations

import pytest

from makegood.foundation.actors import Viewer
from makegood.promises.queries import find_promise, whole_choices
from makegood.promises.services import UnableToChangePromise, change_promise
from tests.promises.desk import TODAY, admin, committed, customer, draft
from tests.staff import AT, GUEST

pytestmark = pytest.mark.django_db


@pytest.fixture
def by() -> Viewer:
    return admin()


def put(part: int, whole: int | None, by: Viewer) -> None:
    version = find_promise(part, by, today=TODAY).version
    change_promise(number=part, version=version, parent=whole, by=by, at=AT)


def test_a_part_that_the_customer_relies_on_stays_a_part(by: Viewer) -> None:
    to = customer(by)
    whole, other = committed(by, to), committed(by, to)
    part = committed(by, to)
    put(part, whole, by)
    for instead in (None, other):
        with pytest.raises(UnableToChangePromise) as refused:
            put(part, instead, by)
        assert refused.value.field == "parent"
    assert [number for number, _title in find_promise(whole, by, today=TODAY).parts] == [part]


def test_a_draft_may_be_taken_off_again(by: Viewer) -> None:
    to = customer(by)
    whole, part = committed(by, to), draft(by, to)
    put(part, whole, by)
    put(part, None, by)
    assert find_promise(whole, by, today=TODAY).parts == ()


def test_wholes_are_promises_to_the_same_customer_that_are_no_parts(by: Viewer) -> None:
    to = customer(by)
    whole, part, alone = committed(by, to), draft(by, to), draft(by, to)
    elsewhere = draft(by, customer(by, "OTHER"))
    put(part, whole, by)
    assert {number for number, _title in whole_choices(alone, by)} == {whole}
    assert {number for number, _title in whole_choices(part, by)} == {whole, alone}
    assert whole_choices(whole, by) == whole_choices(elsewhere, by) == whole_choices(alone, GUEST) == ()
