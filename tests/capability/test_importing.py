from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from makegood.capability.bridge import engine_attributes, engine_measurements, engine_teams
from makegood.capability.models import Absence, Measurement, ServiceMeasure, Team
from makegood.capability.queries import whole_capability
from makegood.capability.services import (
    UnableToBringIn,
    add_absence,
    begin_import,
    headings_of,
    preview_import,
    read_table,
)
from makegood.files import read_portfolio
from makegood.files.demo import write_demo
from makegood.foundation.errors import Denied, NotFound
from makegood.foundation.history.models import Entry
from makegood.foundation.history.queries import last_link
from makegood.foundation.jobs.worker import Worker
from makegood.foundation.kept_files import keep_file
from makegood.people.models import User
from makegood.tables.imports import guess_mapping
from makegood.tables.services import Fate, error_file
from tests.capability.plant import TODAY, on, team
from tests.staff import AT, person
from tests.tables.bringing import Outcome, carried_out

pytestmark = pytest.mark.django_db
KINDS = ("teams", "capacity", "absences", "attributes", "measurements")


def given(kind: str, content: str | bytes, by: Any = None, today: date = TODAY) -> Any:
    """Return what both verbs are given for a file with these lines."""
    table = read_table(content.encode() if isinstance(content, str) else content, f"{kind}.csv", kind)
    mapping = guess_mapping(table.headings, headings_of(kind))
    by = by or person("administrator")
    return {"kind": kind, "rows": table.rows, "mapping": mapping, "by": by, "at": AT, "today": today}


def run_import(kind: str, content: str | bytes, today: date = TODAY) -> Outcome:
    """Bring in a file with these lines, as an administrator."""
    content = content.encode() if isinstance(content, str) else content
    more = given(kind, content, today=today)
    del more["rows"]
    table, digest = read_table(content, f"{kind}.csv", kind), keep_file(content)
    return carried_out(begin_import(table=table, name=f"{kind}.csv", digest=digest, **more), at=AT)


def test_the_files_of_the_terminal_brought_in_make_the_same_forecast(tmp_path: Path) -> None:
    as_of = date(2027, 1, 4)
    write_demo(tmp_path, as_of=as_of)
    read = read_portfolio(tmp_path, as_of=as_of).portfolio
    for kind in KINDS:
        table = given(kind, (tmp_path / f"{kind}.csv").read_bytes(), today=as_of)
        looked_at = preview_import(**table)
        outcome = run_import(kind, (tmp_path / f"{kind}.csv").read_bytes(), as_of)
        assert (outcome.changed, outcome.same, outcome.refused) == (0, 0, ())
        assert looked_at.count(Fate.NEW) == outcome.new == len(table["rows"])
    found = whole_capability()
    assert engine_teams(found) == read.teams
    assert engine_attributes(found) == read.attributes
    assert sorted(engine_measurements(found, zone="UTC"), key=str) == sorted(read.measurements, key=str)
    before = last_link()
    for kind in KINDS:
        content = (tmp_path / f"{kind}.csv").read_bytes()
        rows = given(kind, content, today=as_of)["rows"]
        assert run_import(kind, content, as_of) == Outcome(0, 0, len(rows), ())
    assert {one.verb for one in Entry.objects.filter(position__gt=before[0])} == {"import.begin", "import.end"}
    assert whole_capability() == found


def test_a_look_writes_nothing_and_says_what_would_change() -> None:
    team(name="Assembly")
    before = last_link()
    lines = "Team;Personen;hours_per_day\nassembly;5;8 8 8 8 6 0 0\nPacking;2;8\n"
    looked_at = preview_import(**given("teams", lines))
    assert [(row.fate, row.title, row.changed) for row in looked_at.rows] == [
        (Fate.CHANGED, "assembly", ("slots", "hours_per_day")),
        (Fate.NEW, "Packing", ()),
    ]
    assert (last_link(), Team.objects.count()) == (before, 1)
    assert run_import("teams", lines).changed == 1
    assert list(Team.objects.order_by("pk").values_list("key", "slots")) == [("Assembly", 5.0), ("Packing", 2.0)]


def test_rows_that_cannot_be_used_come_back_with_what_is_wrong_and_the_rest_is_brought_in() -> None:
    team(name="Assembly")
    lines = [
        "team,from,to,slots",
        "Assembly,2027-02-01,2027-02-03,1",
        "Nobody,2027-02-01,2027-02-03,1",
        "Assembly,2027-02-05,2027-02-03,1",
        "Assembly,31.02.2027,2027-02-03,1",
        "Assembly,2027-02-01,,",
        "Assembly,2027-02-01,2027-02-03,-1",
    ]
    table = "\n".join(lines)
    outcome = run_import("absences", table)
    assert (outcome.new, [(row.number, row.field) for row in outcome.refused]) == (
        1,
        [(3, "team"), (4, "to"), (5, "from"), (6, "to"), (7, "slots")],
    )
    sent_back = error_file(outcome.refused, ["team", "from", "to", "slots"])
    assert sent_back.splitlines()[1].startswith("Nobody,2027-02-01,2027-02-03,1,Row 3: team “Nobody”: There is no team")
    assert [row.fate for row in preview_import(**given("absences", table)).rows] == [Fate.SAME, *[Fate.REFUSED] * 5]


def test_two_rows_of_the_same_days_are_two_absences_however_often_they_are_sent() -> None:
    number = team(name="Assembly")
    add_absence(team=number, start=on(2, 1), end=on(2, 3), slots=1.0, by=person("operations"), at=AT)
    row = "Assembly,2027-02-01,2027-02-03,"
    for outcome in (Outcome(1, 1, 0, ()), Outcome(0, 0, 2, ())):
        assert run_import("absences", f"team,from,to,slots\n{row}2\n{row}1\n") == outcome
    assert {one.slots for one in Absence.objects.all()} == {1.0, 2.0}


def test_what_is_planned_in_a_table_replaces_the_figure_of_that_day() -> None:
    number = team(name="Assembly")
    for slots, outcome in ((5, Outcome(1, 0, 0, ())), (6, Outcome(0, 1, 0, ())), (6, Outcome(0, 0, 1, ()))):
        assert run_import("capacity", f"team,from,slots\nAssembly,2027-02-01,{slots}\n") == outcome
    assert [(one.team, one.slots) for one in whole_capability().changes] == [(number, 6.0)]


def test_measurements_are_known_by_their_reference_or_by_their_moment() -> None:
    lines = "measure,at,value,ticket\nfirst reply,2026-12-01 09:00,3,T-1\nFirst reply,2026-12-01 09:00,3,T-2\n"
    assert run_import("measurements", lines).new == 2
    corrected = "measure,at,value,ticket\nfirst reply,2026-12-01 09:00,4,T-2\nfirst reply,2026-12-02,1,\n"
    outcome = run_import("measurements", corrected)
    assert (outcome.new, outcome.changed, ServiceMeasure.objects.count()) == (1, 1, 1)
    assert sorted(Measurement.objects.values_list("value", flat=True)) == [1.0, 3.0, 4.0]


def test_a_measurement_that_cannot_be_kept_is_refused_alone_and_references_are_compared_as_they_are_kept() -> None:
    lines = [
        "measure,at,value,ticket",
        "reply,2026-12-01 09:00,3,T  1",
        "reply,2026-12-01 10:00,4," + "x" * 101,
        "reply,2026-12-01 11:00,1e300,T-3",
        "reply,2026-12-01 12:00,5,T-4",
    ]
    first, again = (run_import("measurements", "\n".join(lines)) for _time in range(2))
    assert (first.new, [(row.number, row.field) for row in first.refused]) == (2, [(3, "reference"), (4, "value")])
    assert (again.new, again.changed, again.same, len(again.refused)) == (0, 0, 2, 2)


def test_dates_of_a_column_are_told_apart_together_and_never_guessed() -> None:
    team(name="Assembly")
    assert run_import("capacity", "team,from,slots\nAssembly,03/04/2027,5\nAssembly,25/04/2027,6\n").new == 2
    assert [one.start for one in whole_capability().changes] == [on(4, 3), on(4, 25)]
    untold = run_import("capacity", "team,from,slots\nAssembly,03/05/2027,5\n")
    assert [row.field for row in untold.refused] == ["from"]


def test_each_kind_is_brought_in_by_those_who_own_it() -> None:
    allowed = {
        "operations": {"teams", "capacity", "absences", "measurements"},
        "product": {"attributes"},
        "support": {"measurements"},
        "sales": set(),
    }
    for function, kinds in allowed.items():
        by = person(function)
        for kind in KINDS:
            table = {**given(kind, "a,b\n", by), "mapping": {}}
            with pytest.raises(UnableToBringIn if kind in kinds else Denied):
                preview_import(**table)
    with pytest.raises(NotFound):
        preview_import(**{**given("teams", "a,b\n"), "kind": "secrets"})


def test_a_table_is_looked_at_brought_in_and_mended_on_pages() -> None:
    client = Client()
    client.force_login(User.objects.get(pk=person("operations").number))
    content = b"team,slots,country\nAssembly,4,DE\nPacking,none,DE\n"
    answer = client.post("/capability/import/teams/", {"file": SimpleUploadedFile("teams.csv", content)})
    assert (answer.status_code, Team.objects.count()) == (302, 0)
    address = answer["Location"]
    page = client.get(address).content.decode()
    assert "Assembly" in page
    assert not Team.objects.exists()
    unmapped = client.get(f"{address}&mapped=1&column-0=team&column-1=slots&column-2=").content.decode()
    assert "is left out" in unmapped
    begun = client.post(address)["Location"]
    assert "It begins in a moment." in client.get(begun).content.decode()
    Worker().run_all()
    brought = client.get(begun).content.decode()
    assert "Refused: 1." in brought
    assert list(Team.objects.values_list("key", "country")) == [("Assembly", "DE")]
    assert "Packing,none,DE,Row 3: slots “none”: " in client.get(f"{begun}refused/").content.decode()
    assert client.get("/capability/import/attributes/").status_code == 403
    assert client.get("/capability/import/secrets/").status_code == 404
