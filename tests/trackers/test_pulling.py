"""Pulling work: it comes once, changes once, goes when it is gone, and nothing is lost when a pull fails."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import translation

from makegood.capability.models import Team
from makegood.foundation.history.models import Entry
from makegood.foundation.history.queries import story
from makegood.foundation.outbox.models import News
from makegood.promises.services import let_expire
from makegood.trackers.models import Told
from makegood.trackers.queries import find_tracker, pulls_of, troubles
from makegood.trackers.services import (
    change_access,
    disconnect_tracker,
    look_ahead,
    look_around,
    map_project,
    pause_tracker,
    pull_now,
    unmap_project,
)
from makegood.trackers.states import TrackerStanding
from makegood.work.models import WorkItem
from makegood.work.queries import find_item
from makegood.work.services import UnableToPlan, add_item, change_item, follow_tracker, remove_item, report_progress
from makegood.work.states import Basis
from tests.staff import person
from tests.trackers.bench import Company, kept
from tests.trackers.outside import LittleRedmine, served

pytestmark = pytest.mark.django_db


def reasons(company: Company) -> dict[str, list[str]]:
    latest = pulls_of(company.number, company.by)[0]
    return {one.reason: [example["number"] for example in one.examples] for one in latest.notices}


def everything() -> tuple[object, ...]:
    versions = list(WorkItem.objects.order_by("pk").values_list("version", flat=True))
    return Entry.objects.count(), News.objects.count(), kept(), versions


def number_of(external: str) -> int:
    return WorkItem.objects.get(external_id=external).pk


def test_work_comes_with_its_promise_team_estimate_progress_and_order() -> None:
    redmine = LittleRedmine()
    redmine.put(1, promise="P-1", subject="Weld", hours=16.0, done=25)
    redmine.put(2, promise="p-1: the frame", subject="Paint", hours=8.0, before=[1])
    redmine.put(3, project=2, promise="P-2", subject="Write", closed=True)
    with served(redmine) as address:
        tracker = Company(address).pull()
    assert tracker.error == ""
    assert kept() == {
        "1": ("P-1", "Weld #1", "Plant", None, 16.0, None, 0.25, None, ()),
        "2": ("P-1", "Paint #2", "Plant", None, 8.0, None, 0.0, None, ("1",)),
        "3": ("P-2", "Write #3", "Office", None, None, None, 1.0, None, ()),
    }


def test_pulling_twice_changes_nothing_and_writes_no_history() -> None:
    redmine = LittleRedmine()
    redmine.put(1, promise="P-1", hours=16.0)
    redmine.put(2, promise="P-1", before=[1])
    with served(redmine) as address:
        company = Company(address)
        company.pull()
        before = (Entry.objects.count(), News.objects.count(), kept(), list(WorkItem.objects.values_list("version")))
        company.pull()
        company.pull(whole=True)
    assert before == (
        Entry.objects.count(),
        News.objects.count(),
        kept(),
        list(WorkItem.objects.values_list("version")),
    )


def test_the_history_says_what_the_tracker_did_in_its_name() -> None:
    redmine = LittleRedmine()
    redmine.put(1, promise="P-1", hours=16.0)
    with served(redmine) as address:
        company = Company(address)
        company.pull()
        redmine.put(1, hours=20.0, done=50)
        company.pull()
    latest, first, *_ = story(subject=("promise", company.promises["P-1"]), viewer=company.by)
    assert (first.verb, first.actor, first.actor_kind) == ("work.add", "Our Redmine", "program")
    assert latest.facts is not None
    assert latest.facts["changed"] == {"p50": [16.0, 20.0], "done_share": [0.0, 0.5]}


def test_only_what_changed_is_asked_for_until_a_day_is_over() -> None:
    redmine = LittleRedmine()
    redmine.put(1, promise="P-1")
    with served(redmine) as address:
        company = Company(address)
        company.pull()
        redmine.asked.clear()
        redmine.put(2, promise="P-1")
        company.pull()
        assert all("updated_on" in one for one in redmine.asked if "/issues.json" in one)
        redmine.drop(1)
        company.pull()
        assert set(kept()) == {"1", "2"}
        company.pull(later=timedelta(hours=24))
    assert set(kept()) == {"2"}


def test_what_has_no_promise_or_no_estimate_is_said_and_never_a_silent_zero() -> None:
    redmine = LittleRedmine()
    redmine.put(1)
    redmine.put(2, promise="P-9")
    redmine.put(3, promise="P-1")
    redmine.put(4, promise="P-1", hours=0.0)
    redmine.put(5, promise="P-1", hours=8.0, due="2027-03-02")
    redmine.put(6, promise="P-1", hours=8.0, fields={7: "9", 8: "12"})
    with served(redmine) as address:
        company = Company(address, reading={"low": "7", "high": "8"})
        company.pull()
    assert reasons(company) == {
        "no-promise": ["1"],
        "unknown-promise": ["2"],
        "no-estimate": ["3"],
        "zero-estimate": ["4"],
        "late": ["5"],
        "bad-range": ["6"],
    }
    bases = {number: find_item(number_of(number), company.by).basis for number in ("3", "4", "5", "6")}
    assert bases == {"3": Basis.MISSING, "4": Basis.MISSING, "5": Basis.SINGLE, "6": Basis.SINGLE}


def test_parts_are_for_the_promise_of_the_whole_and_come_after_what_the_whole_comes_after() -> None:
    redmine = LittleRedmine()
    redmine.put(1, promise="P-1", hours=4.0)
    redmine.put(2, promise="P-1", before=[1])
    redmine.put(3, parent=2, hours=4.0)
    redmine.put(4, parent=3, hours=4.0)
    redmine.put(5, promise="P-1", before=[2], hours=4.0)
    with served(redmine) as address:
        Company(address).pull()
    assert {number: row[-1] for number, row in kept().items()} == {"1": (), "3": ("1",), "4": ("1",), "5": ("3", "4")}


def test_an_issue_may_move_between_promises_teams_and_projects() -> None:
    redmine = LittleRedmine()
    redmine.put(1, promise="P-1", hours=4.0)
    with served(redmine) as address:
        company = Company(address)
        company.pull()
        item = number_of("1")
        redmine.put(1, promise="P-2", project=2)
        company.pull()
        assert number_of("1") == item
        assert kept()["1"][:3] == ("P-2", "Task 1 #1", "Office")
        told = [event.verb for event in story(subject=("promise", company.promises["P-2"]), viewer=company.by)]
        assert told[0] == "work.change"
        redmine.projects[3] = "Elsewhere"
        redmine.put(1, project=3)
        company.pull(whole=True)
    assert kept() == {}


def test_what_moves_while_projects_are_read_one_after_the_other_is_not_taken_off() -> None:
    redmine = LittleRedmine()
    redmine.put(1, promise="P-1", project=2)
    with served(redmine) as address:
        company = Company(address)
        company.pull()
        item = number_of("1")
        redmine.between = lambda: redmine.issues[1].update(project=1 if redmine.issues[1]["project"] == 2 else 2)
        company.pull(whole=True)
    assert number_of("1") == item


def test_pages_that_shift_while_they_are_read_lose_nothing() -> None:
    redmine = LittleRedmine(size=2)
    for number in range(1, 10):
        redmine.put(number, promise="P-1")
    with served(redmine) as address:
        company = Company(address)
        gone = iter([1, 3, 5])
        redmine.between = lambda: redmine.drop(next(gone, 0))
        company.pull()
        assert set(kept()) == {str(number) for number in range(1, 10)}
        company.pull(whole=True)
    assert set(kept()) == {"2", "4", "6", "7", "8", "9"}


def test_what_people_hold_against_the_tracker_stays_until_they_let_go() -> None:
    redmine = LittleRedmine()
    redmine.put(1, promise="P-1", hours=4.0)
    with served(redmine) as address:
        company = Company(address)
        by = company.by
        company.pull()
        item = number_of("1")
        with pytest.raises(UnableToPlan, match="comes from the tracker") as refused:
            change_item(number=item, version=0, p50=9.0, by=by, at=company.at)
        assert refused.value.field == "p50"
        with pytest.raises(UnableToPlan):
            report_progress(number=item, done_share=0.5, by=by, at=company.at)
        with pytest.raises(UnableToPlan):
            remove_item(number=item, by=by, at=company.at)
        change_item(number=item, version=0, slots=3, by=by, at=company.at)
        three: dict[str, Any] = {"p10": 2.0, "p50": 9.0, "p90": 30.0}
        change_item(number=item, version=1, **three, against_tracker=True, by=by, at=company.at)
        redmine.put(1, hours=5.0, done=10)
        company.pull()
        assert kept()["1"][3:7] == (2.0, 9.0, 30.0, 0.1)
        assert find_item(item, by).by_hand == ("p10", "p50", "p90")
        follow_tracker(number=item, by=by, at=company.at)
        company.pull()
    row = find_item(item, by)
    assert (row.p10, row.p50, row.p90, row.slots, row.by_hand) == (None, 5.0, None, 3, ())


def test_work_that_is_listed_here_stays_and_keeps_its_place_in_the_order() -> None:
    redmine = LittleRedmine()
    redmine.put(1, promise="P-1")
    redmine.put(2, promise="P-1", before=[1])
    with served(redmine) as address:
        company = Company(address)
        company.pull()
        promise, plant = company.promises["P-1"], company.teams[1]
        ours = add_item(promise=promise, name="call", team=plant, after=[number_of("1")], by=company.by, at=company.at)
        two = find_item(number_of("2"), company.by)
        change_item(number=two.number, version=two.version, after=[*two.after, ours], by=company.by, at=company.at)
        redmine.put(2, before=[])
        company.pull()
        assert (kept()["2"][-1], kept()["call"][-1]) == (("call",), ("1",))
        redmine.drop(1)
        company.pull(whole=True)
    assert (kept()["2"][-1], kept()["call"][-1]) == (("call",), ())


def test_a_promise_that_has_ended_keeps_the_work_that_it_had() -> None:
    redmine = LittleRedmine()
    redmine.put(1, promise="P-1")
    with served(redmine) as address:
        company = Company(address)
        company.pull()
        before = kept()
        let_expire(number=company.promises["P-1"], by=company.by, at=company.at)
        redmine.put(1, hours=9.0)
        redmine.put(2, promise="P-1")
        company.pull()
    assert kept() == before
    assert reasons(company) == {"ended-promise": ["1", "2"]}


def test_issues_in_circles_are_listed_and_the_circle_is_said() -> None:
    redmine = LittleRedmine()
    redmine.put(1, promise="P-1", hours=1.0, before=[2])
    redmine.put(2, promise="P-1", hours=1.0, before=[1])
    with served(redmine) as address:
        company = Company(address)
        company.pull()
    assert {number: row[-1] for number, row in kept().items()} == {"1": ("2",), "2": ()}
    assert reasons(company) == {"circle": ["2"]}


def test_a_project_that_is_gone_leaves_its_work_as_it_was_and_others_go_on() -> None:
    redmine = LittleRedmine()
    redmine.put(1, promise="P-1", hours=1.0)
    redmine.put(2, promise="P-1", project=2, hours=1.0)
    with served(redmine) as address:
        company = Company(address)
        company.pull()
        redmine.hidden.add(2)
        redmine.put(1, hours=2.0)
        tracker = company.pull(whole=True)
        assert (tracker.error, kept()["1"][4], kept()["2"][4]) == ("", 2.0, 1.0)
        assert reasons(company) == {"project-gone": ["2"]}
        unmap_project(number=company.tracker.places.get(project="2").pk, by=company.by, at=company.at)
        company.pull()
    assert set(kept()) == {"1"}


def test_most_of_the_work_goes_only_where_an_administrator_says_so() -> None:
    redmine = LittleRedmine()
    for number in range(1, 31):
        redmine.put(number, promise="P-1", hours=1.0)
    with served(redmine) as address:
        company = Company(address)
        company.pull()
        for number in range(1, 26):
            redmine.drop(number)
        tracker = company.pull(whole=True)
        with translation.override("de"):  # whoever reads it, in whatever language the house speaks
            (row,) = troubles(company.by)
            assert "25 von 30" in row.error
            assert "25 von 30" in pulls_of(company.number, company.by)[0].error
        assert "25 of 30" in find_tracker(company.number, company.by).error
        assert len(kept()) == 30
        pull_now(number=company.number, by=company.by, at=company.at, accept_loss=True)
        tracker = company.pull()
    assert (tracker.error, len(kept()), tracker.accepts_loss) == ("", 5, False)


@pytest.mark.parametrize("change", ["pause", "another key", "map", "unmap"])
def test_that_most_may_go_was_said_of_the_connection_as_it_was(change: str) -> None:
    company = Company("http://127.0.0.1:1")
    number, by, at = company.number, company.by, company.at
    pull_now(number=number, by=by, at=at, accept_loss=True)
    assert company.tracker.accepts_loss
    if change == "pause":
        pause_tracker(number=number, by=by, at=at)
    elif change == "map":
        map_project(tracker=number, project="9", team=Team.objects.earliest("pk").pk, by=by, at=at)
    elif change == "unmap":
        unmap_project(number=company.tracker.places.earliest("pk").pk, by=by, at=at)
    else:
        row = company.tracker
        change_access(number=number, version=row.version, name=row.name, address=row.address, key="f" * 40, by=by,
                      at=at)  # fmt: skip
    assert not company.tracker.accepts_loss


def test_a_look_ahead_leaves_the_work_of_a_project_that_can_not_be_read() -> None:
    redmine = LittleRedmine()
    redmine.put(1, promise="P-1", hours=4.0)
    redmine.put(2, project=2, promise="P-1", hours=4.0)
    with served(redmine) as address:
        company = Company(address)
        company.pull()
        redmine.hidden.add(2)
        sight = look_ahead(number=company.number, by=company.by, at=company.at)
        company.pull(whole=True)
    assert (len(sight.closed), sight.gone, sight.listed) == (1, 0, 2)
    assert set(kept()) == {"1", "2"}


def test_a_look_ahead_says_what_would_come_and_keeps_nothing() -> None:
    redmine = LittleRedmine(projects={1: "Plant", 2: "Office", 3: "Archive"})
    redmine.put(1, promise="P-1", hours=4.0)
    redmine.put(2, project=2)
    with served(redmine) as address:
        company = Company(address)
        look_around(number=company.number, by=company.by, at=company.at)
        sight = look_ahead(number=company.number, by=company.by, at=company.at)
    assert (sight.told, sight.listed, sight.added, sight.unmapped) == (2, 1, 1, ("Archive",))
    assert [one.name for one in sight.first] == ["Task 1 #1"]
    assert [(one.reason, one.count) for one in sight.notices] == [("no-promise", 1)]
    assert not WorkItem.objects.exists()
    assert not Told.objects.exists()


def test_what_came_is_ours_when_the_tracker_is_let_go() -> None:
    redmine = LittleRedmine()
    redmine.put(1, promise="P-1", hours=3.0)
    with served(redmine) as address:
        company = Company(address)
        company.pull()
    disconnect_tracker(number=company.number, by=company.by, at=company.at)
    item = WorkItem.objects.get()
    change_item(number=item.pk, version=item.version, p50=9.0, by=company.by, at=company.at)
    remove_item(number=item.pk, by=company.by, at=company.at)
    assert not WorkItem.objects.exists()


def test_a_tracker_that_fails_changes_nothing_says_so_and_is_asked_less_and_less() -> None:
    redmine = LittleRedmine()
    redmine.put(1, promise="P-1", hours=3.0)
    with served(redmine) as address:
        company = Company(address)
        company.pull()
    before, waits = (kept(), Entry.objects.count()), []
    for _ in range(7):
        tracker = company.pull()
        assert tracker.next_at is not None
        waits.append((tracker.next_at - company.at) / timedelta(minutes=1))
    assert (kept(), Entry.objects.count()) == before
    assert waits == [15, 30, 60, 120, 240, 360, 360]
    row = find_tracker(company.number, company.by)
    assert (row.standing, row.succeeded_at is None) == (TrackerStanding.FAILING, False)
    assert "can’t be reached" in row.error
    assert [(one.name, one.may_see) for one in troubles(person("sales"))] == [("Our Redmine", False)]
