"""One promise whole: its words, its terms, who has to do with it, and what shows that it was said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from makegood.foundation.actors import Viewer
from makegood.foundation.errors import NotFound
from makegood.promises.models import Evidence, Mention, Promise, PromiseTerm
from makegood.promises.queries.findings import with_findings
from makegood.promises.queries.indicators import IndicatorRow, indicators_of
from makegood.promises.queries.lists import PromiseRow, row_of, visible
from makegood.promises.states import EvidenceKind, Operator, Role, TermKind


@dataclass(frozen=True, slots=True)
class TermRow:
    """One thing promised besides the date."""

    number: int
    kind: TermKind
    subject: str
    operator: Operator
    value: str
    unit: str
    target: Decimal | None
    window_days: int | None
    checked_at: datetime | None
    checked_by: str
    check_note: str

    @property
    def stated(self) -> str:
        """Return what was promised as the engine states it: ``<= -30 degC``."""
        return f"{self.operator} {self.value} {self.unit}".strip()


@dataclass(frozen=True, slots=True)
class InvolvedRow:
    """Somebody who has to do with it besides the owner."""

    person: int
    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """What shows that it was said."""

    number: int
    promise: int
    kind: EvidenceKind
    title: str
    address: str
    text: str
    digest: str
    media_type: str
    size: int
    made_at: datetime
    made_by: str


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """One time the customer was told which date to expect."""

    date_told: date | None
    how: str
    told_at: datetime
    received_at: datetime | None
    note: str
    by: str


@dataclass(frozen=True, slots=True)
class CommentRow:
    """What a colleague said about it."""

    number: int
    text: str
    by: str
    at: datetime
    mention: int | None = None
    """The mention of the viewer in it that they have not read yet."""


@dataclass(frozen=True, slots=True)
class PromiseDetail:
    """One promise with everything that belongs to it; ``row`` is how it looks in lists."""

    row: PromiseRow
    wording: str
    core_need: str
    said_by: str
    said_by_number: int | None
    said_to: str
    said_to_number: int | None
    channel: str
    parent: int | None
    parent_title: str
    parts: tuple[tuple[int, str], ...]
    told: date | None
    """The date that the customer was told last; None where nobody named one, or it is a draft like any other."""
    date_checked_at: datetime | None
    committed_at: datetime | None
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
    terms: tuple[TermRow, ...]
    indicators: tuple[IndicatorRow, ...]
    involved: tuple[InvolvedRow, ...]
    evidence: tuple[EvidenceRow, ...]
    notices: tuple[NoticeRow, ...]
    dates: tuple[tuple[date, str, datetime], ...]
    comments: tuple[CommentRow, ...]


def find_promise(number: int, viewer: Viewer, *, today: date) -> PromiseDetail:
    """Return one promise; NotFound."""
    promise = with_findings(visible(viewer)).select_related("said_by", "said_to", "parent").filter(pk=number).first()
    if promise is None:
        raise NotFound(_("There is no such promise."))
    notices = _notices(promise)
    return PromiseDetail(
        row=row_of(promise, today),
        wording=promise.wording,
        core_need=promise.core_need,
        said_by=promise.said_by.name if promise.said_by else promise.said_by_name,
        said_by_number=promise.said_by_id,
        said_to=promise.said_to.name if promise.said_to else "",
        said_to_number=promise.said_to_id,
        channel=promise.channel,
        parent=promise.parent_id,
        parent_title=promise.parent.title if promise.parent else "",
        parts=tuple(promise.parts.order_by("pk").values_list("pk", "title")),
        told=next((one.date_told for one in notices if one.date_told), promise.told_before),
        date_checked_at=promise.date_checked_at,
        committed_at=promise.committed_at,
        delivered_on=promise.delivered_on,
        accepted_on=promise.accepted_on,
        accepted_by=promise.accepted_by,
        in_full=promise.in_full,
        documents_right=promise.documents_right,
        condition_right=promise.condition_right,
        end_reason=promise.end_reason,
        source=promise.source,
        external_id=promise.external_id,
        version=promise.version,
        terms=_terms(promise),
        indicators=indicators_of(promise.pk),
        involved=tuple(
            InvolvedRow(one.person_id, one.person.name, Role(one.role))
            for one in promise.involved.select_related("person").order_by("role", "person__name")
        ),
        evidence=tuple(evidence_row(one) for one in promise.evidence.select_related("made_by").order_by("pk")
                       if one.withdrawn_at is None),
        notices=notices,
        dates=tuple(promise.dates.order_by("pk").values_list("due", "origin", "at")),
        comments=tuple(
            CommentRow(one.pk, one.text, one.by.name, one.at, one.mention)
            for one in promise.comments.select_related("by").annotate(mention=_mention(viewer)).order_by("-pk")[:100]
        ),
    )  # fmt: skip


def _notices(promise: Promise) -> tuple[NoticeRow, ...]:
    return tuple(
        NoticeRow(one.date_told, one.how, one.told_at, one.received_at, one.note, one.by.name if one.by else "")
        for one in promise.notices.select_related("by").order_by("-told_at", "-pk")
    )


def _mention(viewer: Viewer) -> Subquery:
    """Return what finds the mention of the viewer in a comment that they have not read yet."""
    unread = Mention.objects.filter(comment=OuterRef("pk"), person=viewer.number, seen_at=None)
    return Subquery(unread.values("pk")[:1])


def find_evidence(number: int, viewer: Viewer) -> EvidenceRow:
    """Return a piece of evidence; NotFound where it is withdrawn or not for the viewer."""
    found = (
        Evidence.objects.select_related("made_by")
        .filter(pk=number, withdrawn_at=None, promise__in=visible(viewer))
        .first()
    )
    if found is None:
        raise NotFound(_("There is no such evidence."))
    return evidence_row(found)


def promise_of_term(number: int, viewer: Viewer) -> int:
    """Return the number of the promise that a term belongs to; NotFound."""
    found = PromiseTerm.objects.filter(pk=number, promise__in=visible(viewer)).values_list("promise", flat=True).first()
    if found is None:
        raise NotFound(_("There is no such term of a promise."))
    return found


def evidence_row(one: Evidence) -> EvidenceRow:
    """Return a piece of evidence as a row."""
    return EvidenceRow(
        number=one.pk,
        promise=one.promise_id,
        kind=EvidenceKind(one.kind),
        title=one.title,
        address=one.address,
        text=one.text,
        digest=one.digest,
        media_type=one.media_type,
        size=one.size,
        made_at=one.made_at,
        made_by=one.made_by.name if one.made_by else "",
    )


def _terms(promise: Promise) -> tuple[TermRow, ...]:
    return tuple(
        TermRow(
            number=one.pk,
            kind=TermKind(one.kind),
            subject=one.subject,
            operator=Operator(one.operator),
            value=one.value,
            unit=one.unit,
            target=one.target,
            window_days=one.window_days,
            checked_at=one.checked_at,
            checked_by=one.checked_by.name if one.checked_by else "",
            check_note=one.check_note,
        )
        for one in promise.terms.select_related("checked_by").order_by("pk")
    )
