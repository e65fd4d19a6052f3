"""Whoever chose German reads German: every page of the demo company, what it says after an act, and its mail."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import formats, translation
from django.utils.translation import override

from makegood.config.demo.filling import fill_demo
from makegood.config.demo.people import PASSWORD
from makegood.engine import Settings
from makegood.feasibility.services import Desk, Forecaster, ask_to_commit, begin_scenario
from makegood.foundation.actors import HOUSE
from makegood.foundation.clock import present
from makegood.foundation.guards.services import guards_lifted
from makegood.foundation.history.models import Entry
from makegood.foundation.history.queries import Event
from makegood.foundation.history.services import record
from makegood.foundation.history.verification import REASONS, verify
from makegood.foundation.jobs.models import Job
from makegood.people import services
from makegood.people.models import User
from makegood.people.queries import viewer_of
from makegood.promises.models import Promise
from makegood.web.stories import _SENTENCES, told
from tests.feasibility.what_ifs import best_set
from tests.remediation.whole_case import make_executive, safest, whole_case
from tests.staff import AT, person
from tests.trackers.bench import shown
from tests.web.catalogue import catalogue_of
from tests.web.plan_places import pages_of_plans
from tests.web.revision_places import pages_of_revisions
from tests.web.test_catalogue import PLACEHOLDER, entries, said, texts
from tests.web.walking import Said, look, walk

KEEPER = "ada@demo.example"
UNLINKED = ("/search/?q=North", "/search/?q=xyzzy", "/search/suggest/?q=North", "/glossary/1/card/", "/living/",
            "/trackers/notice/", "/items/of/1/template/", "/capability/import/teams/1/",
            "/favicon.ico", "/board/lines/",
            "/forecast/baselines/1/", "/promises/of/1/", "/promises/import/1/", "/imports/1/progress/", "/imports/1/",
            "/forecast/commitments/1/",
            "/quotes/1/", "/quotes/1/again/", "/quotes/1/reserve/", "/promises/1/below-level/",
            "/forecast/trials/1/publish/", "/forecast/trials/1/apply/",
            "/imports/1/refused/",
            *(f"/promises/1/{act}/" for act in ("deliver", "accept", "unaccept", "reject", "cancel", "notice",
                                                "indicators/add")))  # fmt: skip
"""Pages and parts of pages that no link leads to."""
FOR_STRANGERS = ("/account/login/", "/account/password/reset/", "/account/password/reset/done/", "/account/inactive/")
ENGLISH = re.compile(r"\b(the|and|is|of|your|you|are|not|with)\b", re.IGNORECASE)
LONG = 12
"""Letters from which on a text is hardly German by chance."""


def browser(language: str) -> Client:
    return Client(headers={"accept-language": language})


def signed_in(person: User, *, browsing: str = "en") -> Client:
    client = browser(browsing)
    client.force_login(person)
    return client


def english() -> re.Pattern[str]:
    """Return what finds the longest piece without a value of every English text, but for words that German has too."""
    pieces, catalogue = set(), catalogue_of("de")
    german = "\n".join(text for message in entries(catalogue) for text in said(message))
    for message in entries(catalogue):
        for text in texts(message):
            longest = max(PLACEHOLDER.split(text), key=len).strip()
            if len(longest) > LONG and longest not in german:
                pieces.add(longest)
    return re.compile("|".join(rf"(?<!\w){re.escape(piece)}(?!\w)" for piece in sorted(pieces)))


def in_english(pages: dict[str, Said]) -> list[tuple[str, str]]:
    """Return English texts with the pages that have them, but for what a company calls its promises."""
    pattern, titles = english(), set(Promise.objects.values_list("title", flat=True))
    texts_there = [(name, text) for name, page in pages.items() for text in page.texts]
    return [(name, found[0]) for name, text in texts_there
            if not any(title in text for title in titles) for found in pattern.finditer(text)]  # fmt: skip


@pytest.mark.django_db
def test_no_page_of_the_demo_company_has_an_english_text_for_a_reader_of_german() -> None:
    fill_demo(at=present())
    make_executive(KEEPER)
    desk = Desk()
    forecaster = Forecaster(Settings(samples=16), then=desk.take)
    forecaster.renew(at=present())
    desk.warm_up()
    desk.answer_quotes(at=present())
    desk.look_behind(at=present())
    desk.help_quotes(at=present())
    keeper = viewer_of(User.objects.get(email=KEEPER), at=present())
    with override("de"):  # what a tracker is said to have done wrong is kept in the language of the house
        shown(keeper, promise=Promise.objects.filter(state="committed").earliest("pk").key, at=present())
    User.objects.filter(email=KEEPER).update(language="de")
    offer = Promise.objects.filter(state__in=("draft", "quoted"), due__isnull=False).earliest("pk").pk
    Promise.objects.filter(pk=offer).update(owner=keeper.number)
    ask_to_commit(number=offer, by=keeper, at=present())
    change = {"kind": "place", "promise": offer, "rank_class": 0}
    begin_scenario(name="Zuerst", changes=[change], promise=offer, by=keeper, at=present())
    found = ("/what-ifs/compare/?of=1&of=2", f"/forecast/best/{best_set(offer, keeper, at=present())}/")
    with override("de"):  # what a file's rows are refused for, and what a decider signs, is kept as it was said
        case = f"/plans/{whole_case(safest(), keeper, forecaster, at=present(), reason='Ja')}/decision/"
    client = signed_in(User.objects.get(email=KEEPER))
    of_case = (f"{case}{act}/" for act in ("criteria", "judge", "submit", "1/decide", "1/return", "1/reopen"))
    with override("de"):  # what is filled in of a revision is in the language of who begins it
        of_revision = pages_of_revisions()
    pages = walk(client, "/", *found, *UNLINKED, *of_case, *pages_of_plans(), *of_revision)
    assert in_english(pages) == []
    assert {page.language for page in pages.values()} - {""} == {"de"}
    assert [route.name for route in ours() if route.name not in pages and opens(client, route)] == []


def ours() -> list[URLPattern]:
    """Return the routes to what we made for staff."""
    everything = get_resolver().url_patterns
    rooms = [room for room in everything if isinstance(room, URLResolver) and not str(room.pattern)]
    routes = [route for room in rooms for route in room.url_patterns if isinstance(route, URLPattern)]
    return [route for route in routes if route.name not in {"join", "feed"}]


def opens(client: Client, route: URLPattern) -> bool:
    """Say whether a route has a page to look at: others only take what is sent to them."""
    address = reverse(str(route.name), kwargs=dict.fromkeys(route.pattern.converters, 1))
    return client.get(address).status_code != 405


@pytest.mark.django_db
def test_an_english_text_on_a_page_would_be_seen() -> None:
    person("administrator", name="Kim Keeper")
    client = signed_in(User.objects.get())
    assert ("own-settings", "My settings") not in in_english(walk(client, "/glossary/1/"))  # a short one
    assert ("own-away", "When I am away") in in_english(walk(client, "/"))


@pytest.mark.django_db
def test_no_page_for_strangers_has_an_english_word_for_a_browser_that_wants_german() -> None:
    token = services.invite_first_administrator(at=present())
    pages = walk(browser("de-AT"), *FOR_STRANGERS, f"/welcome/{token}/", "/welcome/nonsense/")
    assert in_english(pages) == []
    assert {page.language for page in pages.values()} == {"de"}
    for page in pages.values():
        assert [text for text in page.texts if ENGLISH.search(text) and "/" not in text] == [], page.address


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("chosen", "browsing", "spoken"), [("de", "en", "de"), ("en", "de", "en"), ("de", "de", "de"), ("en", "fr", "en")]
)
def test_the_language_that_somebody_chose_wins_over_that_of_the_browser(
    chosen: str, browsing: str, spoken: str
) -> None:
    person(language=chosen)
    client = signed_in(User.objects.get(), browsing=browsing)
    answer = client.get("/me/")
    assert f'<html lang="{spoken}">' in answer.content.decode()
    assert answer["Content-Language"] == spoken
    assert look(client, "/nowhere/").language == spoken


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wanted", "spoken"),
    [("de", "de"), ("de-CH,de;q=0.9,en;q=0.8", "de"), ("en-GB,en;q=0.9,de;q=0.8", "en"), ("fr", "en")],
)
def test_a_stranger_reads_the_language_of_the_browser(wanted: str, spoken: str) -> None:
    page = look(browser(wanted), "/account/login/")
    assert page.language == spoken
    assert ("Anmelden" in page.texts, "Sign in" in page.texts) == (spoken == "de", spoken == "en")


def two_readers() -> tuple[str, str]:
    """Return the addresses of somebody who chose German, and of somebody who chose English."""
    added: dict[str, Any] = {"functions": ["sales"], "password": PASSWORD, "by": HOUSE, "at": present()}
    lena, marco = "lena@example.com", "marco@example.com"
    services.add_person(email=lena, name="Lena", language="de", **added)
    services.add_person(email=marco, name="Marco", language="en", **added)
    return lena, marco


@pytest.mark.django_db
def test_whoever_signs_in_is_greeted_in_their_own_language() -> None:
    lena, _ = two_readers()
    page = browser("en").post("/account/login/", {"login": lena, "password": PASSWORD}, follow=True).content.decode()
    assert "Angemeldet als" in page
    assert "Successfully signed in" not in page


@pytest.mark.django_db
def test_a_mail_is_written_in_the_language_of_whoever_gets_it() -> None:
    lena, marco = two_readers()
    for browsing, email in (("en", lena), ("de", marco), ("de", "nobody@example.com")):
        browser(browsing).post("/account/password/reset/", {"email": email})
    mails = [job.arguments for job in Job.objects.filter(task__endswith="mail.tasks.send").order_by("-pk")[:3]]
    assert [mail["subject"] for mail in reversed(mails)] == [
        "Ein neues Passwort für Makegood",
        "A new password for Makegood",
        "Ein neues Passwort für Makegood",
    ]
    assert "Hier lässt es sich wählen" in mails[2]["text"]


@pytest.mark.django_db
def test_days_and_moments_are_written_as_germans_write_them() -> None:
    person("administrator", language="de")
    client = signed_in(User.objects.get())
    texts_there = look(client, "/living/").texts
    assert "15. Jan. 2027" in texts_there
    assert "15. Jan. 2027, 09:30" in texts_there
    assert "15. Januar 2027, 09:30 UTC" in texts_there
    with translation.override("de"):
        assert [formats.date_format(date(2027, month, 1), "F") for month in (3, 5, 12)] == ["März", "Mai", "Dezember"]
        assert [formats.date_format(date(2027, month, 1)) for month in (3, 9)] == ["1. März 2027", "1. Sept. 2027"]


@pytest.mark.django_db
def test_what_is_wrong_with_a_form_is_said_in_german_by_everybody_who_says_it() -> None:
    person("administrator", language="de")
    client = signed_in(User.objects.get())
    page = client.post("/people/invite/", {"email": "no address", "name": ""}).content.decode()
    assert page.count("Dieses Feld ist zwingend erforderlich.") == 2
    assert "Bitte gültige E-Mail-Adresse eingeben." in page
    assert "Noch ist nichts gespeichert" in page


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "de"])
def test_what_is_wrong_with_the_history_is_said_in_the_language_of_the_reader(language: str) -> None:
    person()
    record(verb="person.add", subject=("person", 1), actor=HOUSE, at=AT)
    with guards_lifted():
        Entry.objects.update(verb="person.close")
    with translation.override(language):
        assert verify().reason == {"en": "Entry 1 was changed.", "de": "Eintrag 1 wurde geändert."}[language]
        assert all("%(position)s" in str(reason) for reason in REASONS.values())


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_story_whose_facts_were_erased_still_says_what_happened(language: str) -> None:
    assert get_resolver().url_patterns  # which loads every room's sentences
    assert len(_SENTENCES) > 20
    with translation.override(language):
        for verb in _SENTENCES:
            (one,) = told([Event(1, AT, verb, "person", 1, "Anna Berg", "person", 2, None)])
            assert re.search(r"\w$", one.said), (verb, one.said)
