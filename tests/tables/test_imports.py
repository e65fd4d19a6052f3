from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from makegood.customers.services import add_customer
from makegood.foundation.actors import HOUSE, Viewer
from makegood.foundation.errors import NotFound
from makegood.foundation.history.models import Entry
from makegood.foundation.history.verification import verify
from makegood.foundation.jobs.models import Job
from makegood.foundation.jobs.worker import Worker
from makegood.foundation.kept_files import keep_file, path_of
from makegood.people.models import User
from makegood.people.services import change_person
from makegood.promises.imports import guess_mapping, read_table
from makegood.promises.models import Promise
from makegood.promises.services import begin_import
from makegood.promises.tasks import open_table
from makegood.tables.models import ImportRun, Refusal
from makegood.tables.queries import find_run, refused_rows, run_page
from makegood.tables.services import UnableToBringIn, UnableToStop, carry_on, forget_imports, stop_import
from makegood.tables.states import TRANSITIONS, RunState, may_become
from tests.staff import AT, person
from tests.tables.bringing import carried_out

pytestmark = pytest.mark.django_db
HEAD = "ID;Kunde;Wortlaut;Kanal\n"
ROWS = 1201
MANY = HEAD + "".join(f"{n};{'NW' if n % 100 else 'Nobody'};Kommt {n}.;mail\n" for n in range(ROWS))
"""Three blocks, with a row in each hundred that is refused."""


@pytest.fixture
def by() -> Viewer:
    by = person("administrator")
    add_customer(key="NW", name="Northwind", by=by, at=AT)
    return by


def begun(content: str, by: Viewer, **more: Any) -> int:
    table, digest = read_table(content.encode(), "p.csv"), keep_file(content.encode())
    given: Any = {"source": "crm", "by": by, "at": AT, "today": AT.date(), **more}
    return begin_import(table=table, name="p.csv", digest=digest, mapping=guess_mapping(table.headings), **given)


def one_block(number: int) -> None:
    """Let an import go on for one block, as a worker that then dies: the next one knows nothing of it."""
    carry_on(run=number, opening=open_table, at=AT, most=1)


def test_it_goes_on_where_a_worker_died_and_each_row_comes_in_once(by: Viewer) -> None:
    number = begun(MANY, by)
    seen = []
    while find_run(number, by).is_open:
        run = find_run(number, by)
        seen.append((run.done, run.percent, run.new, run.refused))
        one_block(number)
    assert seen == [(0, 0, 0, 0), (500, 41, 495, 5), (1000, 83, 990, 10)]
    run = find_run(number, by)
    assert (run.state, run.done, run.new, run.refused) == (RunState.DONE, ROWS, 1188, 13)
    assert Promise.objects.count() == 1188
    assert Entry.objects.filter(verb="promise.capture").count() == 1188
    assert [one.number for one in refused_rows(number, by)] == [n + 2 for n in range(0, ROWS, 100)]
    one_block(number)  # a job that comes again, after all is done
    assert find_run(number, by) == run
    assert verify().flaw is None


def test_what_stands_twice_is_refused_even_where_a_worker_died_between(by: Viewer) -> None:
    twice = HEAD + "".join(f"{n % 600};NW;Kommt {n}.;mail\n" for n in range(700))
    number = begun(twice, by)
    one_block(number)
    one_block(number)
    refused = refused_rows(number, by)
    assert [one.number for one in refused] == list(range(602, 702))
    assert {one.field for one in refused} == {"ID"}  # as the file has it
    assert refused[0].reason == "This is in row 2 already."


def test_a_block_that_is_undone_leaves_nothing_and_is_done_again(by: Viewer) -> None:
    number = begun(MANY, by)
    with transaction.atomic():
        one_block(number)
        transaction.set_rollback(True)  # as where the database goes away
    assert (find_run(number, by).done, Promise.objects.count(), Refusal.objects.count()) == (0, 0, 0)
    assert carried_out(number, at=AT).new == 1188


def test_stopping_keeps_what_is_in_and_the_same_file_goes_on_there(by: Viewer) -> None:
    number = begun(MANY, by)
    one_block(number)
    stop_import(number=number, by=by, at=AT)
    one_block(number)
    run = find_run(number, by)
    assert (run.state, run.done, Promise.objects.count()) == (RunState.STOPPED, 500, 495)
    with pytest.raises(UnableToStop):
        stop_import(number=number, by=by, at=AT)
    again = carried_out(begun(MANY, by), at=AT)
    assert (again.new, again.same, len(again.refused)) == (693, 495, 13)


@pytest.mark.parametrize("closed", [True, False])
def test_whoever_may_no_longer_bring_anything_in_is_stopped_after_the_block_in_hand(
    closed: bool,  # a parameter of the test
    by: Viewer,
) -> None:
    seller = person("sales")
    number = begun(MANY, seller)
    one_block(number)
    if closed:
        User.objects.filter(pk=seller.number).update(is_active=False)
    else:
        account = User.objects.get(pk=seller.number)
        change_person(number=account.pk, name=account.name, functions=["legal"], version=account.version, by=by, at=AT)
    one_block(number)
    run = find_run(number, by)
    assert (run.state, run.done, Promise.objects.count()) == (RunState.STOPPED, 500, 495)
    assert run.problem
    assert Entry.objects.filter(verb="import.stop", actor_kind=HOUSE.kind).count() == 1


def test_a_file_that_has_gone_stops_it_with_the_reason(by: Viewer) -> None:
    number = begun(MANY, by)
    path_of(ImportRun.objects.get().digest).unlink()
    one_block(number)
    assert find_run(number, by).state == RunState.STOPPED
    assert "choose it again" in find_run(number, by).problem


def test_pressed_twice_it_is_one_import_and_with_other_choices_none(by: Viewer) -> None:
    number = begun(MANY, by)
    assert begun(MANY, by) == number
    with pytest.raises(UnableToBringIn):
        begun(MANY, by, source="erp")
    assert Job.objects.filter(task="makegood.promises.tasks.bring_in").count() == 1
    with pytest.raises(UnableToBringIn) as empty:
        begun(HEAD, by)
    assert empty.value.field == "file"


def test_two_who_bring_in_at_once_take_turns_and_no_row_comes_in_twice(by: Viewer) -> None:
    one, other = begun(MANY, by), begun(MANY, person("sales"))
    for _block in range(3):
        one_block(one)
        one_block(other)
    assert [(run.new, run.same, run.refused) for run in ImportRun.objects.order_by("pk")] == [
        (1188, 0, 13),
        (0, 1188, 13),
    ]


def test_a_worker_takes_turns_until_it_is_done(by: Viewer) -> None:
    number = begun(MANY, by, at=datetime(2026, 11, 20, tzinfo=UTC), today=datetime(2026, 11, 20, tzinfo=UTC).date())
    Job.objects.exclude(task="makegood.promises.tasks.bring_in").delete()
    assert Worker().run_one()
    assert find_run(number, by).state == RunState.DONE


def test_imports_are_seen_by_whoever_began_them_and_by_administrators(by: Viewer) -> None:
    seller, other = person("sales", name="Marco"), person("sales", name="Nora")
    number = begun(MANY, seller)
    for viewer in (seller, by):
        assert [run.number for run in run_page(viewer, page=1, size=50).rows] == [number]
    assert run_page(other, page=1, size=50).total == 0
    for ask in (find_run, refused_rows):
        with pytest.raises(NotFound):
            ask(number, other)
    with pytest.raises(NotFound):
        stop_import(number=number, by=other, at=AT)
    assert find_run(number, seller).is_open


def test_what_ended_is_forgotten_in_time_with_its_rows(by: Viewer) -> None:
    ended, is_open = begun(MANY, by), begun(MANY + "x;NW;Kommt.;mail\n", by)
    carried_out(ended, at=AT)
    assert forget_imports(ended_before=AT) == 0
    assert forget_imports(ended_before=AT.replace(year=2028)) == 1
    assert (list(ImportRun.objects.values_list("pk", flat=True)), Refusal.objects.count()) == ([is_open], 0)


def test_the_page_tells_of_errors_of_ours_and_of_what_was_refused(by: Viewer) -> None:
    client = Client()
    client.force_login(User.objects.get(pk=by.number))
    number = begun(MANY, by)
    job = Job.objects.filter(pk=ImportRun.objects.get().job)
    job.update(error="OperationalError: gone")
    assert "goes on by itself" in client.get(f"/imports/{number}/").content.decode()
    job.update(state="failed", ended_at=AT)
    part = client.get(f"/imports/{number}/progress/", headers={"HX-Request": "true"}).content.decode()
    assert "an administrator can let it go on" in part
    assert "<html" not in part
    assert "hx-get" in part  # it asks again
    one_block(number)
    assert client.post(f"/imports/{number}/stop/").status_code == 302
    page = client.get(f"/imports/{number}/").content.decode()
    assert "500 of 1201 rows had been looked at" in page
    assert "Row 2: Kunde “Nobody”: There is no customer" in page
    assert "hx-get" not in page.split('id="import"')[1].split(">")[0]
    file = client.get(f"/imports/{number}/refused/").content.decode("utf-8-sig").splitlines()
    assert (file[0], len(file)) == ("ID,Kunde,Wortlaut,Kanal,problem", 6)


def test_every_state_leads_only_where_the_table_says() -> None:
    assert {state for state in RunState if not TRANSITIONS[state]} == {RunState.DONE, RunState.STOPPED}
    assert may_become(RunState.WAITING, RunState.RUNNING)
    assert not may_become(RunState.DONE, RunState.RUNNING)


def test_the_page_before_it_names_heading_value_and_reason_of_each_row_as_the_file_has_them(by: Viewer) -> None:
    client = Client()
    client.force_login(User.objects.get(pk=by.number))
    rows = "ID;Kunde;Wortlaut;Kanal\n1;NW;Kommt.;mail\n2;Nobody;Kommt.;mail\n3;NW;Kommt.;Buschtrommel\n4;NW;;mail\n"
    digest = keep_file(rows.encode())
    page = client.get(f"/promises/import/{digest}/?name=p.csv&source=CRM").content.decode()
    said = [
        " ".join(re.sub("<.*?>", "", cell).split())
        for cell in re.findall("(?s)<td>(<span class=.tag bad.*?)</td>", page)
    ]
    said = [one.removeprefix("▲") for one in said]
    assert said[0].startswith("refused Kunde “Nobody”: There is no customer")
    assert said[1].startswith("refused Kanal “Buschtrommel”: Please write one of these: ")
    assert said[2] == "refused Wortlaut: Please fill this in."


def test_an_amount_without_a_currency_is_named_by_the_column_in_which_it_stands(by: Viewer) -> None:
    rows = "ID;Kunde;Wortlaut;Kanal;Wert\n1;NW;Kommt.;mail;5400\n2;NW;Kommt.;mail;5400 EUR\n"
    number = begun(rows, by)
    carried_out(number, at=AT)
    assert [row.said for row in refused_rows(number, by)] == [
        "Wert “5400”: Please give the currency by its three letters, such as EUR."
    ]
