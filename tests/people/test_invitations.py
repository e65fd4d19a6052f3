"""How people come in: by a link that works once, and the very first one by a link in the terminal."""

from __future__ import annotations

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.core import mail
from django.db import connection
from pytest_django.fixtures import Settings

from makegood.foundation.clock import present
from makegood.foundation.errors import Denied, NotFound, Problem
from makegood.foundation.jobs.worker import Worker
from makegood.foundation.texts import UnacceptableText
from makegood.people.models import Invitation, User
from makegood.people.queries import find_invitation, open_invitations
from makegood.people.services import (
    UnableToAddPerson,
    UnableToInvite,
    UnableToJoin,
    invite_first_administrator,
    invite_person,
    join,
    withdraw_invitation,
)
from tests.staff import AT, person

pytestmark = pytest.mark.django_db
PASSWORD = "a word that is kept"
SOON, LATER = AT + timedelta(hours=1), AT + timedelta(days=8)


def invited(**changes: object) -> str:
    given: dict[str, object] = {"email": "sam@example.com", "name": "Sam Adeyemi", "functions": ["support"]}
    by = person("administrator")
    return invite_person(**{"at": AT, **given, **changes}, by=by)  # type: ignore[arg-type]  # of any kind


def joined(token: str, email: str = "", **changes: object) -> User:
    given: dict[str, object] = {"name": "Sam Adeyemi", "password": PASSWORD, "at": SOON, **changes}
    return User.objects.get(pk=join(token=token, email=email, **given))  # type: ignore[arg-type]  # of any kind


def test_the_first_one_to_come_becomes_administrator() -> None:
    token = invite_first_administrator(at=AT)
    assert token is not None
    first = joined(token, email="Ada@Example.com")
    assert (first.email, first.functions) == ("ada@example.com", ["administrator"])
    assert first.check_password(PASSWORD)


def test_only_the_newest_link_of_the_terminal_works() -> None:
    before, now = invite_first_administrator(at=AT), invite_first_administrator(at=AT)
    assert find_invitation(str(before), at=SOON) is None
    assert find_invitation(str(now), at=SOON) is not None


def test_there_is_no_first_administrator_once_anybody_is_there() -> None:
    token = str(invite_first_administrator(at=AT))
    person("sales")
    assert invite_first_administrator(at=AT) is None
    assert find_invitation(token, at=SOON) is None
    with pytest.raises(UnableToJoin):
        joined(token, email="late@example.com")


def test_whoever_is_invited_gets_the_functions_and_keeps_the_address_of_the_invitation() -> None:
    sam = joined(invited(), email="somebody.else@example.com")
    assert (sam.email, sam.name, sam.functions) == ("sam@example.com", "Sam Adeyemi", ["support"])


@pytest.mark.parametrize("spoil", ["used", "withdrawn", "expired", "replaced", "invented"])
def test_a_link_that_ended_makes_no_account(spoil: str) -> None:
    token, at = invited(), SOON
    if spoil == "used":
        joined(token)
    elif spoil == "withdrawn":
        withdraw_invitation(number=Invitation.objects.get().pk, by=person("administrator"), at=AT)
    elif spoil == "expired":
        at = LATER
    elif spoil == "replaced":
        invited()
    else:
        token = "invented"
    people = User.objects.count()
    assert find_invitation(token, at=at) is None
    with pytest.raises(UnableToJoin):
        joined(token, at=at)
    assert User.objects.count() == people


def test_the_mail_has_the_link_and_the_job_forgets_it(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    token = invited(at=present())
    Worker("test").run_all()
    sent = mail.outbox[0]
    assert sent.to == ["sam@example.com"]
    assert f"/welcome/{token}/" in sent.body
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM jobs_job WHERE CAST(arguments AS text) LIKE %s", [f"%{token}%"])
        assert cursor.fetchone()[0] == 0


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"email": "nobody"}, "email"),
        ({"email": "two@example.com\r\nBcc: all@example.com"}, "email"),
        ({"name": "  "}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"functions": []}, "functions"),
        ({"functions": ["king"]}, "functions"),
    ],
)
def test_an_invitation_that_can_not_be_kept_names_the_field(changes: dict[str, object], field: str) -> None:
    with pytest.raises(Problem) as refused:
        invited(**changes)
    assert refused.value.field == field
    assert not Invitation.objects.exists()


def test_nobody_is_invited_twice_who_has_an_account() -> None:
    joined(invited())
    with pytest.raises(UnableToInvite) as refused:
        invited(email="SAM@example.com")
    assert refused.value.field == "email"


@pytest.mark.parametrize(
    "password",
    ["short", "password1234", "sam@example.com", "sam adeyemi!", "half \ud800 a letter", "a NUL \x00 here"],
)
def test_a_password_that_is_easy_to_guess_or_no_text_is_refused_and_the_link_still_works(password: str) -> None:
    token = invited()
    with pytest.raises((UnableToAddPerson, UnacceptableText)) as refused:
        joined(token, password=password)
    assert refused.value.field == "password"
    assert joined(token).email == "sam@example.com"


def test_only_administrators_invite_and_see_who_is_invited() -> None:
    seller = person("sales")
    with pytest.raises(Denied):
        invite_person(email="a@example.com", name="A", functions=["sales"], by=seller, at=AT)
    invited()
    assert open_invitations(seller, at=SOON) == []
    assert [one.email for one in open_invitations(person("administrator"), at=SOON)] == ["sam@example.com"]
    assert open_invitations(person("administrator"), at=LATER) == []
    with pytest.raises(NotFound):
        withdraw_invitation(number=999_999, by=person("administrator"), at=AT)


@pytest.mark.django_db(transaction=True)
def test_two_who_open_the_same_link_at_once_make_one_account() -> None:
    token, barrier, outcomes = invited(), Barrier(2), []

    def come(name: str) -> None:
        barrier.wait()
        try:
            joined(token, name=name)
            outcomes.append("in")
        except Problem as problem:
            outcomes.append(problem.code)
        finally:
            connection.close()

    threads = [Thread(target=come, args=(name,)) for name in ("Sam One", "Sam Two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["in", "unable-to-join"]
    assert User.objects.filter(email="sam@example.com").count() == 1
