"""How a forecast moved, beside what moved it: the promise's own and what its teams can do, and nothing else."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client

from makegood.capability.services import add_absence
from makegood.engine import Settings
from makegood.feasibility.models import Snapshot
from makegood.feasibility.queries import past_of
from makegood.feasibility.services import Forecaster, freeze_baseline
from makegood.foundation.actors import Viewer
from makegood.foundation.guards.services import guards_lifted
from makegood.people.models import User
from makegood.promises.models import Promise
from makegood.promises.services import change_promise, comment_on
from tests.feasibility.test_renewing import heard
from tests.promises.desk import DUE, admin, committed, customer
from tests.staff import AT
from tests.work.bench import item, team

pytestmark = pytest.mark.django_db
SETTINGS = Settings(samples=64)
LATER = AT + timedelta(days=7)


def shown(by: Viewer, address: str) -> str:
    client = Client()
    client.force_login(User.objects.get(pk=by.number))
    page = client.get(address, headers={"HX-Request": "true"}).content.decode()
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def a_promise_that_fell() -> tuple[Viewer, int, int]:
    """Return a promise that was frozen a week ago in a baseline, and whose team is away since; and the baseline."""
    by = admin()
    assembly, paint = team(by, slots=1.0), team(by, "Paint")
    promise = committed(by, customer(by), due=DUE, key="A")
    item(by, promise, assembly)
    heard()
    forecaster = Forecaster(SETTINGS)
    forecaster.renew(at=AT)
    baseline = freeze_baseline(name="Review", by=by, at=AT)
    for of_team in (assembly, paint):
        add_absence(team=of_team, start=LATER.date(), end=DUE - timedelta(days=1), slots=None, by=by, at=LATER)
    comment_on(promise=promise, text="Nobody told me.", by=by, at=LATER)
    version = Promise.objects.get(pk=promise).version
    change_promise(number=promise, version=version, core_need="Line 2 opens.", by=by, at=LATER)
    heard()
    forecaster.renew(at=LATER + timedelta(hours=1))
    return by, promise, baseline


def test_a_promise_says_how_it_moved_and_what_of_its_team_moved_it() -> None:
    by, promise, _baseline = a_promise_that_fell()
    said = shown(by, f"/forecast/of/{promise}/")
    _before, _head, moved = said.partition("How it moved")
    assert "Assembly : The whole team is away from" in moved
    assert "Paint" not in moved  # it has no work for it
    assert "Nobody told me" not in moved
    assert "Line 2 opens" not in moved  # words explain, and move nothing


def test_a_day_without_a_forecast_of_its_own_has_that_of_a_named_baseline() -> None:
    by, promise, _baseline = a_promise_that_fell()
    days = [one.day for one in past_of(promise, by)]
    assert days == sorted(set(days))
    assert days == [AT.date(), LATER.date()]
    before = past_of(promise, by)
    with guards_lifted():  # as if no forecast had run on that day
        Snapshot.objects.filter(promise=promise, day=AT.date()).delete()
    assert [(one.day, one.p_kept) for one in past_of(promise, by)] == [(one.day, one.p_kept) for one in before]


def test_a_comparison_names_what_was_changed_and_leaves_out_what_moves_nothing() -> None:
    by, promise, baseline = a_promise_that_fell()
    said = shown(by, f"/forecast/compare/?then=b{baseline}")
    assert "Assembly : The whole team is away from" in said
    assert "Nobody told me" not in said
    assert "Line 2 opens" not in said
    assert promise


def test_what_fell_is_marked_by_how_likely_it_is_and_by_how_much_it_fell() -> None:
    by, _promise, baseline = a_promise_that_fell()
    client = Client()
    client.force_login(User.objects.get(pk=by.number))
    page = client.get(f"/forecast/compare/?then=b{baseline}").content.decode()
    row = re.search(r'data-title="Kept now">(.*?)</td>', page, re.DOTALL)
    assert row
    now = re.search(r"(\d+)\s%", row[1])
    assert now
    fell = re.search(r"<small>−(\d+)</small>", row[1])
    assert fell
    assert "−-" not in page
