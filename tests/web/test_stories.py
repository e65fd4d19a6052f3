"""What a story says of a change: the field, what it was and what it became, as the reader writes it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django import forms
from django.urls import get_resolver
from django.utils import timezone, translation

from makegood.customers.forms import ContactForm
from makegood.customers.queries import customer_story
from makegood.customers.services import add_customer, change_customer
from makegood.customers.services.contacts import ContactFields
from makegood.customers.services.customers import CustomerFields
from makegood.foundation.actors import Viewer
from makegood.foundation.history.queries import Event
from makegood.glossary.services.terms import TermFields
from makegood.people.services import change_person
from makegood.promises import services as promises
from makegood.promises.queries import promise_story
from makegood.promises.services.capture import PromiseFields
from makegood.web.stories import _KEPT, Told, told
from makegood.web.wording import in_words, set_apart
from tests.staff import AT, person

SAID = {"customer": CustomerFields, "contact": ContactFields, "term": TermFields, "promise": PromiseFields}


@pytest.fixture(autouse=True)
def every_room_has_spoken() -> None:
    """Load the addresses, and with them what each room says of its history."""
    assert get_resolver().url_patterns


def lines(one: Told) -> list[str]:
    return [f"{change.label}: {change.before} → {change.after}" for change in one.changes]


def captured(by: Viewer) -> int:
    number = add_customer(key="NWR", name="Northwind", by=by, at=AT)
    return promises.capture_promise(
        customer=number, wording="It comes.", channel="call", due=date(2027, 3, 3), by=by, at=AT
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["Value: – → 1,500.00", "Currency: – → EUR", "The date that was promised: 3 Mar 2027 → 10 Mar 2027"]),
        ("de", ["Wert: – → 1.500,00", "Währung: – → EUR", "Der zugesagte Termin: 3. März 2027 → 10. März 2027"]),
    ],
)
def test_a_change_reads_from_what_it_was_to_what_it_is(language: str, said: list[str]) -> None:
    by = person("sales", "administrator")
    number = captured(by)
    promises.change_promise(
        number=number, version=0, due=date(2027, 3, 10), value=Decimal(1500), currency="EUR", by=by, at=AT
    )
    with translation.override(language):
        assert lines(told(promise_story(number, by))[0]) == said


@pytest.mark.django_db
def test_people_and_choices_read_by_their_names() -> None:
    by, other = person("sales", "administrator"), person("sales", name="Lena Vogt")
    number = add_customer(key="NWR", name="Northwind", owner=by.number, by=by, at=AT)
    change_customer(number=number, version=0, owner=other.number, tier="key", by=by, at=AT)
    (change, _added) = told(customer_story(number, by))
    assert lines(change) == ["Tier: Standard → Key", "Who looks after them: Anna Berg → Lena Vogt"]
    change_person(number=other.number, version=0, name="Lena Vogt", functions=["sales", "legal"], by=by, at=AT)


@pytest.mark.django_db
def test_a_story_names_everybody_in_one_query_a_kind(django_assert_num_queries: object) -> None:
    by, other = person("sales", "administrator"), person("sales", name="Lena Vogt")
    number = captured(by)
    for version, owner in enumerate([other.number, by.number, None, other.number]):
        promises.change_promise(number=number, version=version, owner=owner, by=by, at=AT)
    events = promise_story(number, by)
    with django_assert_num_queries(1):  # type: ignore[operator]  # a fixture
        told(events)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "language", "said"),
    [
        (date(2027, 3, 10), "en", "The customer was told: 10 Mar 2027"),
        (date(2027, 3, 10), "de", "Dem Kunden mitgeteilt: 10. März 2027"),
        (None, "en", "The customer was told that the date is in danger; no other was named"),
        (None, "de", "Dem Kunden wurde mitgeteilt, dass das Datum in Gefahr ist; ein anderes wurde nicht genannt"),
    ],
)
def test_a_notice_says_which_date_was_told_or_that_none_was(day: date | None, language: str, said: str) -> None:
    by = person("sales", "operations", "customer-success")
    number = captured(by)
    promises.record_commitment(number=number, by=by, at=AT)
    promises.give_notice(promise=number, date_told=day, how="call", told_at=AT, note="", by=by, at=AT)
    with translation.override(language):
        assert told(promise_story(number, by))[0].said == said


@pytest.mark.django_db
def test_who_was_involved_is_named() -> None:
    by, other = person("sales"), person("operations", name="Lena Vogt")
    number = captured(by)
    promises.involve(promise=number, person=other.number, role="responsible", by=by, at=AT)
    promises.uninvolve(promise=number, person=other.number, by=by, at=AT)
    assert [one.said for one in told(promise_story(number, by))[:2]] == [
        "Not involved any more: Lena Vogt",
        "Involved: Lena Vogt (does it)",
    ]


@pytest.mark.parametrize("kind", SAID)
def test_whatever_can_be_changed_has_a_name_in_the_story(kind: str) -> None:
    assert set(SAID[kind].__annotations__) - set(_KEPT[kind].fields) == set()


def test_of_a_number_that_names_nothing_any_more_the_number_is_said(db: None) -> None:
    event = Event(1, AT, "customer.change", "person", 1, "Anna", "customer", 1, {"changed": {"owner": [None, 77]}})
    assert lines(told([event])[0]) == ["Who looks after them: – → number 77"]


def test_long_texts_are_shortened_to_where_they_differ() -> None:
    rest = " and so on" * 30
    before, after = set_apart(f"They call on Mondays{rest}", f"They call on Fridays{rest}")
    assert before == "They call on Mondays and so on and …"
    assert after == "They call on Fridays and so on and …"
    assert set_apart("short", "other") == ("short", "other")
    assert set_apart("", f"all new{rest}")[0] == "–"
    assert len(set_apart("", f"all new{rest}")[1]) <= 250
    assert set_apart(rest, f"{rest} end")[1].startswith("… ")


def test_values_read_as_the_reader_writes_them() -> None:
    assert in_words(forms.DecimalField(), ">= 5 kg") == ">= 5 kg"
    ticked = ContactForm.base_fields["is_main"]
    assert in_words(ticked, value=True) == "yes"
    assert in_words(ticked, value=False) == "no"
    assert in_words(forms.DateField(), "2027-02-31") == "2027-02-31"
    with timezone.override("Europe/Berlin"):
        assert in_words(forms.DateTimeField(), (AT + timedelta(hours=1)).isoformat()) == "4 Jan 2027, 11:00"
    assert in_words(forms.MultipleChoiceField(choices=[("a", "Apple"), ("b", "Pear")]), ["b", "a"]) == "Pear, Apple"
