from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import xlsxwriter
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from makegood.customers.models import Customer
from makegood.customers.services import add_contact, close_customer
from makegood.foundation.actors import Viewer
from makegood.foundation.errors import Denied
from makegood.foundation.history.models import Entry
from makegood.foundation.history.verification import verify
from makegood.foundation.search.queries import find
from makegood.promises.imports import UnreadableTable, guess_mapping, read_table
from makegood.promises.models import Promise
from makegood.promises.queries import promise_story
from makegood.promises.services import (
    Fate,
    UnableToImport,
    begin_import,
    cancel_promise,
    keep_file,
    open_import,
    preview_import,
    quote_promise,
    record_commitment,
)
from makegood.tables.services import error_file
from tests.promises.desk import TODAY, admin, customer
from tests.staff import AT, person
from tests.tables.bringing import Outcome, carried_out

pytestmark = pytest.mark.django_db
HEAD = "ID;Kunde;Wortlaut;Kanal;Termin;Wert;Währung"
GOOD = "7;NW;Kommt im März.;Telefon;15.03.2027;1.234,50;EUR"


@pytest.fixture
def by() -> Viewer:
    by = admin()
    customer(by)
    return by


def bring(content: str | bytes, by: Viewer, name: str = "promises.csv", **more: Any) -> Outcome:
    content = content.encode() if isinstance(content, str) else content
    table, digest = read_table(content, name), keep_file(content)
    given: Any = {"source": "crm", "by": by, "at": AT, "today": TODAY, **more}
    mapping = guess_mapping(table.headings)
    return carried_out(begin_import(table=table, name=name, digest=digest, mapping=mapping, **given), at=AT)


def look(content: str, by: Viewer) -> list[tuple[Fate, tuple[str, ...]]]:
    table = read_table(content.encode(), "promises.csv")
    mapping = guess_mapping(table.headings)
    preview = preview_import(rows=table.rows, mapping=mapping, source="crm", by=by, at=AT, today=TODAY)
    return [(row.fate, row.changed) for row in preview.rows]


def counts(outcome: Outcome) -> tuple[int, int, int, int]:
    return outcome.new, outcome.changed, outcome.same, len(outcome.refused)


def workbook(rows: list[list[Any]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        f"{HEAD}\n{GOOD}\n".encode(),
        f"{HEAD}\r\n{GOOD}".encode("utf-8-sig"),
        f"{HEAD}\n{GOOD}\n".encode("cp1252"),
        f"{HEAD}\n{GOOD}\n".encode("utf-16"),
        f"{HEAD}\n{GOOD}\n".replace(";", "\t").encode(),
        f"sep=;\n{HEAD}\n{GOOD}\n".encode(),
        f"\n;;\nOur promises;;\n\n{HEAD};;\n{GOOD};;\n\n".encode(),
        (HEAD.replace(";", ",") + '\n7,NW,Kommt im März.,Telefon,15.03.2027,"1.234,50",EUR\n').encode(),
        HEAD.encode("cp1252") + b"\n" + GOOD.replace("EUR", " eur ").encode("cp1252"),
        workbook([HEAD.split(";"), [7, "NW", "Kommt im März.", "Telefon", date(2027, 3, 15), 1234.5, "EUR"]]),
    ],
)
def test_a_file_is_read_however_it_was_saved(content: bytes, by: Viewer) -> None:
    assert counts(bring(content, by, "p.xlsx" if content.startswith(b"PK") else "p.csv")) == (1, 0, 0, 0)
    promise = Promise.objects.get()
    assert (promise.external_id, promise.source, promise.wording) == ("7", "crm", "Kommt im März.")
    assert (promise.due, promise.value, promise.currency) == (date(2027, 3, 15), Decimal("1234.50"), "EUR")
    assert (promise.channel, promise.title, promise.state) == ("call", "Kommt im März.", "draft")


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "p.csv"),
        (b"\n \n", "p.csv"),
        (b"a,b\x00c", "p.csv"),
        (b"\x81\x8d\x8f", "p.csv"),
        (b"PK\x03\x04 no workbook", "p.xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "p.xlsx"),
        (b'a,b\n1,"' + b"x" * 200_000, "p.csv"),
        (b"\n".join([b"a,b"] * 200_002), "p.csv"),
        (b"x" * (50 * 1024 * 1024 + 1), "p.csv"),
        (b",".join([b"h"] * 201), "p.csv"),
    ],
)
def test_what_is_no_table_is_refused(content: bytes, name: str) -> None:
    with pytest.raises(UnreadableTable) as refused:
        read_table(content, name)
    assert refused.value.field == "file"


@given(st.binary(max_size=300), st.sampled_from(["p.csv", "p.xlsx"]))
def test_no_bytes_are_too_ugly_to_be_answered(content: bytes, name: str) -> None:
    try:
        table = read_table(content, name)
    except UnreadableTable:
        return
    assert all(len(cells) == len(table.headings) for _number, cells in table.rows)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])  # each example is rolled back
@given(st.lists(st.text(max_size=20), min_size=4, max_size=4))
def test_no_row_is_too_ugly_to_be_judged(by: Viewer, cells: list[str]) -> None:
    mapping = {"external_id": 0, "wording": 1, "due": 2, "value": 3}
    more: Any = {"defaults": {"customer": "NW", "channel": "mail"}, "source": "x", "by": by, "at": AT, "today": TODAY}
    preview = preview_import(rows=[(2, cells)], mapping=mapping, **more)
    with transaction.atomic():
        importer = open_import(rows=[(2, cells)], mapping=mapping, **more)
        (row,) = importer.bring_in(importer.read(0, 1), by=by, at=AT)
        transaction.set_rollback(True)
    assert [one.fate for one in preview.rows] == [row.fate]
    assert row.fate in {Fate.NEW, Fate.REFUSED}


def test_headings_are_known_in_both_languages_and_serve_one_field_each() -> None:
    assert guess_mapping(["Customer", "Exact words", "Due date", "Owner", "Foo"]) == {
        "customer": 0, "wording": 1, "due": 2, "owner": 3,
    }  # fmt: skip
    assert guess_mapping(["Zusage-Nr.", "Kunde*", "Wortlaut:", "Schweregrad", "Liefertermin"]) == {
        "key": 0, "customer": 1, "wording": 2, "severity": 3, "due": 4,
    }  # fmt: skip


def test_the_same_file_twice_changes_nothing(by: Viewer) -> None:
    rows = f"{HEAD}\n{GOOD}\n8;customer nw;Kommt im Mai.;mail;01.05.2027;;\n"
    assert look(rows, by) == [(Fate.NEW, ()), (Fate.NEW, ())]
    assert not Promise.objects.exists()
    assert counts(bring(rows, by)) == (2, 0, 0, 0)
    written = Entry.objects.filter(subject_kind="promise")
    before, entries = list(Promise.objects.order_by("pk").values()), written.count()
    assert look(rows, by) == [(Fate.SAME, ()), (Fate.SAME, ())]
    assert counts(bring(rows, by)) == (0, 0, 2, 0)
    assert (list(Promise.objects.order_by("pk").values()), written.count()) == (before, entries)
    assert verify().flaw is None


def test_what_differs_is_changed_with_its_story_and_blank_cells_change_nothing(by: Viewer) -> None:
    bring(f"{HEAD}\n{GOOD}\n", by)
    again = f"{HEAD}\n7;NW;Kommt im April.;;16.04.2027;;\n".replace("April.;", "April.;call")
    assert look(again, by) == [(Fate.CHANGED, ("wording", "due"))]
    assert counts(bring(again, by)) == (0, 1, 0, 0)
    promise = Promise.objects.get()
    assert (promise.due, promise.value, promise.version) == (date(2027, 4, 16), Decimal("1234.50"), 1)
    assert [event.verb for event in promise_story(promise.pk, by)] == ["promise.change", "promise.capture"]
    changed = promise_story(promise.pk, by)[0].facts or {}
    assert changed["changed"]["due"] == ["2027-03-15", "2027-04-16"]  # type: ignore[index]  # JSON
    assert [hit.number for hit in find("april", by)] == [promise.pk]


def test_without_an_external_id_the_key_names_a_promise(by: Viewer) -> None:
    rows = "key,customer,wording,channel\nA-1,NW,In May.,mail\n"
    assert counts(bring(rows, by)) == (1, 0, 0, 0)
    assert counts(bring(rows.replace("A-1", "a-1"), by)) == (0, 1, 0, 0)  # the key is written otherwise
    assert counts(bring(rows.replace("A-1", "a-1"), by)) == (0, 0, 1, 0)


def test_keys_that_are_not_given_are_made_around_those_that_are(by: Viewer) -> None:
    rows = "id,key,customer,wording,channel\n1,,NW,One.,mail\n2,P-1,NW,Two.,mail\n3,p-2,NW,Three.,mail\n"
    assert counts(bring(rows, by)) == (3, 0, 0, 0)
    assert sorted(Promise.objects.values_list("key", flat=True))[:2] == ["P-1", "P-3"]


def test_a_key_that_a_row_far_below_asks_for_is_kept_for_it(by: Viewer) -> None:
    plenty = "".join(f"{n},,NW,Kommt {n}.,mail\n" for n in range(501))  # more than are written at once
    outcome = bring(f"id,key,customer,wording,channel\n{plenty}x,p-1,NW,Meins.,mail\n", by)
    assert counts(outcome) == (502, 0, 0, 0)
    assert Promise.objects.get(key__iexact="P-1").external_id == "x"


def test_a_nul_in_a_workbook_is_read_as_a_blank_and_its_rows_are_refused_like_any_other(by: Viewer) -> None:
    heads = ["ID", "Kunde\0", "Wortlaut", "Kanal"]
    content = workbook([heads, [1, "NW", "Kommt\0gleich.", "mail"], [2, "No\0body", "Kommt.", "mail"]])
    outcome = bring(content, by, "p.xlsx")
    assert [(one.number, one.cells[1], one.field) for one in outcome.refused] == [(3, "No body", "customer")]
    assert Promise.objects.get().wording == "Kommt gleich."


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (";NW;Kommt.;mail;;;", "external_id"),
        ("1;;Kommt.;mail;;;", "customer"),
        ("1;Nobody;Kommt.;mail;;;", "customer"),
        ("1;GONE;Kommt.;mail;;;", "customer"),
        ("1;NW;;mail;;;", "wording"),
        ("1;NW;Kommt.;;;;", "channel"),
        ("1;NW;Kommt.;drums;;;", "channel"),
        ("1;NW;Kommt.;mail;next week;;", "due"),
        ("1;NW;Kommt.;mail;31.02.2027;;", "due"),
        ("1;NW;Kommt.;mail;03/04/2027;;", "due"),
        ("1;NW;Kommt.;mail;;much;EUR", "value"),
        ("1;NW;Kommt.;mail;;1.234;EUR", "value"),
        ("1;NW;Kommt.;mail;;-5;EUR", "value"),
        ("1;NW;Kommt.;mail;;5;", "currency"),
        (f"{'1' * 101};NW;Kommt.;mail;;;", "external_id"),
    ],
)
def test_a_row_that_cannot_be_used_is_refused_by_field_and_the_others_come_in(row: str, field: str, by: Viewer) -> None:
    close_customer(number=customer(by, "GONE"), reason="Gone", by=by, at=AT)
    outcome = bring(f"{HEAD}\n{row}\n9;NW;Kommt.;mail;;;\n", by)
    assert [(one.number, one.field) for one in outcome.refused] == [(2, field)]
    assert outcome.refused[0].reason
    assert list(Promise.objects.values_list("external_id", flat=True)) == ["9"]


def test_the_column_shows_whether_the_day_or_the_month_comes_first(by: Viewer) -> None:
    head = "id,customer,wording,channel,due\n"
    bring(f"{head}1,NW,A.,mail,03/04/2027\n2,NW,B.,mail,12/25/2027\n", by)
    bring(f"{head}3,NW,A.,mail,03/04/2027\n4,NW,B.,mail,25/12/2027\n", by)
    found = dict(Promise.objects.values_list("external_id", "due"))
    assert (found["1"], found["3"]) == (date(2027, 3, 4), date(2027, 4, 3))


def test_people_are_found_by_address_or_name_and_others_are_kept_by_name(by: Viewer) -> None:
    ben = person("sales", name="Ben Ode")
    add_contact(customer=Customer.objects.get().pk, name="Cleo", by=by, at=AT)
    head = "id,customer,wording,channel,owner,said by,said to,said at,severity\n"
    row = "NW,In May.,mail,ben ode,An old colleague,cleo,2027-01-03 10:00+02:00,2\n"
    assert counts(bring(f"{head}1,{row}2,{row.replace('ben ode', 'Nobody')}", by)) == (1, 0, 0, 1)
    promise = Promise.objects.get()
    assert (promise.owner_id, promise.said_by, promise.said_by_name) == (ben.number, None, "An old colleague")
    assert (promise.said_to is not None, promise.severity) == (True, "S2")
    assert promise.said_at == datetime(2027, 1, 3, 8, tzinfo=UTC)


def test_a_row_twice_a_taken_key_and_what_was_said_tomorrow_are_refused(by: Viewer) -> None:
    head = "id,key,customer,wording,channel,said at\n"
    bring(f"{head}1,A,NW,In May.,mail,\n", by)
    tomorrow = (TODAY + timedelta(days=1)).isoformat()
    rows = f"{head}2,a,NW,X.,mail,\n3,B,NW,X.,mail,\n3,C,NW,X.,mail,\n4,b,NW,X.,mail,\n5,D,NW,X.,mail,{tomorrow}\n"
    outcome = bring(rows, by)
    found = [(one.number, one.field) for one in outcome.refused]
    assert found == [(2, "key"), (4, "external_id"), (5, "key"), (6, "said_at")]


def test_what_a_customer_relies_on_and_what_has_ended_is_not_changed_by_a_file(by: Viewer) -> None:
    other = "8;NW;Kommt im Mai.;mail;01.05.2027;;"
    customer(by, "OTHER")
    bring(f"{HEAD}\n{GOOD}\n{other}\n", by)
    relied, ended = Promise.objects.order_by("pk").values_list("pk", flat=True)
    Promise.objects.update(owner=by.number)
    record_commitment(number=relied, by=by, at=AT)
    quote_promise(number=ended, by=by, at=AT)
    cancel_promise(number=ended, by_customer=False, reason="Gone", by=by, at=AT)
    for row, field in [
        (GOOD.replace("März", "April"), "wording"),
        (GOOD.replace("15.03", "16.03"), "due"),
        (GOOD.replace("NW", "OTHER"), "customer"),
        (other.replace("mail", "call"), "channel"),
    ]:
        assert [one.field for one in bring(f"{HEAD}\n{row}\n", by).refused] == [field]
    assert counts(bring(f"{HEAD}\n{GOOD.replace('1.234,50', '99,50')}\n", by)) == (0, 1, 0, 0)


def test_refused_rows_come_back_as_a_file_that_is_mended_and_sent_again(by: Viewer) -> None:
    rows = 'id,customer,wording,channel\n1,NW,In May.,mail\n2,Nobody,"=Ours, ""now""",mail\n3,NW,\'quoted,drums\n'
    table = read_table(rows.encode(), "p.csv")
    first = bring(rows, by)
    file = error_file(first.refused, table.headings)
    told = list(csv.reader(io.StringIO(file.removeprefix("\ufeff"))))
    assert told[0] == ["id", "customer", "wording", "channel", "problem"]
    assert [line[4] for line in told[1:]] == [
        "Row 3: customer “Nobody”: There is no customer with this key or exact name.",
        "Row 4: channel “drums”: " + told[2][4].partition("drums”: ")[2],
    ]
    assert told[1][2].startswith("'=")  # no formula for a spreadsheet
    again = read_table(file.encode(), "p.csv")
    second = error_file(bring(file, by).refused, again.headings)
    assert second == file.replace("Row 3", "Row 2").replace("Row 4", "Row 3")  # as wrong, and no second such column
    assert counts(bring(file.replace("Nobody", "NW").replace("drums", "mail"), by)) == (2, 0, 0, 0)
    assert set(Promise.objects.values_list("wording", flat=True)) == {"In May.", '=Ours, "now"', "'quoted"}


@pytest.mark.parametrize(
    ("mapping", "source", "field"),
    [
        ({"external_id": 0, "customer": 1, "wording": 2}, "crm", "channel"),
        ({"external_id": 0, "wording": 2, "channel": 3}, "crm", "customer"),
        ({"customer": 1, "wording": 2, "channel": 3}, "crm", "external_id"),
        ({"external_id": 0, "customer": 1, "wording": 2, "channel": 3}, " ", "source"),
        ({"key": 0, "customer": 1, "wording": 2, "channel": 3, "state": 4}, "", "state"),
    ],
)
def test_columns_that_are_needed_are_asked_for(mapping: dict[str, int], source: str, field: str, by: Viewer) -> None:
    with pytest.raises(UnableToImport) as refused:
        preview_import(rows=[], mapping=mapping, source=source, by=by, at=AT, today=TODAY)
    assert refused.value.field == field


def test_who_may_not_capture_may_not_import(by: Viewer) -> None:
    with pytest.raises(Denied):
        bring(f"{HEAD}\n{GOOD}\n", person("legal"))
    assert not Promise.objects.exists()


def test_what_a_row_costs_does_not_grow_with_the_rows(by: Viewer) -> None:
    def queries(first: int, count: int) -> int:
        rows = "".join(f"{n};NW;Kommt {n}.;mail;;;\n" for n in range(first, first + count))
        with CaptureQueriesContext(connection) as captured:
            assert counts(bring(f"{HEAD}\n{rows}", by)) == (count, 0, 0, 0)
        return len(captured)

    assert queries(1, 2) == queries(10, 20)


def test_blocks_are_done_one_after_the_other(by: Viewer) -> None:
    rows = "".join(f"{n};NW;Kommt {n}.;mail;;;\n" for n in range(1201))
    outcome = bring(f"{HEAD}\n{rows}", by)
    assert outcome.new == 1201
    assert Entry.objects.filter(verb="promise.capture").count() == 1201
