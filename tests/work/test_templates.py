"""Templates: the way one order went, for the next one."""

from __future__ import annotations

import pytest

from makegood.work.models import WorkItem
from makegood.work.queries import items_of, items_of_template, templates
from makegood.work.services import (
    UnableToApplyTemplate,
    UnableToMakeTemplate,
    apply_template,
    make_template,
    retire_template,
)
from tests.promises.desk import admin, customer, draft
from tests.staff import AT
from tests.work.bench import item, team

pytestmark = pytest.mark.django_db


def test_the_work_of_a_promise_becomes_that_of_the_next_without_its_progress() -> None:
    by = admin()
    to, assembly = customer(by), team(by)
    first, second = draft(by, to), draft(by, to)
    build = item(by, first, assembly, done_share=0.5, wait_p50=10.0, slots=2)
    item(by, first, assembly, name="test", after=[build])
    template = make_template(promise=first, name="Like the first", by=by, at=AT)
    assert [(row.name, row.after) for row in items_of_template(template, by)] == [("build", ()), ("test", ("build",))]
    assert apply_template(promise=second, template=template, by=by, at=AT) == 2
    built, tested = items_of(second, by)
    assert (built.p10, built.p50, built.p90, built.wait_p50, built.slots) == (20.0, 32.0, 60.0, 10.0, 2)
    assert built.done_share == 0
    assert tested.after == (built.number,)


def test_all_of_a_template_is_listed_or_nothing() -> None:
    by = admin()
    to, assembly = customer(by), team(by)
    first, second = draft(by, to), draft(by, to)
    item(by, first, assembly)
    item(by, first, assembly, name="test")
    template = make_template(promise=first, name="Usual", by=by, at=AT)
    item(by, second, assembly, name="Test")
    with pytest.raises(UnableToApplyTemplate, match="test"):
        apply_template(promise=second, template=template, by=by, at=AT)
    assert [row.name for row in items_of(second, by)] == ["Test"]


def test_a_template_needs_work_and_a_name_that_is_free_until_the_other_is_retired() -> None:
    by = admin()
    promise = draft(by, customer(by))
    with pytest.raises(UnableToMakeTemplate, match="No work"):
        make_template(promise=promise, name="Usual", by=by, at=AT)
    item(by, promise, team(by))
    template = make_template(promise=promise, name="Usual", by=by, at=AT)
    with pytest.raises(UnableToMakeTemplate) as refused:
        make_template(promise=promise, name="USUAL", by=by, at=AT)
    assert refused.value.field == "name"
    retire_template(number=template, by=by, at=AT)
    assert templates(by) == ()
    with pytest.raises(UnableToApplyTemplate, match="retired"):
        apply_template(promise=promise, template=template, by=by, at=AT)
    make_template(promise=promise, name="USUAL", by=by, at=AT)
    assert WorkItem.objects.count() == 1
