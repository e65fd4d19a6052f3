"""The best set of changes for a promise: looked for by a worker, kept as a what-if, shown with what it passed over."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from makegood.feasibility.bridge import told_reason
from makegood.feasibility.models import Trial
from makegood.feasibility.queries import BestSetRow, effects, find_best_set, find_scenario, latest_best_set
from makegood.feasibility.services import (
    UnableToSuppose,
    change_scenario,
    look_for_best_set,
    remove_change,
    share_scenario,
    solve,
    take_back_scenario,
)
from makegood.feasibility.services.solving import SOLVE
from makegood.feasibility.states import TrialKind, TrialState
from makegood.foundation.actors import Viewer
from makegood.foundation.errors import Denied, NotFound
from makegood.foundation.history.models import Entry
from makegood.foundation.jobs.models import Job
from makegood.foundation.jobs.states import JobState
from makegood.foundation.jobs.worker import Worker
from makegood.people.models import User
from makegood.people.services import close_account
from makegood.promises.services import cancel_promise
from tests.api.callers import Program
from tests.feasibility.test_ranking import crowd, running
from tests.feasibility.test_renewing import DUE
from tests.feasibility.what_ifs import begun, more, placed, team_of
from tests.promises.desk import admin
from tests.staff import AT, GUEST, person

pytestmark = pytest.mark.django_db


def answered() -> None:
    """Let a worker look for everything that was asked for, as if it had been on the day of the other tests."""
    Trial.objects.filter(kind=TrialKind.BEST).update(at=AT)
    Job.objects.filter(task=SOLVE).update(free_at=AT - timedelta(days=365))
    Worker().run_all()


def solved(promise: int, by: Viewer, **demands: Any) -> BestSetRow:
    """Return what was found, once a worker has looked for it."""
    trial = look_for_best_set(promise=promise, by=by, at=AT, **demands)
    assert find_best_set(trial, by).state is TrialState.WAITING
    answered()
    return find_best_set(trial, by)


def kinds(row: BestSetRow, by: Viewer) -> set[str]:
    return set() if row.scenario is None else {one.kind.value for one in find_scenario(row.scenario, by).changes}


def test_the_best_set_is_a_what_if_that_everybody_sees_and_is_never_worse_than_nothing() -> None:
    by, other = person("operations"), person("sales")
    promises = crowd(admin())
    forecaster = running()
    row = solved(promises[3], by, reach=0.5)
    assert row.state is TrialState.DONE
    assert row.scenario is not None
    assert row.kept_after is not None
    assert (row.kept_before, row.short_of, row.is_settled) == (None, None, True)
    seen = find_scenario(row.scenario, other)
    assert seen.name == "P3: the best set"
    assert seen.cost == Decimal(str(row.cost)).quantize(Decimal("0.01"))
    assert forecaster.answer_trials(at=AT) == 1  # it is tried for every promise by itself
    after = find_scenario(row.scenario, other)
    assert after.tried is not None
    assert after.tried.state == TrialState.DONE
    known = find_best_set(row.trial, other)  # what is told are the figures of that trial
    assert known.kept_before is not None
    assert known.kept_after is not None
    assert known.kept_before < known.kept_after
    assert known.lost_before is not None
    assert known.lost_after is not None
    assert known.lost_after < known.lost_before
    (effect,) = [one for one in effects(after.tried.number, other, size=100).rows if one.promise == promises[3]]
    assert (effect.kept_before, effect.kept_after) == (known.kept_before, known.kept_after)
    assert latest_best_set(promises[3], other) == find_best_set(row.trial, other)
    assert latest_best_set(promises[0], other) is None
    assert Entry.objects.filter(verb="promise.look-for-best-set").count() == 1


def test_it_respects_what_is_demanded_and_says_why_the_rest_was_passed_over() -> None:
    by = person("operations")
    promises = crowd(admin())
    running()
    every = ("place", "less-scope", "split-delivery", "later-date", "added-slots", "swapped-team", "dropped-term")
    alone = solved(promises[3], by, vetoed=every[:-1])
    assert (alone.scenario, alone.cost, alone.chosen) == (None, 0.0, ())
    assert {one["why"]["code"] for one in alone.out} <= {"vetoed kind", "no cost"}
    assert "added-slots" not in kinds(solved(promises[3], by, vetoed=["added-slots"]), by)
    poor = solved(promises[3], by, budget=Decimal(10), slot_week=Decimal(1_000))
    assert poor.cost <= 10
    assert "over budget" in {one["why"]["code"] for one in poor.out}
    guarded = solved(promises[3], by, protected=[promises[0]], vetoed=["added-slots"])
    assert guarded.demands["protected"] == [promises[0]]
    strict = solved(promises[3], by, delay_days=0, reach=1.0, vetoed=every)
    assert strict.short_of == 1.0


def test_it_chooses_among_shared_what_ifs_at_what_they_cost_but_not_among_private_or_chosen_ones() -> None:
    by = person("operations")
    promises = crowd(admin())
    running()
    team = team_of(promises[3])
    cheap = begun(by, more(team, 3.0), promise=promises[3], name="Friends", cost=Decimal(5), currency="EUR")
    begun(by, placed(promises[3]), promise=promises[3], name="Secret")
    share_scenario(number=cheap, by=by, at=AT)
    asked = {"slot_week": Decimal(100_000), "vetoed": ["place", "later-date", "split-delivery", "less-scope"]}
    row = solved(promises[3], by, **asked)
    assert [(one["name"], one["cost"]) for one in row.chosen] == [("Friends", 5.0)]
    assert row.cost == 5.0
    again = solved(promises[3], by, **asked)
    named = {one["name"] for one in (*again.chosen, *again.out)}
    assert named == {"Friends", ""}
    take_back_scenario(number=cheap, by=by, at=AT)
    assert "Friends" not in {one["name"] for one in (*solved(promises[3], by, **asked).chosen,)}


def test_a_search_is_asked_once_answered_once_and_ends_where_it_can_not_be_known() -> None:
    by, keeper = person("operations"), admin()
    promises = crowd(keeper, 2)
    running()
    trial = look_for_best_set(promise=promises[1], by=by, at=AT)
    assert look_for_best_set(promise=promises[1], by=by, at=AT) == trial
    assert look_for_best_set(promise=promises[1], by=by, at=AT, delay_days=3) != trial
    close_account(number=by.number, by=keeper.actor, at=AT)
    answered()
    assert set(Trial.objects.values_list("state", flat=True)) == {TrialState.FAILED}
    for wrong, field in (
        ({"budget": Decimal(-1)}, "budget"),
        ({"slot_week": Decimal("NaN")}, "slot_week"),
        ({"delay_days": -1}, "delay_days"),
        ({"reach": 1.5}, "reach"),
        ({"protected": [0]}, "protected"),
        ({"vetoed": ["magic"]}, "vetoed"),
    ):
        with pytest.raises(UnableToSuppose) as refused:
            look_for_best_set(promise=promises[1], by=keeper, at=AT, **wrong)
        assert refused.value.field == field
    with pytest.raises(Denied):
        look_for_best_set(promise=promises[1], by=GUEST, at=AT)
    with pytest.raises(NotFound):
        find_best_set(trial, GUEST)


def test_what_can_not_be_weighed_or_comes_too_late_is_not_chosen_and_named() -> None:
    by = person("operations")
    promises = crowd(admin())
    running()
    team, late = team_of(promises[3]), {"kind": "later-date", "promise": promises[3], "due": DUE + timedelta(days=90)}
    for name, changes, money in (
        ("Free?", [more(team, 2.0)], {}),
        ("Yen", [more(team, 3.0)], {"cost": Decimal(1), "currency": "JPY"}),
        ("Spring", [late], {"cost": Decimal(0), "currency": "EUR"}),
        ("Free again?", [more(team, 4.0)], {}),
        ("One", [more(team, 4.0)], {"cost": Decimal(1), "currency": "EUR"}),
        ("Other", [more(team, 5.0)], {"cost": Decimal(1), "currency": "EUR"}),
    ):
        number = begun(by, *changes, promise=promises[3], name=name, **money)
        share_scenario(number=number, by=by, at=AT)
    row = solved(promises[3], by, delay_days=10, vetoed=["place"])
    why = {one["name"]: one["why"]["code"] for one in row.out}
    assert (why["Free?"], why["Yen"], why["Spring"]) == ("no cost", "other currency", "too late")
    assert "Free again?" not in why  # another one says the same, and what it costs
    assert len({"One", "Other"} & {one["name"] for one in row.chosen}) <= 1  # both would help the same team
    assert "no cost" in {one["why"]["code"] for one in row.out if not one["name"]}  # people whom nobody has a price for
    assert all(told_reason(one["why"]) for one in row.out)
    assert row.scenario is not None
    assert row.is_open
    change_scenario(number=row.scenario, version=0, name="Mine", by=by, at=AT)
    assert find_best_set(row.trial, by).is_open
    remove_change(change=find_scenario(row.scenario, by).changes[0].number, by=by, at=AT)
    assert not find_best_set(row.trial, by).is_open


def test_a_set_that_can_be_no_what_if_is_told_all_the_same() -> None:
    by, keeper = person("operations"), admin()
    promises = crowd(keeper)
    running()
    trial = look_for_best_set(promise=promises[3], vetoed=["added-slots"], by=by, at=AT)
    write = solve(trial, at=AT)
    assert write is not None
    for number in promises:
        cancel_promise(number=number, by_customer=False, reason="So.", by=keeper, at=AT)
    with transaction.atomic():
        write()
    row = find_best_set(trial, by)
    assert (row.state, row.scenario, row.is_open) == (TrialState.DONE, None, False)
    assert row.chosen


def test_a_search_whose_job_was_given_up_has_failed_and_can_be_asked_again() -> None:
    by = person("operations")
    promises = crowd(admin(), 2)
    running()
    trial = look_for_best_set(promise=promises[1], by=by, at=AT)
    assert look_for_best_set(promise=promises[1], by=person("sales"), at=AT) == trial
    Job.objects.filter(task=SOLVE).update(state=JobState.FAILED, ended_at=AT)
    assert find_best_set(trial, by).state is TrialState.FAILED
    assert look_for_best_set(promise=promises[1], by=by, at=AT) != trial


def test_it_is_asked_for_and_read_on_pages_which_go_on_by_themselves() -> None:
    by = person("operations")
    promises = crowd(admin())
    running()
    client = Client()
    client.force_login(User.objects.get(pk=by.number))
    form = f"/promises/{promises[3]}/best-set/"
    filled = client.get(form, {"delay_days": "90", "reach": "0.6", "budget": "5"}).content.decode()
    assert 'value="60.0"' in filled or 'value="60"' in filled
    refused = client.post(form, {"protected": "P0, nobody", "budget": "7"})
    assert (refused.status_code, "“nobody”" in refused.content.decode()) == (422, True)
    found = client.post(form, {"protected": "p0; P1", "delay_days": "400", "vetoed": ["added-slots"]})["Location"]
    assert "load delay" in client.get(found).content.decode()
    trial = int(found.strip("/").rpartition("/")[2])
    assert client.get(f"/forecast/trials/{trial}/")["Location"] == found
    answered()
    page = client.get(found).content.decode()
    assert "Not chosen, and why" in page
    assert "Nobody said what it costs." in page
    assert "P0" in page
    assert "load delay" not in page


def test_programs_ask_for_it_and_read_it() -> None:
    promises = crowd(admin())
    running()
    program = Program("operations")
    given = {"budget": 1000, "reach": 0.5, "protected": [promises[0]], "vetoed": ["place"]}
    made = program.write("POST", f"forecast/of/{promises[3]}/best-set", given, status=201)
    assert made["state"] == "waiting"
    answered()
    row = program.get(f"forecast/best-sets/{made['trial']}")
    assert row["state"] == "done"
    assert {one["why_not"] for one in row["chosen"]} <= {""}
    assert all(one["why_not"] for one in row["out"])
    assert row["chosen"] == [] if row["scenario"] is None else find_scenario(row["scenario"], admin()).changes
    assert program.ask("POST", f"forecast/of/{promises[3]}/best-set", {"reach": 2.0}).status_code == 422
