"""Telling the customer, and telling one another."""

from __future__ import annotations

import re
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.customers.states import Channel
from makegood.foundation.actors import Viewer
from makegood.foundation.errors import NotFound, Problem
from makegood.foundation.history.services import record
from makegood.people.models import User
from makegood.promises.models import Comment, Mention, Notice
from makegood.promises.policies import check_capture, check_see_promises
from makegood.promises.services import checking
from makegood.promises.services.news import tell_of
from makegood.promises.states import State

_NAMED = re.compile(r"@([\w.+-]+(?:@[\w.-]+)?)")
MOST_MENTIONS = 20
SPOKEN = frozenset({Channel.CALL, Channel.MEETING})
"""What the customer hears while it is said."""


class UnableToGiveNotice(Problem):
    """The promise is not one that the customer relies on, or something given makes no sense."""

    code = "unable-to-give-notice"


class UnableToComment(Problem):
    """Nothing was said."""

    code = "unable-to-comment"


@transaction.atomic
def give_notice(
    *,
    promise: int,
    date_told: date | None,
    how: str,
    told_at: datetime,
    note: str,
    by: Viewer,
    at: datetime,
    received_at: datetime | None = None,
) -> int:
    """Record that the customer was told which date to expect, or that it is in danger; return the notice's number.

    What is said in a call or a meeting is received as it is said; a mail only counts once it is known to have been.
    A notice is never changed: a wrong one is followed by a right one. Denied, NotFound, UnableToGiveNotice.
    """
    check_capture(by)
    of = checking.locked_promise(promise)
    if of.state not in {State.COMMITTED, State.DELIVERED}:
        raise UnableToGiveNotice(_("The customer relies on it only once it is committed."))
    told = checking.past(told_at, at, field="told_at", refusal=UnableToGiveNotice)
    if received_at is not None and not told <= received_at <= at + checking.CLOCKS_DIFFER:
        raise UnableToGiveNotice(_("It is received after it is told, and not in the future."), field="received_at")
    if received_at is None and how in SPOKEN:
        received_at = told
    notice = Notice.objects.create(
        promise=of,
        date_told=checking.day(date_told, field="date_told", refusal=UnableToGiveNotice),
        how=checking.channel(how, field="how", refusal=UnableToGiveNotice),
        told_at=told,
        received_at=received_at,
        note=checking.prose(note, field="note", refusal=UnableToGiveNotice),
        by_id=by.number,
        made_at=at,
    )
    facts = {"notice": notice.pk, "date": date_told.isoformat() if date_told else "", "how": how}
    tell_of([promise], at=at)
    record(verb="promise.notice", subject=("promise", promise), actor=by.actor, at=at, facts=facts)
    return notice.pk


@transaction.atomic
def comment_on(*, promise: int, text: str, by: Viewer, at: datetime) -> int:
    """Say something to colleagues and return the comment's number; ``@`` and the beginning of an address names one.

    Everybody on staff may comment. Whoever was named in a comment on this promise has answered with it. NotFound,
    UnableToComment.
    """
    check_see_promises(by)
    of = checking.locked_promise(promise)
    said = checking.prose(text, field="text", refusal=UnableToComment, needed=True)
    comment = Comment.objects.create(promise=of, text=said, by_id=by.number, at=at)
    Mention.objects.filter(comment__promise=of, person=by.number, seen_at=None).update(seen_at=at)
    for person in named_in(said, by):
        Mention.objects.create(comment=comment, person_id=person)
    record(verb="promise.comment", subject=("promise", promise), actor=by.actor, at=at, facts={"comment": comment.pk})
    return comment.pk


def read_mention(*, number: int, by: Viewer, at: datetime) -> int:
    """Note that the viewer has read a comment that names them, and return its promise; NotFound where it names others.

    Having read it again changes nothing. It is nobody else's business, so the history says nothing of it.
    """
    mine = Mention.objects.filter(pk=number, person=by.number)
    promise = mine.values_list("comment__promise", flat=True).first()
    if promise is None:
        raise NotFound(_("There is no such comment for you."))
    mine.filter(seen_at=None).update(seen_at=at)
    return promise


def named_in(text: str, by: Viewer) -> list[int]:
    """Return the colleagues whom ``text`` names by ``@`` and their address, or what stands before its ``@``."""
    names = {name.lower().rstrip(".") for name in _NAMED.findall(text)}
    if not names:
        return []
    people = User.objects.filter(is_active=True).exclude(pk=by.number).values_list("pk", "email")
    found = [number for number, email in people if email in names or email.partition("@")[0] in names]
    return found[:MOST_MENTIONS]
