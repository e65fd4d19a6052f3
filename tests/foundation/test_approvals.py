from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from makegood.foundation.actors import Actor, Viewer
from makegood.foundation.approvals.content import content_hash
from makegood.foundation.approvals.queries import Line, is_approved, standing_of
from makegood.foundation.approvals.services import UnableToDecline, put_up, say
from makegood.foundation.approvals.states import TRANSITIONS, Happening, Standing, Verdict
from makegood.foundation.errors import NotFound, Stale
from makegood.foundation.history.queries import story

AT = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
ANNA = Actor("person", 7, "Anna Berg")
SUBJECT = ("plan", 3)
ROLES = {"sales": ["text", "date"], "operations": ["date"], "legal": ["text"]}
PARTS: dict[str, object] = {"text": "We will", "date": "2027-03-01"}
pytestmark = pytest.mark.django_db


def put(**parts: object) -> dict[str, frozenset[str]]:
    return put_up(subject=SUBJECT, parts={**PARTS, **parts}, roles=ROLES, by=ANNA, at=AT)


def line(role: str) -> Line:
    return next(line for line in standing_of(subject=SUBJECT) if line.role == role)


def approve(role: str, verdict: Verdict = Verdict.APPROVED, reason: str = "") -> None:
    say(subject=SUBJECT, role=role, verdict=verdict, seen=line(role).now, by=ANNA, at=AT, reason=reason)


def test_it_is_approved_when_every_role_has_approved() -> None:
    assert not is_approved(subject=SUBJECT)
    put()
    for role in ROLES:
        assert not is_approved(subject=SUBJECT)
        approve(role)
    assert is_approved(subject=SUBJECT)


def test_a_change_takes_back_what_it_touches_says_why_and_leaves_the_rest() -> None:
    put()
    for role in ROLES:
        approve(role)
    assert put(date="2027-04-01") == {"sales": frozenset({"date"}), "operations": frozenset({"date"})}
    assert line("legal").standing is Standing.APPROVED
    assert (line("operations").standing, line("operations").reset_parts) == (Standing.RESET, ("date",))
    told = [event.facts for event in story(subject=SUBJECT, viewer=Viewer(1, "S")) if event.verb == "approval.reset"]
    assert {"role": "sales", "parts": ["date"]} in told
    assert put(date=PARTS["date"]) == {}
    assert line("sales").standing is Standing.RESET


def test_nobody_approves_what_they_have_not_seen() -> None:
    put()
    seen = line("sales").now
    put(text="We might")
    with pytest.raises(Stale) as stale:
        say(subject=SUBJECT, role="sales", verdict=Verdict.APPROVED, seen=seen, by=ANNA, at=AT)
    assert stale.value.details == {"parts": ["text"]}


def test_whoever_declines_says_why() -> None:
    put()
    with pytest.raises(UnableToDecline):
        approve("legal", Verdict.DECLINED, " ")
    approve("legal", Verdict.DECLINED, "too certain")
    assert (line("legal").standing, line("legal").reason) == (Standing.DECLINED, "too certain")


def test_a_role_that_is_not_asked_has_nothing_to_say() -> None:
    put()
    with pytest.raises(NotFound):
        say(subject=SUBJECT, role="support", verdict=Verdict.APPROVED, seen={}, by=ANNA, at=AT)


def test_the_same_content_has_one_hash_however_it_is_written() -> None:
    assert content_hash({"a": 1, "b": ["Größe"]}) == content_hash({"b": ["Gro\u0308ße"], "a": 1})
    assert content_hash(1) != content_hash("1")
    for wrong, error in ((float("nan"), ValueError), ({1: 2}, TypeError), (object(), TypeError)):
        with pytest.raises(error):
            content_hash(wrong)


def test_every_standing_says_what_each_happening_makes_of_it() -> None:
    assert {standing: set(table) for standing, table in TRANSITIONS.items()} == {s: set(Happening) for s in Standing}


CHANGES = st.tuples(st.sampled_from(["text", "date"]), st.integers(0, 2))
SAID = st.tuples(st.sampled_from(sorted(ROLES)), st.sampled_from(Verdict))


class AnyCourse(TestCase):
    @settings(max_examples=40)
    @given(steps=st.lists(CHANGES | SAID, max_size=15))
    def test_an_approval_stands_exactly_while_what_it_covers_is_untouched(
        self, steps: list[tuple[str, int | Verdict]]
    ) -> None:
        content: dict[str, object] = dict(PARTS)
        put()
        expected = dict.fromkeys(ROLES, Standing.AWAITED)
        for name, value in steps:
            if isinstance(value, Verdict):
                approve(name, value, "because")
                expected[name] = Standing(value.value)
                continue
            touched = {role for role, parts in ROLES.items() if name in parts and content[name] != value}
            content[name] = value
            put(**content)
            for role in touched:
                expected[role] = TRANSITIONS[expected[role]][Happening.CHANGE]
        assert {line.role: line.standing for line in standing_of(subject=SUBJECT)} == expected
