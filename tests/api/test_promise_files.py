"""Files that programs send: what shows that something was said, and mails that become drafts."""

from __future__ import annotations

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from makegood.promises.models import Evidence, Promise
from makegood.promises.services import path_of
from tests.api.callers import Program
from tests.files.test_mails import mail

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 an offer"
RAW = mail("It comes by 15 January 2027 for 900 EUR.").as_bytes()
LARGEST = 20 * 1024 * 1024


@pytest.fixture
def program() -> Program:
    return Program()


@pytest.fixture
def customer(program: Program) -> int:
    made = int(program.write("POST", "customers", {"key": "N", "name": "Northwind"}, status=201)["number"])
    contact = {"name": "Cleo", "email": "cleo@northwind.example"}
    program.write("POST", f"customers/{made}/contacts", contact, status=201)
    return made


@pytest.fixture
def files(program: Program, customer: int) -> str:
    said = {"customer": customer, "wording": "In May.", "channel": "call"}
    return f"promises/{program.write('POST', 'promises', said, status=201)['number']}/evidence/file"


def file(name: str = "offer.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="text/html")


def test_a_file_is_kept_and_is_what_its_bytes_say(program: Program, files: str) -> None:
    (piece,) = program.send(files, {"file": file()})["evidence"]
    assert (piece["kind"], piece["title"], piece["media_type"], piece["size"]) == (
        "file", "offer.pdf", "application/pdf", len(PDF),
    )  # fmt: skip
    assert piece["digest"] == hashlib.sha256(PDF).hexdigest()
    assert path_of(piece["digest"]).read_bytes() == PDF
    called = program.send(files, {"file": file(), "title": "The second offer.pdf"})["evidence"][1]
    assert called["title"] == "The second offer.pdf"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("offer.pdf", b"<script>alert(1)</script>"),
        ("offer.html", b"<p>"),
        ("offer.exe", PDF),
        ("offer.pdf", b""),
        ("offer.pdf", PDF + bytes(LARGEST)),
    ],
    ids=["bytes-of-another-kind", "page", "ending-of-another-kind", "empty", "too-large"],
)
def test_what_is_not_kept_is_refused_with_the_reason(program: Program, files: str, name: str, content: bytes) -> None:
    refused = program.send(files, {"file": file(name, content)}, status=422)
    assert (refused["code"], refused["field"]) == ("unable-to-add-evidence", "content")
    assert not Evidence.objects.exists()


def test_the_largest_file_is_kept(program: Program, files: str) -> None:
    program.send(files, {"file": file(content=PDF + bytes(LARGEST - len(PDF)))})
    assert Evidence.objects.get().size == LARGEST


def test_a_file_sent_again_with_its_key_is_added_once(program: Program, files: str) -> None:
    first, again = (program.send(files, {"file": file()}, Idempotency_Key="1") for _time in range(2))
    assert first == again
    assert Evidence.objects.count() == 1
    for other in ({"file": file(content=PDF + b"!")}, {"file": file("b.pdf")}, {"file": file(), "title": "b.pdf"}):
        assert program.send(files, other, status=422, Idempotency_Key="1")["code"] == "key-used-for-another"
    assert Evidence.objects.count() == 1


def test_what_is_no_form_with_a_file_names_what_is_missing(program: Program, files: str) -> None:
    assert program.send(files, {"title": "x"}, status=422)["field"] == "file"
    assert program.write("POST", files, {"file": "x"}, status=422)["field"] == "file"
    assert program.send(files, {"file": file(), "colour": "red"}, status=422)["field"] == "colour"


def test_a_mail_becomes_a_draft_with_the_mail_as_evidence(program: Program, customer: int) -> None:
    made = program.send("promises/mail", {"mail": file("x.eml", RAW)}, Idempotency_Key="1")
    assert made == program.send("promises/mail", {"mail": file("x.eml", RAW)}, Idempotency_Key="1")
    assert (made["customer"], made["state"], made["due"], made["value"], made["said_to"]) == (
        customer, "draft", "2027-01-15", "900.00", "Cleo",
    )  # fmt: skip
    assert made["evidence"][0]["kind"] == "mail"
    assert path_of(made["evidence"][0]["digest"]).read_bytes() == RAW
    assert Promise.objects.count() == 1


def test_a_mail_of_a_stranger_needs_a_customer(program: Program) -> None:
    refused = program.send("promises/mail", {"mail": file("x.eml", RAW)}, status=422)
    assert (refused["code"], refused["field"]) == ("unable-to-capture", "customer")
    other = program.write("POST", "customers", {"key": "M", "name": "Meridian"}, status=201)["number"]
    assert program.send("promises/mail", {"mail": file("x.eml", RAW), "customer": other})["customer"] == other
    assert (
        program.send("promises/mail", {"mail": file("x.eml", RAW), "customer": "x"}, status=422)["field"] == "customer"
    )
    assert program.send("promises/mail", {"mail": file("x.eml", b"")}, status=422)["field"] == "content"


def test_a_token_that_only_reads_sends_no_files(program: Program, files: str) -> None:
    reader = Program(scopes=["promises:read"])
    assert reader.send(files, {"file": file()}, status=403)["code"] == "scope-missing"
    legal = Program("legal")
    assert legal.send(files, {"file": file()}, status=403)["code"] == "denied"
    assert not Evidence.objects.exists()
