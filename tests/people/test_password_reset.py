"""A new password, by a link that comes by mail from a real mail server and works once."""

from __future__ import annotations

import re
from email.message import Message

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django.fixtures import Settings

from makegood.foundation.actors import HOUSE
from makegood.foundation.clock import present
from makegood.foundation.jobs.models import Job
from makegood.foundation.jobs.worker import Worker
from makegood.people.models import User
from makegood.people.services import add_person, close_account
from tests.postbox import Postbox, postbox_for, server

pytestmark = pytest.mark.django_db
BEFORE, AFTER = "a few words that are kept", "other words that are kept"
EMAIL = "lena@example.com"
LINK = re.compile(r"http://[^/\s]+(/account/password/reset/key/\S+/)")


@pytest.fixture
def postbox(settings: Settings) -> Postbox:
    cache.clear()  # it holds how often somebody asked
    return postbox_for(settings)


@pytest.fixture
def lena() -> int:
    return add_person(email=EMAIL, name="Lena Vogt", functions=["sales"], password=BEFORE, by=HOUSE, at=present())


def ask(postbox: Postbox, email: str = EMAIL) -> list[Message]:
    """Ask for a new password, and return all mails that have come by then."""
    answer = Client().post("/account/password/reset/", {"email": email})
    assert (answer.status_code, answer["Location"]) == (302, "/account/password/reset/done/")
    with server(postbox):
        Worker().run_all()
    return postbox.mails


def text_of(mail: Message) -> str:
    content = mail.get_payload(decode=True)
    assert isinstance(content, bytes)
    return content.decode()


def link_in(mail: Message) -> str:
    (link,) = LINK.findall(text_of(mail))
    return str(link)


def choose(link: str, password: str = AFTER) -> bool:
    """Follow a link and choose a password; return whether it was taken."""
    client = Client()
    page = client.get(link, follow=True)
    if b"password1" not in page.content:
        return False
    client.post(page.request["PATH_INFO"], {"password1": password, "password2": password})
    return signs_in(password)


def signs_in(password: str) -> bool:
    client = Client()
    client.post("/account/login/", {"login": EMAIL, "password": password})
    return client.get("/me/").status_code == 200


@pytest.mark.usefixtures("lena")
def test_the_link_in_the_mail_gives_a_new_password_once(postbox: Postbox) -> None:
    (mail,) = ask(postbox)
    assert (mail["To"], mail["From"]) == (EMAIL, "Makegood <promises@example.org>")
    link = link_in(mail)
    assert choose(link)
    assert not signs_in(BEFORE)
    assert not choose(link, "words of somebody who found the mail")
    assert signs_in(AFTER)
    assert [job.arguments for job in Job.objects.filter(task__contains="mail")] == [{}] * Job.objects.count()


@pytest.mark.usefixtures("lena")
def test_whoever_is_signed_in_elsewhere_is_signed_out_by_a_new_password(postbox: Postbox) -> None:
    elsewhere = Client()
    elsewhere.post("/account/login/", {"login": EMAIL, "password": BEFORE})
    assert elsewhere.get("/me/").status_code == 200
    (mail,) = ask(postbox)
    assert choose(link_in(mail))
    assert elsewhere.get("/me/").status_code == 302


@pytest.mark.usefixtures("lena")
def test_a_password_that_is_easy_to_guess_is_refused_and_the_link_still_works(postbox: Postbox) -> None:
    (mail,) = ask(postbox)
    assert not choose(link_in(mail), "password1234")
    assert User.objects.get().check_password(BEFORE)
    assert choose(link_in(mail))


def test_a_new_password_does_not_open_a_closed_account_and_no_link_is_sent_for_it(postbox: Postbox, lena: int) -> None:
    (mail,) = ask(postbox)
    add_person(email="ada@example.com", name="Ada", functions=["administrator"], password=None, by=HOUSE, at=present())
    close_account(number=lena, by=HOUSE, at=present())
    assert not choose(link_in(mail))
    assert not User.objects.get(pk=lena).is_active
    links = [link for one in ask(postbox)[1:] for link in LINK.findall(text_of(one))]
    assert links == []


@pytest.mark.usefixtures("lena")
def test_nobody_learns_whether_an_address_has_an_account(postbox: Postbox) -> None:
    pages = [Client().post("/account/password/reset/", {"email": email}, follow=True).content
             for email in (EMAIL, "nobody.here@example.org")]  # fmt: skip
    tokens = re.compile(rb"csrf\w+\W+[\w-]+|value=\W[\w-]{64}\W|x-csrftoken[^}]+")
    assert tokens.sub(b"", pages[0]) == tokens.sub(b"", pages[1])


@pytest.mark.usefixtures("lena")
def test_a_link_that_was_tampered_with_opens_nothing(postbox: Postbox) -> None:
    (mail,) = ask(postbox)
    link = link_in(mail)
    for wrong in (link[:-2] + "x/", re.sub(r"key/\w+-", "key/zz-", link)):
        assert not choose(wrong)
    assert signs_in(BEFORE)
