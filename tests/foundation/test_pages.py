"""Long lists are gone through part by part: the same rows in the same order, however many there are."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from makegood.foundation.actors import Viewer
from makegood.foundation.pages import PART, InParts
from makegood.people.models import User
from makegood.promises.models import Promise
from makegood.promises.queries import promise_page
from tests.promises.desk import DUE, TODAY, admin, customer
from tests.staff import AT

pytestmark = pytest.mark.django_db
MANY = 2 * PART + 7


def many(by: Viewer) -> list[str]:
    """Write down many drafts, the last one due first; return their titles in the order of their dates."""
    to = customer(by)
    Promise.objects.bulk_create(
        Promise(key=f"P-{n}", customer_id=to, title=f"Promise {n}", words=f"promise {n}", wording="So.", channel="mail",
                said_at=AT, due=DUE - timedelta(days=n % 700), made_at=AT, owner_id=by.number)
        for n in range(MANY)
    )  # fmt: skip
    found = Promise.objects.order_by("due", "pk").values_list("title", flat=True)
    return list(found)


def test_a_long_page_is_read_in_parts_as_its_rows_are_by_then() -> None:
    by = admin()
    titles = many(by)
    rows = promise_page(by, today=TODAY, size=10 * MANY).rows
    assert isinstance(rows, InParts)
    assert (len(rows), rows[3].title, [row.title for row in rows[5:9]]) == (MANY, titles[3], titles[5:9])
    with CaptureQueriesContext(connection) as queries:
        begun = iter(rows)
        assert next(begun).title == titles[0]
    assert len(queries) == 1, "one part at a time"
    Promise.objects.filter(title=titles[-1]).delete()
    Promise.objects.filter(title=titles[-2]).update(title="Renamed")
    assert [row.title for row in rows] == [*titles[:-2], "Renamed"]
    assert not isinstance(promise_page(by, today=TODAY, size=PART).rows, InParts)


def test_a_long_table_is_sent_as_it_is_made_and_holds_every_row_once() -> None:
    by = admin()
    titles = many(by)
    client = Client()
    User.objects.filter(pk=by.number).update(language="de")
    client.force_login(User.objects.get(pk=by.number))
    text = client.get("/promises/?format=csv&sort=-due")
    assert text.streaming
    parts = [bytes(part) for part in text.streaming_content]  # type: ignore[attr-defined]  # of a streaming answer
    assert len(parts) == 3
    rows = list(csv.reader(io.StringIO(b"".join(parts).decode("utf-8-sig"))))
    assert rows[0][:2] == ["Zusage", "Kunde"], "in the language of the reader, though nobody asks by then"
    assert rows[1][3] == "Entwurf"
    assert sorted(row[0] for row in rows[1:]) == sorted(titles)
    assert [row[2] for row in rows[1:]] == sorted((row[2] for row in rows[1:]), reverse=True)
    book = client.get("/promises/?format=xlsx")
    sheet = load_workbook(io.BytesIO(book.getvalue()), read_only=True).active
    assert sheet is not None
    assert [cells[0] for cells in sheet.iter_rows(min_row=2, values_only=True)] == titles
