"""Waiting for an answer: which message begins a question, which one ends it, and how many working hours lie between."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makegood.engine.answers import Question, Said, questions_of, weekday_hours

MOMENTS = st.integers(0, 2 * 365 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
FRIDAY = datetime(2027, 1, 8, 17, tzinfo=UTC)


@given(st.lists(MOMENTS, min_size=3, max_size=3).map(sorted))
def test_hours_of_working_days_add_up_and_are_those_that_a_clock_counts(moments: list[datetime]) -> None:
    begin, middle, end = moments
    whole = weekday_hours(begin, end)
    assert whole == pytest.approx(weekday_hours(begin, middle) + weekday_hours(middle, end))
    assert 0 <= whole <= (end - begin) / timedelta(hours=1) + 1e-9
    assert weekday_hours(begin, begin + timedelta(weeks=3)) == pytest.approx(3 * 5 * 24)


@given(MOMENTS, st.integers(0, 200))
def test_they_are_those_of_counting_hour_by_hour(begin: datetime, hours: int) -> None:
    begin = begin.replace(minute=0)
    counted = sum((begin + timedelta(hours=one)).weekday() < 5 for one in range(hours))
    assert weekday_hours(begin, begin + timedelta(hours=hours)) == pytest.approx(counted)


def test_nobody_has_waited_over_the_weekend() -> None:
    assert weekday_hours(FRIDAY, FRIDAY + timedelta(days=3)) == 24
    assert weekday_hours(FRIDAY + timedelta(days=1), FRIDAY + timedelta(days=2)) == 0
    with pytest.raises(ValueError, match="before its question"):
        weekday_hours(FRIDAY, FRIDAY - timedelta(hours=1))


SAID = st.lists(st.tuples(st.booleans(), st.booleans()), max_size=30).map(
    lambda kinds: [Said(FRIDAY + timedelta(hours=n), asks, answers) for n, (asks, answers) in enumerate(kinds)]
)


@given(SAID)
def test_every_message_belongs_to_one_question_and_none_is_answered_before_it_is_asked(said: list[Said]) -> None:
    questions = list(questions_of(said))
    assert [one.asked_at for one in questions] == sorted({one.asked_at for one in questions})
    assert sum(one.answered_at is None for one in questions) <= 1
    for question in questions:
        replies = [one.at for one in said if one.answers and one.at > question.asked_at]
        assert question.answered_at == (replies[0] if replies else None), "the first reply ends it"
    for before, after in pairwise(questions):
        assert before.answered_at is not None
        assert after.asked_at >= before.answered_at
    asked = [one.at for one in said if one.asks]
    assert bool(questions) == bool(asked)
    for at in asked:
        assert any(one.asked_at <= at and (one.answered_at is None or at <= one.answered_at) for one in questions)


def test_who_waits_still_has_waited_until_now() -> None:
    open_one = Question(FRIDAY, None)
    assert open_one.hours(FRIDAY + timedelta(days=4)) == 48
    assert open_one.hours(FRIDAY - timedelta(days=4)) == 0
    assert Question(FRIDAY, FRIDAY + timedelta(hours=2)).hours(FRIDAY + timedelta(days=40)) == 2
