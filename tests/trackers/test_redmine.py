"""The real thing: a Redmine that is filled by its own interface, pulled from, stopped and begun again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from makegood.trackers.queries import find_tracker, pulls_of
from makegood.trackers.services import (
    change_access,
    look_ahead,
    look_around,
    read_so,
)
from tests.staff import AT
from tests.trackers.bench import READING, Company, kept
from tests.trackers.redmine import CLOSED, Redmine, begun, is_installed

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def redmine() -> Iterator[Redmine]:
    if not is_installed():
        pytest.skip("there is no Redmine on this machine: apt-get install redmine redmine-sqlite puma")
    with begun() as one:
        yield one


def test_work_of_a_real_redmine_comes_changes_moves_and_goes(redmine: Redmine) -> None:
    plant, office = redmine.project("Plant"), redmine.project("Office")
    below = redmine.project("Below", parent_id=plant)
    whole = redmine.issue(plant, "Build the gate", promise="P-1")
    weld = redmine.issue(plant, "Weld", parent_issue_id=whole, estimated_hours=16, p10=10, p90=40)
    paint = redmine.issue(plant, "Paint", parent_issue_id=whole, estimated_hours=8, done_ratio=30)
    write = redmine.issue(office, "Write the manual", promise="p-2")
    redmine.issue(below, "Not ours", promise="P-1")
    stray = redmine.issue(plant, "For nobody")
    redmine.send(
        "POST", f"/issues/{weld}/relations.json", {"relation": {"issue_to_id": paint, "relation_type": "precedes"}}
    )
    company = connected(redmine, plant, office)
    company.pull()
    assert kept() == {
        str(weld): ("P-1", f"Weld #{weld}", "Plant", 10.0, 16.0, 40.0, 0.0, None, ()),
        str(paint): ("P-1", f"Paint #{paint}", "Plant", None, 8.0, None, 0.3, None, (str(weld),)),
        str(write): ("P-2", f"Write the manual #{write}", "Office", None, None, None, 0.0, None, ()),
    }
    assert reasons(company) == {"no-promise": [str(stray)], "no-estimate": [str(write)]}

    redmine.change(weld, status_id=CLOSED)
    redmine.change(write, project_id=plant, estimated_hours=5)
    redmine.change(whole, custom_fields=[{"id": 1, "value": "P-2"}])
    company.at = datetime.now(UTC)
    tracker = company.pull()
    assert (tracker.error, pulls_of(company.number, company.by)[0].was_whole) == ("", False)
    rows = {number: (row[0], row[2], row[6]) for number, row in kept().items()}
    assert rows == {
        str(weld): ("P-2", "Plant", 1.0),
        str(paint): ("P-2", "Plant", 0.3),
        str(write): ("P-2", "Plant", 0.0),
    }

    redmine.send("DELETE", f"/issues/{paint}.json")
    company.pull()
    assert str(paint) in kept()
    company.pull(whole=True)
    assert set(kept()) == {str(weld), str(write)}

    before = kept()
    for key, said in (("0" * 40, "does not let us in"), (redmine.key, "")):
        version = find_tracker(company.number, company.by).version
        change_access(number=company.number, version=version, name="R", address=redmine.address, key=key,
                      by=company.by, at=company.at)  # fmt: skip
        tracker = company.pull()
        assert said in tracker.error
        assert kept() == before
    assert tracker.error == ""

    redmine.send("DELETE", f"/projects/{office}.json")
    company.pull(whole=True)
    assert reasons(company) == {"no-promise": [str(stray)], "project-gone": [str(office)]}
    assert kept() == before

    redmine.process.kill()
    redmine.process.wait(20)
    assert "can’t be reached" in company.pull().error
    assert kept() == before


def reasons(company: Company) -> dict[str, list[str]]:
    latest = pulls_of(company.number, company.by)[0]
    return {one.reason: [example["number"] for example in one.examples] for one in latest.notices}


def connected(redmine: Redmine, plant: int, office: int) -> Company:
    """Return a company that reads both projects, with the fields that Redmine offered."""
    company = Company(redmine.address, key=redmine.key, projects={plant: "Plant", office: "Office"})
    look_around(number=company.number, by=company.by, at=AT)
    row = find_tracker(company.number, company.by)
    assert [name for _number, name in row.projects] == ["Below", "Office", "Plant"]
    fields = {name: number for number, name in row.fields}
    reading = {**READING, "promise_field": fields["Promise"], "low": fields["P10"], "high": fields["P90"]}
    read_so(number=company.number, version=row.version, by=company.by, at=AT, **reading)
    sight = look_ahead(number=company.number, by=company.by, at=AT)
    assert (sight.told, sight.listed, sight.unmapped) == (5, 3, ("Below",))
    return company
