"""Asking a tracker what is new or everything, and putting it beside what it said before; nothing is written here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from makegood.trackers.bridge.contract import Issue, Outside, ProjectClosed
from makegood.trackers.states import MOST_AHEAD, OVERLAP

AT_ONCE = 50
"""Issues that are asked for by their numbers in one question."""


@dataclass(slots=True)
class Heard:
    """What is known of a tracker's issues after it was asked: all that it has in the projects that are mapped."""

    issues: dict[str, Issue]
    told: int = 0
    closed: list[str] = field(default_factory=list)
    """Projects that could not be read: what they told before stays."""
    latest: datetime | None = None
    """The latest change that was seen, by the tracker's clock, but for changes of days to come."""


def hear(
    outside: Outside, known: Mapping[str, Issue], *, projects: Sequence[str], since: datetime | None, at: datetime
) -> Heard:
    """Ask for what changed ``since`` a moment, or for everything; UnableToAsk.

    Where everything is asked for, what is ``known`` and was not told is looked for by its number before it counts as
    gone: it may have moved from one project to another while this read them one after the other.
    """
    heard = Heard(dict(known))
    seen: set[str] = set()
    for project in projects:
        try:
            for page in outside.issues(project, since=since - OVERLAP if since else None):
                seen.update(_take(heard, page, at + MOST_AHEAD))
        except ProjectClosed:
            heard.closed.append(project)
    if since is None:
        _look_for_missing(outside, heard, seen)
    mapped = set(projects)
    heard.issues = {number: issue for number, issue in heard.issues.items() if issue.project in mapped}
    return heard


def _take(heard: Heard, page: Sequence[Issue], until: datetime) -> set[str]:
    for issue in page:
        heard.issues[issue.number] = issue
        if issue.changed_at <= until:
            heard.latest = max(heard.latest or issue.changed_at, issue.changed_at)
    heard.told += len(page)
    return {issue.number for issue in page}


def _look_for_missing(outside: Outside, heard: Heard, seen: set[str]) -> None:
    missing = [one for one, issue in heard.issues.items() if one not in seen and issue.project not in heard.closed]
    for begin in range(0, len(missing), AT_ONCE):
        asked = missing[begin : begin + AT_ONCE]
        there = outside.find(asked)
        for number in asked:
            del heard.issues[number]
        for issue in there:
            heard.issues[issue.number] = issue
