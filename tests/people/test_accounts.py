"""Changing and closing accounts, standing in for a colleague, tokens, sessions and kept views."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from makegood.foundation.actors import HOUSE, Viewer
from makegood.foundation.errors import Denied, NotFound, Stale
from makegood.foundation.history.queries import story
from makegood.people.models import User
from makegood.people.queries import (
    absences,
    find_person,
    find_viewer,
    kept_views,
    own_sessions,
    own_tokens,
    people_list,
    viewer_by_token,
)
from makegood.people.services import (
    UnableToChangePerson,
    UnableToKeepView,
    UnableToMakeToken,
    UnableToSendAway,
    change_person,
    close_account,
    come_back,
    end_session,
    forget_view,
    invite_person,
    join_by_provider,
    keep_view,
    make_token,
    reopen_account,
    revoke_token,
    send_away,
    set_password,
)
from tests.staff import AT, person

DAY = timedelta(days=1)
NEXT_YEAR = AT + timedelta(days=365)
database = pytest.mark.django_db


@database
def test_the_last_administrator_stays_one() -> None:
    keeper = person("administrator", "sales")
    with pytest.raises(UnableToChangePerson) as refused:
        change_person(number=keeper.number, version=0, name="A", functions=["sales"], by=keeper, at=AT)
    assert refused.value.field == "functions"
    with pytest.raises(UnableToChangePerson):
        close_account(number=keeper.number, by=keeper.actor, at=AT)
    other = person("administrator", name="Other Keeper")
    close_account(number=keeper.number, by=other.actor, at=AT)
    assert not find_person(keeper.number, other, at=AT).is_active


@database
def test_two_who_change_somebody_at_once_are_told() -> None:
    keeper, seller = person("administrator"), person("sales", name="Sally")
    change_person(number=seller.number, version=0, name="Sally Two", functions=["sales", "legal"], by=keeper, at=AT)
    with pytest.raises(Stale) as told:
        change_person(number=seller.number, version=0, name="Sally Three", functions=["sales"], by=keeper, at=AT)
    assert told.value.details == {
        "fields": {"name": {"now": "Sally Two"}, "functions": {"now": ["sales", "legal"]}},
        "version": 1,
    }
    assert find_person(seller.number, keeper, at=AT).name == "Sally Two"


@database
def test_only_administrators_change_people() -> None:
    seller = person("sales")
    with pytest.raises(Denied):
        change_person(number=seller.number, version=0, name="S", functions=["administrator"], by=seller, at=AT)
    close_account(number=seller.number, by=HOUSE, at=AT)
    with pytest.raises(Denied):
        reopen_account(number=seller.number, by=seller, at=AT)


@database
def test_a_new_password_ends_the_sessions_that_there_are() -> None:
    seller, client = User.objects.get(pk=person("sales").number), Client()
    client.force_login(seller)
    assert client.get("/me/").status_code == 200
    set_password(email=seller.email, password="another word that is kept", by=HOUSE, at=AT)
    assert client.get("/me/").status_code == 302


@database
def test_a_list_shows_whom_its_filters_let_through_and_who_is_away() -> None:
    ada, bea = person("administrator", name="Ada"), person("sales", name="Bea")
    send_away(lender=bea.number, delegate=ada.number, begins_at=AT, ends_at=AT + DAY, by=bea, at=AT)
    close_account(number=person("sales", name="Cleo").number, by=HOUSE, at=AT)

    def names(**filters: str) -> list[str]:
        return [row.name for row in people_list(ada, at=AT, **filters)]

    assert names() == ["Ada", "Bea"]
    assert names(sort="-name", state="all") == ["Cleo", "Bea", "Ada"]
    assert names(function="sales") == names(text="BEA") == ["Bea"]
    assert [row.delegate for row in people_list(ada, at=AT)] == ["", "Ada"]


class StandingIn(TestCase):
    """Whoever stands in has the functions for just the time that was said, and never those of an administrator."""

    @given(
        begins=st.integers(-5, 5),
        length=st.integers(1, 9),
        asked=st.integers(-10, 20),
        functions=st.sets(st.sampled_from(["sales", "legal", "administrator"])),
    )
    def test_functions_are_lent_in_time(self, begins: int, length: int, asked: int, functions: set[str]) -> None:
        lender, delegate = person(*functions, name="Lena"), person("support", name="Marco")
        first, last, at = (AT + DAY * days for days in (begins, begins + length, asked))
        send_away(
            lender=lender.number,
            delegate=delegate.number,
            begins_at=first,
            ends_at=last,
            by=lender,
            at=AT - timedelta(days=30),
        )
        lent = functions - {"administrator"} if first <= at < last else set()
        viewer = find_viewer(delegate.number, at=at)
        assert viewer.functions == {"support"} | lent
        assert {f"function:{name}" for name in lent} <= viewer.audiences


@database
def test_absences_do_not_overlap_and_end_when_somebody_is_back() -> None:
    lena, marco = person("sales", name="Lena"), person("sales", name="Marco")

    def away(begins: datetime, ends: datetime, delegate: Viewer = marco, by: Viewer = lena) -> int:
        return send_away(lender=lena.number, delegate=delegate.number, begins_at=begins, ends_at=ends, by=by, at=AT)

    number = away(AT - DAY, AT + DAY)
    for begins, ends, delegate, field in [
        (AT, AT + 3 * DAY, marco, "begins"),
        (AT + 3 * DAY, AT + 2 * DAY, marco, "ends"),
        (AT - 9 * DAY, AT - 8 * DAY, marco, "ends"),
        (AT + 5 * DAY, AT + 6 * DAY, lena, "delegate"),
    ]:
        with pytest.raises(UnableToSendAway) as refused:
            away(begins, ends, delegate)
        assert refused.value.field == field
    with pytest.raises(Denied):
        away(AT + 5 * DAY, AT + 6 * DAY, marco, by=marco)
    with pytest.raises(Denied):
        come_back(number=number, by=marco, at=AT)
    come_back(number=number, by=lena, at=AT)
    assert absences(at=AT) == []
    with pytest.raises(NotFound):
        come_back(number=number, by=lena, at=AT)


@database
@pytest.mark.parametrize("spoil", ["nothing", "expired", "revoked", "closed", "wrong"])
def test_a_token_stands_for_somebody_until_it_ends(spoil: str) -> None:
    seller = person("sales")
    secret = make_token(name="ERP", scopes=["customers:read"], expires_at=AT + DAY, by=seller, at=AT)
    number, at = own_tokens(seller, at=AT)[0].number, AT
    if spoil == "expired":
        at = AT + DAY
    elif spoil == "revoked":
        revoke_token(number=number, by=seller, at=AT)
    elif spoil == "closed":
        close_account(number=seller.number, by=HOUSE, at=AT)
    elif spoil == "wrong":
        secret += "x"
    found = viewer_by_token(secret, at=at)
    if spoil == "nothing":
        assert found is not None
        assert (found.viewer, found.scopes, found.token) == (seller, frozenset({"customers:read"}), number)
    else:
        assert found is None


@database
def test_tokens_are_ones_own_and_their_secret_is_nowhere() -> None:
    seller, other = person("sales"), person("sales", name="Other")
    secret = make_token(name="ERP", scopes=["customers:read"], expires_at=AT + DAY, by=seller, at=AT)
    assert secret not in str(story(subject=("person", seller.number), viewer=seller))
    with pytest.raises(NotFound):
        revoke_token(number=own_tokens(seller, at=AT)[0].number, by=other, at=AT)
    assert own_tokens(other, at=AT) == []
    assert story(subject=("person", seller.number), viewer=other) == []


@database
@pytest.mark.parametrize(
    ("name", "scopes", "expires_at", "field"),
    [
        ("", ["customers:read"], AT + DAY, "name"),
        ("ERP", [], AT + DAY, "scopes"),
        ("ERP", ["everything"], AT + DAY, "scopes"),
        ("ERP", ["customers:read"], AT, "expires"),
        ("ERP", ["customers:read"], NEXT_YEAR + 9 * DAY, "expires"),
    ],
)
def test_a_token_that_makes_no_sense_is_refused(name: str, scopes: list[str], expires_at: datetime, field: str) -> None:
    with pytest.raises(UnableToMakeToken) as refused:
        make_token(name=name, scopes=scopes, expires_at=expires_at, by=person("sales"), at=AT)
    assert refused.value.field == field


@database
def test_somebody_signs_out_on_another_device_and_nobody_elses() -> None:
    seller, other = person("sales"), person("sales", name="Other")
    User.objects.get(pk=seller.number).set_password("a word that is kept")
    set_password(email=User.objects.get(pk=seller.number).email, password="a word that is kept", by=HOUSE, at=AT)
    here, there = Client(), Client()
    for client in (here, there):
        given_ = {"login": User.objects.get(pk=seller.number).email, "password": "a word that is kept"}
        assert client.post("/account/login/", given_).status_code == 302
    session = next(one for one in own_sessions(seller) if one.key == there.session.session_key)
    with pytest.raises(NotFound):
        end_session(number=session.number, by=other, at=AT)
    end_session(number=session.number, by=seller, at=AT)
    assert there.get("/me/").status_code == 302
    assert here.get("/me/").status_code == 200


@database
def test_a_provider_opens_the_accounts_that_are_known_and_invited_and_no_other() -> None:
    keeper = person("administrator")
    seller = User.objects.get(pk=person("sales").number)
    assert join_by_provider(email=seller.email.upper(), at=AT) == seller
    invite_person(email="sam@example.com", name="Sam", functions=["legal"], by=keeper, at=AT)
    sam = join_by_provider(email="sam@example.com", at=AT)
    assert sam is not None
    assert (sam.functions, sam.has_usable_password()) == (["legal"], False)
    assert join_by_provider(email="stranger@example.com", at=AT) is None
    assert join_by_provider(email="", at=AT) is None
    close_account(number=seller.pk, by=HOUSE, at=AT)
    assert join_by_provider(email=seller.email, at=AT) is None


@database
def test_views_are_kept_by_name_for_oneself() -> None:
    seller, other = person("sales"), person("sales", name="Other")
    keep_view(page="customers", name="Mine", query="owner=me", by=seller)
    keep_view(page="customers", name="Mine", query="owner=me&tier=key", by=seller)
    ((number, name, query),) = kept_views(seller, "customers")
    assert (name, query) == ("Mine", "owner=me&tier=key")
    forget_view(number=number, by=other)
    assert list(kept_views(other, "customers")) == []
    assert len(list(kept_views(seller, "customers"))) == 1
    forget_view(number=number, by=seller)
    assert list(kept_views(seller, "customers")) == []
    with pytest.raises(UnableToKeepView):
        keep_view(page="customers", name=" ", query="", by=seller)
    for place in range(20):
        keep_view(page="customers", name=f"View {place}", query="", by=seller)
    with pytest.raises(UnableToKeepView):
        keep_view(page="customers", name="One more", query="", by=seller)


@database
def test_whoever_is_gone_stands_in_for_nobody() -> None:
    keeper, away, other = person("administrator"), person("sales", name="Lena"), person("sales", name="Marco")
    for begins in (0, 30):
        send_away(
            lender=away.number,
            delegate=other.number,
            begins_at=AT + timedelta(days=begins),
            ends_at=AT + timedelta(days=begins + 9),
            by=away,
            at=AT,
        )
    close_account(number=other.number, by=keeper.actor, at=AT + timedelta(days=1))
    assert absences(at=AT + timedelta(days=2)) == []
    told = story(subject=("person", away.number), viewer=keeper)
    assert [event.verb for event in told[:2]] == ["person.alone", "person.alone"]
