"""What programs get of promises."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from ninja import Schema

from makegood.customers.states import Channel
from makegood.promises.queries import StoryLine
from makegood.promises.states import (
    Chapter,
    EvidenceKind,
    Finding,
    IndicatorDirection,
    Light,
    Operator,
    Origin,
    Outcome,
    Role,
    Severity,
    State,
    TermKind,
)
from makegood.web.programs import (
    Moment,
)


class PromiseRowOut(Schema):
    """A promise in a list; ``kept_first`` is held against the first date, ``kept_last`` against the one in force."""

    number: int
    key: str
    title: str
    customer: int
    customer_name: str
    state: State
    severity: Severity
    owner: int | None
    owner_name: str
    first_due: date | None
    due: date | None
    value: Decimal | None
    currency: str
    said_at: Moment
    findings: list[Finding]
    kept_first: Outcome
    kept_last: Outcome


class PromiseTermOut(Schema):
    """One thing promised besides the date."""

    number: int
    kind: TermKind
    subject: str
    operator: Operator
    value: str
    unit: str
    target: Decimal | None
    window_days: int | None
    checked_at: Moment | None
    checked_by: str
    check_note: str


class ReadingOut(Schema):
    """What an indicator showed on a day, in the indicator's unit."""

    on: date
    value: Decimal
    note: str
    by: str
    made_at: Moment


class IndicatorOut(Schema):
    """Something measured, with its latest six readings, newest first; what is worse than ``red`` makes it red."""

    number: int
    name: str
    unit: str
    direction: IndicatorDirection
    amber: Decimal
    red: Decimal
    light: Light
    readings: list[ReadingOut]


class InvolvedOut(Schema):
    """Somebody who has to do with it besides the owner."""

    person: int
    name: str
    role: Role


class EvidenceOut(Schema):
    """What shows that it was said; the file itself is got from its page."""

    number: int
    kind: EvidenceKind
    title: str
    address: str
    text: str
    digest: str
    media_type: str
    size: int
    made_at: Moment
    made_by: str


class NoticeOut(Schema):
    """One time the customer was told which date to expect."""

    date_told: date | None
    how: Channel
    told_at: Moment
    received_at: Moment | None
    note: str
    by: str


class AgreedOut(Schema):
    """A date that was agreed, and who wanted it."""

    due: date
    origin: Origin
    at: Moment


class CommentOut(Schema):
    """What a colleague said about it."""

    number: int
    text: str
    by: str
    at: Moment


class PromiseOut(PromiseRowOut):
    """A promise with everything that belongs to it."""

    wording: str
    core_need: str
    said_by: str
    said_to: str
    channel: Channel
    parent: int | None
    parts: list[int]
    told: date | None
    date_checked_at: Moment | None
    committed_at: Moment | None
    delivered_on: date | None
    accepted_on: date | None
    accepted_by: str
    in_full: bool | None
    documents_right: bool | None
    condition_right: bool | None
    end_reason: str
    source: str
    external_id: str
    version: int
    terms: list[PromiseTermOut]
    indicators: list[IndicatorOut]
    involved: list[InvolvedOut]
    evidence: list[EvidenceOut]
    notices: list[NoticeOut]
    dates: list[AgreedOut]
    comments: list[CommentOut]


class StoryLineOut(Schema):
    """One thing on record: what happened as ``verb`` with its ``facts``, or what was written, and by whom.

    ``facts`` is null where they were erased, and where it is no entry of the history.
    """

    at: Moment
    chapter: Chapter
    by: str
    how: str
    title: str
    text: str
    verb: str
    facts: dict[str, object] | None


class StoryOut(Schema):
    """The whole story of a promise, the first first."""

    items: list[StoryLineOut]


def story_line_out(line: StoryLine) -> StoryLineOut:
    """Return a line of a story as programs read it."""
    event = line.event
    return StoryLineOut(
        at=line.at,
        chapter=line.chapter,
        by=line.by,
        how=line.how,
        title=line.title,
        text=line.text,
        verb=event.verb if event else "",
        facts=dict(event.facts) if event and event.facts is not None else None,
    )


class PersonOut(Schema):
    """Somebody who may answer for a promise."""

    number: int
    name: str


class PeopleOut(Schema):
    """Everybody with an open account, by name."""

    items: list[PersonOut]


class MentionOut(Schema):
    """A comment that names whom the program acts for, and that they have not read or answered."""

    number: int
    comment: int
    promise: int
    title: str
    text: str
    by: str
    at: Moment


class MentionsOut(Schema):
    """Comments that name whom the program acts for, the newest first."""

    items: list[MentionOut]
