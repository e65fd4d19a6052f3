"""The whole story of a promise: all that is on record of it, for whoever may know it, as a table, as JSON, on paper."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader

from makegood.customers.services import log_touchpoint
from makegood.foundation.actors import Viewer
from makegood.foundation.errors import NotFound
from makegood.foundation.history.services import record
from makegood.people.models import User
from makegood.people.services import make_token
from makegood.promises.queries import whole_story
from makegood.promises.services import add_evidence, comment_on, give_notice, let_expire, withdraw_evidence
from makegood.promises.states import Chapter
from tests.promises.desk import DUE, admin, committed, customer, draft
from tests.staff import AT, GUEST, person

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=20)
SECRET = "Privileged: what our lawyer said"


def lived(by: Viewer) -> int:
    """Return a promise of which something of every kind is on record, and something for legal alone."""
    to = customer(by)
    number = committed(by, to, said_at=AT - timedelta(days=2))
    add_evidence(promise=number, kind="link", title="The offer", text="", address="https://example.com/1", by=by, at=AT)
    wrong = add_evidence(promise=number, kind="note", title="Of another", text="No", by=by, at=AT)
    withdraw_evidence(number=wrong, reason="Of another promise", by=by, at=AT)
    comment_on(promise=number, text="Line 2 stands still", by=by, at=AT + timedelta(days=1))
    met: Any = {"kind": "call", "direction": "from-customer", "by": by}
    log_touchpoint(
        customer=to, at=AT + timedelta(days=1), text="They worry", happened_at=AT + timedelta(hours=3), **met
    )
    log_touchpoint(customer=to, at=AT, text="Long before", happened_at=AT - timedelta(days=30), **met)
    told: Any = {"date_told": DUE + timedelta(days=9), "how": "call", "told_at": LATER, "note": "They were calm"}
    give_notice(promise=number, by=by, at=LATER, **told)
    record(verb="promise.note", subject=("promise", number), actor=by.actor, at=LATER, facts={"text": SECRET},
           audience="function:legal")  # fmt: skip
    return number


def reader(by: Viewer) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=by.number))
    return client


def on_paper(by: Viewer, number: int) -> str:
    pages = PdfReader(io.BytesIO(reader(by).get(f"/promises/{number}/story/pdf/").content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).replace("\u00a0", " ").split())


def test_it_is_all_that_is_on_record_in_the_order_in_which_it_happened() -> None:
    by = admin()
    number = lived(by)
    story = whole_story(number, by)
    assert [line.at for line in story] == sorted(line.at for line in story)
    assert {line.chapter for line in story} == set(Chapter)
    written = {(line.chapter, line.title, line.text) for line in story if line.event is None}
    assert {
        (Chapter.EVIDENCE, "The offer", "https://example.com/1"),
        (Chapter.COMMENT, "", "Line 2 stands still"),
        (Chapter.TOUCHPOINT, "", "They worry"),
        (Chapter.NOTICE, (DUE + timedelta(days=9)).isoformat(), "They were calm"),
    } <= written
    assert not {text for _chapter, _title, text in written} & {"No", "Long before"}


def test_what_was_written_for_legal_alone_is_for_legal_alone_wherever_it_is_taken_along() -> None:
    by, legal = admin(), person("legal", name="Ruth Adler")
    number = lived(by)

    def taken(who: Viewer) -> list[str]:
        table = reader(who).get(f"/promises/{number}/?table=story&format=csv").content.decode("utf-8-sig")
        token = make_token(name="T", scopes=["promises:read"], expires_at=AT + timedelta(days=1), by=who, at=AT)
        said = Client().get(f"/api/v1/promises/{number}/story", headers={"Authorization": f"Bearer {token}"})
        assert said.status_code == 200
        verbs = str([(one["verb"], one["facts"]) for one in said.json()["items"] if one["verb"]])
        lines = str([line[1:] for line in csv.reader(io.StringIO(table))])
        return [lines, on_paper(who, number), verbs]

    assert ["promise.note" in said for said in taken(legal)] == [True] * 3
    assert ["promise.note" in said for said in taken(by)] == [False] * 3
    assert all(SECRET not in said for said in taken(by))
    assert ["The offer" in said for said in taken(by)] == [True, True, True]
    with pytest.raises(NotFound):
        whole_story(number, GUEST)


def test_on_paper_it_says_who_and_why() -> None:
    by = admin()
    number = draft(by, customer(by), title="480 sensors")
    let_expire(number=number, reason="They chose another #import", by=by, at=LATER)
    said = on_paper(by, number)
    for words in ("480 sensors", "Customer NW", "The whole story", "Expired: They chose another #import", by.name):
        assert words in said, words
