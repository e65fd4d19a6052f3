"""What was said, when, how and to whom can be corrected until the customer relies on it, and not afterwards."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from makegood.foundation.actors import Viewer
from makegood.people.models import User
from makegood.promises.models import Promise
from makegood.promises.queries import find_promise
from makegood.promises.services import (
    UnableToChangePromise,
    UnableToMove,
    change_promise,
    deliver_promise,
    quote_promise,
    record_commitment,
    reserve_promise,
)
from tests.promises.desk import TODAY, admin, committed, customer, draft
from tests.promises.test_guards import refused
from tests.staff import AT

pytestmark = pytest.mark.django_db
EARLIER = AT - timedelta(days=400)


@pytest.fixture
def by() -> Viewer:
    return admin()


def test_the_moment_of_a_promise_stays_once_the_customer_relies_on_it(by: Viewer) -> None:
    to = customer(by)
    number, other = committed(by, to), draft(by, to)
    version = find_promise(number, by, today=TODAY).version
    with pytest.raises(UnableToChangePromise) as refusal:
        change_promise(number=number, version=version, said_at=EARLIER, by=by, at=AT)
    assert refusal.value.field == "said_at"
    assert refused(f"UPDATE promises_promise SET said_at = '2020-01-01 00:00:00' WHERE id = {number}")
    change_promise(number=other, version=0, said_at=EARLIER, by=by, at=AT)
    assert Promise.objects.get(pk=other).said_at == EARLIER


def test_nothing_is_delivered_before_it_was_promised(by: Viewer) -> None:
    number = committed(by, customer(by), said_at=AT - timedelta(days=5))
    with pytest.raises(UnableToMove) as refusal:
        deliver_promise(number=number, on=TODAY - timedelta(days=7), today=TODAY, by=by, at=AT)
    assert refusal.value.field == "on"
    deliver_promise(number=number, on=TODAY - timedelta(days=5), today=TODAY, by=by, at=AT)


def reader(by: Viewer) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=by.number))
    return client


def test_to_whom_how_and_when_a_draft_was_said_is_corrected_on_its_page_and_stands_in_the_history(by: Viewer) -> None:
    ours, theirs = customer(by), customer(by, "OTHER")
    said_at = AT - timedelta(days=401, seconds=17)
    number = draft(by, ours, said_at=said_at)
    client, address = reader(by), f"/promises/{number}/change/"
    minute = said_at.replace(second=0)
    typed = {"version": "0", "title": "As it was",
             "wording": "It arrives on 1 March.", "severity": "S3", "due": "2027-03-01", "owner": str(by.number),
             "customer": str(ours), "channel": "call", "said_at": f"{minute:%Y-%m-%dT%H:%M}"}  # fmt: skip
    assert client.post(address, typed).status_code == 302
    assert Promise.objects.get(pk=number).said_at == said_at, "nobody touched it, so its seconds stay"
    earlier = AT - timedelta(days=403)
    changed = {
        **typed,
        "version": "1",
        "customer": str(theirs),
        "channel": "meeting",
        "said_at": f"{earlier:%Y-%m-%dT%H:%M}",
    }
    assert client.post(address, changed).status_code == 302
    kept = Promise.objects.get(pk=number)
    assert (kept.customer_id, kept.channel, kept.said_at) == (theirs, "meeting", earlier)
    page = client.get(f"/promises/{number}/").content.decode()
    assert "To whom: <span>Customer NW</span> → <span>Customer OTHER</span>" in page
    assert "How it was said: <span>Call</span> → <span>Meeting</span>" in page
    record_commitment(number=number, by=by, at=AT)
    form = client.get(address).content.decode()
    assert [f'name="{name}"' in form for name in ("title", "customer", "channel", "said_at")] == [True] + [False] * 3
    late: list[dict[str, Any]] = [{"channel": "mail"}, {"first_due": TODAY}, {"told": TODAY}]
    for said in late:
        with pytest.raises(UnableToChangePromise) as refusal:
            change_promise(number=number, version=kept.version + 1, by=by, at=AT, **said)
        assert [refusal.value.field] == list(said)


def test_an_offer_is_withdrawn_or_turned_down_on_its_page_with_the_reason(by: Viewer) -> None:
    client, to = reader(by), customer(by)
    quoted, reserved, dropped = draft(by, to), draft(by, to), draft(by, to)
    quote_promise(number=quoted, by=by, at=AT)
    reserve_promise(number=reserved, by=by, at=AT)
    for number, who, state in ((quoted, "us", "cancelled-by-us"), (reserved, "customer", "cancelled-by-customer")):
        address = f"/promises/{number}/cancel/"
        assert address in client.get(f"/promises/{number}/").content.decode()
        assert "Withdraw the offer" in client.get(address).content.decode()
        assert client.post(address, {"by_customer": who, "reason": ""}).status_code == 422
        assert client.post(address, {"by_customer": who, "reason": "No budget"}).status_code == 302
        kept = Promise.objects.get(pk=number)
        assert (kept.state, kept.end_reason, kept.committed_at) == (state, "No budget", None)
        assert find_promise(number, by, today=TODAY).row.kept_first == "excluded", "nobody relied on it"
        assert "No budget" in client.get(f"/promises/{number}/").content.decode()
    assert f"/promises/{dropped}/cancel/" not in client.get(f"/promises/{dropped}/").content.decode()
    assert client.post(f"/promises/{dropped}/expire/", {"reason": "A misunderstanding"}).status_code == 302
    assert "Expired: A misunderstanding" in client.get(f"/promises/{dropped}/").content.decode()
