"""The contract: what a folder in ``integrations`` gives so that work can come from one more tracker.

It reads; it decides nothing. What its issues mean here is said in one place for all trackers, ``planning``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string
from pydantic import TypeAdapter

from makegood.foundation.errors import NotFound, Problem
from makegood.foundation.sayings import saying as _


class UnableToAsk(Problem):
    """The tracker did not answer, refused, or answered nonsense: nothing that it said is used.

    ``wait`` is how long it asked to be left alone, where it did.
    """

    code = "unable-to-ask"

    def __init__(self, message: str, *, field: str = "", wait: timedelta | None = None) -> None:
        """Keep what is said to people, and the pause."""
        super().__init__(message, field=field)
        self.wait = wait


class ProjectClosed(UnableToAsk):
    """One project can't be read, though the tracker answers: it was deleted, or the key may not see it."""


@dataclass(frozen=True, slots=True)
class Issue:
    """One issue as its tracker tells it: whatever it calls its numbers and projects, as text."""

    number: str
    project: str
    title: str
    address: str
    """Where people find it."""
    changed_at: datetime
    is_closed: bool
    parent: str = ""
    """The number of the issue that it is a part of."""
    version: str = ""
    """The name of the version, milestone or release that it belongs to."""
    after: tuple[str, ...] = ()
    """Numbers of what must be done first."""
    hours: float | None = None
    """The tracker's own estimate, in hours of work for the whole."""
    spent: float | None = None
    """Hours booked on it."""
    done: float | None = None
    """How far somebody says that it is, from 0 to 1."""
    starts: date | None = None
    due: date | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    """Custom fields by their number, as text."""


@dataclass(frozen=True, slots=True)
class Offered:
    """What a tracker has to choose from: projects and custom fields, number and name each."""

    projects: tuple[tuple[str, str], ...] = ()
    fields: tuple[tuple[str, str], ...] = ()


class Outside(Protocol):
    """One tracker that answers. Everything it does may raise UnableToAsk."""

    def offer(self) -> Offered:
        """Return what there is to choose from."""
        ...

    def issues(self, project: str, *, since: datetime | None) -> Iterator[Sequence[Issue]]:
        """Yield the issues of one project, without those of projects below it, open and closed, page by page.

        Those that changed ``since`` a moment of the tracker's own clock, or all. What is created, deleted or moved
        while it reads must not make it miss others. ProjectClosed where this project alone can't be read.
        """
        ...

    def find(self, numbers: Sequence[str]) -> Sequence[Issue]:
        """Return those of these issues that are still there, in whatever project."""
        ...


class Kind(Protocol):
    """A kind of tracker: what a folder in ``integrations`` exports, and ``settings.TRACKERS`` names."""

    title: str
    """What it is called: Redmine."""

    def open(self, *, address: str, key: str, seconds: float) -> Outside:
        """Return a tracker that may be asked for at most so many seconds in all; nothing is sent yet."""
        ...


_ISSUE: TypeAdapter[Issue] = TypeAdapter(Issue)


def issue_kept(issue: Issue) -> dict[str, object]:
    """Return an issue as JSON keeps it."""
    return cast(dict[str, object], _ISSUE.dump_python(issue, mode="json"))


def read_again(value: Mapping[str, object]) -> Issue:
    """Return an issue that was kept."""
    return _ISSUE.validate_python(value)


def kinds() -> dict[str, str]:
    """Return the kinds of trackers that can be connected: name → what it is called."""
    return {name: find_kind(name).title for name in settings.TRACKERS}


def find_kind(name: str) -> Kind:
    """Return a kind of tracker; NotFound."""
    path = settings.TRACKERS.get(name)
    if path is None:
        raise NotFound(_("Work can't come from trackers of this kind."))
    return cast(Kind, import_string(path))
