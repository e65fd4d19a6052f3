"""What happens while a tracker is read: somebody else pulls, pauses, changes the mapping, or something breaks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta

import pytest
from pytest_django.fixtures import Settings

from makegood.trackers.bridge.contract import Issue
from makegood.trackers.models import Pull
from makegood.trackers.queries import find_tracker
from makegood.trackers.services import pause_tracker, pull_next, pull_now
from makegood.trackers.states import TrackerStanding
from tests.staff import AT
from tests.trackers.bench import Company, kept

pytestmark = pytest.mark.django_db


class Interrupted:
    """A kind of tracker that somebody meddles with while it is read."""

    title = "Interrupted"

    def __init__(self, meddle: Callable[[], None]) -> None:
        self.meddle = meddle

    def open(self, **_given: object) -> Interrupted:
        return self

    def issues(self, project: str, **_since: object) -> Iterator[Sequence[Issue]]:
        self.meddle()
        yield [Issue("1", project, "Task", "", AT, is_closed=False, fields={"1": "P-1"})]

    def find(self, *_numbers: object) -> Sequence[Issue]:
        return ()


MEDDLER = Interrupted(lambda: None)


def test_two_who_pull_at_once_do_it_once_and_who_is_late_writes_nothing(settings: Settings) -> None:
    settings.TRACKERS = {"redmine": f"{__name__}.MEDDLER"}
    company = Company("http://tracker.example")

    def meanwhile() -> None:
        assert not pull_next(clock=lambda: company.at)
        pause_tracker(number=company.number, by=company.by, at=company.at)

    MEDDLER.meddle = meanwhile
    company.pull()
    assert kept() == {}
    assert not Pull.objects.exists()
    assert find_tracker(company.number, company.by).standing == TrackerStanding.PAUSED


def test_a_change_of_the_mapping_while_it_is_read_is_not_forgotten(settings: Settings) -> None:
    settings.TRACKERS = {"redmine": f"{__name__}.MEDDLER"}
    company = Company("http://tracker.example")
    MEDDLER.meddle = lambda: pull_now(number=company.number, by=company.by, at=AT + timedelta(minutes=16))
    tracker = company.pull()
    assert (tracker.cursor, tracker.next_at) == (None, AT + timedelta(minutes=16))


def test_what_goes_wrong_inside_is_said_and_not_tried_for_ever(settings: Settings) -> None:
    settings.TRACKERS = {"redmine": f"{__name__}.MEDDLER"}
    company = Company("http://tracker.example")
    MEDDLER.meddle = lambda: setattr(company, "number", int("x"))
    tracker = company.pull()
    assert (tracker.failures, tracker.error_values["kind"] == "ValueError") == (1, True)
