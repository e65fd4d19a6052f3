"""What is typed into fields of a form, where it is not as plain as it looks."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django import forms
from django.utils import timezone

from makegood.web.inputs import Moment


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026-10-25T01:30", datetime(2026, 10, 24, 23, 30, tzinfo=UTC)),
        ("2026-10-25T02:30", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),  # the clock shows it twice: the first
        ("2026-10-25T03:30", datetime(2026, 10, 25, 2, 30, tzinfo=UTC)),
    ],
)
def test_a_moment_of_the_night_in_which_clocks_go_back_can_be_entered(typed: str, meant: datetime) -> None:
    with timezone.override("Europe/Berlin"):
        assert Moment().clean(typed) == meant


def test_an_hour_that_the_clock_skips_is_refused_with_a_reason() -> None:
    with timezone.override("Europe/Berlin"), pytest.raises(forms.ValidationError, match="skips this hour"):
        Moment().clean("2027-03-28T02:30")
    with pytest.raises(forms.ValidationError):
        Moment().clean("some day")
