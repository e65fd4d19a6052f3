from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from makegood.foundation.actors import Viewer
from makegood.foundation.errors import NotFound
from makegood.people.models import User
from makegood.promises.models import Evidence
from makegood.promises.queries import find_evidence, find_promise, mentions_of, promise_story
from makegood.promises.services import (
    UnableToAddEvidence,
    UnableToComment,
    add_evidence,
    cancel_promise,
    change_owner,
    comment_on,
    give_notice,
    path_of,
    read_mention,
    record_commitment,
    withdraw_evidence,
)
from tests.promises.desk import TODAY, admin, customer, draft
from tests.staff import AT, GUEST, person

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n\x00\x01"
LIMIT = 20 * 1024 * 1024


@pytest.fixture
def by() -> Viewer:
    return admin()


@pytest.fixture
def number(by: Viewer) -> int:
    return draft(by, customer(by))


def attach(number: int, by: Viewer, title: str, content: bytes) -> int:
    return add_evidence(promise=number, kind="file", title=title, content=content, by=by, at=AT)


@pytest.mark.parametrize(
    ("title", "content", "media_type"),
    [
        ("offer.pdf", b"%PDF-1.7 ...", "application/pdf"),
        ("OFFER.PDF", b"%PDF-1.7 ...", "application/pdf"),
        ("shot.png", PNG, "image/png"),
        ("shot.jpeg", b"\xff\xd8\xff\xe0", "image/jpeg"),
        ("sheet.xlsx", b"PK\x03\x04...", "application/zip"),
        ("mail.eml", b"From: a@b.example\n\nHi", "message/rfc822"),
        ("words.txt", "Größe".encode(), "text/plain"),
    ],
)
def test_a_file_is_kept_whole_under_its_digest(
    title: str, content: bytes, media_type: str, number: int, by: Viewer
) -> None:
    found = find_evidence(attach(number, by, title, content), by)
    assert (found.media_type, found.size, found.title) == (media_type, len(content), title)
    assert path_of(found.digest).read_bytes() == content
    assert path_of(found.digest).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("title", "content"),
    [
        ("shot.png", b"%PDF-1.7"),
        ("offer.pdf", PNG),
        ("page.html", b"<script>alert(1)</script>"),
        ("picture.svg", b"<svg onload='alert(1)'/>"),
        ("program.exe", b"MZ\x90\x00"),
        ("words.txt", b"a\x00b"),
        ("noending", b"text"),
        ("empty.txt", b""),
        ("large.txt", b"x" * (LIMIT + 1)),
    ],
)
def test_what_is_not_what_it_is_called_is_refused(title: str, content: bytes, number: int, by: Viewer) -> None:
    with pytest.raises(UnableToAddEvidence) as refused:
        attach(number, by, title, content)
    assert refused.value.field == "content"
    assert not Evidence.objects.exists()


def test_twenty_megabytes_are_kept(number: int, by: Viewer) -> None:
    content = b"%PDF-" + b"x" * (LIMIT - 5)
    assert find_evidence(attach(number, by, "large.pdf", content), by).size == LIMIT


@pytest.mark.parametrize("title", ["../../settings.txt", "/etc/passwd.txt", "..\\..\\x.txt", "a/../../b.txt"])
def test_no_name_leads_out_of_the_folder(title: str, number: int, by: Viewer) -> None:
    found = find_evidence(attach(number, by, title, b"hello"), by)
    folder = (Path(settings.DATA) / "evidence").resolve()
    assert re.fullmatch("[0-9a-f]{64}", found.digest)
    assert path_of(found.digest).resolve().is_relative_to(folder)


@pytest.mark.parametrize(
    ("address", "is_kept"),
    [
        ("https://wiki.example.com/a?b=c#d", True),
        ("http://intranet/page", True),
        ("http://[::1]:8000/", True),
        ("javascript:alert(1)", False),
        ("https://", False),
        ("ftp://example.com", False),
        ("https://good.example@evil.example/", False),
        ("https://a b.example", False),
        ("", False),
    ],
)
def test_a_link_leads_into_the_web(address: str, is_kept: bool, number: int, by: Viewer) -> None:
    said: dict[str, Any] = {"promise": number, "kind": "link", "title": "Wiki", "address": address, "by": by, "at": AT}
    if is_kept:
        assert find_evidence(add_evidence(**said), by).address == address
    else:
        with pytest.raises(UnableToAddEvidence):
            add_evidence(**said)


def test_what_is_withdrawn_is_gone_for_everybody_and_stays_in_the_history(number: int, by: Viewer) -> None:
    piece = attach(number, by, "offer.txt", b"hello")
    with pytest.raises(NotFound):
        find_evidence(piece, GUEST)
    withdraw_evidence(number=piece, reason="Of another promise", by=by, at=AT)
    with pytest.raises(NotFound):
        find_evidence(piece, by)
    assert [event.verb for event in promise_story(number, by)][:2] == ["promise.no-evidence", "promise.evidence"]


def test_who_is_named_is_told_until_they_say_that_they_have_read_it(number: int, by: Viewer) -> None:
    ben, cleo = person("sales", name="Ben Ode"), person("product", name="Cleo Ray")
    address = User.objects.get(pk=ben.number).email
    comment_on(promise=number, text=f"@{address} and @{cleo.name}: see @nobody", by=by, at=AT)
    comment_on(promise=number, text=f"Again, @{address.partition('@')[0].upper()}.", by=by, at=AT)
    assert [row.by for row in mentions_of(ben)] == ["Anna Berg", "Anna Berg"]
    assert mentions_of(cleo) == mentions_of(by) == mentions_of(GUEST) == ()
    later, first = mentions_of(ben)
    with pytest.raises(NotFound):
        read_mention(number=first.number, by=cleo, at=AT)
    assert (
        read_mention(number=first.number, by=ben, at=AT) == read_mention(number=first.number, by=ben, at=AT) == number
    )
    assert mentions_of(ben) == (later,)
    said = {one.number: one.mention for one in find_promise(number, ben, today=TODAY).comments}
    assert [(comment, mention) for comment, mention in said.items() if mention] == [(later.comment, later.number)]


def test_who_answers_on_the_promise_has_read_what_named_them_there(number: int, by: Viewer) -> None:
    ben, other = person("sales", name="Ben Ode"), draft(by, customer(by, "OTHER"))
    address = User.objects.get(pk=ben.number).email
    for promise in (number, number, other):
        comment_on(promise=promise, text=f"@{address}, is it so?", by=by, at=AT)
    comment_on(promise=number, text=f"I, @{address}, say it is.", by=ben, at=AT)
    assert [row.promise for row in mentions_of(ben)] == [other]


def test_nothing_said_is_no_comment(number: int, by: Viewer) -> None:
    with pytest.raises(UnableToComment) as refused:
        comment_on(promise=number, text=" \n", by=by, at=AT)
    assert refused.value.field == "text"


def test_what_shows_that_the_customer_cancelled_can_only_be_replaced(number: int, by: Viewer) -> None:
    change_owner(numbers=[number], owner=by.number, by=by, at=AT)
    record_commitment(number=number, by=by, at=AT)
    proof = attach(number, by, "mail.txt", b"We need it no longer")
    cancel_promise(number=number, by_customer=True, reason="See their mail", by=by, at=AT)
    with pytest.raises(UnableToAddEvidence):
        withdraw_evidence(number=proof, reason="Oops", by=by, at=AT)
    attach(number, by, "mail.eml", b"Subject: no longer")
    withdraw_evidence(number=proof, reason="The mail itself is there now", by=by, at=AT)


@pytest.mark.parametrize(("how", "is_heard"), [("call", True), ("meeting", True), ("mail", False)])
def test_what_is_said_to_somebody_is_received_at_once(how: str, is_heard: bool, number: int, by: Viewer) -> None:
    change_owner(numbers=[number], owner=by.number, by=by, at=AT)
    record_commitment(number=number, by=by, at=AT)
    give_notice(promise=number, date_told=None, how=how, told_at=AT, note="", by=by, at=AT)
    assert find_promise(number, by, today=TODAY).notices[0].received_at == (AT if is_heard else None)
