"""A split of an offer that was tried is put into effect: part of it by its date, the rest as a promise of its own."""

from __future__ import annotations

from datetime import timedelta

import pytest

from makegood.feasibility.queries import find_trial
from makegood.feasibility.services import apply_scenario
from makegood.foundation.errors import Denied
from makegood.promises.models import Promise
from makegood.promises.services import add_term, change_promise
from makegood.promises.states import State
from makegood.work.models import WorkItem
from makegood.work.services import change_item
from tests.feasibility.test_ranking import crowd, running
from tests.feasibility.test_renewing import DUE, fresh, heard, stands, would_stand
from tests.feasibility.what_ifs import begun, tried
from tests.promises.desk import admin, customer, draft
from tests.staff import AT, person
from tests.work.bench import item, team

pytestmark = pytest.mark.django_db


def test_a_split_makes_a_second_promise_with_the_rest_of_the_work_and_comes_as_it_was_tried() -> None:
    by, operations = admin(), person("operations")
    crowd(by)
    offer = draft(by, customer(by, "SO"), due=DUE, key="OFFER")
    change_promise(number=offer, version=0, severity="S2", by=by, at=AT)
    assembly = team(by, "Assembly line")
    done = item(by, offer, assembly, name="plan", done_share=1.0)
    later = item(by, offer, assembly, name="test", p10=10.0, p50=20.0, p90=40.0)
    begun_one = item(by, offer, assembly, name="build", done_share=0.5, after=[done])
    change_item(number=later, version=0, after=[begun_one], by=by, at=AT)  # what comes before was listed after it
    waits = item(by, offer, assembly, name="ship", p10=None, p50=None, p90=None, wait_p50=3.0, after=[later])
    add_term(promise=offer, kind="specification", subject="Weight", operator="<=", value="2", unit="kg", by=by, at=AT)
    forecaster = running()
    rest_due = DUE + timedelta(days=30)
    scenario = begun(operations, {"kind": "split-delivery", "promise": offer, "share": 0.25, "due": rest_due})
    trial = tried(forecaster, scenario, operations)
    said = find_trial(trial, operations).after["more"]
    apply_scenario(trial=trial, reason="They need some at once.", by=operations, at=AT)
    rest = Promise.objects.get(key="OFFER (rest)")
    assert (rest.due, rest.severity, rest.state) == (rest_due, "S2", State.DRAFT)
    assert (rest.customer_id, "OFFER" in rest.wording) == (Promise.objects.get(pk=offer).customer_id, True)
    assert (rest.value, rest.terms.count(), Promise.objects.get(pk=offer).terms.count()) == (None, 0, 1)
    kept = {one.name: (one.p50, one.done_share) for one in WorkItem.objects.filter(promise=offer)}
    assert kept["test"] == (5.0, 0.0)
    assert kept["build"] == pytest.approx((16 + 4, 16 / 20))  # 16 of 32 hours are done, and a quarter of the rest stays
    assert kept["ship"] == (None, 0.0)
    apart = {one.name: one for one in WorkItem.objects.filter(promise=rest)}
    assert {name: (one.p50, one.done_share) for name, one in apart.items()} == {
        "test": (15.0, 0.0), "build": (12.0, 0.0), "ship": (None, 0.0)
    }  # fmt: skip
    order = {name: set(one.predecessors.values_list("before__name", flat=True)) for name, one in apart.items()}
    assert order == {"build": {"plan"}, "test": {"build"}, "ship": {"test"}}
    assert WorkItem.objects.get(pk=waits).wait_p50 == apart["ship"].wait_p50 == 3.0
    heard()
    forecaster.renew(at=AT)
    now = stands()
    assert now == would_stand(fresh())
    assert now["OFFER (rest)"][0] == pytest.approx(said[0]["p_kept"], abs=0.01)


def test_who_splits_a_promise_has_to_own_its_words_and_its_work() -> None:
    by, sales = admin(), person("sales")
    crowd(by)
    offer = draft(by, customer(by, "SO"), due=DUE, key="O" * 40)
    item(by, offer, team(by, "Assembly line"))
    change = {"kind": "split-delivery", "promise": offer, "share": 0.5, "due": DUE + timedelta(days=30)}
    forecaster = running()
    wished = begun(sales, change)
    trial = tried(forecaster, wished, sales)
    with pytest.raises(Denied, match="plan work"):
        apply_scenario(trial=trial, reason="So.", by=sales, at=AT)
    trial = tried(forecaster, begun(by, change), by)
    apply_scenario(trial=trial, reason="So.", by=by, at=AT)
    rest = Promise.objects.latest("pk")
    assert rest.key.startswith("P-")  # there is no room for the usual one
    assert rest.items.count() == 1
