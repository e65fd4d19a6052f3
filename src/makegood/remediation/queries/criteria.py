"""Reading by what the company decides: versions in force and before, and what is proposed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from makegood.engine.deciding import read_frame
from makegood.foundation.actors import EVERYONE, Viewer
from makegood.foundation.errors import NotFound
from makegood.remediation.models import CriteriaDraft, CriteriaVersion
from makegood.remediation.queries.frames import DELIVERED, FrameSaid, framed, read_sign_off, said_of, text_and_digest
from makegood.remediation.states import DEFAULT_SIGN_OFF, SignOff


@dataclass(frozen=True, slots=True)
class CriteriaRow:
    """Criteria as they were published; number 0 is what the house was delivered with."""

    number: int
    name: str
    frame: FrameSaid
    text: str
    digest: str
    sign_off: tuple[SignOff, ...]
    reason: str
    at: datetime | None
    by_name: str
    proposed_by_name: str


@dataclass(frozen=True, slots=True)
class CriteriaDraftRow:
    """Criteria that somebody proposes."""

    number: int
    name: str
    frame: FrameSaid
    sign_off: tuple[SignOff, ...]
    reason: str
    by: int | None
    by_name: str
    made_at: datetime
    version: int


def criteria_in_force(*, at: datetime) -> CriteriaRow:
    """Return the criteria for a case that is opened ``at`` a moment: the last that were published before."""
    found = CriteriaVersion.objects.select_related("by", "proposed_by").filter(at__lte=at).order_by("-number").first()
    return _delivered() if found is None else _row(found)


def criteria_versions(viewer: Viewer) -> tuple[CriteriaRow, ...]:
    """Return all versions, the latest first, down to what the house was delivered with."""
    if EVERYONE not in viewer.audiences:
        return ()
    found = CriteriaVersion.objects.select_related("by", "proposed_by").order_by("-number")
    return (*map(_row, found), _delivered())


def find_criteria(number: int, viewer: Viewer) -> CriteriaRow:
    """Return one version; NotFound."""
    found = next((row for row in criteria_versions(viewer) if row.number == number), None)
    if found is None:
        raise NotFound(_("There are no criteria of that number."))
    return found


def criteria_drafts(viewer: Viewer) -> tuple[CriteriaDraftRow, ...]:
    """Return what is proposed, the latest first."""
    if EVERYONE not in viewer.audiences:
        return ()
    return tuple(map(_draft, CriteriaDraft.objects.select_related("by").filter(ended_at=None).order_by("-pk")))


def find_criteria_draft(number: int, viewer: Viewer) -> CriteriaDraftRow:
    """Return what is proposed; NotFound."""
    found = next((row for row in criteria_drafts(viewer) if row.number == number), None)
    if found is None:
        raise NotFound(_("Nothing of that number is proposed any more."))
    return found


def _delivered() -> CriteriaRow:
    text, digest = text_and_digest(framed(DELIVERED))
    return CriteriaRow(0, "", DELIVERED, text, digest, DEFAULT_SIGN_OFF, "", None, "", "")


def _row(one: CriteriaVersion) -> CriteriaRow:
    return CriteriaRow(
        number=one.number,
        name=one.name,
        frame=said_of(read_frame(one.frame)),
        text=one.frame,
        digest=one.digest,
        sign_off=read_sign_off(one.sign_off),
        reason=one.reason,
        at=one.at,
        by_name=one.by.name if one.by else "",
        proposed_by_name=one.proposed_by.name if one.proposed_by else "",
    )


def _draft(one: CriteriaDraft) -> CriteriaDraftRow:
    return CriteriaDraftRow(
        number=one.pk,
        name=one.name,
        frame=said_of(read_frame(one.frame)),
        sign_off=read_sign_off(one.sign_off),
        reason=one.reason,
        by=one.by_id,
        by_name=one.by.name if one.by else "",
        made_at=one.made_at,
        version=one.version,
    )
