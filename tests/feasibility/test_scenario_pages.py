"""The pages of what-ifs, as people use them: from a promise in danger to a change that is applied."""

from __future__ import annotations

import csv
import io
import re

import pytest

from makegood.feasibility.models import Placement, Scenario, Trial, TrialRow
from makegood.feasibility.queries.trials import LEAST
from makegood.feasibility.services import Forecaster
from makegood.promises.models import Promise
from tests.feasibility.test_ranking import crowd
from tests.feasibility.test_ranking_pages import client_of, told
from tests.feasibility.test_renewing import SETTINGS, heard
from tests.staff import AT, person

pytestmark = pytest.mark.django_db


def test_from_a_promise_in_danger_to_what_is_applied() -> None:
    operations, _who = client_of("operations")
    sales, _other = client_of("sales", name="Sal Es")
    promises = crowd(person("administrator"))
    heard()
    forecaster = Forecaster(SETTINGS)
    forecaster.renew(at=AT)
    assert "Try what would help" in told(operations, f"/forecast/of/{promises[3]}/")
    search = operations.post(f"/promises/{promises[3]}/help/")["Location"]
    assert 'hx-trigger="load' in told(operations, search)
    forecaster.answer_trials(at=AT)
    compared = operations.get(search)["Location"]
    assert "being tried" in told(operations, compared)
    forecaster.answer_trials(at=AT)
    page = told(operations, compared)
    assert "Promises that move most" in page
    assert "hx-trigger" not in page.partition('id="compared"')[2].partition(">")[0]
    assert f"{compared.replace('&', '&amp;')}&amp;table=moved&amp;format=csv" in page
    taken = operations.get(f"{compared}&table=what-ifs&format=csv").content.decode("utf-8-sig").splitlines()
    assert len(taken) == 1 + compared.count("of=")
    text = operations.get(f"{compared}&table=moved&format=csv").content.decode("utf-8-sig")
    moved = list(csv.DictReader(io.StringIO(text)))
    first = Scenario.objects.get(changes__kind="place")
    tried = TrialRow.objects.filter(trial__scenario=first)
    most = [row.kept_after for row in tried if abs(row.points) >= LEAST]
    assert most
    assert {float(row[first.name]) for row in moved} >= set(most), "of each what-if every promise that it moves"
    assert len(moved) == len({row.promise_id for row in TrialRow.objects.all() if abs(row.points) >= LEAST})
    assert sales.get(f"/what-ifs/{first.pk}/").status_code == 404
    assert f"/what-ifs/{first.pk}/" in told(operations, f"/forecast/of/{promises[3]}/")
    assert operations.post(f"/what-ifs/{first.pk}/share/").status_code == 302
    trial = Trial.objects.get(scenario=first)
    assert "Apply…" not in told(sales, f"/what-ifs/{first.pk}/")
    assert sales.post(f"/forecast/trials/{trial.pk}/apply/", {"reason": "So."}).status_code == 403
    assert operations.post(f"/forecast/trials/{trial.pk}/apply/", {"reason": " "}).status_code == 422
    done = operations.post(f"/forecast/trials/{trial.pk}/apply/", {"reason": "They wait."})
    assert done["Location"] == f"/what-ifs/{first.pk}/"
    assert Placement.objects.get().promise_id == promises[3]
    assert "They wait." in told(operations, done["Location"])
    later = Scenario.objects.get(changes__kind="later-date")
    refused_there = told(operations, f"/what-ifs/{later.pk}/")
    assert "needs their consent" in refused_there
    assert re.search(r'<a href="/revisions/of/\d+/">Revise the promise</a>', refused_there)
    refused = operations.post(
        f"/forecast/trials/{Trial.objects.get(scenario=later).pk}/apply/", {"reason": "So.", "although_moved": "on"}
    )
    assert (refused.status_code, "needs their consent" in refused.content.decode()) == (422, True)


def test_a_what_if_is_begun_typed_and_changed_on_its_pages() -> None:
    sales, _who = client_of("sales")
    promises = crowd(person("administrator"), 2)
    key = Promise.objects.values_list("key", flat=True).get(pk=promises[0])
    heard()
    Forecaster(SETTINGS).renew(at=AT)
    refused = sales.post("/what-ifs/new/", {"name": "", "reason": "kept words"})
    assert (refused.status_code, "kept words" in refused.content.decode()) == (422, True)
    begun = sales.post(f"/what-ifs/new/?promise={key}", {"name": "First", "cost": "5", "currency": "EUR"})["Location"]
    made = Scenario.objects.get()
    assert begun == f"/what-ifs/{made.pk}/add/place/?promise={key}"
    assert (made.promise_id, f'value="{key}"' in told(sales, begun)) == (promises[0], True)
    unknown = sales.post(begun, {"promise": "nope", "rank_class": "0"})
    assert (unknown.status_code, "no open promise “nope”" in unknown.content.decode()) == (422, True)
    assert sales.post(begun, {"promise": key.lower(), "rank_class": "0"}).status_code == 302
    change = made.changes.get()
    where = f"/what-ifs/changes/{change.pk}/"
    assert f'value="{key}"' in told(sales, where)
    assert sales.post(where, {"promise": key, "rank_class": "5"}).status_code == 302
    assert sales.get(where).status_code == 404  # the list is another one by now
    made.refresh_from_db()
    latest = made.changes.get(revision=made.revision)
    assert (latest.rank_class, made.revision) == (5, 2)
    assert sales.post(f"/what-ifs/changes/{latest.pk}/remove/").status_code == 302
    assert sales.post(f"/what-ifs/{made.pk}/add/no-such-kind/").status_code == 404
    renamed = {"name": "Second", "version": "0", "cost": "5.00", "currency": "EUR"}
    assert sales.post(f"/what-ifs/{made.pk}/change/", renamed).status_code == 302
    assert "Second" in told(sales, "/what-ifs/")
    copied = sales.post(f"/what-ifs/{made.pk}/copy/")["Location"]
    assert "Second (copy)" in told(sales, copied)
    assert sales.post(f"/what-ifs/{made.pk}/take-back/")["Location"] == "/what-ifs/"
    assert f'href="/what-ifs/{made.pk}/"' not in told(sales, "/what-ifs/")
