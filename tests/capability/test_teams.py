from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from makegood.capability.bridge import capacity_weeks
from makegood.capability.models import Absence, Team
from makegood.capability.queries import absence_page, find_absence, find_team, team_choices, team_page, team_story
from makegood.capability.services import (
    UnableToAddTeam,
    UnableToChangeTeam,
    UnableToCloseTeam,
    UnableToNoteAbsence,
    UnableToPlanCapacity,
    add_absence,
    add_team,
    change_absence,
    change_team,
    close_team,
    drop_capacity,
    plan_capacity,
    rebuild_search,
    remove_absence,
    reopen_team,
)
from makegood.foundation.actors import Viewer
from makegood.foundation.errors import Denied, NotFound, Problem, Stale
from makegood.foundation.search.queries import find
from tests.capability.plant import TODAY, news, on, team
from tests.staff import AT, GUEST, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def planner() -> Viewer:
    return person("operations")


def known(number: int, viewer: Viewer) -> Any:  # a row
    return find_team(number, viewer, today=TODAY).row


def test_a_team_is_named_once_whatever_its_case_and_keeps_what_it_is_told(planner: Viewer) -> None:
    number = team(planner, country="de", region="sn", available_share=0.7, hours_per_day=[8, 8, 8, 8, 6, 0, 0])
    row = known(number, planner)
    assert (row.key, row.country, row.region, row.share, row.week_hours) == ("Assembly", "DE", "SN", 0.7, 38.0)
    assert row.promisable_hours == pytest.approx(4 * 38 * 0.7)
    with pytest.raises(UnableToAddTeam) as refused:
        team(planner, name="Other", key="ASSEMBLY")
    assert refused.value.field == "key"


@pytest.mark.parametrize(
    ("fields", "at_fault"),
    [
        ({"name": ""}, "name"),
        ({"slots": -1.0}, "slots"),
        ({"slots": float("nan")}, "slots"),
        ({"slots": 1_001.0}, "slots"),
        ({"hours_per_day": [8] * 6}, "hours_per_day"),
        ({"hours_per_day": [25, 0, 0, 0, 0, 0, 0]}, "hours_per_day"),
        ({"available_share": 1.1}, "available_share"),
        ({"country": "XX"}, "country"),
        ({"country": "DE", "region": "nowhere"}, "region"),
        ({"region": "SN"}, "country"),
        ({"zone": "Mars/Olympus"}, "zone"),
    ],
)
def test_what_makes_no_team_is_refused_beside_its_field(planner: Viewer, fields: Any, at_fault: str) -> None:
    with pytest.raises(UnableToAddTeam) as refused:
        team(planner, **fields)
    assert (refused.value.field, Team.objects.count()) == (at_fault, 0)


def test_what_a_forecast_depends_on_is_told_and_nothing_else(planner: Viewer) -> None:
    number = team(planner)
    change_team(number=number, version=0, name="Packing", zone="Europe/Berlin", by=planner, at=AT)
    assert len(news()) == 1
    change_team(number=number, version=1, slots=5.0, by=planner, at=AT)
    absence = add_absence(team=number, start=on(2, 1), end=on(2, 3), note="fair", by=planner, at=AT)
    change_absence(number=absence, version=0, note="trade fair", by=planner, at=AT)
    plan_capacity(team=number, start=on(3, 1), slots=6, by=planner, at=AT)
    plan_capacity(team=number, start=on(3, 1), slots=6, by=planner, at=AT)
    remove_absence(number=absence, by=planner, at=AT)
    assert news() == [{"teams": [number], "attributes": [], "measures": []}] * 5


def test_two_who_change_a_team_at_once_see_each_other(planner: Viewer) -> None:
    number = team(planner)
    change_team(number=number, version=0, slots=5.0, by=planner, at=AT)
    with pytest.raises(Stale) as stale:
        change_team(number=number, version=0, slots=6.0, name="Packing", by=planner, at=AT)
    assert stale.value.details == {"fields": {"slots": {"now": 5.0}, "name": {"now": "Assembly"}}, "version": 1}
    change_team(number=number, version=1, slots=5.0, by=planner, at=AT)
    assert known(number, planner).version == 1


def test_a_region_belongs_to_its_country(planner: Viewer) -> None:
    number = team(planner, country="DE", region="SN")
    with pytest.raises(UnableToChangeTeam) as refused:
        change_team(number=number, version=0, country="PL", by=planner, at=AT)
    assert refused.value.field == "region"
    change_team(number=number, version=0, country="PL", region="", by=planner, at=AT)
    assert (known(number, planner).country, known(number, planner).region) == ("PL", "")


def test_a_closed_team_is_planned_with_no_more_until_it_is_reopened(planner: Viewer) -> None:
    number = team(planner)
    absence = add_absence(team=number, start=on(2, 1), end=on(2, 3), by=planner, at=AT)
    close_team(number=number, reason="merged", by=planner, at=AT)
    for act in (
        lambda: change_team(number=number, version=1, slots=5.0, by=planner, at=AT),
        lambda: plan_capacity(team=number, start=on(3, 1), slots=6, by=planner, at=AT),
        lambda: add_absence(team=number, start=on(2, 1), end=on(2, 3), by=planner, at=AT),
        lambda: remove_absence(number=absence, by=planner, at=AT),
        lambda: close_team(number=number, reason="again", by=planner, at=AT),
    ):
        with pytest.raises(Problem) as refused:
            act()
        assert refused.value.field == "team"
    assert (team_choices(planner), absence_page(planner, since=TODAY).total) == ((), 0)
    reopen_team(number=number, by=planner, at=AT)
    with pytest.raises(UnableToCloseTeam):
        reopen_team(number=number, by=planner, at=AT)
    assert team_choices(planner) == ((number, "Assembly"),)


def test_capacity_is_planned_as_people_or_as_hours_a_week_and_one_figure_holds_for_a_day(planner: Viewer) -> None:
    number = team(planner, hours_per_day=[8, 8, 8, 8, 6, 0, 0])
    first = plan_capacity(team=number, start=on(2, 1), slots=5, by=planner, at=AT)
    again = plan_capacity(team=number, start=on(2, 1), hours_per_week=228, note="two hired", by=planner, at=AT)
    [change] = find_team(number, planner, today=TODAY).changes
    assert (first == again == change.number, change.slots, change.note) == (True, 6.0, "two hired")
    assert find_team(number, planner, today=on(1, 31)).row.slots_now == 4
    assert find_team(number, planner, today=on(2, 1)).row.slots_now == 6
    drop_capacity(number=change.number, by=planner, at=AT)
    assert find_team(number, planner, today=on(2, 1)).row.slots_now == 4
    with pytest.raises(NotFound):
        drop_capacity(number=change.number, by=planner, at=AT)


@pytest.mark.parametrize(
    ("fields", "at_fault"),
    [
        ({}, "slots"),
        ({"slots": 5, "hours_per_week": 200}, "slots"),
        ({"hours_per_week": 1e9}, "hours_per_week"),
        ({"slots": 5, "start": None}, "start"),
        ({"slots": 5, "start": on(1, 1).replace(year=1900)}, "start"),
    ],
)
def test_capacity_that_says_nothing_clear_is_refused(planner: Viewer, fields: Any, at_fault: str) -> None:
    with pytest.raises(UnableToPlanCapacity) as refused:
        plan_capacity(**{"team": team(planner), "start": on(2, 1), "by": planner, "at": AT, **fields})
    assert refused.value.field == at_fault


def test_hours_a_week_say_nothing_of_a_team_without_working_hours(planner: Viewer) -> None:
    number = team(planner, hours_per_day=[0] * 7)
    with pytest.raises(UnableToPlanCapacity) as refused:
        plan_capacity(team=number, start=on(2, 1), hours_per_week=40, by=planner, at=AT)
    assert refused.value.field == "hours_per_week"


def test_weeks_show_holidays_absences_and_planned_changes(planner: Viewer) -> None:
    number = team(planner, country="DE", region="SN", available_share=1.0)
    add_absence(team=number, start=on(1, 11), end=on(1, 12), slots=1, by=planner, at=AT)
    add_absence(team=number, start=on(1, 18), end=on(1, 24), by=planner, at=AT)
    plan_capacity(team=number, start=on(3, 22), slots=6, by=planner, at=AT)
    weeks = capacity_weeks(find_team(number, planner, today=on(1, 7)), today=on(1, 7), weeks=13)
    assert [week.start for week in weeks[:2]] == [on(1, 4), on(1, 11)]
    assert [week.hours for week in weeks[:4]] == [160, 144, 0, 160]
    good_friday, easter_monday = weeks[11], weeks[12]
    assert (good_friday.hours, good_friday.most) == (4 * 8 * 6, 240)
    assert easter_monday.hours == 4 * 8 * 6


def test_an_absence_lasts_forwards_and_can_be_changed_and_taken_back(planner: Viewer) -> None:
    number = team(planner)
    with pytest.raises(UnableToNoteAbsence) as refused:
        add_absence(team=number, start=on(2, 3), end=on(2, 1), by=planner, at=AT)
    assert refused.value.field == "end"
    absence = add_absence(team=number, start=on(2, 1), end=on(2, 3), slots=1.5, note="fair", by=planner, at=AT)
    with pytest.raises(UnableToNoteAbsence):
        change_absence(number=absence, version=0, start=on(2, 4), by=planner, at=AT)
    change_absence(number=absence, version=0, end=on(2, 5), slots=None, by=planner, at=AT)
    row = find_absence(absence, planner)
    assert (row.end, row.slots, row.note, row.version, row.team_name) == (on(2, 5), None, "fair", 1, "Assembly")
    with pytest.raises(Stale):
        change_absence(number=absence, version=0, slots=2.0, by=planner, at=AT)
    remove_absence(number=absence, by=planner, at=AT)
    assert not Absence.objects.exists()
    assert [event.verb for event in team_story(number, planner)] == [
        "team.no-absence", "team.absence-change", "team.absence", "team.add",
    ]  # fmt: skip


def test_what_is_noted_beside_an_absence_stays_out_of_the_history(planner: Viewer) -> None:
    number = team(planner)
    absence = add_absence(team=number, start=on(2, 1), end=on(2, 3), note="Secret", by=planner, at=AT)
    change_absence(number=absence, version=0, note="Secret too", by=planner, at=AT)
    remove_absence(number=absence, by=planner, at=AT)
    assert "Secret" not in str(team_story(number, planner))


def test_absences_are_listed_until_they_are_over(planner: Viewer) -> None:
    number, other = team(planner), team(planner, name="Packing")
    for of, first in ((number, 4), (number, 1), (other, 2)):
        add_absence(team=of, start=on(2, first), end=on(2, first + 1), by=planner, at=AT)
    assert [one.start.day for one in absence_page(planner, since=TODAY).rows] == [1, 2, 4]
    assert [one.start.day for one in absence_page(planner, since=on(2, 3)).rows] == [2, 4]
    assert [one.team_name for one in absence_page(planner, since=TODAY, team=other).rows] == ["Packing"]
    assert [one.team_name for one in absence_page(planner, since=TODAY, text="pack").rows] == ["Packing"]


def test_a_list_of_teams_shows_what_every_filter_lets_through(planner: Viewer) -> None:
    told = (("Ärzte", 2.0), ("beta", 9.0), ("Gone", 5.0))
    numbers = {name: team(planner, name=name, slots=slots) for name, slots in told}
    close_team(number=numbers["Gone"], reason="x", by=planner, at=AT)
    for days in (30, 31):
        first, last = (TODAY + timedelta(days=day) for day in (days, 40))
        add_absence(team=numbers["Ärzte"], start=first, end=last, by=planner, at=AT)

    def names(**filters: Any) -> list[str]:
        return [row.name for row in team_page(planner, today=TODAY, **filters).rows]

    assert names() == ["Ärzte", "beta"]
    assert (names(state="closed"), names(text="arzt"), names(sort="-slots")) == (["Gone"], ["Ärzte"], ["beta", "Ärzte"])
    assert [row.absences for row in team_page(planner, today=TODAY).rows] == [1, 0]


def test_operations_and_administrators_plan_and_everybody_else_looks(planner: Viewer) -> None:
    number = team(planner)
    for function in ("sales", "product", "customer-success", "support", "executive", "legal"):
        with pytest.raises(Denied):
            add_absence(team=number, start=on(2, 1), end=on(2, 1), by=person(function), at=AT)
        assert known(number, person(function)).name == "Assembly"
    assert add_team(name="Packing", slots=1.0, by=person("administrator"), at=AT)
    assert (team_choices(GUEST), team_page(GUEST, today=TODAY).total) == ((), 0)
    with pytest.raises(NotFound):
        find_team(number, GUEST, today=TODAY)


def test_a_team_is_found_by_its_words_and_again_after_a_rebuild(planner: Viewer) -> None:
    number = team(planner, name="Größenprüfung")
    for _time in range(2):
        [hit] = find(text="grossenprufung", viewer=planner)
        assert (hit.kind, hit.number, hit.address) == ("team", number, f"/teams/{number}/")
        assert rebuild_search() == 1
