"""Connections to trackers as programs get them: without keys."""

from __future__ import annotations

from datetime import datetime

from ninja import Schema

from makegood.trackers.states import TrackerStanding


class TrackerOut(Schema):
    """A connection and how it stands: ``error`` is a sentence where the last pull failed."""

    number: int
    kind: str
    name: str
    address: str
    standing: TrackerStanding
    error: str
    succeeded_at: datetime | None
    failed_at: datetime | None
    next_at: datetime | None
    every_minutes: int


class ExampleOut(Schema):
    """An issue that somebody should look at."""

    number: str
    title: str
    address: str
    detail: str


class TrackerNoticeOut(Schema):
    """Why somebody should look at issues: how many, and the first of them."""

    reason: str
    count: int
    is_left_out: bool
    examples: list[ExampleOut]


class PullOut(Schema):
    """One pull: what it brought, or why it failed."""

    began_at: datetime
    ended_at: datetime
    was_whole: bool
    heard: int
    listed: int
    added: int
    changed: int
    removed: int
    error: str
    notices: list[TrackerNoticeOut]
