"""A calendar reads promised dates at an address of its own: what its owner may see then, and nothing else."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from icalendar import Calendar

from makegood.engine import Settings
from makegood.feasibility.models import Feed
from makegood.feasibility.queries import OpenFeed, own_feeds, promised_days
from makegood.feasibility.services import Forecaster, UnableToMakeFeed, make_feed, renew_feed, revoke_feed
from makegood.feasibility.services.feeds import MOST_FEEDS
from makegood.foundation.actors import Viewer
from makegood.foundation.errors import NotFound
from makegood.foundation.history.models import Body
from makegood.people.models import User
from makegood.people.services import close_account
from makegood.promises.services import change_promise, deliver_promise, involve
from tests.promises.desk import DUE, TODAY, admin, committed, customer, draft
from tests.staff import AT, GUEST, person
from tests.work.bench import item, team

pytestmark = pytest.mark.django_db


def read(secret: str, **headers: str) -> Any:  # an answer of the test client
    return Client().get(f"/calendars/{secret}.ics", headers=headers)


def events(secret: str) -> dict[str, Any]:
    """Return the events that an address shows, by their first line."""
    answer = read(secret)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    found = Calendar.from_ical(answer.content).walk("VEVENT")
    return {str(one["summary"]).partition(" · ")[0]: one for one in found}


def shown_in(page: str) -> str:
    """Return the address that a page shows."""
    found = re.search(r'<code id="address">(.*?)</code>', page)
    assert found, page
    return found[1]


def titled(by: Viewer, to: int, title: str, **fields: object) -> int:
    return committed(by, to, title=title, **fields)


def test_each_promise_is_a_whole_day_with_how_likely_it_is_and_a_way_back() -> None:
    by = admin()
    assembly = team(by)
    number = titled(by, customer(by), "480 sensors", owner=by.number)
    item(by, number, assembly)
    Forecaster(Settings(samples=64)).renew(at=AT)
    (event,) = events(make_feed(by=by, at=AT)).values()
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (DUE, DUE + timedelta(days=1))
    assert str(event["summary"]) == "480 sensors · Customer NW · on course, 100 %"
    assert str(event["uid"]).startswith(f"promise-{number}@")
    assert str(event["url"]).endswith(f"/promises/{number}/")
    said = str(event["description"])
    for words in ("Customer NW: 480 sensors", "probability of 100 %: on course", "Safe by ", "State: committed",
                  f"Owner: {by.name}", str(event["url"])):  # fmt: skip
        assert words in said, words
    assert (event["status"], event["transp"]) == ("CONFIRMED", "TRANSPARENT")


def test_it_shows_what_its_owner_has_to_do_with_or_all_of_one_customer() -> None:
    by, anna = admin(), person("sales", name="Anna Sund")
    north, south = customer(by, "N"), customer(by, "S")
    titled(by, north, "hers", owner=anna.number)
    named_on = titled(by, south, "names her", owner=by.number)
    involve(promise=named_on, person=anna.number, role="responsible", by=by, at=AT)
    involve(promise=named_on, person=person("support").number, role="consulted", by=by, at=AT)
    titled(by, south, "of somebody else", owner=by.number)
    draft(by, south, title="without a date", owner=anna.number, due=None)
    draft(by, south, title="not sure yet", owner=anna.number)
    done = titled(by, south, "delivered", owner=anna.number)
    deliver_promise(number=done, on=TODAY, today=TODAY, by=by, at=AT)
    mine, of_south = events(make_feed(by=anna, at=AT)), events(make_feed(customer=south, by=anna, at=AT))
    assert set(mine) == {"hers", "names her", "not sure yet"}
    assert set(of_south) == {"names her", "of somebody else", "not sure yet"}
    assert mine["not sure yet"]["status"] == "TENTATIVE"


def test_an_event_keeps_its_identity_when_its_day_moves_and_tells_that_it_did() -> None:
    by = admin()
    number = draft(by, customer(by), title="moves", owner=by.number)
    secret = make_feed(by=by, at=AT)
    (before,) = events(secret).values()
    later = AT + timedelta(days=2)
    change_promise(number=number, version=0, due=date(2027, 4, 1), by=by, at=later)
    (after,) = events(secret).values()
    assert before["uid"] == after["uid"]
    assert before.decoded("dtstart") != after.decoded("dtstart") == date(2027, 4, 1)
    assert after.decoded("sequence") > before.decoded("sequence")
    assert (before.decoded("last-modified"), after.decoded("last-modified")) == (AT, later)


def test_what_has_not_changed_is_not_sent_again() -> None:
    by = admin()
    number = draft(by, customer(by), owner=by.number)
    secret = make_feed(by=by, at=AT)
    mark = read(secret)["ETag"]
    again = read(secret, **{"If-None-Match": mark})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", mark)
    change_promise(number=number, version=0, title="Another", by=by, at=AT)
    assert read(secret, **{"If-None-Match": mark}).status_code == 200


def test_an_address_ends_when_it_is_revoked_or_replaced_or_its_owner_leaves() -> None:
    by, anna = admin(), person("sales", name="Anna Sund")
    first, second, third = (make_feed(by=anna, at=AT) for _ in range(3))
    newest, middle, oldest = (one.number for one in own_feeds(anna))
    for number, act in ((middle, revoke_feed), (middle, renew_feed)):
        with pytest.raises(NotFound):
            act(number=number, by=by, at=AT)  # of somebody else
    revoke_feed(number=oldest, by=anna, at=AT)
    replaced = renew_feed(number=middle, by=anna, at=AT)
    assert [read(one).status_code for one in (first, second, third, replaced, "guessed")] == [404, 404, 200, 200, 404]
    assert [one.number for one in own_feeds(anna)][1:] == [newest]
    close_account(number=anna.number, by=by.actor, at=AT)
    assert read(third).status_code == 404


def test_nobody_can_read_the_secret_again_and_only_its_owner_learns_of_it() -> None:
    anna = person("sales")
    secret = make_feed(by=anna, at=AT)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # names of our own tables
            assert secret not in str(cursor.fetchall()), table
    assert {one.entry.audience for one in Body.objects.filter(entry__verb="feed.make")} == {f"person:{anna.number}"}


def test_who_may_see_no_promises_sees_none_in_a_calendar_either() -> None:
    by = admin()
    north = customer(by)
    titled(by, north, "seen by staff")
    assert len(promised_days(OpenFeed(1, by, north, ""))) == 1
    assert promised_days(OpenFeed(1, GUEST, north, "")) == []


def test_an_address_is_read_so_often_in_a_minute_and_no_more(settings: Any) -> None:  # of the test framework
    settings.FEED_READS_A_MINUTE = 2
    by = admin()
    secret, other = make_feed(by=by, at=AT), make_feed(by=by, at=AT)
    assert [read(secret).status_code for _ in range(4)][-1] == 429  # four reads touch at most two minutes
    refused = next(one for one in (read(secret) for _ in range(4)) if one.status_code == 429)
    assert 1 <= int(refused["Retry-After"]) <= 60
    assert read(other).status_code == 200


def test_text_stays_text_whatever_is_in_it() -> None:
    by = admin()
    hostile = "a, b; c \\n END:VEVENT BEGIN:VEVENT 😀 " + "ü" * 80
    titled(by, customer(by), hostile, owner=by.number)
    secret = make_feed(by=by, at=AT)
    (event,) = events(secret).values()
    assert str(event["summary"]).startswith(hostile)
    assert all(len(line) <= 75 for line in read(secret).content.split(b"\r\n"))


def test_a_calendar_speaks_the_language_of_its_owner() -> None:
    anna = person("sales", name="Anna Sund", language="de")
    titled(admin(), customer(admin(), "N"), "Sensoren", owner=anna.number)
    (event,) = events(make_feed(by=anna, at=AT)).values()
    assert "unbekannt" in str(event["summary"])
    assert "Zustand: verbindlich" in str(event["description"])


def test_the_page_shows_an_address_once_and_lets_its_owner_replace_and_revoke_it() -> None:
    by = admin()
    north = customer(by)
    client = Client()
    client.force_login(User.objects.get(pk=by.number))
    assert f'<option value="{north}" selected' in client.get(f"/me/calendars/?customer={north}").content.decode()
    made = client.post("/me/calendars/", {"customer": str(north)}).content.decode()
    address = shown_in(made)
    assert f'href="webcal:{address.partition(":")[2]}"' in made
    assert read(address.rpartition("/")[2].removesuffix(".ics")).status_code == 200
    page = client.get("/me/calendars/").content.decode()
    assert address not in page
    assert "Customer NW" in page
    (number,) = Feed.objects.values_list("pk", flat=True)
    renewed = shown_in(client.post(f"/me/calendars/{number}/renew/").content.decode())
    assert [read(one.rpartition("/")[2].removesuffix(".ics")).status_code for one in (address, renewed)] == [404, 200]
    (number,) = (one.number for one in own_feeds(by))
    assert client.post(f"/me/calendars/{number}/revoke/").status_code == 302
    assert own_feeds(by) == []


def test_nobody_has_more_addresses_than_they_can_look_after() -> None:
    by = admin()
    for _ in range(MOST_FEEDS):
        make_feed(by=by, at=AT)
    with pytest.raises(UnableToMakeFeed):
        make_feed(by=by, at=AT)
    with pytest.raises(NotFound):
        make_feed(customer=4711, by=person("sales"), at=AT)
