from __future__ import annotations

from datetime import UTC, datetime

import pytest
from pytest_django.fixtures import Settings

from makegood.foundation.jobs.models import Job
from makegood.foundation.jobs.queries import troubled
from makegood.foundation.jobs.states import JobState
from makegood.foundation.jobs.worker import Worker
from makegood.foundation.mail.services import send_later
from tests.postbox import Postbox, postbox_for, server

AT = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def postbox(settings: Settings) -> Postbox:
    return postbox_for(settings)


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
