from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from makegood.customers.services import add_contact
from makegood.foundation.actors import Viewer
from makegood.foundation.errors import Denied, Problem
from makegood.foundation.search.queries import find
from makegood.people.models import User
from makegood.promises.models import Promise
from makegood.promises.queries import find_promise, pieces_of
from makegood.promises.services import (
    UnableToCapture,
    add_evidence,
    capture_from_mail,
    change_promise,
    path_of,
    record_commitment,
)
from tests.files.test_mails import NONSENSE, mail
from tests.promises.desk import TODAY, admin, customer
from tests.staff import AT, person

pytestmark = pytest.mark.django_db
RAW = mail("It comes by 15 January 2027 for 900 EUR, says Größe.").as_bytes()


@pytest.fixture
def by() -> Viewer:
    return admin()


def known_sender(by: Viewer, key: str = "NW") -> int:
    number = customer(by, key)
    add_contact(customer=number, name="Cleo", email="cleo@northwind.example", by=by, at=AT)
    return number


def test_a_mail_becomes_a_draft_with_the_mail_as_evidence(by: Viewer) -> None:
    number = known_sender(by)
    whole = find_promise(capture_from_mail(content=RAW, customer=None, by=by, at=AT), by, today=TODAY)
    assert (whole.row.customer, whole.said_to, whole.channel, whole.row.state) == (number, "Cleo", "mail", "draft")
    assert whole.wording == "It comes by 15 January 2027 for 900 EUR, says Größe."
    assert (whole.row.title, whole.row.said_at) == ("Your order", datetime(2026, 11, 20, 7, 30, tzinfo=UTC))
    assert (whole.row.due, whole.row.value, whole.row.currency) == (date(2027, 1, 15), Decimal(900), "EUR")
    (kept,) = whole.evidence
    assert (kept.kind, kept.title, kept.media_type, kept.size) == (
        "mail", "Your order.eml", "message/rfc822", len(RAW),
    )  # fmt: skip
    assert path_of(kept.digest).read_bytes() == RAW
    assert [(piece.text, offer.fields) for piece in pieces_of(kept.text, TODAY) for offer in piece.offers] == [
        ("15 January 2027", {"due": "2027-01-15"}),
        ("900 EUR", {"value": "900.00", "currency": "EUR"}),
    ]
    assert [found.number for found in find("grosse", by)] == [whole.row.number]


def test_several_days_are_told_and_none_is_chosen(by: Viewer) -> None:
    known_sender(by)
    number = 0
    for text in ("First on 15.01.2027, then on 20.01.2027, for 5 EUR or 6 EUR.", "On 03/04/2027 for $5."):
        number = capture_from_mail(content=mail(text).as_bytes(), customer=None, by=by, at=AT)
        row = find_promise(number, by, today=TODAY).row
        assert (row.due, row.value) == (None, None)
    pieces = pieces_of(find_promise(number, by, today=TODAY).evidence[0].text, TODAY)
    assert [[offer.fields for offer in piece.offers] for piece in pieces if piece.offers] == [
        [{"due": "2027-04-03"}, {"due": "2027-03-04"}],
        [{"value": "5.00"}],
    ]


@given(
    text=st.text(max_size=200)
    | st.lists(st.sampled_from(["1.2.2027", "€5", "EUR 3,000", "03/04/2027", " ", "<b>"])).map("".join)
)
def test_a_text_in_pieces_is_the_text(text: str) -> None:
    pieces = pieces_of(text, TODAY)
    assert "".join(piece.text for piece in pieces) == text
    assert all(piece.text for piece in pieces)


def test_what_a_mail_names_is_marked_and_only_a_draft_takes_it_over(by: Viewer, client: Client) -> None:
    known_sender(by)
    text = "<script>alert(1)</script> By 15.01.2027 for 5 EUR or 6 EUR."
    number = capture_from_mail(content=mail(text).as_bytes(), customer=None, by=by, at=AT)
    client.force_login(User.objects.get(pk=by.number))
    form = client.get(f"/promises/{number}/change/?due=2027-02-01&value=6.00&currency=EUR&title=Mine").content.decode()
    assert "<script>alert" not in form
    assert "<mark>15.01.2027</mark>" in form
    assert f'href="/promises/{number}/change/?value=6.00&amp;currency=EUR"' in form
    for field in ('value="2027-02-01"', 'value="6.00"', 'value="EUR"'):
        assert field in form
    assert "Mine" not in form
    pasted = add_evidence(promise=number, kind="mail", title="Pasted", text="<b> on 3.2.2027", by=by, at=AT)
    page = client.get(f"/evidence/{pasted}/").content.decode()
    assert (
        f'&lt;b&gt; on <mark>3.2.2027</mark> <a class="take" href="/promises/{number}/change/?due=2027-02-03"' in page
    )
    version = find_promise(number, by, today=TODAY).version
    change_promise(number=number, version=version, due=TODAY, by=by, at=AT)
    record_commitment(number=number, by=by, at=AT)
    committed = client.get(f"/promises/{number}/change/?value=6.00").content.decode()
    assert "<mark>" not in committed
    assert 'value="6.00"' not in committed
    assert "<mark>" not in client.get(f"/evidence/{pasted}/").content.decode()


def test_a_stranger_needs_a_customer_to_be_named(by: Viewer) -> None:
    number = customer(by)
    with pytest.raises(UnableToCapture) as refused:
        capture_from_mail(content=RAW, customer=None, by=by, at=AT)
    assert refused.value.field == "customer"
    assert not Promise.objects.exists()
    assert capture_from_mail(content=RAW, customer=number, by=by, at=AT)


def test_an_address_that_two_customers_know_decides_nothing(by: Viewer) -> None:
    known_sender(by)
    second = known_sender(by, "OTHER")
    with pytest.raises(UnableToCapture):
        capture_from_mail(content=RAW, customer=None, by=by, at=AT)
    whole = find_promise(capture_from_mail(content=RAW, customer=second, by=by, at=AT), by, today=TODAY)
    assert (whole.row.customer, whole.said_to) == (second, "Cleo")


def test_our_own_mail_is_to_the_customer_who_got_it(by: Viewer) -> None:
    number = customer(by)
    add_contact(customer=number, name="Ben", email="ben@maker.example", by=by, at=AT)
    assert capture_from_mail(content=RAW, customer=None, by=by, at=AT)
    assert Promise.objects.get().customer_id == number


def test_who_may_not_capture_may_not_bring_in_mails(by: Viewer) -> None:
    known_sender(by)
    with pytest.raises(Denied):
        capture_from_mail(content=RAW, customer=None, by=person("legal"), at=AT)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])  # each example is rolled back
@given(NONSENSE)
def test_nonsense_is_a_draft_or_a_problem_and_never_a_crash(by: Viewer, content: bytes) -> None:
    with transaction.atomic():
        number = customer(by)
        with suppress(Problem):
            made = capture_from_mail(content=content, customer=number, by=by, at=AT)
            assert find_promise(made, by, today=TODAY).wording
        transaction.set_rollback(True)
