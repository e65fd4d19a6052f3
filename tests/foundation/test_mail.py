from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import Message

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from pytest_django.fixtures import Settings

from makegood.foundation.jobs.models import Job
from makegood.foundation.jobs.queries import troubled
from makegood.foundation.jobs.states import JobState
from makegood.foundation.jobs.worker import Worker
from makegood.foundation.mail.services import send_later

AT = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
PORT = 8125
pytestmark = pytest.mark.django_db


class Postbox:
    """A mail server that keeps what it gets, and refuses for a while or some people."""

    def __init__(self) -> None:
        self.mails: list[Message] = []
        self.refusal = ""

    async def handle_RCPT(  # noqa: N802  # the server calls it so
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address.startswith("nobody"):
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802  # the server calls it so
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        if self.refusal:
            return self.refusal
        assert isinstance(envelope.content, bytes)
        self.mails.append(message_from_bytes(envelope.content))
        return "250 OK"


@contextmanager
def server(postbox: Postbox) -> Iterator[None]:
    controller = Controller(postbox, hostname="127.0.0.1", port=PORT)
    controller.start()
    try:
        yield
    finally:
        controller.stop()


@pytest.fixture
def postbox(settings: Settings) -> Postbox:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", PORT, 5
    settings.DEFAULT_FROM_EMAIL = "Makegood <promises@example.org>"
    return Postbox()


def send(to: str = "anna@example.org", key: str = "") -> int:
    return send_later(to=to, subject="Größe\nBcc: x@x", text="Hallo", html="<p>Hallo</p>", at=AT, key=key)


def work_now() -> None:
    """Do all that is due, those that wait for another attempt included."""
    Job.objects.filter(state=JobState.WAITING).update(free_at=AT)
    Worker().run_one()


def test_a_mail_arrives_once_in_both_forms_and_is_forgotten_here(postbox: Postbox) -> None:
    send(key="welcome:7")
    send(key="welcome:7")
    with server(postbox):
        Worker().run_all()
    (mail,) = postbox.mails
    assert mail["To"] == "anna@example.org"
    assert "Bcc" not in mail
    assert mail["Message-ID"].endswith("@example.org>")
    assert [part.get_content_type() for part in mail.walk()][1:] == ["text/plain", "text/html"]
    assert list(Job.objects.values_list("arguments", flat=True)) == [{}]


def test_a_server_that_was_away_or_refused_gets_the_mail_when_it_comes_back(postbox: Postbox) -> None:
    number = send()
    work_now()
    (row,) = troubled()
    assert (row.state, row.attempt) == (JobState.WAITING, 1)
    with server(postbox):
        postbox.refusal = "451 try later"
        work_now()
        assert postbox.mails == []
        postbox.refusal = ""
        work_now()
    assert len(postbox.mails) == 1
    assert Job.objects.get(pk=number).state == JobState.DONE


def test_a_mail_that_is_sent_twice_can_be_known(postbox: Postbox) -> None:
    send()
    arguments = Job.objects.get().arguments
    with server(postbox):
        Worker().run_all()
        Job.objects.update(state=JobState.WAITING, ended_at=None, arguments=arguments)
        work_now()
    first, second = postbox.mails
    assert first["Message-ID"] == second["Message-ID"]


def test_an_address_that_the_server_will_never_take_is_not_tried_again(postbox: Postbox) -> None:
    send(to="nobody@example.org")
    with server(postbox):
        work_now()
    (row,) = troubled()
    assert (row.state, row.attempt) == (JobState.FAILED, 1)
    assert "550" in row.error
    assert "nobody" not in row.error
